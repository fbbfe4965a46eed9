//! File names that Jekyll does not take for a post, or not as they are meant.

use super::Context;
use crate::date::post_name;
use crate::diagnostic::Finding;
use crate::rule::check::NameCase;
use crate::site::url;

/// A file in `_posts` whose name Jekyll skips or misreads.
pub fn check(case: NameCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if !context.site.is_jekyll() {
        return;
    }
    let (folders, name) = context.path.rsplit_once('/').unwrap_or(("", context.path));
    if context.site.is_lost_post(context.path) {
        if case == NameCase::Skipped {
            let folder = folders.rsplit('/').next().unwrap_or(folders).to_owned();
            emit(Finding { variant: 6, args: vec![name.to_owned(), folder], ..Finding::default() });
        }
        return;
    }
    // Nobody wants a README as a post.
    let is_readme = name.split('.').next().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    if !is_in_posts(context.path) || is_readme {
        return;
    }
    let parts = post_name(name);
    let (own, variant, detail) = match &parts {
        None if !name.contains('.') => (NameCase::Skipped, 4, name.to_owned()),
        None => (NameCase::Skipped, 0, name.to_owned()),
        Some(parts) if !parts.day.is_real_month() => (NameCase::Skipped, 1, name.to_owned()),
        Some(parts) if parts.day.date().is_none() => {
            let rolled = parts.day.rolled().map(|day| day.to_string()).unwrap_or_default();
            (NameCase::Skipped, 2, rolled)
        }
        Some(parts) if context.site.shows_raw(parts.extension.trim_start_matches('.')) => {
            (NameCase::Skipped, 3, name.to_owned())
        }
        Some(parts) if url::is_nameless(parts.slug) && !has_address(context) => {
            (NameCase::Skipped, 5, name.to_owned())
        }
        Some(parts) if !parts.padded => (NameCase::Unpadded, 0, name.to_owned()),
        Some(_) => return,
    };
    if own == case {
        emit(Finding { variant, args: vec![name.to_owned(), detail], ..Finding::default() });
    }
}

/// Whether the post says itself what its address is made of.
fn has_address(context: Context<'_>) -> bool {
    let value = |key: &str| context.document.front.root().and_then(|root| root.get(key)?.as_str());
    ["permalink", "slug"].into_iter().filter_map(value).any(|value| !value.is_empty())
}

fn is_in_posts(path: &str) -> bool {
    path.starts_with("_posts/") || path.contains("/_posts/")
}
