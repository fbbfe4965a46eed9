//! An eojeol that stands twice in a row: `과정에서 과정에서`.
//!
//! Korean doubles words on purpose (하나 하나, 천천히 천천히, 다음 다음 주), but not those that a particle or an
//! ending ties to the sentence. So only eojeols with such an end count, and no lyrics.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::prose::BlockKind;
use crate::hangul::is_syllable;

/// Particles and endings that no word which is doubled on purpose has.
const TIES: [&str; 24] = [
    "을",
    "를",
    "은",
    "는",
    "의",
    "과",
    "와",
    "에서",
    "에서는",
    "에서의",
    "에게",
    "에는",
    "에도",
    "으로",
    "으로는",
    "까지",
    "부터",
    "하고",
    "하며",
    "해서",
    "하여",
    "하면",
    "합니다",
    "입니다",
];

/// Whole eojeols that are not doubled on purpose either, though they are short.
const SHORT: [&str; 18] = [
    "것을",
    "것은",
    "것이",
    "수를",
    "하는",
    "있는",
    "없는",
    "되는",
    "않는",
    "같은",
    "위해",
    "위한",
    "대한",
    "통해",
    "있다",
    "한다",
    "된다",
    "때문에",
];

/// The fewest syllables of an eojeol that only its end speaks for.
const FEWEST: usize = 3;

/// Reports the second of two such eojeols.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let prose = &context.document.prose;
    for block in &prose.blocks {
        if block.quoted || !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
            continue;
        }
        let (text, start) = (prose.text_of(block), block.start as usize);
        let (mut last, mut at) = ("", 0);
        for space in memchr::memchr_iter(b' ', text.as_bytes()).chain([text.len()]) {
            let word = &text[at..space];
            if word == last && is_tied(word) && !goes_on(word, &text[space..]) {
                // With the space before it.
                let place = prose.place(start + at - 1, start + space);
                let span = prose.place(start + at, start + space).span;
                let edit = Edit { span: place.span, replacement: String::new() };
                let fix = place.exact.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
                emit(Finding { span, args: vec![word.to_owned()], fix, ..Finding::default() });
            }
            (last, at) = (word, space + 1);
        }
    }
}

/// Whether a word that begins alike follows: 왼쪽의 왼쪽의 왼쪽 is on purpose, after all.
fn goes_on(word: &str, after: &str) -> bool {
    after.strip_prefix(' ').is_some_and(|next| {
        let next = next.split(' ').next().unwrap_or(next);
        word.chars().take(2).eq(next.chars().take(2))
    })
}

/// Whether the eojeol is Hangul with an end that ties it to its sentence.
fn is_tied(eojeol: &str) -> bool {
    eojeol.chars().all(is_syllable)
        && (SHORT.contains(&eojeol)
            || (eojeol.len() >= FEWEST * '가'.len_utf8() && TIES.iter().any(|end| eojeol.ends_with(end))))
}
