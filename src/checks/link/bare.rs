//! Addresses that the renderer makes links of, together with the particle that follows.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::prose::BlockKind;
use crate::document::syntax::Renderer;
use crate::hangul;
use crate::span::Span;

/// Particles that are no names of folders.
const PARTICLES: [&str; 24] = [
    "에서",
    "에서는",
    "에서도",
    "에는",
    "에도",
    "으로",
    "로는",
    "입니다",
    "이다",
    "이며",
    "이고",
    "라는",
    "이라는",
    "까지",
    "부터",
    "에서의",
    "으로는",
    "처럼",
    "보다",
    "이나",
    "에게",
    "라고",
    "이라고",
    "예요",
];

/// Particles of one syllable, which only an address that ends in a name may have.
const SHORT: [&str; 12] = ["을", "를", "은", "는", "이", "가", "에", "로", "와", "과", "의", "도"];

/// `https://example.com/a에서`.
pub(super) fn particles(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    // goldmark ends an address before Hangul; kramdown makes no link of it.
    let swallows = |renderer| matches!(renderer, Renderer::Remark | Renderer::Marked | Renderer::MarkdownIt);
    if !context.site.surely(|way| swallows(way.renderer) && way.gfm && way.tables) {
        return;
    }
    let text = &context.document.text;
    let body = &context.document.body;
    for lines in body.texts.iter().filter(|lines| lines.kind != BlockKind::Html) {
        let range = lines.span.range();
        for (at, _) in text[range.clone()].match_indices("http") {
            let start = range.start + at;
            let rest = &text[start..range.end];
            if !rest.starts_with("http://") && !rest.starts_with("https://") {
                continue;
            }
            let length = rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
            let whole =
                rest[..length].trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', ')', '"', '\'']);
            let address = whole.trim_end_matches(hangul::is_syllable);
            let particle = &whole[address.len()..];
            let ends_name = address.ends_with(|c: char| c.is_ascii_alphanumeric());
            let is_particle = PARTICLES.contains(&particle) || ends_name && SHORT.contains(&particle);
            let span = Span::new(start, start + whole.len());
            let hidden = context.document.is_code(span)
                || context.document.is_destination(span)
                || body.links.iter().any(|link| link.span.overlaps(span))
                || body.tags.iter().any(|tag| tag.span.overlaps(span))
                || body.regions.iter().any(|region| region.span.overlaps(span));
            let is_plain = address.is_ascii() && (ends_name || address.ends_with('/'));
            if !is_particle || !is_plain || hidden || text[..start].ends_with(['<', '(', '"']) {
                continue;
            }
            let edit =
                Edit { span: Span::new(start, start + address.len()), replacement: format!("<{address}>") };
            emit(Finding {
                span,
                args: vec![address.to_owned(), particle.to_owned()],
                fix: Some(Fix { edits: vec![edit], safety: Safety::Suggestion }),
                ..Finding::default()
            });
        }
    }
}
