//! `draft: true` in a post of Jekyll, which has drafts in another way and publishes it.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::scalar::{Scalar, resolve};
use crate::site::Role;
use crate::span::Span;

/// Reports the key in files that are published all the same.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let front = &context.document.front;
    let entry = front
        .root()
        .and_then(|root| root.entries().iter().rev().find(|entry| entry.key.as_str() == Some("draft")));
    let Some(entry) = entry else { return };
    let dialect = context.document.syntax.yaml;
    let is_true = match resolve(&entry.value, dialect) {
        Scalar::Bool(value) => value,
        Scalar::Str(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    };
    let is_held = front
        .root()
        .and_then(|root| root.get("published"))
        .is_some_and(|published| matches!(resolve(published, dialect), Scalar::Bool(false) | Scalar::Null));
    if !is_true || is_held || !context.site.is_jekyll() || context.role != Role::Post {
        return;
    }
    let span = Span { start: entry.key.span.start, end: entry.value.span.end };
    let edit = Edit { span, replacement: "published: false".to_owned() };
    let fix = Some(Fix { edits: vec![edit], safety: Safety::Suggestion });
    emit(Finding { span, fix, ..Finding::default() });
}
