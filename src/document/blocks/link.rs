//! Links and images.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::walk::{OpenLink, Walk};
use super::{Image, Link, destination, span};
use crate::document::prose::BlockKind;
use crate::span::Span;

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
            range.start + 1..destination::text_end(self.mask, open.inner_end, range.end)
        };
        self.in_autolink = false;
        let (target, target_span) = self.destination(&open, text.clone(), range.end);
        let (span, text_span) = (span(&range), span(&text));
        self.body.links.push(Link { span, text_span, target, target_span, title: open.title });
    }

    pub(super) fn close_image(&mut self, range: Range<usize>) {
        let Some(open) = self.links.pop() else { return };
        let text = range.start + 2..destination::text_end(self.mask, open.inner_end, range.end);
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
                destination::defined(self.mask, definition.clone())
            }
            _ => destination::inline(self.mask, text.end, end),
        };
        let written = self.mask.written(range.clone());
        let is_masked = self.mask.masked(range.clone()) != written;
        (if is_masked { written.to_owned() } else { open.target.clone() }, span(&range))
    }
}
