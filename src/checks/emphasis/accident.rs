//! Text that is struck out, or set lower, where tildes stand for a range or a drawn-out voice.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::blocks::Passage;
use crate::document::emphasis::{Kind, Pair};
use crate::hangul::is_in_hangul;
use crate::span::Span;

/// `3~5시에 와서 6~7시에 간다`, `좋아요~~! 고마워요~~`.
pub(super) fn check(context: Context<'_>, passage: &Passage, emit: &mut dyn FnMut(Finding)) {
    let tildes = passage.runs.iter().filter(|run| run.mark == b'~').count();
    if tildes < 2 {
        return;
    }
    let Some(readings) = super::readings(context, passage) else { return };
    let Some((first, others)) = readings.split_first() else { return };
    let text = &context.document.text;
    for pair in first.iter().filter(|pair| is_accident(text, pair)) {
        let is_same =
            |other: &Pair| (other.open, other.close, other.kind) == (pair.open, pair.close, pair.kind);
        if !others.iter().all(|pairs| pairs.iter().any(is_same)) {
            continue;
        }
        let escape = |span: Span| Edit { span, replacement: "\\~".repeat(span.len()) };
        let struck = &text[pair.open.end as usize..pair.close.start as usize];
        emit(Finding {
            span: Span { start: pair.open.start, end: pair.close.end },
            variant: u8::from(pair.kind == Kind::Lowered),
            args: vec![shortened(struck)],
            fix: Some(Fix { edits: vec![escape(pair.open), escape(pair.close)], safety: Safety::Safe }),
        });
    }
}

fn is_accident(text: &str, pair: &Pair) -> bool {
    let before = text[..pair.open.start as usize].chars().next_back();
    let after = text[pair.close.end as usize..].chars().next();
    let content = &text[pair.open.end as usize..pair.close.start as usize];
    let (first, last) = (content.chars().next(), content.chars().next_back());
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_range = is_digit(last) && is_digit(after) || is_digit(before) && is_digit(first);
    match (pair.kind, pair.open.len()) {
        (Kind::Strike, 1) => is_range || before.is_some_and(|c| c.is_alphanumeric() || ")]%’”℃".contains(c)),
        (Kind::Lowered, _) => is_range,
        // Who strikes out begins with what is struck out.
        (Kind::Strike, _) => {
            before.is_some_and(is_in_hangul) && first.is_some_and(|c| "!?.,)…ㅋㅎㅠㅜ^;".contains(c))
        }
        _ => false,
    }
}

/// What is struck out, for a message.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 24;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}
