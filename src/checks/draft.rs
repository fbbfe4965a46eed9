//! `draft: true` in a post of Jekyll, which knows drafts by their folder and publishes this one.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::scalar::{Scalar, resolve};
use crate::generator::Generator;
use crate::site::Role;
use crate::span::Span;

/// Reports a draft that is published, unless something else keeps it back.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(root) = context.document.front.root() else { return };
    let dialect = context.document.syntax.yaml;
    let is = |key: &str, truth: bool| {
        root.get(key).is_some_and(|value| resolve(value, dialect) == Scalar::Bool(truth))
    };
    let is_post = context.site.role(context.path) == Role::Post;
    let is_jekyll = context.site.generator() == Some(Generator::Jekyll);
    if !is_post || !is_jekyll || !is("draft", true) || is("published", false) {
        return;
    }
    let Some(entry) = root.entries().iter().rev().find(|entry| entry.key.as_str() == Some("draft")) else {
        return;
    };
    let span = Span { start: entry.key.span.start, end: entry.value.span.end };
    let edit = Edit { span, replacement: "published: false".to_owned() };
    let fix = root.get("published").is_none().then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
    emit(Finding { span, fix, ..Finding::default() });
}
