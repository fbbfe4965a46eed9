//! Categories that no page lists, in blogs that keep a page for each.

use super::SiteContext;
use crate::diagnostic::Finding;
use crate::facts::Facts;
use crate::merged::{Merged, Spellings};
use crate::rule::check::ListedCase;

/// A blog keeps a page for each category if it does for so many of them …
const FEWEST_PAGES: usize = 3;
/// … and for at least this share of all, in percent.
const LEAST_SHARE: usize = 60;

/// Reports the categories of a post that are listed under another spelling, or nowhere.
pub fn check(case: ListedCase, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let all = context.all;
    if all.listed.is_empty() {
        return;
    }
    for term in &context.facts().categories {
        let posts = all.facts.iter().filter(|facts| facts.categories.iter().any(|own| own.name == term.name));
        match (case, all.listed.get(&Spellings::key(&term.name))) {
            (ListedCase::Otherwise, Some(listed))
                if *listed != term.name && !is_listed(context, &term.name) =>
            {
                let args = vec![term.name.clone(), (*listed).to_owned(), String::new()];
                emit(Finding { span: term.span, args, ..Finding::default() });
            }
            (ListedCase::Nowhere, None)
                if keeps_pages(context)
                    && is_unlisted(context.facts(), all)
                    && is_first(context, &term.name) =>
            {
                let args = vec![term.name.clone(), String::new(), posts.count().to_string()];
                emit(Finding { span: term.span, args, ..Finding::default() });
            }
            _ => {}
        }
    }
}

/// Whether a page lists exactly this name: two pages may list two spellings.
fn is_listed(context: SiteContext<'_>, name: &str) -> bool {
    context.all.facts.iter().any(|facts| facts.listed.iter().any(|listed| listed == name))
}

fn keeps_pages(context: SiteContext<'_>) -> bool {
    let all = context.all;
    let with_page = all.categories.keys().filter(|name| all.listed.contains_key(*name)).count();
    with_page >= FEWEST_PAGES && with_page * 100 >= all.categories.keys().count() * LEAST_SHARE
}

/// Whether no page lists any category of the post.
fn is_unlisted(facts: &Facts, all: &Merged<'_>) -> bool {
    !facts.categories.iter().any(|own| all.listed.contains_key(&Spellings::key(&own.name)))
}

/// One post is enough to say it.
fn is_first(context: SiteContext<'_>, name: &str) -> bool {
    let before = &context.all.facts[..context.at];
    let has_name = |facts: &&Facts| facts.categories.iter().any(|own| own.name == name);
    !before.iter().filter(has_name).any(|facts| is_unlisted(facts, context.all))
}
