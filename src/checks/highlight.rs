//! `==강조==`, which most renderers show as it is written.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::line;
use crate::document::markdown::Html;
use crate::document::prose::BlockKind;
use crate::hangul;
use crate::span::Span;

/// Text between `==` in a line.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if !context.site.surely(|way| !way.highlights) {
        return;
    }
    let text = &context.document.text;
    let keeps_html = context.site.surely(|way| way.html == Html::Kept);
    for lines in context.document.body.texts.iter().filter(|lines| lines.kind != BlockKind::Html) {
        if !lines.span.slice(text).contains("==") {
            continue;
        }
        for range in line::each(text, lines.span.range()) {
            let mut at = range.start;
            while let Some(span) = next(&text[at..range.end]).map(|(from, to)| Span::new(at + from, at + to))
            {
                at = span.range().end;
                if is_hidden(context, span) {
                    continue;
                }
                let inside = span.slice(text).trim_matches('=');
                let is_plain = !inside.contains(['*', '_', '`', '[', '<', '~', '$', '\\']);
                let edit = Edit { span, replacement: format!("<mark>{inside}</mark>") };
                let fix = Fix { edits: vec![edit], safety: Safety::Suggestion };
                let args = vec![span.slice(text).to_owned()];
                emit(Finding {
                    span,
                    args,
                    fix: Some(fix).filter(|_| is_plain && keeps_html),
                    ..Finding::default()
                });
            }
        }
    }
}

/// The first text between two `==`, with them.
fn next(line: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    loop {
        let start = from + line[from..].find("==")?;
        let inside = &line[start + 2..];
        let length = inside.find("==")?;
        let (content, end) = (&inside[..length], start + 2 + length + 2);
        let before = line[..start].chars().next_back();
        let after = line[end..].chars().next();
        // Signs of a comparison stand between spaces, beside numbers, or in threes.
        let is_clear = !content.starts_with([' ', '=', '>', '<', '!'])
            && !content.ends_with([' ', '!', '<', '>'])
            && !content.contains('=')
            && !after.is_some_and(|c| c.is_ascii_digit() || matches!(c, '=' | '\'' | '"'))
            && !before.is_some_and(|c| matches!(c, '=' | '!' | '<' | '>' | '\\' | ']' | ')'));
        let is_meant = is_clear
            && content.chars().next().is_some_and(|first| {
                hangul::is_syllable(first)
                    || first.is_alphabetic() && !before.is_some_and(|c| c.is_ascii_alphanumeric())
            });
        if is_meant {
            return Some((start, end));
        }
        from = start + 2;
    }
}

fn is_hidden(context: Context<'_>, span: Span) -> bool {
    let document = context.document;
    let body = &document.body;
    document.is_code(span)
        || document.is_destination(span)
        || body.regions.iter().any(|region| region.span.overlaps(span))
        || body.tags.iter().any(|tag| tag.span.overlaps(span))
        || body.raw.iter().any(|block| block.span.overlaps(span))
        || is_formula(&document.text, span)
}

/// Whether a `$` on either side may make a formula of it.
fn is_formula(text: &str, span: Span) -> bool {
    let line = line::around(text, span.range().start);
    text[line.start..span.range().start].contains('$') && text[span.range().end..line.end].contains('$')
}
