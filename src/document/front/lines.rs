//! Lines of front matter, and what they look like before anything is parsed.

use crate::span::Span;

/// A line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Offset of its first byte in the text that was split.
    pub start: usize,
    /// Its text without the line end.
    pub text: &'t str,
    /// Offset of the next line.
    pub next: usize,
}

impl Line<'_> {
    /// The line without its line end, `base` bytes further on.
    pub fn span(&self, base: usize) -> Span {
        Span::new(base + self.start, base + self.start + self.text.len())
    }

    /// Whether there is nothing to see.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The lines of `text` from byte `from`, which begins a line.
pub(super) fn lines(text: &str, from: usize) -> impl Iterator<Item = Line<'_>> {
    let mut next = from;
    text.get(from..).unwrap_or("").split_inclusive('\n').map(move |line| {
        let start = next;
        next += line.len();
        let content = line.strip_suffix('\n').unwrap_or(line);
        Line { start, text: content.strip_suffix('\r').unwrap_or(content), next }
    })
}

/// Whether the line begins as `key:` does, with a key as generators have them. Wrong colons count.
pub(super) fn begins_with_key(line: &str) -> bool {
    let rest = line.trim_start_matches(is_key_character);
    let after = rest.trim_start();
    rest.len() < line.len() && after.starts_with([':', '：']) && !after.starts_with("://")
}

/// Whether `c` may be part of a key that generators and themes have.
pub(super) fn is_key_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// Whether `c` takes no room, or takes room without ink.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Whether the line is nothing but dashes, of whatever kind and number, or equals signs: what a
/// delimiter looks like when it is mistyped.
pub(super) fn is_dashes(line: &str) -> bool {
    const DASHES: &str =
        "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{2500}\u{2501}\u{ff0d}\u{30fc}=";
    let line = line.trim_matches(is_invisible);
    !matches!(line, "" | "-" | "=") && line.chars().all(|c| DASHES.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_survive_both_line_ends() {
        let text = "가\r\n나\n\n다";
        let found: Vec<_> = lines(text, 0).map(|line| (line.start, line.text, line.next)).collect();
        assert_eq!(found, [(0, "가", 5), (5, "나", 9), (9, "", 10), (10, "다", 13)]);
    }

    #[test]
    fn keys_and_dashes_are_recognised() {
        for line in ["title: 봄", "last_modified_at:", "toc:true", "title：봄", "title : 봄"] {
            assert!(begins_with_key(line), "{line}");
        }
        for line in ["https://ex.kr", "봄이 왔다", "- 항목", "", ": 값", "그날: 맑음"] {
            assert!(!begins_with_key(line), "{line}");
        }
        for line in ["----", "--", "—", " ---", "---\u{200b}", "===", "–––"] {
            assert!(is_dashes(line), "{line}");
        }
        for line in ["-", "- 항목", "", "--- 봄", "***"] {
            assert!(!is_dashes(line), "{line}");
        }
    }
}
