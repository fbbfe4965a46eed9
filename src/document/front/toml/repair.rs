//! Ways to repair one line of TOML, most of them for what is YAML and not TOML.

use std::ops::Range;

use toml::de::DeValue;

use super::super::lines::is_key_character;
use super::super::problem::Reason;
use super::super::repair::{Repair, bracket_end, unescaped, without_comment};
use crate::diagnostic::Safety;

/// Quotes that are none for TOML.
const CURLY: [char; 6] = ['“', '”', '‘', '’', '"', '\''];

/// What might be wrong with `line`, the likeliest first.
pub(in super::super) fn repairs(line: &str) -> Vec<Repair> {
    let start = line.len() - line.trim_start().len();
    let key = start..line.len() - line[start..].trim_start_matches(is_key_character).len();
    let from = line.len() - line[key.end..].trim_start().len();
    let place = |from: usize| {
        let begin = line.len() - line[from..].trim_start().len();
        begin..begin + without_comment(&line[begin..]).len()
    };
    if line[from..].starts_with(':') && !key.is_empty() {
        let value = place(from + 1);
        let edits = vec![(key.end..value.end, format!(" = {}", as_toml(&line[value])))];
        return vec![suggested(Reason::YamlInToml, from..from + 1, edits)];
    }
    if line[from..].starts_with('=') && !key.is_empty() {
        return values(line, place(from + 1));
    }
    // `제목 = "봄"`: without quotes, a key has Latin letters only.
    let named = line[start..].split_once('=').filter(|(name, _)| {
        let name = name.trim();
        !name.is_empty() && !name.starts_with(['"', '\'', '[', '#', '{']) && !name.contains([':', '.'])
    });
    if let Some((name, _)) = named {
        let range = start..start + name.trim_end().len();
        let edits = vec![(range.clone(), quoted(&line[range.clone()]))];
        return vec![suggested(Reason::UnquotedKey, range, edits)];
    }
    // A line of a list that goes over several.
    items(line, start..start + without_comment(&line[start..]).len()).into_iter().collect()
}

/// `text` as a TOML string that keeps it as it is.
pub(in super::super) fn quoted(text: &str) -> String {
    if !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else if !text.contains('\'') {
        format!("'{text}'")
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

fn suggested(reason: Reason, range: Range<usize>, edits: Vec<(Range<usize>, String)>) -> Repair {
    Repair { reason, range, edits, safety: Some(Safety::Suggestion) }
}

fn is_value(text: &str) -> bool {
    DeValue::parse(text).is_ok()
}

/// A YAML value in TOML.
fn as_toml(value: &str) -> String {
    let inside = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    if is_value(value) {
        value.to_owned()
    } else if let Some(text) = inside('\'') {
        quoted(&text.replace("''", "'"))
    } else if let Some(list) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        format!("[{}]", list.split(',').map(|item| as_toml(item.trim())).collect::<Vec<_>>().join(", "))
    } else {
        truth(value).or_else(|| instant(value)).unwrap_or_else(|| quoted(value))
    }
}

/// `True` as TOML has it.
fn truth(value: &str) -> Option<String> {
    let lower = value.to_ascii_lowercase();
    matches!(lower.as_str(), "true" | "false").then_some(lower)
}

/// `2024-1-2 10:30 +0900` as TOML has it: `2024-01-02T10:30:00+09:00`.
fn instant(value: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | ' ' | 'T' | '+' | 'Z' | '/' | '.');
    if !value.starts_with(|c: char| c.is_ascii_digit()) || !value.chars().all(fits) {
        return None;
    }
    let (year, rest) = number(value).filter(|(year, _)| year.len() == 4)?;
    let (month, rest) = number(rest)?;
    let (day, rest) = number(rest)?;
    let day = format!("{year}-{month:0>2}-{day:0>2}");
    let (clock, zone) = rest.split_at(rest.find(['+', '-', 'Z']).unwrap_or(rest.len()));
    let (hour, rest) = match number(clock) {
        Some(hour) => hour,
        None => return Some(day).filter(|day| zone.is_empty() && is_value(day)),
    };
    let (minute, rest) = number(rest)?;
    let (second, rest) = number(rest).unwrap_or(("00", ""));
    let fraction =
        rest.strip_prefix('.').and_then(number).map_or("", |(_, after)| &rest[..rest.len() - after.len()]);
    let zone = match zone.get(1..).unwrap_or("").replace(':', "").split_at_checked(2) {
        Some((hours, minutes)) => format!("{}{hours}:{minutes}", &zone[..1]),
        None => zone.to_owned(),
    };
    Some(format!("{day}T{hour:0>2}:{minute:0>2}:{second:0>2}{fraction}{zone}"))
        .filter(|written| is_value(written))
}

/// The first number in `text`, and what follows it.
fn number(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let (number, rest) =
        text.split_at(text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    (!number.is_empty()).then_some((number, rest))
}

/// `2024-13-40`
fn is_like_a_date(value: &str) -> bool {
    let year = value.bytes().take_while(u8::is_ascii_digit).count();
    year == 4 && value[year..].starts_with(['-', '/', '.']) && !value.contains(char::is_alphabetic)
}

/// Ways to write the value at `range` so that it loads.
fn values(line: &str, range: Range<usize>) -> Vec<Repair> {
    let value = &line[range.clone()];
    let whole = |reason, text: String| vec![suggested(reason, range.clone(), vec![(range.clone(), text)])];
    let Some(first) = value.chars().next() else {
        return vec![suggested(Reason::NoValue, 0..line.trim_end().len(), vec![(range, " \"\"".to_owned())])];
    };
    if is_value(value) || value.starts_with("\"\"\"") || value.starts_with("'''") {
        return Vec::new();
    }
    match first {
        '"' | '\'' => quotes(value).map_or(Vec::new(), |(reason, text)| whole(reason, text)),
        '“' | '”' | '‘' | '’' => whole(Reason::SmartQuotes, quoted(value.trim_matches(CURLY))),
        '[' => match bracket_end(value) {
            Some(end) if end + 1 == value.len() => {
                items(line, range.start + 1..range.end).into_iter().collect()
            }
            Some(_) => whole(Reason::StartsWithBracket, quoted(value)),
            None => {
                let close = (range.end..range.end, "]".to_owned());
                let alone = suggested(Reason::UnclosedBracket, range.clone(), vec![close.clone()]);
                let also = items(line, range.start + 1..range.end);
                let both = also.map(|items| Repair {
                    edits: items.edits.into_iter().chain([close]).collect(),
                    ..alone.clone()
                });
                std::iter::once(alone.clone()).chain(both).collect()
            }
        },
        '{' => whole(Reason::UnclosedBracket, format!("{value}}}")),
        _ => match instant(value) {
            Some(written) => whole(Reason::OddDate, written),
            None if is_like_a_date(value) => {
                let edits = vec![(range.clone(), quoted(value))];
                vec![Repair { safety: None, ..suggested(Reason::OddDate, range, edits) }]
            }
            None => whole(Reason::UnquotedText, truth(value).unwrap_or_else(|| quoted(value))),
        },
    }
}

/// A value that begins with a quote.
fn quotes(value: &str) -> Option<(Reason, String)> {
    let (quote, rest) = value.split_at(1);
    let mut escaped = false;
    let end = rest.find(|c: char| {
        let ends = !escaped && quote.starts_with(c);
        escaped = !escaped && c == '\\' && quote == "\"";
        ends
    });
    let Some(end) = end else {
        return Some((Reason::UnclosedQuote, quoted(rest.trim_end_matches(CURLY))));
    };
    let after = &rest[end + 1..];
    if after.is_empty() {
        return rest[..end]
            .contains('\\')
            .then(|| (Reason::BackslashInQuotes, quoted(&unescaped(&rest[..end]))));
    }
    let before = rest[..end].ends_with(char::is_whitespace);
    if after.ends_with(quote) && (before || !after.starts_with(char::is_whitespace)) {
        return Some((Reason::QuoteInsideQuotes, quoted(&rest[..rest.len() - 1])));
    }
    Some((Reason::TextAfterQuote, quoted(value)))
}

/// All values of a list, or of one line of it, that need quotes.
fn items(line: &str, range: Range<usize>) -> Option<Repair> {
    let mut from = range.start;
    let mut edits = Vec::new();
    for item in line[range].split(',') {
        let start = from + item.len() - item.trim_start().len();
        let value = item.trim().trim_end_matches(']').trim_end();
        from += item.len() + 1;
        if !value.is_empty() && !value.starts_with(['[', '{', '#']) && !is_value(value) {
            let text = match value.starts_with(['"', '\'']) {
                true => quotes(value).map(|(_, text)| text)?,
                false => truth(value).unwrap_or_else(|| quoted(value.trim_matches(CURLY))),
            };
            edits.push((start..start + value.len(), text));
        }
    }
    let range = edits.first()?.0.clone();
    let reason = if line[range.clone()].starts_with(['“', '‘']) {
        Reason::SmartQuotes
    } else {
        Reason::UnquotedText
    };
    Some(suggested(reason, range, edits))
}

#[cfg(test)]
mod tests {
    use super::super::super::problem::ProblemKind;
    use super::super::super::{Format, read};
    use super::*;
    use crate::document::front::tree::Node;
    use crate::document::syntax::{Delimiters, Syntax, YamlDialect};

    const HUGO: Syntax = Syntax {
        delimiters: Delimiters::Hugo,
        yaml: YamlDialect::GoYaml,
        renderer: crate::document::syntax::Renderer::Goldmark,
        templates: crate::document::syntax::Templates::Shortcodes,
    };

    #[test]
    fn one_broken_line_has_one_reason_and_a_fix_that_loads() {
        let cases = [
            ("title = 봄", Reason::UnquotedText, "title = \"봄\""),
            ("title = 봄 # 말", Reason::UnquotedText, "title = \"봄\" # 말"),
            ("title = C# 입문", Reason::UnquotedText, "title = \"C# 입문\""),
            ("draft = True", Reason::UnquotedText, "draft = true"),
            ("title: 봄", Reason::YamlInToml, "title = \"봄\""),
            ("title: \"봄: 여름\"", Reason::YamlInToml, "title = \"봄: 여름\""),
            ("title: 'It''s'", Reason::YamlInToml, "title = \"It's\""),
            ("tags: [봄, \"여름\", 3]", Reason::YamlInToml, "tags = [\"봄\", \"여름\", 3]"),
            ("draft: false", Reason::YamlInToml, "draft = false"),
            ("date: 2024-1-2", Reason::YamlInToml, "date = 2024-01-02"),
            ("tags = [봄, \"여름\"]", Reason::UnquotedText, "tags = [\"봄\", \"여름\"]"),
            ("tags = [\"봄\", \"여름\"", Reason::UnclosedBracket, "tags = [\"봄\", \"여름\"]"),
            ("title = \"봄", Reason::UnclosedQuote, "title = \"봄\""),
            ("title = 'It's'", Reason::QuoteInsideQuotes, "title = \"It's\""),
            ("title = \"그는 \"안녕\" 했다\"", Reason::QuoteInsideQuotes, "title = '그는 \"안녕\" 했다'"),
            ("title = \"봄\" - 여름", Reason::TextAfterQuote, "title = '\"봄\" - 여름'"),
            ("title = \"C:\\여행\"", Reason::BackslashInQuotes, "title = 'C:\\여행'"),
            ("title = “봄”", Reason::SmartQuotes, "title = \"봄\""),
            ("title = [봄] 여름", Reason::StartsWithBracket, "title = \"[봄] 여름\""),
            ("제목 = \"봄\"", Reason::UnquotedKey, "\"제목\" = \"봄\""),
            ("title =", Reason::NoValue, "title = \"\""),
            ("date = 2024-1-2", Reason::OddDate, "date = 2024-01-02"),
            ("date = 2024-01-02 10:00:00 +0900", Reason::OddDate, "date = 2024-01-02T10:00:00+09:00"),
            ("date = 2024-01-02 9:30", Reason::OddDate, "date = 2024-01-02T09:30:00"),
            ("date = 2024-1-2 9:30:05.25 +0900", Reason::OddDate, "date = 2024-01-02T09:30:05.25+09:00"),
            ("version: 1.2.3", Reason::YamlInToml, "version = \"1.2.3\""),
            ("version = 1.2.3", Reason::UnquotedText, "version = \"1.2.3\""),
            ("a = 1/2/3", Reason::UnquotedText, "a = \"1/2/3\""),
            ("a: 10-11-12", Reason::YamlInToml, "a = \"10-11-12\""),
        ];
        for (line, reason, repaired) in cases {
            let page =
                |line: &str| format!("+++\r\nweight = 1\r\n{line}\r\nlast = '끝' # 말\r\n+++\r\n본문\r\n");
            let text = page(line);
            let front = read(&text, &HUGO);
            let [problem] = &front.problems[..] else { panic!("{line}: {:?}", front.problems) };
            assert_eq!(problem.kind, ProblemKind::DoesNotLoad(reason), "{line}");
            let mut fixed = text.clone();
            for edit in problem.fix.iter().flat_map(|fix| &fix.edits).rev() {
                fixed.replace_range(edit.span.range(), &edit.replacement);
            }
            assert_eq!(fixed, page(repaired), "{line}");
            let front = read(&fixed, &HUGO);
            assert!(front.problems.is_empty() && front.root().is_some(), "{fixed}: {:?}", front.problems);
            assert_eq!(front.block.map(|block| block.format), Some(Format::Toml));
        }
    }

    #[test]
    fn every_broken_line_is_named() {
        let kinds = |text: &str| -> Vec<Reason> {
            let reasons = read(text, &HUGO).problems.into_iter().map(|problem| match problem.kind {
                ProblemKind::DoesNotLoad(reason) => reason,
                other => panic!("{other:?}"),
            });
            reasons.collect()
        };
        let yaml = "+++\ntitle: 봄\ndate: 2024-01-02\ntags: [봄]\n+++\n";
        assert_eq!(kinds(yaml), [Reason::YamlInToml, Reason::YamlInToml, Reason::YamlInToml]);
        assert_eq!(
            kinds("+++\ntitle = 봄\ntitle = \"여름\"\n+++\n"),
            [Reason::UnquotedText, Reason::KeyTwice("title".to_owned())]
        );
        assert_eq!(kinds("+++\ndate = 2024-13-40\n+++\n"), [Reason::OddDate]);
        assert!(read("+++\ndate = 2024-13-40\n+++\n", &HUGO).problems[0].fix.is_none());
        let list = kinds("+++\ntitle: 봄\ntags:\n  - 봄\n+++\n");
        assert!(list.iter().all(|reason| *reason == Reason::YamlInToml), "{list:?}");
        assert_eq!(kinds("---\ntitle = \"봄\"\n[params]\na = 1\n---\n"), [Reason::TomlInYaml]);
    }

    #[test]
    fn a_list_over_several_lines_is_repaired_too() {
        let text = "+++\ntags = [\n  \"봄\",\n  여름, 가을\n]\n+++\n";
        let front = read(text, &HUGO);
        let [problem] = &front.problems[..] else { panic!("{:?}", front.problems) };
        assert_eq!(problem.kind, ProblemKind::DoesNotLoad(Reason::UnquotedText));
        assert_eq!(problem.span.slice(text), "여름");
        let sound = text.replace("여름, 가을", "\"여름\", '가을'");
        let front = read(&sound, &HUGO);
        let tags = front.root().map(|root| root.at_path("tags[]")).unwrap_or_default();
        assert_eq!(tags.into_iter().filter_map(Node::as_str).collect::<Vec<_>>(), ["봄", "여름", "가을"]);
    }
}
