//! A `permalink` that is no address, or has a placeholder that Jekyll does not have.

use super::Context;
use crate::diagnostic::Finding;
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::Node;
use crate::site::url::{PLACEHOLDERS, STYLES};
use crate::site::{Role, url};
use crate::span::Span;

/// The rule's cases after an unknown placeholder, in the order of `Check::variants`.
#[derive(Clone, Copy)]
enum Case {
    /// A known placeholder is near.
    Near = 1,
    /// A placeholder in capitals, which stays as it is.
    Capital = 2,
    /// A style for the settings of the site.
    Style = 3,
    /// A whole address, with host.
    Whole = 4,
    /// A number, which stops the build.
    Number = 5,
    /// A number as `slug`, which stops the build.
    Slug = 6,
    /// No address at all, which is that of the front page.
    Empty = 7,
}

/// Checks the permalink of a post or a page of a collection.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let is_document = context.role == Role::Post && context.site.is_jekyll();
    let Some(root) = context.document.front.root().filter(|_| is_document) else { return };
    let yaml = context.document.syntax.yaml;
    let report = |case: Case, node: &Node| {
        let args = vec![node.as_str().unwrap_or_default().to_owned(), String::new()];
        Finding { span: node.span, variant: case as u8, args, fix: None }
    };
    let permalink = root.get("permalink");
    match permalink.map(|node| (node, resolve(node, yaml))) {
        Some((node, Scalar::Int(_) | Scalar::Float(_))) => emit(report(Case::Number, node)),
        Some((node, Scalar::Str(""))) => emit(report(Case::Empty, node)),
        Some((node, Scalar::Str(text))) if STYLES.contains(&text) => emit(report(Case::Style, node)),
        Some((node, Scalar::Str(text))) if text.starts_with("https://") || text.starts_with("http://") => {
            emit(report(Case::Whole, node));
        }
        Some((node, Scalar::Str(text))) => placeholders(text, node, context, emit),
        _ => {}
    }
    // A permalink without placeholders has no use for the slug.
    let uses_slug = permalink.and_then(Node::as_str).is_none_or(|text| text.is_empty() || text.contains(':'));
    if let Some(slug) = root.get("slug").filter(|_| uses_slug)
        && let Scalar::Int(_) | Scalar::Float(_) = resolve(slug, yaml)
    {
        emit(report(Case::Slug, slug));
    }
}

fn placeholders(text: &str, node: &Node, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let content = node.content_span();
    let exact = content.slice(&context.document.text) == text;
    for (at, _) in text.match_indices(':') {
        let rest = &text[at + 1..];
        let letters = |is_in: fn(char) -> bool| &rest[..rest.find(|c| !is_in(c)).unwrap_or(rest.len())];
        let name = letters(|c| c.is_ascii_lowercase() || c == '_');
        let in_any_case = letters(|c| c.is_ascii_alphabetic() || c == '_');
        let lower = in_any_case.to_ascii_lowercase();
        let (case, name, nearest) = match url::known(&lower) {
            Some(known) if in_any_case != lower => (Case::Capital as u8, in_any_case, known),
            _ if name.is_empty() || url::known(name).is_some() => continue,
            _ => match nearest(name) {
                Some(nearest) => (Case::Near as u8, name, nearest),
                None => (0, name, ""),
            },
        };
        let start = content.start as usize + at;
        let span = if exact { Span::new(start, start + 1 + name.len()) } else { node.span };
        let args = vec![name.to_owned(), nearest.to_owned()];
        emit(Finding { span, variant: case, args, fix: None });
    }
}

/// The placeholder that was perhaps meant.
fn nearest(name: &str) -> Option<&'static str> {
    let distance = |known: &str| strsim::damerau_levenshtein(known, name);
    PLACEHOLDERS.into_iter().filter(|known| distance(known) <= 2).min_by_key(|known| distance(known))
}
