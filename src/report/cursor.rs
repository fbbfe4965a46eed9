//! Positions of many places in one text.

use crate::span::{LineIndex, Position};

/// Finds the positions of ascending offsets, each counted from the one before: thousands of diagnostics
/// in one endless line cost one pass over it. Other orders are right, too, only slower.
pub struct Cursor<'t> {
    text: &'t str,
    lines: &'t LineIndex,
    offset: u32,
    position: Position,
}

impl<'t> Cursor<'t> {
    /// A cursor at the start of `text`, whose lines are `lines`.
    pub fn new(text: &'t str, lines: &'t LineIndex) -> Self {
        Cursor { text, lines, offset: 0, position: lines.position(text, 0) }
    }

    /// The position of byte `offset`.
    pub fn position(&mut self, offset: u32) -> Position {
        let same_line = self.lines.line_of(offset) + 1 == self.position.line as usize;
        // After column 1 there may be a byte order mark, which takes no column.
        let passed = if same_line && self.position.column > 1 {
            self.text.get(self.offset as usize..offset as usize)
        } else {
            None
        };
        self.position = match passed {
            Some(passed) => {
                Position { column: self.position.column + passed.chars().count() as u32, ..self.position }
            }
            None => self.lines.position(self.text, offset),
        };
        self.offset = offset;
        self.position
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_agrees_with_the_line_index_in_any_order() {
        let text = "\u{feff}봄이 왔다\r\n꽃이 e\u{301} 피고\r새가\n\n운다";
        let lines = LineIndex::new(text);
        let length = text.len() as u32;
        let mut cursor = Cursor::new(text, &lines);
        for offset in (0..=length + 2).chain([40, 41, 3, 4, 12, 12, 0]) {
            assert_eq!(cursor.position(offset), lines.position(text, offset), "at {offset}");
        }
    }
}
