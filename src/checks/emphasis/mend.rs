//! Marks written so that they make the emphasis that was meant, and nothing else of the page changes.

use super::intent::Meant;
use crate::diagnostic::{Edit, Fix, Safety};
use crate::document::blocks::{Passage, Run};
use crate::document::emphasis;
use crate::document::markdown::{Html, Markdown};
use crate::span::Span;

/// An HTML comment: nothing to see, but neither a letter nor a space.
const NOTHING: &str = "<!-- -->";

/// The first way to write it that every renderer in question reads as it was meant.
pub(super) fn fix(text: &str, passage: &Passage, meant: &Meant, ways: &[Markdown]) -> Option<Fix> {
    let content = meant.content(text);
    let trimmed = content.trim();
    let start = meant.open.span.end as usize + (content.len() - content.trim_start().len());
    let end = start + trimmed.len();
    let safety = if meant.is_spaced() { Safety::Suggestion } else { Safety::Safe };
    // The marks with the spaces that go with them.
    let open = Span::new(meant.open.span.start as usize, start);
    let close = Span::new(end, meant.close.span.end as usize);
    let write_as = |safety, before: String, after: String| {
        let edits = vec![Edit { span: open, replacement: before }, Edit { span: close, replacement: after }];
        Some(Fix { edits, safety })
    };
    let write = |before, after| write_as(safety, before, after);
    let length = meant.open.span.len();
    let mark = if meant.open.mark == b'~' { "~" } else { "*" };
    let marks = mark.repeat(length);
    let as_marks = Meant {
        open: Run { mark: mark.as_bytes()[0], after: trimmed.chars().next(), ..meant.open },
        close: Run { mark: mark.as_bytes()[0], before: trimmed.chars().next_back(), ..meant.close },
    };
    if works(text, passage, meant, &as_marks, ways) {
        return write(marks.clone(), marks);
    }
    if ways.iter().all(|way| way.html == Html::Kept) {
        let (before, after) = match (mark, length) {
            ("~", _) => ("<del>", "</del>"),
            (_, 1) => ("<em>", "</em>"),
            (_, 2) => ("<strong>", "</strong>"),
            _ => ("<em><strong>", "</strong></em>"),
        };
        return write(before.to_owned(), after.to_owned());
    }
    // Where HTML is left out, a comment still stands between the mark and the letter.
    let is_left_out = ways.iter().all(|way| matches!(way.html, Html::Kept | Html::Dropped));
    for (opens, closes) in [(false, true), (true, false), (true, true)].into_iter().filter(|_| is_left_out) {
        let before = if opens { NOTHING } else { "" };
        let after = if closes { NOTHING } else { "" };
        let parted = Meant {
            open: Run { before: if opens { Some('>') } else { as_marks.open.before }, ..as_marks.open },
            close: Run { after: if closes { Some('<') } else { as_marks.close.after }, ..as_marks.close },
        };
        if works(text, passage, meant, &parted, ways) {
            // Right, but nobody who has not asked for it knows what it is for.
            return write_as(Safety::Suggestion, format!("{before}{marks}"), format!("{marks}{after}"));
        }
    }
    None
}

/// `<mark>`, if that is HTML to the renderer and its content looks the same in it.
pub(super) fn highlight(meant: &Meant, content: &str, ways: &[Markdown]) -> Option<Fix> {
    let is_kept = |way: &Markdown| way.html == Html::Kept;
    // kramdown reads no Markdown in it.
    let is_read = |way: &Markdown| !way.is_kramdown() || !content.contains(['*', '_', '`', '[', '~']);
    let edits = vec![
        Edit { span: meant.open.span, replacement: "<mark>".to_owned() },
        Edit { span: meant.close.span, replacement: "</mark>".to_owned() },
    ];
    ways.iter().all(|way| is_kept(way) && is_read(way)).then_some(Fix { edits, safety: Safety::Suggestion })
}

/// Whether the marks make emphasis if they are written as in `written`.
fn works(text: &str, passage: &Passage, meant: &Meant, written: &Meant, ways: &[Markdown]) -> bool {
    if meant.open == written.open && meant.close == written.close {
        return false;
    }
    let mut changed = passage.clone();
    for run in &mut changed.runs {
        if run.span == meant.open.span {
            *run = written.open;
        } else if run.span == meant.close.span {
            *run = written.close;
        }
    }
    let is_made = |way| emphasis::pairs(text, &changed, way).is_some_and(|pairs| written.is_made(&pairs));
    ways.iter().all(is_made)
}
