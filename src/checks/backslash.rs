//! A backslash at the end of a line that breaks no line.

use memchr::memchr_iter;

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::line;
use crate::document::prose::BlockKind;
use crate::hangul::is_in_hangul;
use crate::span::Span;

/// `줄 끝\` where no line follows at once: the next is another paragraph, or spaces are in between.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let document = context.document;
    // kramdown's own parser wants two of them.
    if !context.site.surely(|way| way.gfm) {
        return;
    }
    let (text, prose) = (&document.text, &document.prose);
    for at in memchr_iter(b'\\', prose.text.as_bytes()) {
        let place = prose.place(at, at + 1);
        let is_text = prose
            .block_at(at)
            .is_some_and(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem));
        let (start, end) = (place.span.start as usize, place.span.end as usize);
        // A line end may be longer away, but not behind spaces alone.
        let spaces = line::near(text, end, text.len()).split('\n').next().unwrap_or_default();
        let line_end = end + spaces.len();
        if !place.exact || !is_text || !spaces.trim().is_empty() || !ends_sentence(&text[..start]) {
            continue;
        }
        let below = text.get(line_end + 1..).and_then(|below| below.lines().next()).unwrap_or("");
        // A formula ends no paragraph: the line is broken.
        if below.trim_start().starts_with("$$") {
            continue;
        }
        let goes_on = !below.trim_start_matches([' ', '\t', '>']).trim().is_empty();
        // The line goes on below: without the spaces it is broken. Else there is nothing to break.
        let is_spaced = goes_on && !spaces.trim_end_matches('\r').is_empty();
        let removed = match is_spaced {
            true => Span::new(end, end + spaces.trim_end_matches('\r').len()),
            false => Span::new(start, end),
        };
        emit(Finding {
            span: place.span,
            variant: u8::from(is_spaced),
            fix: Some(Fix {
                edits: vec![Edit { span: removed, replacement: String::new() }],
                safety: Safety::Suggestion,
            }),
            ..Finding::default()
        });
    }
}

/// Whether what is before the backslash is the end of Korean text, not of a path.
fn ends_sentence(before: &str) -> bool {
    let near = &before[line::ceil(before, before.len().saturating_sub(line::REACH))..];
    let word = near.rsplit(char::is_whitespace).next().unwrap_or("");
    let is_end = |c: char| is_in_hangul(c) || ".!?,…)”’」』".contains(c);
    word.chars().next_back().is_some_and(is_end) && !word.contains(['\\', '/', ':'])
}
