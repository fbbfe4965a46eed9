//! Lists that readers see otherwise than they are written.

use std::ops::Range;

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::blocks::List;
use crate::document::line;
use crate::document::prose::BlockKind;
use crate::rule::check::ListCase;
use crate::span::Span;

/// Runs a case.
pub fn check(case: ListCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    match case {
        ListCase::Date => dates(context, emit),
        ListCase::Number => numbers(context, emit),
        ListCase::Outside => outside(context, emit),
    }
}

/// A number that begins a list: its digits, and where what follows it begins.
struct Marker {
    number: u64,
    digits: Range<usize>,
    end: usize,
}

/// The number, dot and space that `at` begins with.
fn marker(text: &str, at: usize) -> Option<Marker> {
    let rest = &text[at..line::around(text, at).end];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = rest[digits..].strip_prefix('.')?;
    let gap = after.len() - after.trim_start_matches([' ', '\t']).len();
    if gap == 0 && !after.is_empty() {
        return None;
    }
    let number = rest[..digits].parse().ok()?;
    Some(Marker { number, digits: at..at + digits, end: at + digits + 1 + gap })
}

/// Where the first marker of a list is: the list begins with its indentation.
fn marker_start(text: &str, list: &List) -> usize {
    let written = list.span.slice(text);
    list.span.range().start + (written.len() - written.trim_start_matches(' ').len())
}

/// `2024. 1. 2. 날짜`: a list in a list in a list.
fn dates(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if !context.site.surely(|_| true) {
        return;
    }
    let text = &context.document.text;
    let body = &context.document.body;
    let mut starts: Vec<usize> = Vec::new();
    for list in body.lists.iter().filter(|list| list.first.is_some()) {
        let line = line::around(text, list.span.range().start);
        // The outer of two numbers on a line.
        let at = line.end - text[line.clone()].trim_start_matches(is_container).len();
        if at < list.span.range().start {
            starts.push(at);
        }
    }
    if context.site.surely(|way| way.is_kramdown()) {
        // To kramdown, a number begins a list in the middle of a paragraph, too.
        for lines in body.texts.iter().filter(|lines| lines.kind == BlockKind::Paragraph) {
            let written = line::each(text, lines.span.range()).skip(1);
            starts.extend(
                written.map(|line| line.end - text[line.clone()].trim_start_matches(is_container).len()),
            );
        }
    }
    starts.sort_unstable();
    starts.dedup();
    for at in starts {
        let Some(first) = marker(text, at) else { continue };
        let Some(second) = marker(text, first.end) else { continue };
        let is_year = (1000..=2999).contains(&first.number) && (1..=12).contains(&second.number);
        let is_day = (1..=12).contains(&first.number)
            && (1..=31).contains(&second.number)
            && (first.number, second.number) != (1, 1);
        let span = Span::new(first.digits.start, second.digits.end + 1);
        if !(is_year || is_day) || body.is_code(span) || body.in_raw(span) {
            continue;
        }
        let edit = Edit { span: Span::at(first.digits.end), replacement: "\\".to_owned() };
        emit(Finding {
            span,
            args: vec![span.slice(text).to_owned()],
            fix: Some(Fix { edits: vec![edit], safety: Safety::Suggestion }),
            ..Finding::default()
        });
    }
}

fn is_container(c: char) -> bool {
    matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+')
}

/// A list that begins with 2 or more, which kramdown counts from 1.
fn numbers(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if !context.site.surely(|way| way.is_kramdown()) {
        return;
    }
    let text = &context.document.text;
    let body = &context.document.body;
    for list in &body.lists {
        let Some(number) = list.first.filter(|&number| number != 1) else { continue };
        let start = marker_start(text, list);
        let line = line::around(text, start);
        // In another list, kramdown does not end one where CommonMark does.
        let is_outer = line.start == start;
        if !is_outer || !begins_anew(context, line.start) || has_start(context, list) {
            continue;
        }
        let Some(marker) =
            marker(text, start).filter(|marker| text[marker.end..].trim_start() == &text[marker.end..])
        else {
            continue;
        };
        let is_date = self::marker(text, marker.end).is_some();
        let span = Span::new(marker.digits.start, marker.digits.end + 1);
        if is_date || body.in_raw(span) {
            continue;
        }
        emit(Finding { span, args: vec![number.to_string()], ..Finding::default() });
    }
}

/// Whether `{: start="2"}` follows.
fn has_start(context: Context<'_>, list: &List) -> bool {
    let text = &context.document.text;
    let end = list.span.range().end;
    let rest = text[end.min(text.len())..].trim_start();
    list.span.slice(text).contains("start=")
        || rest.starts_with("{:") && rest[..rest.find('}').unwrap_or(0)].contains("start")
}

/// Whether the list that begins at byte `start` is a new one to kramdown: since the last number, there was
/// a blank line with something at the left margin below it.
fn begins_anew(context: Context<'_>, start: usize) -> bool {
    let text = &context.document.text;
    let first = context.document.front.body_start;
    let mut at = start;
    let mut margin = false;
    while let Some(above) = line::above(text, at).filter(|above| above.start >= first) {
        at = above.start;
        let line = &text[above.clone()];
        if line.trim().is_empty() {
            if margin {
                return true;
            }
        } else if marker(text, above.start).is_some() {
            return false;
        } else {
            margin = !line.starts_with([' ', '\t']);
        }
    }
    true
}

/// A list that is indented by less than the text of the item above it: it follows that item's list, and is
/// not inside it.
fn outside(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let all_commonmark = context.site.surely(|way| !way.is_kramdown());
    if !all_commonmark {
        return;
    }
    for pair in context.document.body.lists.windows(2) {
        let (outer, inner) = (pair[0], pair[1]);
        let Some(_) = outer.first else { continue };
        let start = marker_start(text, &inner);
        let line = line::around(text, start);
        let column = start - line.start;
        let Some(above) = line::above(text, start) else { continue };
        let is_next = outer.span.range().end <= start && outer.span.range().end + 3 >= line.start;
        if !is_next || inner.first.is_some() || !text[line.start..start].bytes().all(|byte| byte == b' ') {
            continue;
        }
        let indentation = text[above.clone()].len() - text[above.clone()].trim_start_matches(' ').len();
        let Some(marker) = marker(text, above.start + indentation) else { continue };
        let needed = marker.end - above.start;
        if column > indentation && column < needed {
            let gap = " ".repeat(needed - column);
            let filled = line::each(text, line.start..inner.span.range().end).filter(|line| !line.is_empty());
            let edits =
                filled.map(|line| Edit { span: Span::at(line.start), replacement: gap.clone() }).collect();
            let span = Span::new(start, start + 1);
            emit(Finding {
                span,
                args: vec![span.slice(text).to_owned()],
                fix: Some(Fix { edits, safety: Safety::Suggestion }),
                ..Finding::default()
            });
        }
    }
}
