//! Keys that this version of the theme reads no more, or that stand beside their new name.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::site::theme::Version;

/// The rule's cases after the plain one, in the order of `Check::variants`.
const BOTH: u8 = 1;
const GONE: u8 = 2;

/// Reports keys with an `until` that the theme's version has reached, where the version is known.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(root) = context.document.front.root() else { return };
    for entry in root.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        let Some(until) = context.field(key).and_then(|field| field.until.as_deref()) else { continue };
        let mut fields = context.fields().flat_map(|table| &table.fields);
        let new =
            fields.find(|(_, field)| field.aliases.iter().any(|alias| alias == key)).map(|(name, _)| name);
        let gone = Version::parse(until)
            .zip(context.site.theme_version())
            .is_some_and(|(until, version)| *version >= until);
        let args = |new: &str| vec![key.to_owned(), new.to_owned(), until.to_owned()];
        let finding = match new {
            Some(new) if root.get(new).is_some() => {
                Finding { variant: BOTH, args: args(new), ..Finding::default() }
            }
            Some(new) if gone => {
                let exact = entry.key.span.slice(&context.document.text) == key;
                let edit = Edit { span: entry.key.span, replacement: new.clone() };
                let fix = exact.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
                Finding { args: args(new), fix, ..Finding::default() }
            }
            None if gone => Finding { variant: GONE, args: args(""), ..Finding::default() },
            _ => continue,
        };
        emit(Finding { span: entry.key.span, ..finding });
    }
}
