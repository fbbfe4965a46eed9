//! Ways to repair one line of YAML. Whether one helps is for the parser to say: see
//! [`super::diagnose`].

mod slips;

use std::ops::Range;

use super::lines::is_key_character;
use super::problem::Reason;
use crate::diagnostic::Safety;

/// A change to one line. All ranges are byte offsets in that line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repair {
    /// What would be wrong if it helps.
    pub reason: Reason,
    /// The part to point at.
    pub range: Range<usize>,
    /// Replacements, in order.
    pub edits: Vec<(Range<usize>, String)>,
    /// Whether the author would make the same change; none where that is anyone's guess.
    pub safety: Option<Safety>,
}

impl Repair {
    fn one(reason: Reason, range: Range<usize>, replacement: String, safety: Option<Safety>) -> Self {
        Repair { reason, range: range.clone(), edits: vec![(range, replacement)], safety }
    }

    /// The line as it would be.
    pub fn apply(&self, line: &str) -> String {
        let mut repaired = String::with_capacity(line.len() + 8);
        let mut from = 0;
        for (range, replacement) in &self.edits {
            repaired.push_str(line.get(from..range.start).unwrap_or(""));
            repaired.push_str(replacement);
            from = range.end;
        }
        repaired.push_str(line.get(from..).unwrap_or(""));
        repaired
    }
}

/// Values in a flow sequence that are tried on their own.
const MAX_ITEMS: usize = 16;

/// What might be wrong with `line`, the likeliest first. `indents` are widths its neighbours have.
pub(super) fn repairs(line: &str, indents: &[usize]) -> Vec<Repair> {
    let mut found = blanks(line, indents);
    let field = Field::of(line);
    found.extend(slips::of(line, &field));
    found.extend(field.colon_repairs(line));
    if field.colon.is_none() {
        found.extend(items(line, field.value.clone()));
    }
    found.extend(value_repairs(line, field.value.clone()));
    found.extend(reindented(line, indents, &field));
    found
}

/// `text` in quotes that keep it as it is.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// A line taken apart without regard to whether it is right.
struct Field {
    /// After indentation and `- `.
    start: usize,
    /// The colon after the key and the blanks around it, right or wrong.
    colon: Option<Range<usize>>,
    /// Without the blanks around it and without a comment.
    value: Range<usize>,
}

impl Field {
    fn of(line: &str) -> Field {
        let mut start = line.len() - line.trim_start().len();
        while let Some(rest) = line[start..].strip_prefix("- ") {
            start = line.len() - rest.trim_start_matches(' ').len();
        }
        let colon = colon(line, start);
        let from = colon.as_ref().map_or(start, |colon| colon.end);
        Field { start, colon, value: from..from + without_comment(&line[from..]).len() }
    }

    /// A colon that is none, or has no space after it; also together with a value that needs quotes.
    fn colon_repairs(&self, line: &str) -> Vec<Repair> {
        let Some(range) = self.colon.clone() else { return Vec::new() };
        let written = &line[range.clone()];
        let odd = written.char_indices().find(|(_, c)| c.is_whitespace() && !matches!(c, ' ' | '\t'));
        let (reason, point) = if let Some(at) = written.find(|c: char| WIDE_COLONS.contains(&c)) {
            let width = written[at..].chars().next().map_or(0, char::len_utf8);
            (Reason::FullWidthColon, range.start + at..range.start + at + width)
        } else if let Some((at, c)) = odd {
            (Reason::OddSpace(c), range.start + at..range.start + at + c.len_utf8())
        } else if written.ends_with(':') && !self.value.is_empty() && !line[range.end..].starts_with(':') {
            (Reason::MissingSpaceAfterColon, range.clone())
        } else {
            return Vec::new();
        };
        let space = if self.value.is_empty() { "" } else { " " };
        let colon = Repair {
            reason,
            range: point,
            edits: vec![(range, format!(":{space}"))],
            safety: Some(Safety::Safe),
        };
        let both = value_repairs(line, self.value.clone()).into_iter().map(|value| Repair {
            edits: colon.edits.iter().chain(&value.edits).cloned().collect(),
            safety: value.safety,
            ..colon.clone()
        });
        std::iter::once(colon.clone()).chain(both).collect()
    }
}

/// Characters that look like a colon and are none.
pub(super) const WIDE_COLONS: [char; 4] = ['：', '﹕', '∶', '꞉'];

/// The colon after the key that begins at `start`, with the blanks on both sides.
fn colon(line: &str, start: usize) -> Option<Range<usize>> {
    let rest = &line[start..];
    let is_colon = |c: char| c == ':' || WIDE_COLONS.contains(&c);
    // A key as generators have them may have any colon; another only one with a space after it.
    let key = rest.len() - rest.trim_start_matches(is_key_character).len();
    let spaced = rest[key..].trim_start_matches(' ');
    let at = if key > 0 && spaced.starts_with(is_colon) && !spaced.starts_with("://") {
        rest.len() - spaced.len()
    } else if rest.starts_with(['[', '{', ']', '}', ',', '#', '@', '`', '&', '*', '!', '|', '>', '%']) {
        return None;
    } else {
        let from = quote_end(rest).map_or(0, |end| end + 1);
        let at = rest[from..]
            .match_indices(':')
            .map(|(at, _)| from + at)
            .find(|at| rest[at + 1..].chars().next().is_none_or(char::is_whitespace))?;
        if rest[..at].contains(" #") {
            return None;
        }
        at
    };
    let colon = rest[at..].chars().next().map_or(0, char::len_utf8);
    let after = rest[at + colon..].trim_start();
    let before = rest[..at].trim_end().len();
    Some(start + before..start + rest.len() - after.len())
}

/// The text up to a comment, without blanks at its end.
pub(super) fn without_comment(text: &str) -> &str {
    let from = quote_end(text).map_or(0, |end| end + 1);
    if text.starts_with('#') {
        return "";
    }
    if text.starts_with(['"', '\'']) && from == 0 {
        return text.trim_end();
    }
    let comment = [" #", "\t#"].iter().filter_map(|sign| text[from..].find(sign)).min();
    comment.map_or(text, |at| &text[..from + at]).trim_end()
}

/// Where the quote ends that `text` begins with.
pub(super) fn quote_end(text: &str) -> Option<usize> {
    let quote = text.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let mut bytes = text.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        let doubled = quote == b'\'' && byte == quote && bytes.peek().is_some_and(|(_, next)| *next == quote);
        if doubled || (quote == b'"' && byte == b'\\') {
            bytes.next();
        } else if byte == quote {
            return Some(at);
        }
    }
    None
}

/// Ways to write the value at `range` so that it loads.
fn value_repairs(line: &str, range: Range<usize>) -> Vec<Repair> {
    let Some(first) = line[range.clone()].chars().next() else { return Vec::new() };
    // What follows `#` may be a comment or part of the text: not for a program to decide. But nobody
    // writes a comment like `#1`.
    let after = &line[range.end..];
    let cut = !after.trim().is_empty();
    let is_text =
        after.trim_start().strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let is_open = !matches!(first, '"' | '\'' | '“' | '”' | '‘' | '’' | '[' | '{');
    let range = if is_text && is_open { range.start..line.trim_end().len() } else { range };
    let value = &line[range.clone()];
    let safety = |safety| Some(if cut { Safety::Suggestion } else { safety });
    let whole = |reason, safety| Repair::one(reason, range.clone(), quoted(value), safety);
    match first {
        '"' | '\'' => quote_repairs(line, range),
        '“' | '”' | '‘' | '’' if value.ends_with(['“', '”', '‘', '’', '"', '\'']) => {
            let inner = value.trim_matches(['“', '”', '‘', '’', '"', '\'']);
            vec![Repair::one(Reason::SmartQuotes, range, quoted(inner), Some(Safety::Suggestion))]
        }
        '[' | '{' => match bracket_end(value) {
            Some(end) if end + 1 == value.len() => {
                let mut found = if first == '[' { items(line, range.clone()) } else { Vec::new() };
                found.push(whole(Reason::StartsWithBracket, Some(Safety::Suggestion)));
                found
            }
            Some(_) => vec![whole(Reason::StartsWithBracket, safety(Safety::Safe))],
            None => {
                let close = if first == '[' { ']' } else { '}' };
                let closed =
                    |reason, text: String| Repair::one(reason, range.clone(), text, Some(Safety::Suggestion));
                // The bracket is there, and a comment hides it: closed in front of that, names are lost.
                if line[range.end..].contains(close) {
                    let text = format!("{value}{close}");
                    return vec![Repair::one(Reason::HashInList, range, text, None)];
                }
                let mut found = vec![closed(Reason::UnclosedBracket, format!("{value}{close}"))];
                let quotes = ['"', '\''].into_iter().filter(|quote| value.contains(*quote));
                found.extend(
                    quotes.map(|quote| closed(Reason::UnclosedQuote, format!("{value}{quote}{close}"))),
                );
                found
            }
        },
        '-' if value == "-" || value.starts_with("- ") => {
            vec![Repair::one(Reason::StartsWithIndicator('-'), range, String::new(), None)]
        }
        '*' if value[1..].bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            && value.len() > 1 =>
        {
            vec![whole(Reason::UnknownAlias, Some(Safety::Suggestion))]
        }
        '@' | '`' | '%' | ',' | ']' | '}' => {
            vec![whole(Reason::StartsWithIndicator(first), safety(Safety::Safe))]
        }
        '&' | '*' | '!' | '|' | '>' => {
            vec![whole(Reason::StartsWithIndicator(first), Some(Safety::Suggestion))]
        }
        '?' | ':' if value[1..].chars().next().is_none_or(char::is_whitespace) => {
            vec![whole(Reason::StartsWithIndicator(first), safety(Safety::Safe))]
        }
        _ if has_colon(value) => vec![whole(Reason::ColonInValue, safety(Safety::Safe))],
        _ => Vec::new(),
    }
}

fn has_colon(value: &str) -> bool {
    value.ends_with(':') || value.contains(": ") || value.contains(":\t")
}

/// Ways to write a value that begins with a quote.
fn quote_repairs(line: &str, range: Range<usize>) -> Vec<Repair> {
    let value = &line[range.clone()];
    let suggested = |reason, text| vec![Repair::one(reason, range.clone(), text, Some(Safety::Suggestion))];
    let quote = &value[..1];
    let Some(end) = quote_end(value) else {
        let inner = value[1..].trim_end_matches(['“', '”', '‘', '’', '"', '\'']);
        let closed = if inner.contains('\\') { format!("{value}{quote}") } else { quoted(inner) };
        return suggested(Reason::UnclosedQuote, closed);
    };
    let inner = |end: usize| value.get(1..end).unwrap_or("");
    if end + 1 == value.len() {
        let escapes = quote == "\"" && inner(end).contains('\\');
        let meant = || quoted(&unescaped(inner(end)));
        return if escapes { suggested(Reason::BackslashInQuotes, meant()) } else { Vec::new() };
    }
    if matches!(&value[end + 1..], "," | ";") {
        // As in JSON or in code.
        let mark = range.start + end + 1..range.end;
        let reason = Reason::StrayMark(value[end + 1..].to_owned());
        return vec![Repair::one(reason, mark, String::new(), Some(Safety::Suggestion))];
    }
    // `'It's 봄`: an apostrophe closes nothing.
    let is_letter = |text: Option<char>| text.is_some_and(|c| c.is_ascii_alphabetic());
    let is_apostrophe =
        is_letter(value[..end].chars().next_back()) && is_letter(value[end + 1..].chars().next());
    if quote == "'" && is_apostrophe && !value[end + 1..].contains('\'') {
        return suggested(Reason::UnclosedQuote, quoted(&value[1..]));
    }
    // `"가 "나" 다"` has a quote inside, `"가" 나 "다"` ends its quote and goes on.
    let before = value[..end].chars().next_back().is_some_and(char::is_whitespace);
    let after = value[end + 1..].chars().next().is_none_or(char::is_whitespace);
    if value.ends_with(quote) && (before || !after) {
        let inner = inner(value.len() - 1);
        let escapes = inner.contains('\\') || inner.contains("''");
        return if escapes { Vec::new() } else { suggested(Reason::QuoteInsideQuotes, quoted(inner)) };
    }
    suggested(Reason::TextAfterQuote, quoted(value))
}

/// The text meant between double quotes in which not all backslashes begin an escape: those before
/// quotes and backslashes do.
pub(super) fn unescaped(inner: &str) -> String {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let is_escape = rest[at + 1..].starts_with(['"', '\'', '\\']);
        let after = at + 1 + usize::from(is_escape);
        text.push_str(&rest[if is_escape { at + 1 } else { at }..after]);
        rest = &rest[after..];
    }
    text + rest
}

/// The bracket that closes the one `value` begins with.
pub(super) fn bracket_end(value: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut skip_to = 0;
    // Quotes count as such only where a value begins.
    let mut begins = false;
    for (at, c) in value.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        if at < skip_to {
            continue;
        }
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' if depth == 1 => return Some(at),
            ']' | '}' => depth -= 1,
            '"' | '\'' if begins => skip_to = quote_end(&value[at..]).map_or(at, |end| at + end + 1),
            _ => {}
        }
        begins = matches!(c, '[' | '{' | ',' | ':');
    }
    None
}

/// Repairs of the values of a flow sequence between its brackets, or of one line of it: each alone,
/// then all at once.
fn items(line: &str, range: Range<usize>) -> Vec<Repair> {
    let mut found: Vec<Repair> = Vec::new();
    let mut from = range.start;
    for item in line[range.clone()].split(',').take(MAX_ITEMS) {
        let trimmed = item.trim_start().trim_start_matches('[').trim_start();
        let start = from + item.len() - trimmed.len();
        let value = trimmed.trim_end().trim_end_matches(']').trim_end();
        found.extend(value_repairs(line, start..start + value.len()).into_iter().next());
        from += item.len() + 1;
    }
    if found.len() > 1 {
        let all =
            Repair { edits: found.iter().flat_map(|item| item.edits.clone()).collect(), ..found[0].clone() };
        found.push(all);
    }
    found
}

/// Tabs and odd spaces in the indentation.
fn blanks(line: &str, indents: &[usize]) -> Vec<Repair> {
    let text = line.trim_start();
    let blanks = &line[..line.len() - text.len()];
    let Some(odd) = blanks.chars().find(|c| *c != ' ') else { return Vec::new() };
    let reason = if odd == '\t' { Reason::Tab } else { Reason::OddSpace(odd) };
    if text.is_empty() {
        return vec![Repair::one(reason, 0..blanks.len(), String::new(), Some(Safety::Safe))];
    }
    let same = blanks.chars().map(|c| if c == '\t' { 2 } else { 1 }).sum();
    let widths = std::iter::once(same).chain(indents.iter().copied());
    widths
        .map(|width| {
            Repair::one(reason.clone(), 0..blanks.len(), " ".repeat(width), Some(Safety::Suggestion))
        })
        .collect()
}

/// The line at the widths of its neighbours; text without a key also as the rest of the value above.
fn reindented(line: &str, indents: &[usize], field: &Field) -> Vec<Repair> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    // Indented text that happens to have a colon is no misplaced key.
    let key = field.colon.as_ref().map_or("", |colon| &line[field.start..colon.start]);
    let safety = key.chars().all(is_key_character).then_some(Safety::Suggestion);
    let deeper = indents.first().filter(|_| field.colon.is_none()).map(|width| width + 2);
    let others = indents.iter().copied().chain(deeper).filter(|width| *width != indent);
    others.map(|width| Repair::one(Reason::BadIndent, 0..indent, " ".repeat(width), safety)).collect()
}
