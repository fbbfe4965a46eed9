//! Markdown in blocks of HTML, where it is shown as it is written.

use std::collections::HashMap;
use std::ops::Range;

use super::super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::blocks::RawText;
use crate::document::element;
use crate::document::html::{Tag, holds_markdown};
use crate::document::line;
use crate::span::Span;

/// The first piece of Markdown in each block of HTML.
pub(super) fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    if context.site.surely(|way| way.is_kramdown() && !way.reads_html_blocks) {
        in_elements(context, emit);
        for block in body.raw.iter().filter(|block| block.closed) {
            let is_diagram = block.open.slice(text).contains("mermaid");
            let first = block.texts.iter().find_map(|piece| Some((piece, find(context, piece.span)?)));
            let Some((piece, (span, is_block))) = first.filter(|_| !is_diagram) else { continue };
            emit(Finding {
                span,
                args: vec![span.slice(text).to_owned(), piece.parent.slice(text).to_owned()],
                fix: fix(text, piece, is_block),
                ..Finding::default()
            });
        }
    } else if context.site.surely(|way| !way.is_kramdown()) {
        // One finding for all text up to the next blank line.
        let mut last = 0;
        for piece in &body.html_texts {
            let range = piece.range();
            let is_new = last == 0 || line::holds_blank(&text[last..range.start]);
            if let Some((span, _)) = find(context, *piece).filter(|_| is_new) {
                last = range.end;
                let args = vec![span.slice(text).to_owned(), String::new()];
                emit(Finding { span, variant: 1, args, ..Finding::default() });
            }
        }
    }
}

/// For each tag, the next end tag of its name.
fn ends(tags: &[Tag]) -> Vec<Option<&Tag>> {
    let mut next: HashMap<String, &Tag> = HashMap::new();
    let mut ends = vec![None; tags.len()];
    for (tag, end) in tags.iter().zip(&mut ends).rev() {
        let name = tag.name.to_ascii_lowercase();
        *end = next.get(&name).copied();
        if tag.closing {
            next.insert(name, tag);
        }
    }
    ends
}

/// Links and code in elements such as `<u>`, in which kramdown reads no Markdown.
fn in_elements(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    let ends = ends(&body.tags);
    let tags = body.tags.iter().enumerate().filter(|(_, tag)| {
        !tag.closing && !tag.self_closing && !element::is_void(&tag.name) && !holds_markdown(tag)
    });
    for (at, tag) in tags {
        let in_raw = body.in_raw(tag.span);
        let is_code = ["code", "kbd", "samp", "var", "pre", "script", "style", "svg", "math"]
            .iter()
            .any(|name| tag.opens(name));
        if in_raw || is_code || super::is_hidden(context, tag.span) {
            continue;
        }
        let Some(lines) = body.text_at(tag.span) else { continue };
        let Some(end) = ends[at].filter(|end| end.span.end <= lines.span.end) else { continue };
        let inside = tag.span.range().end..end.span.range().start;
        if inside.len() > line::REACH {
            continue;
        }
        let written = &text[inside.clone()];
        if let Some(found) = between(written, "`").or_else(|| link(written)) {
            let span = Span::new(inside.start + found.start, inside.start + found.end);
            let args = vec![span.slice(text).to_owned(), tag.span.slice(text).to_owned()];
            let at = tag.span.range().start + 1 + tag.name.len();
            let edit = Edit { span: Span::at(at), replacement: " markdown=\"span\"".to_owned() };
            let is_free = tag.attribute("markdown").is_none();
            let fix = is_free.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
            emit(Finding { span, variant: 2, args, fix });
        }
    }
}

/// `markdown="1"` in the tag around a text, for elements that kramdown reads Markdown in.
fn fix(text: &str, piece: &RawText, is_block: bool) -> Option<Fix> {
    // Those a writer of a blog puts Markdown into, of all that kramdown reads it in.
    const BLOCKS: [&str; 12] = [
        "div",
        "details",
        "section",
        "article",
        "aside",
        "blockquote",
        "figure",
        "main",
        "nav",
        "header",
        "footer",
        "center",
    ];
    const LINES: [&str; 10] = ["p", "summary", "figcaption", "td", "th", "li", "dt", "h2", "h3", "h4"];
    let tag = piece.parent.slice(text);
    let name = piece.name.to_ascii_lowercase();
    let value = match name.as_str() {
        "center" => "block",
        name if BLOCKS.contains(&name) => "1",
        name if LINES.contains(&name) && !is_block => "span",
        _ => return None,
    };
    if tag.contains("markdown") || !tag.ends_with('>') {
        return None;
    }
    let at = piece.parent.range().start + 1 + name.len();
    let edit = Edit { span: Span::at(at), replacement: format!(" markdown=\"{value}\"") };
    Some(Fix { edits: vec![edit], safety: Safety::Suggestion })
}

/// The first piece of Markdown in a text that is hardly anything else, and whether it is a block.
fn find(context: Context<'_>, piece: Span) -> Option<(Span, bool)> {
    let text = &context.document.text;
    let range = piece.range();
    let mut blank = false;
    let mut markers: Option<(Span, usize)> = None;
    for line in line::each(text, range.clone()) {
        let written = text[line.clone()].trim_start_matches([' ', '\t', '>']);
        let start = line.end - written.len();
        if written.trim().is_empty() {
            // The rest of the line of a tag is no blank line.
            blank = line.start > range.start;
            continue;
        }
        let in_template = |span: Span| context.document.body.in_region(span);
        let begins_line = text[..start].trim_end_matches([' ', '\t', '>']).ends_with('\n');
        if begins_line && let Some(length) = block_marker(written) {
            let span = Span::new(start, start + length);
            if !in_template(span) {
                return Some((span, true));
            }
        }
        if begins_line && let Some(length) = list_marker(written) {
            // One line with a dash may be a line with a dash.
            let span = Span::new(start, start + length);
            match markers {
                Some((first, _)) => return Some((first, true)),
                None if blank => return Some((span, true)),
                None => markers = Some((span, start)),
            }
        } else if let Some(found) = inline(written) {
            let span = Span::new(start + found.start, start + found.end);
            if !in_template(span) {
                return Some((span, false));
            }
        }
        blank = false;
    }
    None
}

/// A heading or a fence at the beginning of a line: its marker.
fn block_marker(line: &str) -> Option<usize> {
    let is_rule = line.starts_with('|')
        && line.contains('-')
        && line.trim_end().bytes().all(|byte| matches!(byte, b'-' | b':' | b'|' | b' '));
    if line.starts_with("```") || is_rule {
        return Some(line.trim_end().len());
    }
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let is_heading = (2..=6).contains(&level) && rest.starts_with(' ') && !rest.trim().is_empty();
    is_heading.then_some(level)
}

/// The marker of a list item.
fn list_marker(line: &str) -> Option<usize> {
    let rest = match line.as_bytes().first()? {
        b'-' | b'*' | b'+' => &line[1..],
        b'0'..=b'9' => line.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix('.')?,
        _ => return None,
    };
    let length = line.len() - rest.len();
    (rest.starts_with(' ') && !rest.trim().is_empty() && length < 4).then_some(length)
}

/// Emphasis, code, a link or an image in a line.
fn inline(line: &str) -> Option<Range<usize>> {
    [between(line, "**"), between(line, "~~"), between(line, "`"), link(line)]
        .into_iter()
        .flatten()
        .min_by_key(|range| range.start)
}

/// What stands between two of the same markers, with them.
fn between(line: &str, marker: &str) -> Option<Range<usize>> {
    let start = line.find(marker)?;
    let inside = &line[start + marker.len()..];
    let length = inside.find(marker)?;
    let content = &inside[..length];
    let is_content =
        !content.is_empty() && !content.starts_with([' ', '*', '`', '~']) && !content.ends_with([' ', '\\']);
    let is_escaped = line[..start].ends_with('\\');
    (is_content && !is_escaped).then_some(start..start + 2 * marker.len() + length)
}

/// `[글](주소)`.
fn link(line: &str) -> Option<Range<usize>> {
    let middle = line.find("](")?;
    let open = line[..middle].rfind('[')?;
    let target = &line[middle + 2..];
    let length = target.find(')')?;
    let is_address =
        ["http://", "https://", "/", "#", "./", "../", "{{"].iter().any(|start| target.starts_with(start));
    let is_image = line[..open].ends_with('!');
    let open = if is_image { open - 1 } else { open };
    (length > 0 && (is_address || is_image) && !target[..length].contains(' '))
        .then_some(open..middle + 2 + length + 1)
}
