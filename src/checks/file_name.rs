//! File names that Jekyll does not take for a post, or not as they are meant.

use super::Context;
use crate::date::post_name;
use crate::diagnostic::Finding;
use crate::rule::check::NameCase;

/// A file in `_posts` whose name Jekyll skips or misreads.
pub fn check(case: NameCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if !context.site.is_jekyll() || !is_in_posts(context.path) {
        return;
    }
    let name = context.path.rsplit('/').next().unwrap_or(context.path);
    let parts = post_name(name);
    let (own, variant, detail) = match &parts {
        None => (NameCase::Skipped, 0, name.to_owned()),
        Some(parts) if !parts.day.is_real_month() => (NameCase::Skipped, 1, name.to_owned()),
        Some(parts) if parts.day.date().is_none() => {
            let rolled = parts.day.rolled().map(|day| day.to_string()).unwrap_or_default();
            (NameCase::Skipped, 2, rolled)
        }
        Some(parts) if is_text(parts.extension) => (NameCase::Skipped, 3, name.to_owned()),
        Some(parts) if !parts.padded => (NameCase::Unpadded, 0, name.to_owned()),
        Some(_) => return,
    };
    if own == case {
        emit(Finding { variant, args: vec![name.to_owned(), detail], ..Finding::default() });
    }
}

/// Text that no converter of Jekyll takes for Markdown.
fn is_text(extension: &str) -> bool {
    [".txt", ".text"].iter().any(|known| known.eq_ignore_ascii_case(extension))
}

fn is_in_posts(path: &str) -> bool {
    path.starts_with("_posts/") || path.contains("/_posts/")
}
