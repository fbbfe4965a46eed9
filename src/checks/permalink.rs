//! A `permalink` with a placeholder that Jekyll does not have: the build stops.

use super::Context;
use crate::diagnostic::Finding;
use crate::site::url::PLACEHOLDERS;
use crate::site::{Role, url};
use crate::span::Span;

/// Reports unknown placeholders in the permalink of a post or a page of a collection.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let is_document = context.site.role(context.path) == Role::Post && context.site.is_jekyll();
    let permalink = context.document.front.root().and_then(|root| root.get("permalink"));
    let Some((node, text)) = permalink.and_then(|node| Some((node, node.as_str()?))) else { return };
    if !is_document {
        return;
    }
    for (at, name) in url::placeholders(text).filter(|(_, name)| url::known(name).is_none()) {
        let content = node.content_span();
        let exact = content.slice(&context.document.text) == text;
        let start = content.start as usize + at;
        let span = if exact { Span::new(start, start + 1 + name.len()) } else { node.span };
        let nearest = PLACEHOLDERS.iter().min_by_key(|known| strsim::damerau_levenshtein(known, name));
        let nearest = nearest.filter(|known| strsim::damerau_levenshtein(known, name) <= 2);
        let args = vec![name.to_owned(), nearest.copied().unwrap_or_default().to_owned()];
        emit(Finding { span, variant: u8::from(nearest.is_some()), args, fix: None });
    }
}
