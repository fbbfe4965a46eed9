//! An exclamation or question mark that stands many times: `끝났다!!!!!`.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::hangul::is_syllable;

/// Fewer than this are a diary's way to raise its voice.
const FEWEST: usize = 5;

/// Reports the marks after a syllable, all of them at once, however many there are.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let prose = &context.document.prose;
    let bytes = prose.text.as_bytes();
    let mut next = 0;
    for at in memchr::memchr2_iter(b'!', b'?', bytes) {
        if at < next {
            continue;
        }
        let length = bytes[at..].iter().take_while(|&byte| *byte == bytes[at]).count();
        next = at + length;
        if length < FEWEST || !prose.text[..at].ends_with(is_syllable) {
            continue;
        }
        let place = prose.place(at, next);
        let edit = Edit { span: place.span, replacement: char::from(bytes[at]).into() };
        let fix = place.exact.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
        emit(Finding { span: place.span, fix, ..Finding::default() });
    }
}
