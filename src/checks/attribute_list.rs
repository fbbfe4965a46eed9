//! Attribute lists, `{: .notice}`: what they belong to, how they are written, and whether they are read.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Range;

use memchr::memchr_iter;

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::line;
use crate::document::markdown::Attributes;
use crate::document::mask::{Region, RegionKind};
use crate::document::prose::BlockKind;
use crate::document::syntax::Renderer;
use crate::rule::check::AttributeListCase;
use crate::span::{Span, meeting};

/// Runs a case.
pub fn check(case: AttributeListCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let kramdown = context.site.surely(|way| way.is_kramdown());
    match case {
        AttributeListCase::Detached if kramdown => detached(context, emit),
        AttributeListCase::Misspelt if kramdown => {
            contents(context, emit);
            marks(context, emit);
        }
        AttributeListCase::Shown if context.site.surely(|way| way.attributes != Attributes::Everywhere) => {
            shown(context, emit);
        }
        _ => {}
    }
}

/// The lists with braces that kramdown reads.
fn lists<'d>(context: Context<'d>) -> impl Iterator<Item = (&'d Region, &'d str)> {
    let text = &context.document.text;
    let body = &context.document.body;
    let of = body.regions.iter().filter(|region| region.kind == RegionKind::Attributes);
    of.filter_map(move |region| {
        let inside = region.span.slice(text).strip_prefix("{:")?.strip_suffix('}')?;
        // Extensions and definitions of lists are something else, and `{:toc}` and `{:.2f}` may be.
        let is_list = !inside.starts_with([':', '/']) && looks_like_list(inside);
        let in_raw = body.in_raw(region.span);
        (is_list && !in_raw && !body.is_code(region.span)).then_some((region, inside))
    })
}

/// Whether something in it is meant as a class, an id or an attribute.
fn looks_like_list(inside: &str) -> bool {
    inside.split_whitespace().any(|piece| {
        let name = piece.strip_prefix(['.', '#']);
        name.is_some_and(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'))
            || piece.split_once('=').is_some_and(|(key, _)| is_name(key))
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Lists that are shown, lost, or given to what stands below.
fn detached(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    for (region, inside) in lists(context) {
        let range = region.span.range();
        let around = line::around(text, range.start);
        let before = &text[around.start..range.start];
        let after = &text[range.end..around.end];
        if before.trim_matches([' ', '\t', '>']).is_empty() && after.trim().is_empty() {
            between_blocks(context, region, inside, emit);
        } else {
            in_line(context, region, emit);
        }
    }
}

/// A list on a line of its own, with blank lines around it.
fn between_blocks(context: Context<'_>, region: &Region, inside: &str, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let start = region.span.range().start;
    let first = context.document.front.body_start;
    let above = line::above(text, start).filter(|above| above.start >= first);
    let Some(above) = above.filter(|above| line::is_blank(&text[above.clone()])) else { return };
    let below = line::below(text, start).map_or("", |below| &text[below]);
    let is_below_blank = line::is_blank(below);
    // Chirpy's prompts are quotations.
    let is_prompt = inside.split_whitespace().any(|piece| piece.starts_with(".prompt-"));
    let is_for_below = !is_below_blank && (!is_prompt || below.trim_start().starts_with('>'));
    if is_for_below {
        return;
    }
    // What stood above: nothing, if the page begins here.
    let block_end =
        text[first.min(above.start)..above.start].trim_end_matches(['\n', '\r', ' ', '\t']).len() + first;
    if block_end == first || text[..block_end].ends_with('}') {
        return;
    }
    let line_start = line::around(text, start).start;
    let is_plain = line_start == start;
    let edit = Edit { span: Span::new(block_end, line_start), replacement: "\n".to_owned() };
    let fix = is_plain.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
    let args = vec![region.span.slice(text).to_owned(), String::new()];
    emit(Finding { span: region.span, args, fix, ..Finding::default() });
}

/// The variants for lists that are shown: behind text, and behind a heading.
const TEXT: u8 = 1;
const HEADING: u8 = 2;

/// A list in a line that follows text and not an image, a link, emphasis or code.
fn in_line(context: Context<'_>, region: &Region, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    let start = region.span.range().start;
    let Some(lines) = body.text_at(region.span) else { return };
    let begin = line::ceil(text, lines.span.range().start.max(start.saturating_sub(line::REACH)));
    let before = &text[begin..start];
    let trimmed = before.trim_end_matches([' ', '\t']);
    let ends_element = |end: usize| {
        let last = Span::new(end.saturating_sub(1), end);
        let of = |span: Span| span.range().end == end;
        body.image_or_link_ends(end)
            || body.code_around(last).is_some_and(|code| of(code.span))
            || meeting(&body.tags, |tag| tag.span, last).any(|tag| of(tag.span))
            || meeting(&body.regions, |region| region.span, last).any(|region| of(region.span))
    };
    let end = start - (before.len() - trimmed.len());
    let is_close = trimmed.len() == before.len();
    // Emphasis is not in the lists of the body; its markers are.
    let is_element = ends_element(end) || trimmed.ends_with(['*', '_', '~']) || ends_spaced(trimmed);
    if trimmed.is_empty() || is_element && is_close {
        return;
    }
    let args = vec![region.span.slice(text).to_owned(), String::new()];
    let gap = Span::new(end, start);
    let ends_line = text[region.span.range().end..].starts_with(['\n', '\r']);
    let (variant, edits) = match lines.kind {
        BlockKind::Heading(_) => {
            (HEADING, ends_line.then(|| Edit { span: gap, replacement: "\n".to_owned() }))
        }
        _ => (TEXT, is_element.then(|| Edit { span: gap, replacement: String::new() })),
    };
    let fix = edits.map(|edit| Fix { edits: vec![edit], safety: Safety::Suggestion });
    emit(Finding { span: region.span, variant, args, fix });
}

/// Whether the text ends with a link or an image whose address has spaces, which kramdown reads.
fn ends_spaced(text: &str) -> bool {
    let Some((before, address)) = text.strip_suffix(')').and_then(|text| text.rsplit_once("](")) else {
        return false;
    };
    let is_balanced = address.matches('(').count() == address.matches(')').count();
    before.contains('[') && address.contains(' ') && is_balanced
}

/// Pieces in a list that kramdown leaves out.
fn contents(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    for (region, inside) in lists(context) {
        let start = region.span.range().start + "{:".len();
        for piece in pieces(inside) {
            let written = &inside[piece.clone()];
            let Some(fixed) = repaired(written) else { continue };
            let span = Span::new(start + piece.start, start + piece.end);
            let args = vec![written.to_owned(), fixed.clone()];
            let edit = Edit { span, replacement: fixed };
            let is_new = !text[..start].ends_with('\\');
            let fix = is_new.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
            emit(Finding { span, args, fix, ..Finding::default() });
        }
    }
    // `{: notice}`: a word alone names a list that is defined elsewhere.
    let body = &context.document.body;
    let defined = LazyCell::new(|| -> HashSet<&str> {
        text.split("{:").skip(1).filter_map(|rest| Some(rest.split_once(':')?.0)).collect()
    });
    for region in body.regions.iter().filter(|region| region.kind == RegionKind::Attributes) {
        let Some(inside) =
            region.span.slice(text).strip_prefix("{:").and_then(|inside| inside.strip_suffix('}'))
        else {
            continue;
        };
        let word = inside.trim();
        const KNOWN: [&str; 13] = [
            "notice",
            "notice--primary",
            "notice--info",
            "notice--warning",
            "notice--danger",
            "notice--success",
            "prompt-tip",
            "prompt-info",
            "prompt-warning",
            "prompt-danger",
            "no_toc",
            "align-center",
            "text-center",
        ];
        let in_raw = body.in_raw(region.span);
        if KNOWN.contains(&word) && !defined.contains(word) && !in_raw && !body.is_code(region.span) {
            let at = region.span.range().start + "{:".len() + (inside.len() - inside.trim_start().len());
            let span = Span::new(at, at + word.len());
            let args = vec![word.to_owned(), format!(".{word}")];
            let edit = Edit { span: Span::at(at), replacement: ".".to_owned() };
            let fix = Some(Fix { edits: vec![edit], safety: Safety::Suggestion });
            emit(Finding { span, args, fix, ..Finding::default() });
        }
    }
}

/// The pieces of a list: what spaces part, quotation marks minded.
fn pieces(inside: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    let mut quote = None;
    for (at, c) in inside.char_indices() {
        match (quote, start) {
            (Some(mark), _) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, Some(from)) if c.is_whitespace() => {
                found.push(from..at);
                start = None;
            }
            (None, None) if c.is_whitespace() => {}
            (None, _) => {
                start = start.or(Some(at));
                if matches!(c, '"' | '\'') {
                    quote = Some(c);
                }
            }
        }
    }
    found.extend(start.map(|from| from..inside.len()));
    found
}

/// What a piece was meant to be, if it is no class, id, attribute or name.
fn repaired(piece: &str) -> Option<String> {
    if let Some((key, value)) = piece.split_once('=')
        && is_name(key)
    {
        let curly = ['“', '”', '„', '‘', '’'];
        let bare = value.trim_matches(curly).trim_end_matches(',').trim_matches(['"', '\'']);
        let is_quoted = |mark: char| value.len() >= 2 && value.starts_with(mark) && value.ends_with(mark);
        if is_quoted('"') || is_quoted('\'') {
            return None;
        }
        let is_plain = !bare.is_empty() && !bare.contains(['"', '\'', '{', '}']);
        return is_plain.then(|| format!("{key}=\"{bare}\""));
    }
    // A comma becomes part of the name of the class.
    let class = piece.strip_prefix('.')?.strip_suffix(',')?;
    is_name(class).then(|| format!(".{class}"))
}

/// Longer lists than this, in bytes, are not meant as such.
const LONGEST: usize = 500;

/// `{.notice}`, `{ : .notice }`, `{: .notice`: no lists to kramdown, and shown.
fn marks(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    for lines in &body.texts {
        let range = lines.span.range();
        for at in memchr_iter(b'{', text[range.clone()].as_bytes()) {
            let start = range.start + at;
            let line_end = (start + line::ahead(text, start).len()).min(range.end.max(start));
            let rest = &text[start..line::floor(text, line_end.min(start + LONGEST))];
            let Some((length, inside)) = misspelt(rest) else { continue };
            let span = Span::new(start, start + length);
            let before = &text[line::around(text, start).start..start];
            let own_line =
                before.trim_matches([' ', '\t', '>']).is_empty() && rest[length..].trim().is_empty();
            let follows = body.image_or_link_ends(start);
            let hidden = body.is_code(span) || body.in_region(span) || body.in_raw(span);
            if (own_line && range.start < start || follows) && !hidden {
                let fixed = format!("{{: {inside}}}");
                let args = vec![span.slice(text).to_owned(), fixed.clone()];
                let edit = Edit { span, replacement: fixed };
                let fix = Some(Fix { edits: vec![edit], safety: Safety::Suggestion });
                emit(Finding { span, variant: 1, args, fix });
            }
        }
    }
}

/// The length of a misspelt list at the beginning of `rest`, and what is in it.
fn misspelt(rest: &str) -> Option<(usize, &str)> {
    let end = rest.find('}');
    let (length, closed) = match end {
        Some(at) => (at + 1, true),
        None => (rest.trim_end().len(), false),
    };
    let inside = rest[1..if closed { length - 1 } else { length }].trim();
    let starts_right = rest.starts_with("{:");
    let inside = inside.strip_prefix(':').unwrap_or(inside).trim();
    let begins_with_class = inside.starts_with(['.', '#']) || inside.contains("=\"");
    let is_list =
        begins_with_class && pieces(inside).iter().all(|piece| is_attribute(&inside[piece.clone()]));
    (is_list && !(closed && starts_right)).then_some((length, inside))
}

/// A class, an id or an attribute, as kramdown reads them.
fn is_attribute(piece: &str) -> bool {
    let is_word = |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic()) && is_name(name);
    piece.strip_prefix(['.', '#']).is_some_and(is_word)
        || piece.split_once('=').is_some_and(|(key, value)| {
            is_name(key) && value.len() >= 2 && value.starts_with('"') && value.ends_with('"')
        })
}

/// Lists that the renderer does not know and shows.
fn shown(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    let ids_are_shown =
        context.site.surely(|way| way.attributes == Attributes::None && way.renderer != Renderer::Cmark);
    for lines in &body.texts {
        let range = lines.span.range();
        for at in memchr_iter(b'{', text[range.clone()].as_bytes()) {
            let start = range.start + at;
            let line_end = (start + line::ahead(text, start).len()).min(range.end);
            let rest = &text[start..line::floor(text, line_end.min(start + LONGEST))];
            let Some(length) = rest.find('}').map(|at| at + 1) else { continue };
            let span = Span::new(start, start + length);
            let inside = &rest[1..length - 1];
            let is_id = inside.strip_prefix('#').is_some_and(|id| !id.is_empty() && !id.contains([' ', '#']));
            let is_heading = matches!(lines.kind, BlockKind::Heading(_)) && rest[length..].trim().is_empty();
            let variant = match inside.strip_prefix(':') {
                Some(list)
                    if looks_like_list(list)
                        && pieces(list).iter().all(|piece| is_attribute(&list[piece.clone()])) =>
                {
                    0
                }
                None if is_id && is_heading && ids_are_shown => 1,
                _ => continue,
            };
            let hidden = body.is_code(span) || body.is_destination(span) || body.in_region(span);
            if !hidden && !text[..start].ends_with('\\') {
                let args = vec![span.slice(text).to_owned(), String::new()];
                emit(Finding { span, variant, args, ..Finding::default() });
            }
        }
    }
}
