//! The lines around a place, as ranges of the file without their line ends.

use std::ops::Range;

/// The line that holds byte `at`.
pub fn around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |ahead| at + ahead);
    start..without_return(text, start, end)
}

/// The line above the one that holds byte `at`.
pub fn above(text: &str, at: usize) -> Option<Range<usize>> {
    let start = around(text, at).start;
    (start > 0).then(|| around(text, start - 1))
}

/// The line below the one that holds byte `at`.
pub fn below(text: &str, at: usize) -> Option<Range<usize>> {
    let next = at + text[at..].find('\n')? + 1;
    (next < text.len()).then(|| around(text, next))
}

/// The lines of a range, each with its line end cut off.
pub fn each(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = Some(range.start);
    std::iter::from_fn(move || {
        let start = at?;
        let end = text[start..range.end].find('\n').map(|ahead| start + ahead);
        at = end.map(|end| end + 1).filter(|&next| next < range.end);
        let end = end.unwrap_or(range.end);
        Some(start..without_return(text, start, end))
    })
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
    }
}
