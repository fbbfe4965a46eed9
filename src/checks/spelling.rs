//! Categories and tags that other posts of the blog spell otherwise.

use super::SiteContext;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::generator::Generator;
use crate::rule::check::Terms;

/// Reports each spelling that is not the most common one of its name.
pub fn check(terms: Terms, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let facts = context.facts();
    let own = match terms {
        Terms::Categories => &facts.categories,
        Terms::Tags => &facts.tags,
    };
    for term in own.iter().filter(|term| !term.span.is_empty()) {
        let (all, language) = (context.all, facts.language.as_deref());
        let preferred = match terms {
            Terms::Categories => all.preferred_category(language, &term.name),
            Terms::Tags => all.preferred_tag(language, &term.name),
        };
        let Some(preferred) = preferred.filter(|other| !is_one_group(context, &term.name, other.name)) else {
            continue;
        };
        let plain = preferred.name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        // A name with spaces would have to become an item of a list.
        let exact = plain && term.span.len() == term.name.len();
        let edit = Edit { span: term.span, replacement: preferred.name.to_owned() };
        let fix = exact.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
        let args = vec![term.name.clone(), preferred.name.to_owned(), preferred.count.to_string()];
        emit(Finding { span: term.span, variant: 0, args, fix });
    }
}

/// Whether the generator groups two spellings together: Hugo does not mind letter case, nor a space for a
/// hyphen.
fn is_one_group(context: SiteContext<'_>, a: &str, b: &str) -> bool {
    let group = |name: &str| name.to_lowercase().replace(' ', "-");
    context.site.generator() == Some(Generator::Hugo) && group(a) == group(b)
}
