//! Writing prose block by block.

use std::ops::Range;

use super::{Block, BlockKind, Prose, Segment, address};
use crate::hangul::{self, OBJECT_CHAR};
use crate::span::Span;

/// Collects [`Prose`] from ranges of the file, in the order of reading.
pub struct Writer<'t> {
    file: &'t str,
    prose: Prose,
    /// The block that is being written, its end not known yet.
    block: Option<Block>,
    /// A line break to be written when something follows it in the block.
    line_break: Option<&'static str>,
    /// Text that was given last and may go on: addresses are looked for when it is complete.
    run: Range<usize>,
    /// Blocks that wait for the end of the one that is open, each with its number of `aside_pieces`.
    asides: Vec<(BlockKind, usize)>,
    aside_pieces: Vec<Range<usize>>,
}

impl<'t> Writer<'t> {
    pub fn new(file: &'t str) -> Self {
        // A line of text is one segment and its line end another.
        let segments = Vec::with_capacity(file.len() / 32);
        let text = String::with_capacity(file.len());
        let prose = Prose { text, segments, ..Prose::default() };
        let (asides, aside_pieces) = (Vec::new(), Vec::new());
        Writer { file, prose, block: None, line_break: None, run: 0..0, asides, aside_pieces }
    }

    /// The prose that was written.
    pub fn finish(mut self) -> Prose {
        self.close();
        self.prose
    }

    /// Begins a block, unless one is open.
    pub fn open(&mut self, kind: BlockKind, quoted: bool) {
        if self.block.is_none() {
            let start = offset(self.prose.text.len());
            self.block = Some(Block { start, end: start, kind, quoted });
        }
    }

    /// Ends the open block, if there is one; a block without text leaves no trace.
    pub fn close(&mut self) {
        let Some(block) = self.block else { return };
        self.end();
        if self.asides.is_empty() {
            return;
        }
        let pieces = std::mem::take(&mut self.aside_pieces);
        let mut rest = pieces.into_iter();
        for (kind, count) in std::mem::take(&mut self.asides) {
            self.open(kind, block.quoted);
            rest.by_ref().take(count).for_each(|piece| self.text(piece));
            self.end();
        }
    }

    fn end(&mut self) {
        self.flush();
        let Some(mut block) = self.block.take() else { return };
        self.line_break = None;
        self.trim(block.start);
        block.end = offset(self.prose.text.len());
        if block.start < block.end {
            let end = self.file_end();
            self.prose.blocks.push(block);
            self.atom(end..end, "\n");
        }
    }

    /// Text of the file, without line ends.
    pub fn text(&mut self, range: Range<usize>) {
        if self.run.end == range.start {
            self.run.end = range.end;
        } else {
            self.flush();
            self.run = range;
        }
    }

    /// Something that is no text. Given again, piece by piece, it stays one.
    pub fn object(&mut self, range: Range<usize>) {
        self.flush();
        let start = offset(range.start);
        let is_same = |last: &Segment| !last.is_verbatim() && last.stands_for > 0 && last.file == start;
        if self.prose.segments.last().is_some_and(is_same) {
            self.line_break = None;
        } else {
            self.settle(range.start);
            self.atom(range, OBJECT_CHAR.encode_utf8(&mut [0; 4]));
        }
    }

    /// Text that is written otherwise in the file.
    pub fn decoded(&mut self, range: Range<usize>, text: &str) {
        self.flush();
        self.settle(range.start);
        self.atom(range, text);
    }

    /// A line end that is a space to the reader.
    pub fn soft_break(&mut self) {
        self.flush();
        self.line_break = self.line_break.or(Some(" "));
    }

    /// A line end that the reader sees.
    pub fn hard_break(&mut self) {
        self.flush();
        self.line_break = Some("\n");
    }

    /// A block of its own, from pieces of the file, after the one that is open now.
    pub fn aside(&mut self, kind: BlockKind, pieces: impl IntoIterator<Item = Range<usize>>) {
        let before = self.aside_pieces.len();
        self.aside_pieces.extend(pieces);
        self.asides.push((kind, self.aside_pieces.len() - before));
    }

    /// Writes the run of text, its addresses as objects.
    fn flush(&mut self) {
        let run = std::mem::replace(&mut self.run, 0..0);
        // What is nothing but space to a reader begins no block: a form feed, say.
        if self.block.is_none() {
            return;
        }
        let Some(text) = self.file.get(run.clone()).filter(|text| !text.is_empty()) else { return };
        let mut at = 0;
        while let Some(found) = address::find(text, at) {
            self.verbatim(run.start + at..run.start + found.start);
            self.settle(run.start + found.start);
            if self.block.is_some_and(|block| block.kind != BlockKind::Html) {
                self.prose.addresses.push(Span::new(run.start + found.start, run.start + found.end));
            }
            self.atom(run.start + found.start..run.start + found.end, OBJECT_CHAR.encode_utf8(&mut [0; 4]));
            at = found.end;
        }
        self.verbatim(run.start + at..run.end);
    }

    fn verbatim(&mut self, mut range: Range<usize>) {
        let mut text = &self.file[range.clone()];
        if self.line_break.is_some() || self.is_at_start() {
            text = text.trim_start_matches([' ', '\t']);
            range.start = range.end - text.len();
        }
        if text.is_empty() {
            return;
        }
        self.settle(range.start);
        // Jamo are one syllable to the reader, however the file has them.
        let mut start = range.start;
        while let Some((found, syllable)) = hangul::decomposed(text) {
            self.piece(start, &text[..found.start]);
            self.atom(start + found.start..start + found.end, syllable.encode_utf8(&mut [0; 4]));
            start += found.end;
            text = &text[found.end..];
        }
        self.piece(start, text);
    }

    /// Bytes of the file at `start`, as they are.
    fn piece(&mut self, start: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        let continues = |last: &Segment| last.is_verbatim();
        if !(self.prose.segments.last().is_some_and(continues) && self.file_end() == start) {
            self.segment(start, Segment::VERBATIM);
        }
        self.prose.text.push_str(text);
    }

    /// Writes a line break that is due, now that something follows at byte `next` of the file.
    fn settle(&mut self, next: usize) {
        let Some(line_break) = self.line_break.take() else { return };
        let Some(block) = self.block else { return };
        self.trim(block.start);
        if !self.is_at_start() {
            let end = self.file_end();
            self.atom(end..next.max(end), line_break);
        }
    }

    fn atom(&mut self, range: Range<usize>, text: &str) {
        self.segment(range.start, offset(range.len()));
        self.prose.text.push_str(text);
    }

    fn segment(&mut self, file: usize, stands_for: u32) {
        let prose = offset(self.prose.text.len());
        self.prose.segments.push(Segment { prose, file: offset(file), stands_for });
    }

    /// Takes back spaces at the end of the block that begins at `start`.
    fn trim(&mut self, start: u32) {
        let text = &mut self.prose.text;
        let length = text.trim_end_matches([' ', '\t', '\n']).len().max(start as usize);
        text.truncate(length);
        while self.prose.segments.last().is_some_and(|last| last.prose as usize >= length) {
            self.prose.segments.pop();
        }
    }

    /// Where the prose written so far ends in the file.
    fn file_end(&self) -> usize {
        let end = offset(self.prose.text.len());
        self.prose.segments.last().map_or(0, |last| last.file_end(end) as usize)
    }

    fn is_at_start(&self) -> bool {
        self.block.is_none_or(|block| block.start as usize == self.prose.text.len())
    }
}

fn offset(at: usize) -> u32 {
    Span::at(at).start
}
