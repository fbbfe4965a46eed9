//! Addresses that stand in the text, of which the renderer makes a link that is too long, with the
//! particle after them, or too short, without the Hangul in them.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::html::Tag;
use crate::document::markdown::Markdown;
use crate::document::syntax::{Renderer, Templates};
use crate::hangul::is_syllable;
use crate::josa::begins_with_particle;
use crate::span::{Span, meeting};

/// Particles that are no names: `https://ex.kr/를`.
const NO_NAMES: [&str; 9] = ["을", "를", "는", "은", "에서", "으로", "입니다", "에는", "이라는"];

/// Particles that end no name: `https://ex.kr/퇴고에서`.
const NAME_ENDS: [&str; 4] = ["에서", "에서는", "입니다", "에는"];

/// Particles that may end a name as well: `https://ex.kr/가을`.
const PERHAPS: &str = "을를은는이가와과의로도만에";

/// `https://ex.kr/a에서`, where all of it becomes the address.
pub(super) fn swallowed(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    for address in addresses(context) {
        let rest = &text[address.end as usize..];
        // A link whose parentheses are not in pairs: wrapped, the address would not end there either.
        if text[..address.start as usize].ends_with("](") {
            continue;
        }
        let particle = rest.strip_prefix(')').unwrap_or(rest);
        let is_swallowed = |way: &Markdown| swallows(way, rest.starts_with(')'));
        if begins_with_particle(particle) && context.site.surely(is_swallowed) {
            let end = rest.find(|c: char| !c.is_alphabetic() && c != ')').unwrap_or(rest.len());
            emit(Finding {
                span: Span::new(address.start as usize, address.end as usize + end),
                args: vec![address.slice(text).to_owned(), rest[..end].to_owned()],
                fix: Some(wrapped(context, address)),
                ..Finding::default()
            });
        }
    }
}

/// `https://ex.kr/한글`, where the address ends before the Hangul.
pub(super) fn cut(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    for address in addresses(context) {
        let own = address.slice(text);
        let Some(at) = own.find(|c: char| !c.is_ascii()) else { continue };
        let before = text[..address.start as usize].chars().next_back();
        let begins = before.is_none_or(|c| c.is_whitespace() || c == '(');
        let has_host = own[..at].split_once("://").is_some_and(|(_, path)| path.contains('/'));
        let cuts = |way: &Markdown| way.autolinks && way.renderer == Renderer::Goldmark;
        if begins && has_host && context.site.surely(cuts) {
            let is_sure = !own.ends_with(|c: char| PERHAPS.contains(c));
            emit(Finding {
                span: address,
                args: vec![own.to_owned(), own[..at].to_owned()],
                fix: is_sure.then(|| wrapped(context, address)),
                ..Finding::default()
            });
        }
    }
}

/// The addresses in the text that are in no link.
fn addresses(context: Context<'_>) -> impl Iterator<Item = Span> {
    let (text, body) = (&context.document.text, &context.document.body);
    let addresses = context.document.prose.addresses.iter().map(|whole| address(*whole, text));
    let tags: Vec<&Tag> = body.tags.iter().filter(|tag| tag.name.eq_ignore_ascii_case("a")).collect();
    addresses.filter(move |address| {
        let is_in_link =
            || meeting(&body.links, |link| link.span, *address).any(|link| link.span.contains(*address));
        let last = || tags[..tags.partition_point(|tag| tag.span.end <= address.start)].last();
        address.slice(text).starts_with("http") && !is_in_link() && last().is_none_or(|tag| tag.closing)
    })
}

/// The address without a particle that stands where a name would, or ends one that is Hangul.
fn address(whole: Span, text: &str) -> Span {
    let written = whole.slice(text);
    let name = written.rfind('/').map_or("", |slash| &written[slash + 1..]);
    let ends_name = |particle: &&&str| {
        let before = name.strip_suffix(**particle);
        before.is_some_and(|before| before.ends_with(is_syllable))
    };
    let length = match NAME_ENDS.iter().find(ends_name) {
        Some(particle) => particle.len(),
        None if NO_NAMES.contains(&name) => name.len(),
        None => 0,
    };
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

/// The address as a link of its own.
fn wrapped(context: Context<'_>, address: Span) -> Fix {
    let own = address.slice(&context.document.text);
    let (before, after) = match context.document.syntax.templates {
        // There, `<` begins a tag.
        Templates::Mdx => ("[".to_owned(), format!("]({own})")),
        _ => ("<".to_owned(), ">".to_owned()),
    };
    let (start, end) = (Span { end: address.start, ..address }, Span { start: address.end, ..address });
    let edits = vec![Edit { span: start, replacement: before }, Edit { span: end, replacement: after }];
    Fix { edits, safety: Safety::Safe }
}
