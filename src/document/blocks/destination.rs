//! Where the parts of a link or an image are written.
//!
//! pulldown-cmark gives the destination's text and the span of the whole; what is between is found
//! again here, in the masked text, where a link is known to be well-formed.

use std::ops::Range;

use crate::document::mask::Mask;

/// Where the text ends of a link or an image whose last inner event ends at `inner_end`: at the bracket
/// that closes it.
pub(super) fn text_end(mask: &Mask<'_>, inner_end: usize, end: usize) -> usize {
    mask.masked(inner_end..end).find(']').map_or(inner_end, |ahead| inner_end + ahead)
}

/// The destination of an inline link or image that ends at `end` and whose text ends at the bracket at
/// `text_end`.
pub(super) fn inline(mask: &Mask<'_>, text_end: usize, end: usize) -> Range<usize> {
    let inside = (text_end + "](".len()).min(end)..end.saturating_sub(")".len()).max(text_end);
    first(mask, inside)
}

/// The destination of the reference definition at `span`.
pub(super) fn defined(mask: &Mask<'_>, span: Range<usize>) -> Range<usize> {
    let text = mask.masked(span.clone());
    let label = unescaped_position(text, b']');
    let start = label.map_or(span.end, |label| (span.start + label + "]:".len()).min(span.end));
    first(mask, start..span.end)
}

/// The destination that comes first in `range`, without the brackets around it.
fn first(mask: &Mask<'_>, range: Range<usize>) -> Range<usize> {
    let text = mask.masked(range.clone());
    // In a quotation, the markers of the next line may stand before it.
    let trimmed =
        text.trim_start_matches(|c: char| c.is_ascii_whitespace() || (c == '>' && text.contains('\n')));
    let start = range.start + (text.len() - trimmed.len());
    let (start, length) = match trimmed.strip_prefix('<') {
        Some(inside) => (start + 1, unescaped_position(inside, b'>')),
        None => (start, trimmed.bytes().position(|byte| byte <= b' ')),
    };
    let length = length.unwrap_or(range.end.saturating_sub(start));
    start..(start + length).min(range.end).max(start)
}

/// The first `end` in `text` without a backslash before it.
fn unescaped_position(text: &str, end: u8) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == end && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}
