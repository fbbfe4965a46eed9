//! Footnotes of which one half is missing.

use std::collections::HashSet;

use memchr::memmem;

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::blocks::Footnote;
use crate::document::line;
use crate::document::prose::BlockKind;
use crate::rule::check::FootnoteCase;
use crate::span::{Span, meeting};

/// Runs a case.
pub fn check(case: FootnoteCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = text.as_bytes().get(context.document.front.body_start..).unwrap_or_default();
    if memmem::find(body, b"[^").is_none() {
        return;
    }
    if case == FootnoteCase::Undefined && context.site.surely(|way| !way.footnotes) {
        return unread(context, emit);
    }
    if !context.site.surely(|way| way.footnotes) {
        return;
    }
    match case {
        FootnoteCase::Undefined => undefined(context, emit),
        FootnoteCase::Unused => unused(context, emit),
    }
}

/// The first mark with a note where the renderer knows no footnotes: it becomes a link to nowhere.
fn unread(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let body = &context.document.body;
    if let Some(mark) = body.footnotes.iter().find(|note| !note.defines) {
        let args = vec![mark.span.slice(&context.document.text).to_owned()];
        emit(Finding { span: mark.span, variant: 3, args, ..Finding::default() });
    }
}

/// Marks that are shown as they are written.
fn undefined(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    let kramdown = context.site.surely(|way| way.is_kramdown());
    let definitions: Vec<&Footnote> = body.footnotes.iter().filter(|note| note.defines).collect();
    if kramdown {
        let mut before = None;
        for definition in &definitions {
            glued(context, definition, before, emit);
            before = Some(definition.span);
        }
        // kramdown's labels are ASCII.
        for note in body.footnotes.iter().filter(|note| !note.defines && !is_label(note.label.slice(text))) {
            let in_raw = body.in_raw(note.span);
            if !in_raw {
                emit(Finding {
                    span: note.span,
                    variant: 1,
                    args: vec![note.span.slice(text).to_owned()],
                    ..Finding::default()
                });
            }
        }
    }
    let marks: Vec<Span> = body.footnotes.iter().filter(|note| !note.defines).map(|note| note.span).collect();
    for lines in &body.texts {
        let range = lines.span.range();
        if matches!(lines.kind, BlockKind::Html) {
            continue;
        }
        for (at, _) in text[range.clone()].match_indices("[^") {
            let start = range.start + at;
            let Some(length) = line::near(text, start, range.end).find(']') else { continue };
            let span = Span::new(start, start + length + 1);
            let label = &text[start + 2..start + length];
            let after = &text[start + length + 1..range.end];
            let is_link = after.starts_with(['(', '[', ':']) || text[..start].ends_with(['\\', '!']);
            let is_known = meeting(&marks, |mark| *mark, span).next().is_some();
            let is_number =
                !label.is_empty() && label.len() <= 3 && label.bytes().all(|byte| byte.is_ascii_digit());
            // `[^a-z]` may be a regular expression.
            let is_name = !definitions.is_empty()
                && label.chars().count() > 2
                && is_label(label)
                && !label.contains('-');
            let is_expression = after.starts_with(['*', '+', '?', '{', '\\', '/', '$', ']'])
                || text[..start].ends_with(['(', '/', '[', '^']);
            let in_raw = body.in_raw(span);
            let hidden = body.is_code(span) || body.is_destination(span) || in_raw;
            if !is_link && !is_known && (is_number || is_name) && !is_expression && !hidden {
                emit(Finding { span, args: vec![span.slice(text).to_owned()], ..Finding::default() });
            }
        }
    }
}

/// Whether kramdown reads the label.
fn is_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// A note right below a text is part of it to kramdown. `noted` is the one before it.
fn glued(context: Context<'_>, definition: &Footnote, noted: Option<Span>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    let start = definition.span.range().start;
    let first = line::around(text, start);
    let Some(above) = line::above(text, start) else { return };
    let above = Span::new(above.start, above.end);
    let is_text = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::ListItem);
    let below_text = meeting(&body.texts, |lines| lines.span, above).any(|lines| is_text(lines.kind));
    let below_note = noted.is_some_and(|noted| noted.overlaps(above));
    let in_raw = body.in_raw(definition.span);
    if first.start == start && below_text && !below_note && !in_raw && is_label(definition.label.slice(text))
    {
        let span = Span::new(start, definition.label.range().end + "]:".len());
        let edit = Edit { span: Span::at(start), replacement: "\n".to_owned() };
        emit(Finding {
            span,
            variant: 2,
            args: vec![span.slice(text).to_owned()],
            fix: Some(Fix { edits: vec![edit], safety: Safety::Suggestion }),
        });
    }
}

/// Notes that are left out because no mark leads to them.
fn unused(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    if !body.footnotes.iter().any(|note| note.defines) {
        return;
    }
    // A mark in HTML or in a parameter of a template is no mark to the renderer, but meant to be one.
    let written = text.split("[^").skip(1).filter_map(|rest| rest.split_once(']'));
    let marked: HashSet<&str> =
        written.filter(|(_, after)| !after.starts_with(':')).map(|(label, _)| label).collect();
    for definition in body.footnotes.iter().filter(|note| note.defines) {
        let label = definition.label.slice(text);
        let in_raw = body.in_raw(definition.span);
        if !label.is_empty() && !in_raw && !label.contains(']') && !marked.contains(label) {
            let start = definition.span.range().start;
            let span = Span::new(start, definition.label.range().end + "]:".len());
            emit(Finding { span, args: vec![span.slice(text).to_owned()], ..Finding::default() });
        }
    }
}
