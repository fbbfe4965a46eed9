//! Where `*`, `_`, `~` and `==` stand in text that a renderer reads for emphasis.
//!
//! pulldown-cmark has its own idea of which of them open and close; the renderers of blogs have others
//! ([`crate::document::emphasis`]). So all of them are kept, those it took and those it left, but not
//! those in code, addresses, tags and templates.

use std::ops::Range;

use super::{Passage, Run, span};
use crate::document::html::{self, Tag};
use crate::document::mask::{Mask, RegionKind};
use crate::document::prose::address;
use crate::document::seek::seek;
use crate::span::Span;

/// How many elements of HTML in each other are followed.
const MOST_ELEMENTS: usize = 32;

/// The marks of the passage that is being read.
#[derive(Default)]
pub(super) struct Marks {
    /// From the first to the last byte of what stands in its lines.
    extent: Option<Range<usize>>,
    runs: Vec<Run>,
    /// Where the text that came last ends.
    text_end: usize,
    /// Numbers of the links that are open, and how many there were.
    links: Vec<u32>,
    seen_links: u32,
    /// Where its lines after the first begin.
    line_starts: Vec<usize>,
    /// Whether a line has ended and nothing has come of the next.
    at_line_start: bool,
    /// The names in the start tags of elements that are open and hold no Markdown for kramdown.
    elements: Vec<Span>,
    is_torn: bool,
}

impl Marks {
    /// Something in a line covers `range`.
    pub fn reach(&mut self, range: &Range<usize>) {
        if std::mem::take(&mut self.at_line_start) {
            self.line_starts.push(range.start);
        }
        self.extent = Some(match self.extent.take() {
            None => range.clone(),
            Some(extent) => extent.start..extent.end.max(range.end),
        });
    }

    /// A line of it has ended.
    pub fn end_line(&mut self) {
        self.at_line_start = true;
    }

    pub fn enter_link(&mut self) {
        self.seen_links += 1;
        self.links.push(self.seen_links);
    }

    pub fn leave_link(&mut self) {
        self.links.pop();
    }

    /// A tag of HTML, which may open or close an element that holds no Markdown for kramdown.
    pub fn tag(&mut self, mask: &Mask<'_>, tag: &Tag) {
        let name_start = tag.span.start as usize + if tag.closing { 2 } else { 1 };
        let name = Span::new(name_start, name_start + tag.name.len());
        if tag.closing {
            let is_same = |open: &Span| open.slice(mask.file).eq_ignore_ascii_case(&tag.name);
            if let Some(at) = self.elements.iter().rposition(is_same) {
                self.elements.truncate(at);
            }
        } else if !tag.self_closing && !html::holds_markdown(tag) {
            // So many are no text to judge.
            self.is_torn |= self.elements.len() == MOST_ELEMENTS;
            self.elements.truncate(MOST_ELEMENTS - 1);
            self.elements.push(name);
        }
    }

    /// Marks that were taken for emphasis.
    pub fn taken(&mut self, mask: &Mask<'_>, range: Range<usize>) {
        if let Some(&mark) = mask.file.as_bytes().get(range.start) {
            self.push(mark, range);
        }
    }

    /// Marks in text.
    pub fn text(&mut self, mask: &Mask<'_>, range: Range<usize>) {
        // A backslash that escapes is in no text; one that is shown is in the text before.
        let escaped = self.text_end != range.start && mask.file[..range.start].ends_with('\\');
        self.text_end = range.end;
        let written = mask.written(range.clone());
        let bytes = written.as_bytes();
        let mut at = usize::from(escaped);
        let mut address = None;
        while let Some(found) = seek(bytes, at, |byte| is_mark(byte) | (byte == b'<')) {
            let mark = bytes[found];
            let length = bytes[found..].iter().take_while(|byte| **byte == mark).count();
            at = found + length;
            if mark == b'<' {
                // To kramdown, `<제목>` is a tag.
                self.is_torn |= bytes.get(at).is_some_and(|byte| *byte >= 0x80);
                continue;
            }
            // A single `=` compares and assigns.
            if mark == b'=' && length != 2 {
                continue;
            }
            let place = range.start + found..range.start + at;
            if !is_in_address(written, found, &mut address) && mask.regions_in(place.clone()).is_empty() {
                self.push(mark, place);
            }
        }
    }

    fn push(&mut self, mark: u8, range: Range<usize>) {
        let link = self.links.last().copied().unwrap_or(0);
        let element = self.elements.last().copied();
        match self.runs.last_mut() {
            Some(last)
                if last.mark == mark
                    && last.link == link
                    && last.element == element
                    && last.span.end as usize == range.start =>
            {
                last.span = Span::new(last.span.start as usize, range.end);
            }
            _ => self.runs.push(Run { span: span(&range), mark, before: None, after: None, link, element }),
        }
    }

    /// The passage, if there are marks in it, and a new one begun.
    pub fn finish(&mut self, mask: &Mask<'_>) -> Option<Passage> {
        let line_starts = std::mem::take(&mut self.line_starts);
        let is_torn = std::mem::take(&mut self.is_torn) || !self.elements.is_empty();
        self.at_line_start = false;
        self.elements.clear();
        self.links.clear();
        let extent = self.extent.take()?;
        let mut runs = std::mem::take(&mut self.runs);
        if runs.is_empty() {
            return None;
        }
        let mut is_sure = true;
        for run in &mut runs {
            let Range { start, end } = run.span.range();
            if start > extent.start && line_starts.binary_search(&start).is_err() {
                run.before = mask.file[..start].chars().next_back();
                is_sure &= !is_templated(mask, start - 1..start);
            }
            if end < extent.end {
                run.after = mask.file[end..].chars().next();
                is_sure &= !is_templated(mask, end..end + 1);
            }
        }
        Some(Passage { span: span(&extent), runs, is_sure, is_torn })
    }
}

/// Whether byte `at` is in an address; `next` is the one that was found last, to be kept between calls.
fn is_in_address(text: &str, at: usize, next: &mut Option<Option<Range<usize>>>) -> bool {
    let mut address = next.take().unwrap_or_else(|| address::find(text, 0));
    while let Some(found) = address.clone().filter(|found| found.end <= at) {
        address = address::find(text, found.end);
    }
    let is_inside = address.as_ref().is_some_and(|found| found.contains(&at));
    *next = Some(address);
    is_inside
}

#[inline]
fn is_mark(byte: u8) -> bool {
    (byte == b'*') | (byte == b'_') | (byte == b'~') | (byte == b'=')
}

/// Whether a template decides what is there in the end.
fn is_templated(mask: &Mask<'_>, range: Range<usize>) -> bool {
    let decides = |kind| !matches!(kind, RegionKind::Attributes | RegionKind::Math);
    mask.regions_in(range).iter().any(|region| decides(region.kind))
}
