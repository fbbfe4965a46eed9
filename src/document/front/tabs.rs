//! Tabs at the beginning of lines, as libyaml (Psych) and the others have them.

use std::ops::Range;

use super::lines::begins_with_key;

/// Part of the YAML whose lines may begin with a tab.
pub(super) struct Shield {
    /// Byte offsets in the YAML.
    pub range: Range<usize>,
    /// Whether it is a plain scalar: there, a tab may not be the first character of a line.
    pub plain: bool,
}

/// The first tab at the beginning of a line that stops libyaml. Outside of quotes, block scalars and
/// flow collections (`shields`, in order) no token may follow one, and a line after a plain scalar may
/// not begin with one. Without `libyaml`, only what every other library refuses: a key or an item
/// after a tab. A byte offset in `yaml`.
pub(super) fn first_forbidden(yaml: &str, shields: &[Shield], libyaml: bool) -> Option<usize> {
    let mut shields = shields.iter().peekable();
    let mut after_plain = false;
    let mut start = 0;
    for line in yaml.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        while let Some(passed) = shields.next_if(|shield| shield.range.end <= start) {
            after_plain = passed.plain;
        }
        let inside = shields.peek().filter(|shield| shield.range.start < start);
        if let Some(tab) = line[..indent].find('\t') {
            let blank = line[indent..].trim_ascii().is_empty();
            let allowed = match inside {
                Some(shield) => !shield.plain || tab > 0,
                None if !libyaml => !begins_with_key(&line[indent..]) && !line[indent..].starts_with("- "),
                None => after_plain && tab > 0 && (blank || line[indent..].starts_with('#')),
            };
            if !allowed {
                return Some(start + tab);
            }
        }
        start += line.len();
    }
    None
}

/// The blanks that the line of byte `at` begins with, if a tab is among them.
pub(super) fn indent(yaml: &str, at: usize) -> Option<Range<usize>> {
    let start = yaml.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let rest = &yaml[start..];
    let length = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest[..length].contains('\t').then_some(start..start + length)
}

/// The same text, at the same offsets, with a space for every tab before the first word of a line.
pub(super) fn without_leading(yaml: &str) -> String {
    let mut leading = true;
    let replaced = yaml.chars().map(|c| {
        leading = c == '\n' || (leading && matches!(c, ' ' | '\t'));
        if leading && c == '\t' { ' ' } else { c }
    });
    replaced.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blanks_before_a_line_are_found_if_a_tab_is_among_them() {
        assert_eq!(indent("가\n \t나", 6), Some(4..6));
        assert_eq!((indent("가\n  나", 6), indent("\t가\n나", 6)), (None, None));
    }

    #[test]
    fn only_tabs_before_the_first_word_of_a_line_give_way() {
        assert_eq!(without_leading("\t- 산\t물\n \t나\t\n\t\n"), " - 산\t물\n  나\t\n \n");
    }
}
