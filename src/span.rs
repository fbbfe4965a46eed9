//! Places in a file. The only home of lines, columns and UTF-16.
//!
//! Everything else in toego speaks in [`Span`]s: byte ranges in the file as it is on disk (after a
//! byte order mark, if there is one, is counted like any other bytes).

use serde::{Deserialize, Serialize};

/// A half-open byte range `start..end` in the original file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Documents are refused long before offsets leave `u32`
    /// (see [`crate::document::MAX_BYTES`]), so larger values are clamped, not wrapped.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: clamp(start), end: clamp(end) }
    }

    /// An empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Span::new(offset, offset)
    }

    /// The range, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.range().len()
    }

    /// Whether the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the two spans share a byte, or one is an empty span inside the other.
    pub fn overlaps(self, other: Span) -> bool {
        if self.is_empty() || other.is_empty() {
            self.start <= other.end && other.start <= self.end
        } else {
            self.start < other.end && other.start < self.end
        }
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text under the span; empty when the span does not lie on character boundaries.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

/// Those of `parts` that overlap `span`. They are in the order of the file and apart from each other, so that
/// only those around it are looked at.
pub fn meeting<T>(parts: &[T], span_of: impl Fn(&T) -> Span + Copy, span: Span) -> impl Iterator<Item = &T> {
    let first = parts.partition_point(|part| span_of(part).end < span.start);
    let near = parts[first..].iter().take_while(move |part| span_of(part).start <= span.end);
    near.filter(move |part| span_of(part).overlaps(span))
}

/// What `spans` cover, in order and apart from each other.
pub fn covered(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.collect();
    sorted.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in sorted {
        match joined.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// A place as people count: line and column from 1, the column in Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
}

/// What an editor counts columns in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16.
    #[default]
    Utf16,
}

/// Where each line of a text begins. A line ends with `\n`, `\r\n` or a lone `\r`.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text` in one pass.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(Span::at(at + 1).start);
            }
        }
        LineIndex { starts }
    }

    /// Number of lines; a text that ends with a line end has an empty last line.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) that holds byte `offset`.
    pub fn line_of(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The bytes of line `line` (from 0), without its line end. An empty span past the last line.
    pub fn line_span(&self, text: &str, line: usize) -> Span {
        let Some(&start) = self.starts.get(line) else { return Span::at(text.len()) };
        let end = self.starts.get(line + 1).map_or(text.len(), |&next| next as usize);
        let content = text.get(start as usize..end).unwrap_or("");
        Span::new(start as usize, start as usize + content.trim_end_matches(['\r', '\n']).len())
    }

    /// The column of byte `offset` in bytes, from 1; a byte order mark counts, too.
    pub fn byte_column(&self, offset: u32) -> u32 {
        offset - self.starts[self.line_of(offset)] + 1
    }

    /// Line and column of byte `offset`. An offset inside a character counts as its start.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.starts[line] as usize;
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let column = text[start..end].trim_start_matches('\u{feff}').chars().count();
        Position { line: line as u32 + 1, column: column as u32 + 1 }
    }

    /// Line and column of byte `offset` as editors count: both from 0, the column in `unit`s, a byte order
    /// mark that is in the text like any character. An offset inside a character counts as its start, one in
    /// a line end as the end of the line.
    pub fn place(&self, text: &str, offset: u32, unit: Unit) -> (u32, u32) {
        let line = self.line_of(offset);
        let content = self.line_span(text, line);
        let mut end = (offset as usize).min(content.end as usize);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = Span::new(content.start as usize, end).slice(text);
        let column = match unit {
            Unit::Utf8 => before.len(),
            Unit::Utf16 => before.encode_utf16().count(),
        };
        (line as u32, column as u32)
    }

    /// The byte at a line and a column as editors count them. A column past the line is its end, a line past
    /// the text the end of the text, and a column inside a character the start of it.
    pub fn offset(&self, text: &str, line: u32, column: u32, unit: Unit) -> usize {
        let content = self.line_span(text, line as usize);
        let mut left = column as usize;
        let mut at = content.start as usize;
        for c in content.slice(text).chars() {
            let length = match unit {
                Unit::Utf8 => c.len_utf8(),
                Unit::Utf16 => c.len_utf16(),
            };
            if length > left {
                break;
            }
            left -= length;
            at += c.len_utf8();
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_all_three_line_ends_count() {
        let text = "가나\r\n다\r라마\n";
        let index = LineIndex::new(text);
        assert_eq!(index.lines(), 4);
        let at = |needle: &str| index.position(text, text.find(needle).unwrap() as u32);
        assert_eq!(at("나"), Position { line: 1, column: 2 });
        assert_eq!(at("다"), Position { line: 2, column: 1 });
        assert_eq!(at("마"), Position { line: 3, column: 2 });
        assert_eq!(index.byte_column(text.find("마").unwrap() as u32), 4);
        assert_eq!(index.line_span(text, 0).slice(text), "가나");
        assert_eq!(index.line_span(text, 1).slice(text), "다");
        // In the middle of a syllable is where it begins.
        let second = text.find("마").unwrap() as u32;
        assert_eq!(index.position(text, second + 2), Position { line: 3, column: 2 });
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let text = "\u{feff}가나";
        assert_eq!(LineIndex::new(text).position(text, 6), Position { line: 1, column: 2 });
    }

    #[test]
    fn editors_count_from_0_in_their_own_unit() {
        // An emoji of two code units, a syllable of three jamo, all three line ends, a byte order mark.
        let text = "\u{feff}가😀나\r\n\u{1112}\u{1161}\u{11ab}글\r\n끝\r😀\n";
        let index = LineIndex::new(text);
        let at = |needle: &str, unit| index.place(text, text.find(needle).unwrap() as u32, unit);
        assert_eq!((at("가", Unit::Utf16), at("가", Unit::Utf8)), ((0, 1), (0, 3)));
        assert_eq!((at("나", Unit::Utf16), at("나", Unit::Utf8)), ((0, 4), (0, 10)));
        assert_eq!((at("글", Unit::Utf16), at("글", Unit::Utf8)), ((1, 3), (1, 9)));
        assert_eq!((at("끝", Unit::Utf16), at("끝", Unit::Utf8)), ((2, 0), (2, 0)));
        // Between `\r` and `\n` there is no place: it is the end of the line.
        let line_end = text.find('\n').unwrap() as u32;
        assert_eq!(index.place(text, line_end, Unit::Utf16), (0, 5));
        for unit in [Unit::Utf8, Unit::Utf16] {
            for (offset, c) in text.char_indices().filter(|(_, c)| !matches!(c, '\r' | '\n')) {
                for inside in 0..c.len_utf8() {
                    let (line, column) = index.place(text, (offset + inside) as u32, unit);
                    assert_eq!(index.offset(text, line, column, unit), offset, "{unit:?} {c}");
                }
            }
            let end = index.place(text, text.len() as u32, unit);
            assert_eq!((end, index.offset(text, 4, 0, unit)), ((4, 0), text.len()));
            assert_eq!(index.offset(text, 9, 9, unit), text.len());
            assert_eq!(index.offset(text, 0, 99, unit), text.find('\r').unwrap());
        }
        // In the middle of an emoji and of a syllable.
        assert_eq!(index.offset(text, 0, 3, Unit::Utf16), text.find('😀').unwrap());
        assert_eq!(index.offset(text, 2, 2, Unit::Utf8), text.find('끝').unwrap());
    }

    #[test]
    fn parts_around_a_place_are_found() {
        let parts =
            covered([(8, 9), (0, 2), (1, 4), (4, 5), (6, 6)].map(|(a, b)| Span::new(a, b)).into_iter());
        assert_eq!(parts, [(0, 4), (4, 5), (6, 6), (8, 9)].map(|(a, b)| Span::new(a, b)));
        for start in 0..10 {
            for end in start..10 {
                let span = Span::new(start, end);
                let plain: Vec<&Span> = parts.iter().filter(|part| part.overlaps(span)).collect();
                assert_eq!(meeting(&parts, |part| *part, span).collect::<Vec<_>>(), plain, "{span:?}");
            }
        }
    }

    #[test]
    fn empty_spans_overlap_where_they_stand() {
        assert!(Span::at(3).overlaps(Span::new(3, 5)));
        assert!(!Span::new(1, 3).overlaps(Span::new(3, 5)));
    }
}
