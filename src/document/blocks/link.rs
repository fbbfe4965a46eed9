//! Links and images, and where their parts are written.
//!
//! pulldown-cmark gives the destination's text and the span of the whole; what is between is found
//! again here, in the masked text, where a link is known to be well-formed.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::walk::{Walk, span};
use super::{Image, Link};
use crate::document::mask::Mask;
use crate::document::prose::BlockKind;
use crate::span::Span;

/// A link or an image whose end has not come yet.
pub(super) struct OpenLink {
    link_type: LinkType,
    target: String,
    title: Option<String>,
    defined: Option<Range<usize>>,
    /// Where the last event inside it ends.
    pub(super) inner_end: usize,
}

impl Walk<'_, '_> {
    pub(super) fn open_link(
        &mut self,
        link_type: LinkType,
        target: CowStr<'_>,
        title: CowStr<'_>,
        inner: usize,
    ) {
        let title = (!title.is_empty()).then(|| title.into_string());
        let (target, defined) = (target.into_string(), self.defined.take());
        self.links.push(OpenLink { link_type, target, title, defined, inner_end: inner });
    }

    pub(super) fn close_link(&mut self, range: Range<usize>) {
        let Some(open) = self.links.pop() else { return };
        let text = if self.in_autolink {
            range.start + 1..range.end.saturating_sub(1).max(range.start + 1)
        } else {
            range.start + 1..text_end(self.mask, open.inner_end, range.end)
        };
        self.in_autolink = false;
        let (target, target_span) = self.destination(&open, text.clone(), range.end);
        let (span, text_span) = (span(&range), span(&text));
        self.body.links.push(Link { span, text_span, target, target_span, title: open.title });
    }

    pub(super) fn close_image(&mut self, range: Range<usize>) {
        let Some(open) = self.links.pop() else { return };
        let text = range.start + 2..text_end(self.mask, open.inner_end, range.end);
        let (target, target_span) = self.destination(&open, text.clone(), range.end);
        let (span, alt_span) = (span(&range), span(&text));
        let alt = std::mem::take(&mut self.alt);
        self.body.images.push(Image { span, alt, alt_span, target, target_span, title: open.title });
        self.object(range);
        let pieces = std::mem::take(&mut self.alt_pieces);
        if !pieces.is_empty() && self.raw.is_none() {
            self.writer.aside(BlockKind::Alt, pieces);
        }
    }

    /// The destination of a link whose text is `text`, and where it is written.
    fn destination(&self, open: &OpenLink, text: Range<usize>, end: usize) -> (String, Span) {
        let range = match (&open.defined, open.link_type) {
            (_, LinkType::Autolink | LinkType::Email) => text,
            (Some(definition), kind) if kind != LinkType::Inline => {
                defined_destination(self.mask, definition.clone())
            }
            _ => inline_destination(self.mask, text.end, end),
        };
        let written = self.mask.written(range.clone());
        let is_masked = self.mask.masked(range.clone()) != written;
        (if is_masked { written.to_owned() } else { open.target.clone() }, span(&range))
    }
}

/// Where the text ends of a link or an image whose last inner event ends at `inner_end`: at the bracket
/// that closes it.
fn text_end(mask: &Mask<'_>, inner_end: usize, end: usize) -> usize {
    mask.masked(inner_end..end).find(']').map_or(inner_end, |ahead| inner_end + ahead)
}

/// The destination of an inline link or image that ends at `end` and whose text ends at the bracket at
/// `text_end`.
fn inline_destination(mask: &Mask<'_>, text_end: usize, end: usize) -> Range<usize> {
    let inside = (text_end + "](".len()).min(end)..end.saturating_sub(")".len()).max(text_end);
    destination(mask, inside)
}

/// The destination of the reference definition at `span`.
pub(super) fn defined_destination(mask: &Mask<'_>, span: Range<usize>) -> Range<usize> {
    let text = mask.masked(span.clone());
    let label = unescaped_position(text, b']');
    let start = label.map_or(span.end, |label| (span.start + label + "]:".len()).min(span.end));
    destination(mask, start..span.end)
}

/// The destination that comes first in `range`, without the brackets around it.
fn destination(mask: &Mask<'_>, range: Range<usize>) -> Range<usize> {
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
