//! Front-matter keys that nothing reads: those that look like one that is read (`tages`, `catagories`),
//! and where the blog says that its table is closed, all.

use std::cell::OnceCell;

use unicode_normalization::UnicodeNormalization;

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::{Kind, Node};
use crate::generator::Generator;
use crate::rule::{Field, FieldType};

/// Keys shorter than this have too many neighbours to be told apart from a blog's own keys.
const SHORTEST: usize = 4;

/// Reports keys one slip away from a known one that the front matter does not have already, and in a
/// blog whose table is closed every other unknown key.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(root) = context.document.front.root() else { return };
    let wanted = &context.site.config().front_matter;
    // Nearly every key is one that is read; all of them are gathered only for one that is not.
    let is_read = |key: &str| {
        context.fields().any(|table| table.fields.contains_key(key)) || context.site.is_read_by_layouts(key)
    };
    // A theme that is neither here nor known may read any key.
    let is_known = |theme: &str| context.fields().any(|table| table.name == theme);
    let knows_all = || !context.site.has_unseen_layouts() || context.site.theme().is_some_and(is_known);
    let known: OnceCell<Vec<&str>> = OnceCell::new();
    let gather = || {
        let listed = context.fields().flat_map(|table| table.fields.keys().map(String::as_str));
        // Of `header.image` it is `header` that stands at the top.
        let listed = listed.map(|path| path.split(['.', '[']).next().unwrap_or(path));
        listed.chain(wanted.required.iter().chain(&wanted.order).map(String::as_str)).collect()
    };
    let aliases =
        || context.fields().flat_map(|table| table.fields.values()).flat_map(|field| &field.aliases);
    // Hugo reads keys in any letter case.
    let any_case = context.site.generator() == Some(Generator::Hugo);
    let is_same = |key: &str, known: &str| key == known || (any_case && key.eq_ignore_ascii_case(known));
    for entry in root.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        if is_read(key) {
            continue;
        }
        let known = known.get_or_init(gather);
        if known.iter().any(|known| is_same(key, known)) || aliases().any(|alias| is_same(key, alias)) {
            continue;
        }
        let is_off = matches!(resolve(&entry.value, context.document.syntax.yaml), Scalar::Bool(false));
        let meant = slip(context, key, is_off).or_else(|| nearest(key, known));
        let meant = meant.or_else(|| miscounted(context, key, &entry.value, known)).filter(|_| knows_all());
        let Some(nearest) = meant.filter(|nearest| root.get(nearest).is_none()) else {
            let other = meant.filter(|meant| *meant == key.to_lowercase()).and_then(|meant| root.get(meant));
            if other.is_some_and(|other| !says_the_same(other, &entry.value)) {
                let args = vec![key.to_owned(), meant.unwrap_or_default().to_owned()];
                emit(Finding { span: entry.key.span, variant: 2, args, fix: None });
            } else if wanted.closed {
                let args = vec![key.to_owned(), String::new()];
                emit(Finding { span: entry.key.span, variant: 1, args, fix: None });
            }
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

/// The field that `key` is known to be written for by mistake. A switch only where it is to be off:
/// `publish: true` does no harm and may be meant for another program.
fn slip<'a>(context: Context<'a>, key: &str, is_off: bool) -> Option<&'a str> {
    let mut fields = context.fields().flat_map(|table| &table.fields);
    let of_key = |field: &Field| field.slips.iter().any(|slip| slip == key);
    let (name, _) =
        fields.find(|(_, field)| of_key(field) && (is_off || !field.types.contains(&FieldType::Bool)))?;
    Some(name)
}

/// The known key that `key` is a slip of: another case, or one letter added, lost, changed or swapped.
fn nearest<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    // Full-width letters look the same and are others.
    let folded = |key: &str| key.to_lowercase().replace('-', "_");
    let bare = folded(&key.nfkc().collect::<String>());
    if let Some(same) = known.iter().find(|known| known.len() == bare.len() && folded(known) == bare) {
        return Some(same);
    }
    if key.len() < SHORTEST || known.iter().any(|known| is_related(key, known)) {
        return None;
    }
    let allowed = if key.len() >= 8 { 2 } else { 1 };
    let mut candidates: Vec<(usize, &str)> = known
        .iter()
        .filter(|known| known.len() >= SHORTEST && known.len().abs_diff(key.len()) <= allowed)
        .filter(|known| !is_opposite(key, known) && !is_opposite(known, key) && !is_other_word(key, known))
        .map(|known| (strsim::damerau_levenshtein(key, known), *known))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    candidates.sort_unstable();
    candidates.first().map(|(_, known)| *known)
}

/// Whether `key` says no to what `known` says: `unpublished`, `no_toc`, `disable_comments`.
fn is_opposite(key: &str, known: &str) -> bool {
    const PREFIXES: [&str; 8] = ["un", "non", "no", "not", "dis", "in", "de", "hide"];
    let key = key.to_lowercase();
    let known = known.to_lowercase();
    PREFIXES.iter().filter_map(|prefix| key.strip_prefix(prefix)).any(|rest| {
        let rest = rest.trim_start_matches(['-', '_']);
        // One that is only nearly the same has more in common: `description` and `dscription`.
        rest == known
    })
}

/// Whether two short keys differ in their first letter only: `path` is not `math`.
fn is_other_word(key: &str, known: &str) -> bool {
    key.len() == known.len() && key.len() < 6 && key.get(1..) == known.get(1..)
}

/// Singular and plural of one word are both words: a blog may well have its own `author` and `authors`.
fn is_related(key: &str, known: &str) -> bool {
    key.strip_suffix('s') == Some(known) || known.strip_suffix('s') == Some(key)
}

/// Whether two values are the same text.
fn says_the_same(one: &Node, other: &Node) -> bool {
    one.as_str().is_some_and(|text| other.as_str() == Some(text))
}

/// The known key of which `key` is the wrong number, where nobody would have a key of that name for
/// something else: with a text, `dates` is no list of days.
fn miscounted<'k>(context: Context<'_>, key: &str, value: &Node, known: &[&'k str]) -> Option<&'k str> {
    const PAIRS: [(&str, &str); 5] = [
        ("categorie", "categories"),
        ("dates", "date"),
        ("layouts", "layout"),
        ("permalinks", "permalink"),
        ("titles", "title"),
    ];
    let is_jekyll = context.site.may_be_jekyll();
    let (_, meant) = PAIRS.into_iter().find(|(slip, _)| *slip == key && is_jekyll)?;
    let is_text = matches!(value.kind, Kind::Scalar { .. });
    (is_text || key == "categorie").then(|| known.iter().find(|known| **known == meant).copied())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_own_keys() {
        let known = [
            "title",
            "tags",
            "categories",
            "toc",
            "date",
            "layout",
            "last_modified_at",
            "comments",
            "image",
            "published",
        ];
        let cases = [
            ("tages", Some("tags")),
            ("catagories", Some("categories")),
            ("Title", Some("title")),
            ("data", Some("date")),
            ("titel", Some("title")),
            ("last-modified-at", Some("last_modified_at")),
            ("ｔｉｔｌｅ", Some("title")),
            ("tok", None),
            ("late", None),
            ("itle", Some("title")),
            ("images", None),
            ("mermaid", None),
            ("cover", None),
            ("unpublished", None),
            ("no_date", None),
            ("notoc", None),
            ("uncomment", None),
        ];
        for (key, wanted) in cases {
            assert_eq!(nearest(key, &known), wanted, "{key}");
        }
    }
}
