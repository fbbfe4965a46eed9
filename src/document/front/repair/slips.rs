//! Slips that concern more of a line than its value: a list in the wrong place, a missing colon, a mark
//! too many.

use std::ops::Range;

use super::super::lines::is_key_character;
use super::super::problem::Reason;
use super::{Field, MAX_ITEMS, Repair, bracket_end, has_colon, quote_end, quoted};
use crate::diagnostic::Safety;

/// Keys whose value is a list.
const LISTS: [&str; 8] =
    ["tags", "tag", "categories", "category", "keywords", "authors", "aliases", "series"];

/// Keys that begin a line even where no colon follows.
const KEYS: [&str; 24] = [
    "title",
    "subtitle",
    "layout",
    "date",
    "tags",
    "tag",
    "categories",
    "category",
    "author",
    "description",
    "excerpt",
    "summary",
    "toc",
    "image",
    "thumbnail",
    "permalink",
    "slug",
    "published",
    "draft",
    "comments",
    "math",
    "mermaid",
    "pin",
    "last_modified_at",
];

/// The slips `line` may have, the likeliest first.
pub(super) fn of(line: &str, field: &Field) -> Vec<Repair> {
    let key = field.colon.as_ref().map_or("", |colon| &line[field.start..colon.start]);
    let is_list = LISTS.contains(&key.to_lowercase().as_str());
    let found = [
        hashes(line, field.value.start),
        dash_before_key(line, field),
        dash(line),
        dashes(line, field.value.clone(), is_list),
        unbracketed(line, field.value.clone(), is_list),
        marks(line, field.value.clone()),
        colons(line, field),
        comment(line),
        without_colon(line, field.colon.is_none()),
    ];
    let mut found: Vec<Repair> = found.into_iter().flatten().collect();
    if line[field.value.clone()].starts_with("- ") {
        // The rest of the list stands below: where to put this item, the list does not say.
        let range = field.value.clone();
        let edits = vec![(range.clone(), String::new())];
        found.push(Repair { reason: Reason::ListOnKeyLine, range, edits, safety: None });
    }
    found
}

fn suggested(reason: Reason, range: Range<usize>, edits: Vec<(Range<usize>, String)>) -> Repair {
    Repair { reason, range, edits, safety: Some(Safety::Suggestion) }
}

/// `[#회고, #개발]`, `[가 #1, 나]`: each item with a `#` that begins a comment in quotes. `from` is where
/// the value begins.
fn hashes(line: &str, from: usize) -> Option<Repair> {
    let value = line[from..].strip_prefix('[')?;
    let close = value.rfind(']').unwrap_or(value.trim_end().len());
    let mut edits = Vec::new();
    let mut at = from + 1;
    for item in value[..close].split(',').take(MAX_ITEMS) {
        let start = at + item.len() - item.trim_start().len();
        let text = item.trim();
        at += item.len() + 1;
        let is_simple = !text.contains(['"', '\'', '[', ']', '{', '}']);
        if text.starts_with('#') || (text.contains(" #") && is_simple) {
            edits.push((start..start + text.len(), quoted(text)));
        }
    }
    let range = edits.first()?.0.start..edits.last()?.0.end;
    Some(suggested(Reason::HashInList, range, edits))
}

/// `- title: 봄` among keys.
fn dash_before_key(line: &str, field: &Field) -> Option<Repair> {
    let is_one = line.starts_with("- ") && field.colon.is_some();
    is_one.then(|| suggested(Reason::DashBeforeKey, 0..1, vec![(0..field.start, String::new())]))
}

/// `tags: - 회고 - 개발`, and `title: - 봄`.
fn dashes(line: &str, range: Range<usize>, is_list: bool) -> Option<Repair> {
    let items = line[range.clone()].strip_prefix("- ")?;
    if !is_list {
        let text = quoted(&line[range.clone()]);
        return Some(suggested(Reason::StartsWithIndicator('-'), range.clone(), vec![(range, text)]));
    }
    let written: Vec<String> = items.split(" - ").map(|item| plain(item.trim())).collect();
    let edits = vec![(range.clone(), format!("[{}]", written.join(", ")))];
    Some(suggested(Reason::ListOnKeyLine, range, edits))
}

/// `-회고` below `- 개발`.
fn dash(line: &str) -> Option<Repair> {
    let start = line.len() - line.trim_start_matches(' ').len();
    let item = line[start..].strip_prefix('-')?;
    let is_item = item.starts_with(|c: char| !c.is_whitespace() && c != '-');
    let range = start..start + 1 + item.trim_end().len();
    let edits = vec![(range.clone(), format!("- {}", item.trim_end()))];
    is_item.then(|| suggested(Reason::MissingSpaceAfterDash, range, edits))
}

/// `tags: "가, 나", 다`: brackets around what is a list.
fn unbracketed(line: &str, range: Range<usize>, is_list: bool) -> Option<Repair> {
    let value = &line[range.clone()];
    let end = quote_end(value)?;
    let is_one =
        is_list && value[end + 1..].trim_start().strip_prefix(',').is_some_and(|rest| !rest.is_empty());
    let edits = vec![(range.clone(), format!("[{value}]"))];
    is_one.then(|| suggested(Reason::MissingBrackets, range, edits))
}

/// An item of a flow list, in quotes where it needs them.
fn plain(item: &str) -> String {
    const SIGNS: [char; 16] =
        ['"', '\'', '[', ']', '{', '}', ',', '#', '@', '`', '&', '*', '!', '|', '>', '%'];
    let is_quoted = item.len() > 1 && item.starts_with(['"', '\'']) && item.ends_with(['"', '\'']);
    let is_odd = item.is_empty() || item.contains([',', '[', ']', '{', '}']) || item.starts_with(SIGNS);
    if !is_quoted && (is_odd || has_colon(item) || item.contains(" #")) {
        quoted(item)
    } else {
        item.to_owned()
    }
}

/// `[가, , 나]`, `[, 가]`, `[가]]`: a comma or a bracket too many.
fn marks(line: &str, range: Range<usize>) -> Option<Repair> {
    let value = &line[range.clone()];
    let end = Some(value).filter(|value| value.starts_with('[')).and_then(bracket_end)?;
    let rest = &value[end + 1..];
    if !rest.is_empty() {
        let is_stray = rest.chars().all(|c| matches!(c, ']' | ',' | ';'));
        let place = range.start + end + 1..range.end;
        let reason = Reason::StrayMark(rest.to_owned());
        return is_stray.then(|| suggested(reason, place.clone(), vec![(place, String::new())]));
    }
    let mut edits = Vec::new();
    let mut from = 1;
    for item in value[1..end].split(',') {
        // The comma after an empty item goes, and the blanks before it.
        if item.trim().is_empty() && from + item.len() < end {
            let start = range.start + from;
            edits.push((start..start + item.len() + 1, String::new()));
        }
        from += item.len() + 1;
    }
    let comma = edits.first()?.0.end;
    let place = comma - 1..comma;
    if let Some((first, _)) = edits.first_mut().filter(|(first, _)| first.start == range.start + 1) {
        let after = &line[first.end..];
        first.end += after.len() - after.trim_start_matches(' ').len();
    }
    Some(suggested(Reason::StrayMark(",".to_owned()), place, edits))
}

/// `title:: 봄: 여름`, `title::봄`
fn colons(line: &str, field: &Field) -> Option<Repair> {
    let at = field.colon.as_ref()?.end;
    let rest = line[at..].trim_start_matches(':');
    let stray = at..line.len() - rest.len();
    if stray.is_empty() || !line[..at].ends_with(':') {
        return None;
    }
    let from = line.len() - rest.trim_start().len();
    let value = line[from..].trim_end();
    // `std::vector` is a name.
    let is_name = !KEYS.contains(&line[field.start..at - 1].to_lowercase().as_str())
        && rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    if is_name {
        return None;
    }
    let space = if rest.starts_with(' ') { "" } else { " " };
    let edits = vec![(stray.clone(), space.to_owned()), (from..from + value.len(), plain(value))];
    Some(suggested(Reason::StrayMark(":".to_owned()), stray, edits))
}

/// `// 말`, `<!-- 말 -->`
fn comment(line: &str) -> Option<Repair> {
    let text = line.trim();
    let inner = text
        .strip_prefix("//")
        .or_else(|| text.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")))?;
    let range = line.len() - line.trim_start().len()..line.trim_end().len();
    let edits = vec![(range.clone(), format!("# {}", inner.trim()))];
    Some(suggested(Reason::CommentSyntax, range, edits))
}

/// `title = 봄`, `title 봄`
fn without_colon(line: &str, has_none: bool) -> Option<Repair> {
    let rest = line.trim_start_matches(is_key_character);
    let key = &line[..line.len() - rest.len()];
    let known = KEYS.contains(&key.to_lowercase().as_str());
    let after = rest.trim_start_matches(' ');
    if known && after.is_empty() {
        return Some(suggested(Reason::NoColon, 0..key.len(), vec![(key.len()..key.len(), ":".to_owned())]));
    }
    let (reason, value) = match after.chars().next()? {
        '=' if !key.is_empty() && !after.starts_with("==") => (Reason::TomlInYaml, &after[1..]),
        ';' if known && has_none => (Reason::NoColon, &after[1..]),
        _ if known && has_none && rest.starts_with(' ') => (Reason::NoColon, after),
        _ => return None,
    };
    let value = value.trim();
    let edits = vec![(key.len()..line.trim_end().len(), format!(": {}", scalar(value)))];
    let mut repair = suggested(reason, 0..line.trim_end().len(), edits);
    // `x = 3` may also be a line of text.
    repair.safety = repair.safety.filter(|_| known);
    Some(repair)
}

/// A value after a key, in quotes where it needs them.
fn scalar(value: &str) -> String {
    if value.starts_with('[') && bracket_end(value) == Some(value.len() - 1) {
        value.to_owned()
    } else {
        plain(value)
    }
}
