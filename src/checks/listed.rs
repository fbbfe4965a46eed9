//! Categories that no page lists, in blogs that keep a page for each.

use super::SiteContext;
use crate::diagnostic::Finding;
use crate::merged::{Merged, Unlisted};
use crate::rule::check::ListedCase;

/// A blog keeps a page for each category if it does for so many of them …
const FEWEST_PAGES: usize = 3;
/// … and for at least this share of all, in percent.
const LEAST_SHARE: usize = 60;

/// Reports the categories of a post that are listed under another spelling, or nowhere.
pub fn check(case: ListedCase, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let all = context.all;
    for term in &context.facts().categories {
        let (variant, posts) = match (case, all.listed_as(&term.name)) {
            (ListedCase::Otherwise, Some(listed)) if listed != term.name && !all.lists(&term.name) => {
                (listed.to_owned(), String::new())
            }
            (ListedCase::Nowhere, None) => {
                // One post is enough to say it.
                let is_first = |posts: &Unlisted| posts.first == Some(context.at) && keeps_pages(all);
                let Some(posts) = all.unlisted(&term.name).filter(is_first) else { continue };
                (String::new(), posts.posts.to_string())
            }
            _ => continue,
        };
        let args = vec![term.name.clone(), variant, posts];
        emit(Finding { span: term.span, args, ..Finding::default() });
    }
}

fn keeps_pages(merged: &Merged) -> bool {
    let (all, listed) = merged.listed_of_all();
    listed >= FEWEST_PAGES && listed * 100 >= all * LEAST_SHARE
}
