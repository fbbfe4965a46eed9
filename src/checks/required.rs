//! Keys that the blog requires of every post.

use super::Context;
use crate::diagnostic::Finding;
use crate::document::front::Format;
use crate::document::front::scalar::{Scalar, resolve};
use crate::site::Role;
use crate::span::Span;

/// Reports the keys that are missing, all at once, at the opening delimiter.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let required = &context.site.config().front_matter.required;
    let front = &context.document.front;
    let Some(block) = front.block.as_ref().filter(|block| block.format == Format::Yaml) else { return };
    let is_post = matches!(context.role, Role::Post | Role::Draft);
    // What does not load lacks everything, and has been reported.
    let is_readable = block.root.is_some() || front.problems.is_empty();
    if required.is_empty() || !is_post || !is_readable {
        return;
    }
    let missing: Vec<&str> =
        required.iter().map(String::as_str).filter(|key| !is_given(context, key)).collect();
    if !missing.is_empty() {
        let opener = Span { start: block.span.start, end: block.content.start };
        let length = opener.slice(&context.document.text).trim_end().len() as u32;
        let span = Span { end: opener.start + length, ..opener };
        emit(Finding { span, args: vec![missing.join(", ")], ..Finding::default() });
    }
}

/// Whether the post has a value for the key, its own or one that the site gives it.
fn is_given(context: Context<'_>, key: &str) -> bool {
    let dialect = context.document.syntax.yaml;
    let own = context.document.front.root().map(|root| root.at_path(key)).unwrap_or_default();
    let values = own.into_iter().chain(context.site.default_of(context.path, key));
    values.into_iter().any(|value| resolve(value, dialect) != Scalar::Null)
}
