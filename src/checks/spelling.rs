//! Categories and tags that other posts of the blog spell otherwise.

use super::SiteContext;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::rule::check::Terms;

/// Reports each spelling that is not the most common one of its name.
pub fn check(terms: Terms, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let facts = context.facts();
    let (own, spellings) = match terms {
        Terms::Categories => (&facts.categories, &context.all.categories),
        Terms::Tags => (&facts.tags, &context.all.tags),
    };
    for term in own.iter().filter(|term| !term.span.is_empty()) {
        let Some(preferred) = spellings.preferred(&term.name) else { continue };
        let plain = preferred.name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        // A name with spaces would have to become an item of a list.
        let exact = plain && term.span.len() == term.name.len();
        let edit = Edit { span: term.span, replacement: preferred.name.to_owned() };
        let fix = exact.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
        let args = vec![term.name.clone(), preferred.name.to_owned(), preferred.count.to_string()];
        emit(Finding { span: term.span, variant: 0, args, fix });
    }
}
