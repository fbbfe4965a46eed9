//! Text for a terminal: nothing that could steer it, and lines that fit.

/// Stands for a character that has no picture of its own, where there is no room for its number.
const UNSEEN: char = '\u{fffd}';

/// Columns of a number that stands for a character: `‹U+200B›`.
const NUMBER: usize = 8;

/// The character to print for `c` where one has to do: itself, or one column that shows what would steer the
/// terminal (control characters, writing direction) or could not be seen at all.
pub fn visible(c: char) -> char {
    match c {
        // Nearly all there is.
        ' '..='~' | '가'..='힣' => c,
        // The block Control Pictures is in the order of the control characters.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(UNSEEN),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}' => UNSEEN,
        // Writing direction.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => UNSEEN,
        // Line ends that are none in Markdown.
        '\u{2028}' | '\u{2029}' => UNSEEN,
        // No width. The joiners (U+200C, U+200D) and variation selectors stay: emoji are made of them.
        '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => UNSEEN,
        // Hangul fillers, which terminals give any width.
        '\u{3164}' | '\u{ffa0}' => UNSEEN,
        _ => c,
    }
}

/// Whether `c` has no picture: what is printed for it is its number.
fn is_numbered(c: char) -> bool {
    c != UNSEEN && visible(c) == UNSEEN
}

/// Appends `c` as it may be printed: what [`visible`] says, or its number, as in `‹U+200B›`, which nobody takes
/// for a broken encoding.
pub fn push(out: &mut String, c: char) {
    if is_numbered(c) {
        push_number(out, c);
    } else {
        out.push(visible(c));
    }
}

/// Appends the number of `c`.
pub fn push_number(out: &mut String, c: char) {
    out.push_str(&format!("‹U+{:04X}›", u32::from(c)));
}

/// About how many columns `c` takes as [`push`] prints it.
pub fn columns_shown(c: char) -> usize {
    if is_numbered(c) { NUMBER } else { columns(visible(c)) }
}

/// Whether nothing of `c` is seen in a line of text, not even a gap.
pub fn is_unseen(c: char) -> bool {
    visible(c) != c || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// Appends `text` as it may be printed.
pub fn push_visible(out: &mut String, text: &str) {
    if is_plain(text.as_bytes()) {
        return out.push_str(text);
    }
    let mut copied = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| visible(*c) != *c) {
        out.push_str(&text[copied..at]);
        push(out, c);
        copied = at + c.len_utf8();
    }
    out.push_str(&text[copied..]);
}

/// Whether nothing in a text is printed otherwise than it is written, as far as a look at each byte with the two
/// behind it tells. There is no branch in it, so that it looks at many bytes at a time.
fn is_plain(text: &[u8]) -> bool {
    let is_odd = |a: u8, b: u8, c: u8| {
        (a < b' ')
            | (a == 0x7F)
            | (a == 0xC2) & ((b < 0xA0) | (b == 0xAD))
            | (a == 0xE2) & ((b == 0x80) & ((c < 0x90) | (c > 0xA7) & (c < 0xAF)) | (b == 0x81))
            | (a == 0xE3) & (b == 0x85) & (c == 0xA4)
            // Few characters that begin like this have no picture, but few texts have any of them.
            | (a == 0xD8)
            | (a == 0xE1)
            | (a == 0xEF)
    };
    let (threes, last) = text.split_at(text.len().saturating_sub(2));
    let seconds = text.get(1..).unwrap_or_default();
    let thirds = text.get(2..).unwrap_or_default();
    let threes = threes.iter().zip(seconds).zip(thirds);
    !threes.fold(false, |odd, ((&a, &b), &c)| odd | is_odd(a, b, c)) && !last.iter().any(|&a| is_odd(a, 0, 0))
}

/// `text` as it may be printed, its lines kept.
pub fn visible_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        push_visible(&mut out, content);
        out.push_str(&line[content.len()..]);
    }
    out
}

/// About how many columns a character takes: exact for Hangul, close enough elsewhere to fit a text
/// into a line.
pub fn columns(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}'
        | '\u{1160}'..='\u{11ff}'
        | '\u{200c}'
        | '\u{200d}'
        | '\u{fe00}'..='\u{fe0f}' => 0,
        '\t' => 4,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3ffff}' => 2,
        _ => 1,
    }
}

/// How many bytes of `chars` fit into `room` columns, and the columns they take. A character of no
/// width counts as one column here, so that the search ends however many there are; a tab takes its columns.
pub fn fit(chars: impl Iterator<Item = char>, room: usize) -> (usize, usize) {
    let (mut bytes, mut used) = (0, 0);
    for c in chars {
        let width = if c == '\t' { columns(c) } else { columns_shown(c).max(1) };
        if used + width > room {
            break;
        }
        bytes += c.len_utf8();
        used += width;
    }
    (bytes, used)
}

/// Appends `text` as it may be printed, in lines of `width` columns joined by `line_break`. The first
/// line has `used` columns taken. Lines break at spaces only: a Korean word, unlike what the Unicode
/// line breaking algorithm allows, stays whole, and a word longer than the line stands out.
pub fn wrap(out: &mut String, text: &str, mut used: usize, width: usize, line_break: &str) {
    for (i, word) in text.split(' ').enumerate() {
        let needed: usize = word.chars().map(columns_shown).sum();
        if i > 0 {
            if used + 1 + needed > width {
                out.push_str(line_break);
                used = 0;
            } else {
                out.push(' ');
                used += 1;
            }
        }
        push_visible(out, word);
        used += needed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_instead() {
        let mut out = String::new();
        push_visible(&mut out, "가\u{1b}[31m\u{7}\r\n나\u{9b}0m\u{202e}다\u{7f}");
        assert_eq!(out, "가␛[31m␇␍␊나‹U+009B›0m‹U+202E›다␡");
        assert_eq!(fit("가\u{200b}나".chars(), 10), (6, 10));
    }

    #[test]
    fn a_text_is_plain_when_each_of_its_characters_is() {
        for c in '\0'..=char::MAX {
            for text in [format!("{c}"), format!("봄{c}"), format!("{c}봄")] {
                let is_as_written = text.chars().all(|c| visible(c) == c);
                assert!(is_as_written || !is_plain(text.as_bytes()), "{c:?}");
            }
        }
        for text in ["", "a", "봄", "봄에는 “꽃”이 피고, ‘강’이 풀린다… (정말 · 그렇다) ㅋㅋ「봄」"]
        {
            assert!(is_plain(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_number_takes_as_many_columns_as_it_is_said_to() {
        for c in ('\0'..='\u{ffff}').filter(|c| is_numbered(*c)) {
            let mut out = String::new();
            push(&mut out, c);
            assert_eq!((out.chars().count(), out.chars().map(columns).sum()), (NUMBER, NUMBER), "{out}");
        }
        assert!(!('\u{10000}'..=char::MAX).any(is_numbered));
    }

    #[test]
    fn emoji_keep_their_joiners_and_hangul_its_jamo() {
        for text in ["👨\u{200d}👩\u{200d}👧", "❤\u{fe0f}", "\u{1112}\u{1161}\u{11ab}"] {
            let mut out = String::new();
            push_visible(&mut out, text);
            assert_eq!(out, text);
        }
    }

    #[test]
    fn lines_break_between_korean_words_only() {
        let mut out = String::new();
        wrap(&mut out, "띄어쓰기는 낱말마다 합니다", 0, 12, "\n");
        assert_eq!(out, "띄어쓰기는\n낱말마다\n합니다");
        out.clear();
        wrap(&mut out, "아주긴낱말하나는그대로 둔다", 4, 10, "\n");
        assert_eq!(out, "아주긴낱말하나는그대로\n둔다");
    }

    #[test]
    fn what_fits_ends_on_a_character() {
        assert_eq!(fit("가나다".chars(), 5), (6, 4));
        assert_eq!(fit("\u{301}".repeat(100).chars(), 5), (10, 5));
    }
}
