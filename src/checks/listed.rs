//! Categories that no page lists, in blogs that keep a page for each.

use super::SiteContext;
use crate::diagnostic::Finding;
use crate::facts::Facts;
use crate::rule::check::ListedCase;
use crate::site::pages::Pages;

/// A blog keeps a page for each category if it does for so many of them …
const FEWEST_PAGES: usize = 3;
/// … and for at least this share of all, in percent.
const LEAST_SHARE: usize = 60;

/// Reports the categories of a post that are listed under another spelling, or nowhere.
pub fn check(case: ListedCase, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let pages = context.pages();
    for term in &context.facts().categories {
        let (variant, posts) = match (case, pages.listed(&term.name)) {
            (ListedCase::Otherwise, Some(listed)) if listed != term.name && !pages.lists(&term.name) => {
                (listed.to_owned(), String::new())
            }
            (ListedCase::Nowhere, None) if keeps_pages(context) && is_first(context, &term.name) => {
                let has_name = |facts: &&Facts| facts.categories.iter().any(|own| own.name == term.name);
                (String::new(), pages.facts.iter().filter(has_name).count().to_string())
            }
            _ => continue,
        };
        let args = vec![term.name.clone(), variant, posts];
        emit(Finding { span: term.span, args, ..Finding::default() });
    }
}

fn keeps_pages(context: SiteContext<'_>) -> bool {
    let (all, listed) = context.all.listed(context.site);
    listed >= FEWEST_PAGES && listed * 100 >= all * LEAST_SHARE
}

/// Whether no page lists any category of a post.
fn is_unlisted(facts: &Facts, pages: Pages<'_>) -> bool {
    facts.categories.iter().all(|own| pages.listed(&own.name).is_none())
}

/// Whether no page lists any category of the post, and it is the first of those with this one: one post is
/// enough to say it.
fn is_first(context: SiteContext<'_>, name: &str) -> bool {
    let pages = context.pages();
    let mut before = pages.facts[..context.at].iter();
    let has_name = |facts: &Facts| facts.categories.iter().any(|own| own.name == name);
    is_unlisted(context.facts(), pages) && !before.any(|facts| has_name(facts) && is_unlisted(facts, pages))
}
