//! The part of a line that is shown around a span.

use std::ops::Range;

use super::terminal;
use crate::span::Span;

/// What stands for the rest of a line.
const REST: &str = "…";

/// A line, or the window of a long line that fits the terminal, with the place to underline.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// What to print.
    pub text: String,
    /// The bytes of [`Excerpt::text`] that stand for the span. Never past its end.
    pub label: Range<usize>,
}

impl Excerpt {
    /// Shows as much of `line` around `span` as fits into `room` columns. `text` is the whole file; of
    /// a span over several lines, what lies in `line` counts. No more of the text is looked at than is
    /// shown.
    pub fn new(text: &str, line: Span, span: Span, room: usize) -> Self {
        let start = boundary(text, span.start.clamp(line.start, line.end));
        let end = boundary(text, span.end.clamp(line.start, line.end)).max(start);
        let part = |range: Range<usize>| text.get(range).unwrap_or("");
        let (before, under, after) =
            (part(line.start as usize..start), part(start..end), part(end..line.end as usize));

        let whole = part(line.range());
        let is_long = terminal::fit(whole.chars(), room).0 < whole.len();
        let room = if is_long { room.saturating_sub(2 * REST.chars().count()) } else { room };
        let (under_fits, under_columns) = terminal::fit(under.chars(), room);
        let room = room - under_columns;
        let (_, after_wants) = terminal::fit(after.chars(), room);
        let before_room = (room / 2).max(room - after_wants);
        let (before_fits, before_columns) = terminal::fit(before.chars().rev(), before_room);
        let (after_fits, _) = terminal::fit(after.chars(), room - before_columns);

        let mut excerpt = Excerpt { text: String::with_capacity(room + under.len().min(room)), label: 0..0 };
        excerpt.push_before(before, before_fits);
        excerpt.label.start = excerpt.text.len();
        if under.chars().all(|c| drawn(c).is_none()) {
            // Nothing of it would be seen: then its number is.
            under[..under_fits].chars().for_each(|c| terminal::push_number(&mut excerpt.text, c));
        } else {
            excerpt.push(&under[..under_fits]);
        }
        excerpt.label.end = excerpt.text.len();
        if under_fits < under.len() {
            excerpt.text.push_str(REST);
        } else {
            excerpt.push_after(after, after_fits);
        }
        if excerpt.label.start == excerpt.text.len() && !text.is_empty() {
            // An empty span at the end of a line needs something to stand under.
            excerpt.text.push(' ');
        }
        excerpt
    }

    /// The last `fits` bytes of `before`, from the first whole word on.
    fn push_before(&mut self, before: &str, fits: usize) {
        let shown = &before[before.len() - fits..];
        if fits == before.len() {
            self.push(shown);
        } else {
            self.text.push_str(REST);
            self.push(shown.find(' ').map_or(shown, |space| &shown[space..]));
        }
    }

    /// The first `fits` bytes of `after`, up to the last whole word.
    fn push_after(&mut self, after: &str, fits: usize) {
        let shown = &after[..fits];
        if fits == after.len() {
            self.push(shown);
        } else {
            self.push(shown.rfind(' ').map_or(shown, |space| &shown[..=space]));
            self.text.push_str(REST);
        }
    }

    fn push(&mut self, text: &str) {
        for c in text.chars().filter_map(drawn) {
            // A tab becomes spaces when the line is drawn.
            if c == '\t' { self.text.push(c) } else { terminal::push(&mut self.text, c) }
        }
    }
}

/// The character to draw for `c` where columns count, if any. Terminals disagree on whether emoji are joined;
/// drawn apart, they take the same columns in all of them.
fn drawn(c: char) -> Option<char> {
    match c {
        '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' => None,
        _ => Some(c),
    }
}

/// The start of the character that byte `offset` lies in.
fn boundary(text: &str, offset: u32) -> usize {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::LineIndex;

    /// The excerpt for `needle`, its label in ⟦brackets⟧.
    fn marked(text: &str, needle: &str, room: usize) -> String {
        let start = text.find(needle).unwrap();
        mark(text, Span::new(start, start + needle.len()), room)
    }

    fn mark(text: &str, span: Span, room: usize) -> String {
        let lines = LineIndex::new(text);
        let line = lines.line_span(text, lines.line_of(span.start));
        let Excerpt { text, label } = Excerpt::new(text, line, span, room);
        format!("{}⟦{}⟧{}", &text[..label.start], &text[label.clone()], &text[label.end..])
    }

    #[test]
    fn a_line_that_fits_is_shown_whole() {
        let text = "봄이 왔다.\r\n나도 할수 있다.\r꽃이 피었다.";
        assert_eq!(marked(text, "할수", 80), "나도 ⟦할수⟧ 있다.");
        assert_eq!(marked(text, "봄이", 80), "⟦봄이⟧ 왔다.");
        assert_eq!(marked(text, "피었다.", 80), "꽃이 ⟦피었다.⟧");
        assert_eq!(marked(text, "피었다.", 12), "꽃이 ⟦피었다.⟧");
        assert_eq!(marked(text, "피었다.", 11), "… ⟦피었다.⟧");
    }

    #[test]
    fn a_long_line_is_cut_between_words() {
        let text = "하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열";
        assert_eq!(marked(text, "다섯", 20), "… 셋 넷 ⟦다섯⟧ 여섯 …");
        assert_eq!(marked(text, "하나", 20), "⟦하나⟧ 둘 셋 넷 …");
        assert_eq!(marked(text, "열", 20), "… 일곱 여덟 아홉 ⟦열⟧");
        assert_eq!(marked(text, text, 20), "⟦하나 둘 셋 넷 다섯⟧…");
    }

    #[test]
    fn of_several_lines_the_first_is_marked() {
        assert_eq!(mark("---\ntitle: 봄\n---\n", Span::new(0, 20), 80), "⟦---⟧");
    }

    #[test]
    fn an_empty_span_can_be_seen_anywhere() {
        assert_eq!(mark("봄이", Span::at(0), 80), "⟦⟧봄이");
        assert_eq!(mark("봄이\n", Span::at(6), 80), "봄이⟦⟧ ");
        assert_eq!(mark("봄\n\n꽃", Span::at(4), 80), "⟦⟧ ");
        assert_eq!(mark("", Span::at(0), 80), "⟦⟧");
        assert_eq!(mark("봄이\r\n", Span::new(6, 8), 80), "봄이⟦⟧ ");
    }

    #[test]
    fn control_characters_become_pictures_and_move_the_label_with_them() {
        assert_eq!(marked("\u{feff}가\u{1b}[1m나", "나", 80), "‹U+FEFF›가␛[1m⟦나⟧");
        assert_eq!(marked("mak\u{200b}ing", "\u{200b}", 80), "mak⟦‹U+200B›⟧ing");
    }

    #[test]
    fn emoji_are_drawn_apart() {
        let text = "👩\u{200d}💻 손 👍\u{1f3fd} 할수 ❤\u{fe0f}";
        assert_eq!(marked(text, "할수", 80), "👩💻 손 👍 ⟦할수⟧ ❤");
        assert_eq!(marked(text, "\u{200d}", 80), "👩⟦‹U+200D›⟧💻 손 👍 할수 ❤");
        assert_eq!(marked(text, "\u{fe0f}", 80), "👩💻 손 👍 할수 ❤⟦‹U+FE0F›⟧");
    }

    #[test]
    fn spans_off_the_text_or_inside_characters_are_moved() {
        assert_eq!(mark("가나", Span::new(1, 4), 80), "⟦가⟧나");
        assert_eq!(mark("가나", Span::new(99, 200), 80), "가나⟦⟧ ");
        assert_eq!(mark("가나다", Span::new(6, 3), 80), "가나⟦⟧다");
        assert_eq!(mark("가나다", Span::new(3, 6), 0), "…⟦⟧…");
    }
}
