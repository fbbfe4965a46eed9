//! Code between fences that is not shown as code, or together with what follows it.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::blocks::{Code, CodeKind};
use crate::document::line;
use crate::rule::check::FenceCase;
use crate::span::Span;

/// The variant for a closing fence with a space behind it that nobody sees.
const UNSEEN: u8 = 3;

/// The variant for an opening fence with nothing after it.
const LAST: u8 = 4;

/// Runs a case.
pub fn check(case: FenceCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if !context.site.surely(|_| true) {
        return;
    }
    for code in &context.document.body.code {
        let CodeKind::Fenced { info, closed } = code.kind else { continue };
        // To kramdown, there are no fences in raw HTML.
        if context.document.body.in_raw(code.span) {
            continue;
        }
        match case {
            FenceCase::Unclosed => unclosed(context, code, info, closed, emit),
            FenceCase::Text => {
                text(context, info, emit);
                if closed {
                    in_list(context, code, emit);
                }
            }
        }
    }
}

/// A fence that nothing closes, or that only the end of another one does.
fn unclosed(context: Context<'_>, code: &Code, info: Span, closed: bool, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let start = code.span.range().start;
    let opening = &text[start..line::around(text, start).end];
    let Some(marker) = opening.chars().next().filter(|marker| ['`', '~'].contains(marker)) else { return };
    let run = opening.len() - opening.trim_start_matches(marker).len();
    if !closed {
        let is_closed_later = || {
            // Behind a template, or, as kramdown reads lists, at the left margin.
            line::each(text, start..text.len()).skip(1).any(|line| {
                let fence = text[line].trim_start_matches([' ', '\t', '>']);
                let after = fence.trim_start_matches(marker);
                // A no-break space keeps a fence from closing.
                let rest = after.trim_matches([' ', '\t', '\r']);
                fence.len() - after.len() >= run && (rest.is_empty() || rest.starts_with("{%"))
            })
        };
        let kramdown = context.site.surely(|way| way.is_kramdown());
        // An even number of fences has been paired otherwise by kramdown.
        let fences = || {
            let is_fence = |line: &std::ops::Range<usize>| {
                let line = text[line.clone()].trim_start_matches([' ', '\t', '>']);
                line.starts_with(&opening[..run.min(3)]) && !line.contains('\u{a0}')
            };
            line::each(text, 0..text.len()).filter(is_fence).count()
        };
        if kramdown && fences() % 2 == 0 {
            return;
        }
        // What was meant to close it has a space behind it that is none to Markdown.
        let nearly = line::each(text, start..text.len()).skip(1).find_map(|line| {
            let fence = text[line.clone()].trim_start_matches([' ', '\t', '>']);
            let rest = fence.trim_start_matches(marker);
            let is_meant = fence.len() - rest.len() >= run && !rest.is_empty() && rest.trim().is_empty();
            (is_meant && !rest.is_ascii()).then(|| (Span::new(line.end - fence.len(), line.end), rest.len()))
        });
        if let Some((span, rest)) = nearly {
            let edit = Edit {
                span: Span::new(span.range().end - rest, span.range().end),
                replacement: String::new(),
            };
            let fix = Some(Fix { edits: vec![edit], safety: Safety::Suggestion });
            emit(Finding { span, variant: UNSEEN, args: vec![opening[..run].to_owned()], fix });
            return;
        }
        if !is_closed_later() || !(kramdown || context.site.may_be_jekyll()) {
            let span = Span::new(start, start + opening.trim_end().len());
            let args = vec![opening[..run].to_owned()];
            let is_last = text[start + opening.len()..].trim().is_empty();
            let variant = if is_last { LAST } else { u8::from(kramdown) };
            emit(Finding { span, variant, args, ..Finding::default() });
        }
        return;
    }
    let is_word = |info: &str| !info.is_empty() && info.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !is_word(info.slice(text).split([' ', '{', ':']).next().unwrap_or_default()) && !info.is_empty() {
        return;
    }
    for range in line::each(text, code.content.range()) {
        let written = text[range.clone()].trim_end();
        let fence = written.trim_start_matches(' ');
        let rest = fence.trim_start_matches(marker);
        let indentation = written.len() - fence.len();
        if indentation <= 3 && fence.len() - rest.len() >= run && is_word(rest) {
            let at = range.start + indentation;
            let args = vec![fence.to_owned()];
            emit(Finding { span: Span::new(at, at + fence.len()), variant: 2, args, ..Finding::default() });
            return;
        }
    }
}

/// More than one word behind the fence, which is no fence then to kramdown.
fn text(context: Context<'_>, info: Span, emit: &mut dyn FnMut(Finding)) {
    if !context.site.surely(|way| way.is_kramdown()) {
        return;
    }
    let text = &context.document.text;
    let written = info.slice(text);
    let Some((word, rest)) = written.split_once([' ', '\t']) else { return };
    let in_template = context.document.body.in_region(info);
    if in_template || rest.trim().is_empty() {
        return;
    }
    let is_language = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_'));
    let edit = Edit { span: info, replacement: word.to_owned() };
    let fix = is_language.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
    emit(Finding { span: info, args: vec![written.to_owned()], fix, ..Finding::default() });
}

/// Code below the text of a list item or a quotation, at the left of it: to kramdown, all lines down to a
/// blank one belong to that, and so does the beginning of the code.
fn in_list(context: Context<'_>, code: &Code, emit: &mut dyn FnMut(Finding)) {
    if !context.site.surely(|way| way.is_kramdown()) {
        return;
    }
    let text = &context.document.text;
    let body = &context.document.body;
    let start = code.span.range().start;
    let line = line::around(text, start);
    let is_outside = text[line.start..start].bytes().all(|byte| byte == b' ') && !body.in_list(code.span);
    // What is indented below a blank line still belongs to the item.
    let lines: Vec<&str> = line::each(text, code.content.range()).map(|line| &text[line]).collect();
    let has_blank = lines
        .windows(2)
        .any(|two| two[0].trim().is_empty() && !two[1].trim().is_empty() && !two[1].starts_with(['\t', ' ']));
    if is_outside && has_blank && is_lazy(context, line.start) {
        let span = Span::new(start, start + text[start..line.end].trim_end().len());
        emit(Finding { span, variant: 1, args: vec![span.slice(text).to_owned()], ..Finding::default() });
    }
}

/// Whether a list item or a quotation begins above byte `start` without a blank line between.
fn is_lazy(context: Context<'_>, start: usize) -> bool {
    let text = &context.document.text;
    let body = &context.document.body;
    let mut at = start;
    while let Some(above) =
        line::above(text, at).filter(|above| above.start >= context.document.front.body_start)
    {
        let written = &text[above.clone()];
        let first = written.trim_start();
        // Blank lines, attribute lists and blocks of HTML end the item.
        if first.is_empty() || first.starts_with(['{', '<', '^']) {
            return false;
        }
        let digits = first.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_item = ["- ", "* ", "+ "].iter().any(|marker| first.starts_with(marker))
            || digits.len() < first.len() && digits.starts_with(". ");
        let in_code = body.is_code(Span::new(above.start, above.end));
        if (is_item || first.starts_with('>')) && !in_code && written.len() - first.len() < 4 {
            return true;
        }
        at = above.start;
    }
    false
}
