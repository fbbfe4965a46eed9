//! File names that the generator does not take for a post.

use super::Context;
use crate::date::post_name;
use crate::diagnostic::Finding;
use crate::generator::Generator;

/// A file in `_posts` whose name Jekyll skips or misreads.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if context.site.generator() != Some(Generator::Jekyll) || !is_in_posts(context.path) {
        return;
    }
    let name = context.path.rsplit('/').next().unwrap_or(context.path);
    let variant = match post_name(name) {
        None => 0,
        Some(parts) if parts.day.is_none() => 1,
        Some(parts) if !parts.padded => 2,
        Some(_) => return,
    };
    emit(Finding { variant, args: vec![name.to_owned()], ..Finding::default() });
}

fn is_in_posts(path: &str) -> bool {
    path.starts_with("_posts/") || path.contains("/_posts/")
}
