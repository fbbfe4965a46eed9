//! Front-matter keys that nothing reads but that look like one that is read: `tages`, `catagories`.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};

/// Keys shorter than this have too many neighbours to be told apart from a blog's own keys.
const SHORTEST: usize = 4;

/// Reports keys one slip away from a known one that the front matter does not have already.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(root) = context.document.front.root() else { return };
    let known: Vec<&str> = context
        .fields()
        .flat_map(|table| table.fields.keys())
        .map(String::as_str)
        .filter(|key| !key.contains(['.', '[']))
        .collect();
    for entry in root.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        if known.contains(&key) {
            continue;
        }
        let Some(nearest) = nearest(key, &known).filter(|nearest| root.get(nearest).is_none()) else {
            continue;
        };
        let exact = entry.key.span.slice(&context.document.text) == key;
        let edit = Edit { span: entry.key.span, replacement: nearest.to_owned() };
        emit(Finding {
            span: entry.key.span,
            args: vec![key.to_owned(), nearest.to_owned()],
            fix: exact.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion }),
            ..Finding::default()
        });
    }
}

/// The known key that `key` is a slip of: another case, or one letter added, lost, changed or swapped.
fn nearest<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let folded = |key: &str| key.to_lowercase().replace('-', "_");
    if let Some(same) = known.iter().find(|known| folded(known) == folded(key)) {
        return Some(same);
    }
    if key.len() < SHORTEST || known.iter().any(|known| is_related(key, known)) {
        return None;
    }
    let allowed = if key.len() >= 8 { 2 } else { 1 };
    let mut candidates: Vec<(usize, &str)> = known
        .iter()
        .filter(|known| known.len() >= SHORTEST)
        .map(|known| (strsim::damerau_levenshtein(key, known), *known))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    candidates.sort_unstable();
    candidates.first().map(|(_, known)| *known)
}

/// Singular and plural of one word are both words: a blog may well have its own `author` and `authors`.
fn is_related(key: &str, known: &str) -> bool {
    key.strip_suffix('s') == Some(known) || known.strip_suffix('s') == Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_own_keys() {
        let known =
            ["title", "tags", "categories", "toc", "date", "layout", "last_modified_at", "comments", "image"];
        let cases = [
            ("tages", Some("tags")),
            ("catagories", Some("categories")),
            ("Title", Some("title")),
            ("data", Some("date")),
            ("titel", Some("title")),
            ("last-modified-at", Some("last_modified_at")),
            ("tok", None),
            ("images", None),
            ("mermaid", None),
            ("cover", None),
        ];
        for (key, wanted) in cases {
            assert_eq!(nearest(key, &known), wanted, "{key}");
        }
    }
}
