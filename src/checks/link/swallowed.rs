//! Addresses that stand in the text, and take the particle after them for a part of them.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::markdown::Markdown;
use crate::document::syntax::{Renderer, Templates};
use crate::josa::begins_with_particle;
use crate::span::Span;

/// Particles that are no names: `https://ex.kr/를`.
const NO_NAMES: [&str; 9] = ["을", "를", "는", "은", "에서", "으로", "입니다", "에는", "이라는"];

/// `https://ex.kr/a에서`.
pub(super) fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let (document, site) = (context.document, context.site);
    for &whole in &document.prose.addresses {
        let text = &document.text;
        let address = address(whole, text);
        let rest = &text[address.end as usize..];
        let particle = rest.strip_prefix(')').unwrap_or(rest);
        if !address.slice(text).starts_with("http") || !begins_with_particle(particle) {
            continue;
        }
        let is_in_link = document.body.links.iter().any(|link| link.span.contains(address));
        let tags = document.body.tags.iter().filter(|tag| tag.name.eq_ignore_ascii_case("a"));
        let is_in_tag =
            tags.take_while(|tag| tag.span.end <= address.start).last().is_some_and(|tag| !tag.closing);
        let swallows = |way: &Markdown| swallows(way, rest.starts_with(')'));
        if is_in_link || is_in_tag || !site.surely(swallows) {
            continue;
        }
        let end = rest.find(|c: char| !c.is_alphabetic() && c != ')').unwrap_or(rest.len());
        let own = address.slice(text);
        let (before, after) = match document.syntax.templates {
            // There, `<` begins a tag.
            Templates::Mdx => ("[".to_owned(), format!("]({own})")),
            _ => ("<".to_owned(), ">".to_owned()),
        };
        let edits = vec![
            Edit { span: Span { end: address.start, ..address }, replacement: before },
            Edit { span: Span { start: address.end, ..address }, replacement: after },
        ];
        emit(Finding {
            span: Span { end: address.end + u32::try_from(end).unwrap_or(0), ..address },
            args: vec![own.to_owned(), rest[..end].to_owned()],
            fix: Some(Fix { edits, safety: Safety::Safe }),
            ..Finding::default()
        });
    }
}

/// The address without a particle that stands where a name would.
fn address(whole: Span, text: &str) -> Span {
    let written = whole.slice(text);
    let name = written.rfind('/').map_or("", |slash| &written[slash + 1..]);
    let length = if NO_NAMES.contains(&name) { name.len() } else { 0 };
    Span::new(whole.start as usize, whole.end as usize - length)
}

/// Whether a renderer reads Hangul, and perhaps a bracket before it, as a part of the address.
fn swallows(way: &Markdown, behind_bracket: bool) -> bool {
    way.autolinks
        && match way.renderer {
            Renderer::Kramdown | Renderer::Goldmark => false,
            Renderer::MarkdownIt => !behind_bracket,
            Renderer::Remark => !(way.legacy && behind_bracket),
            Renderer::Marked | Renderer::Cmark => true,
        }
}
