//! The lines around a place, as ranges of the file without their line ends.

use std::ops::Range;

/// How far a line is followed from a place in it, in bytes. What is farther away on an endless line matters
/// no more, and would be looked at again from every place.
pub const REACH: usize = 4 << 10;

/// The last place between characters that is not behind byte `at`.
pub fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The first place between characters that is not before byte `at`.
pub fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// The line that holds byte `at`, as far as it is in [`REACH`].
pub fn around(text: &str, at: usize) -> Range<usize> {
    let at = floor(text, at);
    let far = floor(text, at.saturating_sub(REACH));
    let start = memchr::memrchr(b'\n', &text.as_bytes()[far..at]).map_or(far, |end| far + end + 1);
    start..without_return(text, start, at + ahead(text, at).len())
}

/// The rest of the line from byte `at` on, as far as it is in [`REACH`].
pub fn ahead(text: &str, at: usize) -> &str {
    let far = floor(text, at.saturating_add(REACH));
    let end = memchr::memchr(b'\n', &text.as_bytes()[at..far]).map_or(far, |ahead| at + ahead);
    &text[at..without_return(text, at, end)]
}

/// What stands from byte `at` on up to `end`, as far as it is in [`REACH`].
pub fn near(text: &str, at: usize, end: usize) -> &str {
    &text[at..floor(text, at.saturating_add(REACH)).min(end)]
}

/// The line above the one that holds byte `at`.
pub fn above(text: &str, at: usize) -> Option<Range<usize>> {
    let end = memchr::memrchr(b'\n', &text.as_bytes()[..floor(text, at)])?;
    Some(around(text, end))
}

/// The line below the one that holds byte `at`.
pub fn below(text: &str, at: usize) -> Option<Range<usize>> {
    let next = at + memchr::memchr(b'\n', text.as_bytes().get(at..)?)? + 1;
    (next < text.len()).then(|| around(text, next))
}

/// The lines of a range, each with its line end cut off.
pub fn each(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = Some(range.start);
    std::iter::from_fn(move || {
        let start = at?;
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..range.end]).map(|ahead| start + ahead);
        at = end.map(|end| end + 1).filter(|&next| next < range.end);
        let end = end.unwrap_or(range.end);
        Some(start..without_return(text, start, end))
    })
}

/// Whether there is a blank line in a text; one of spaces is not looked for.
pub fn holds_blank(text: &str) -> bool {
    text.contains("\n\n") || text.contains("\n\r\n")
}

/// Whether there is nothing but space and markers of quotations on a line.
pub fn is_blank(line: &str) -> bool {
    line.trim_matches([' ', '\t', '>', '\r']).is_empty()
}

fn without_return(text: &str, start: usize, end: usize) -> usize {
    if end > start && text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_around_a_place() {
        let text = "가\r\n나\n\n다";
        let at = text.find('나').unwrap();
        assert_eq!(&text[around(text, at)], "나");
        assert_eq!(above(text, at).map(|line| &text[line]), Some("가"));
        assert_eq!(below(text, at).map(|line| &text[line]), Some(""));
        assert_eq!(above(text, 0), None);
        assert_eq!(below(text, text.len()), None);
        let all: Vec<&str> = each(text, 0..text.len()).map(|line| &text[line]).collect();
        assert_eq!(all, ["가", "나", "", "다"]);
        assert!(is_blank("> ") && !is_blank("> 가"));
        // In the middle of a character is at the character.
        assert_eq!(&text[around(text, text.len() - 1)], "다");
        assert_eq!(
            (below(text, text.len() - 1), above(text, text.len() - 1).map(|line| &text[line])),
            (None, Some(""))
        );
    }
}
