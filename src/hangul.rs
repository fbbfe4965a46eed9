//! Syllables, jamo, and the jamo view.
//!
//! A Hangul syllable takes three bytes in UTF-8 and is made of three jamo: an initial consonant, a
//! vowel, and a final consonant or none. The *jamo view* of a text writes each syllable's three bytes
//! as three jamo codes, so that it has the same length and the same offsets as the text, and a
//! pattern such as "any syllable that ends in ㄹ, then 수" is a plain byte string: the code of the
//! final ㄹ, then the three codes of 수. ASCII stays as it is; every other character becomes filler.
//!
//! | bytes         | stand for                                              |
//! |---------------|--------------------------------------------------------|
//! | `0x00..=0x7F` | ASCII                                                  |
//! | `0x80..=0x92` | the 19 initial consonants                              |
//! | `0x93..=0xA7` | the 21 vowels                                          |
//! | `0xA8..=0xC3` | no final consonant, then the 27 final consonants       |
//! | `0xC4..=0xCC` | a mark of [`MARKS`] (each of its three bytes)          |
//! | [`OBJECT`]    | U+FFFC: code, math, an image (each of its three bytes) |
//! | [`LONE_JAMO`] | a letter that is no syllable, such as ㅋ               |
//! | [`OTHER`]     | anything else                                          |

use std::ops::Range;

/// Code of the first initial consonant (ㄱ).
pub const INITIALS: u8 = 0x80;
/// Code of the first vowel (ㅏ).
pub const VOWELS: u8 = 0x93;
/// Code of "no final consonant"; the 27 final consonants follow.
pub const FINALS: u8 = 0xA8;
/// One past the code of the last final consonant.
pub const FINALS_END: u8 = 0xC4;
/// Punctuation that patterns tell from other characters: beside it, particles and ellipses stand.
pub const MARKS: [char; 9] = ['‘', '’', '“', '”', '…', '」', '』', '》', '〉'];
/// Filler for U+FFFC, which stands in prose for what is not prose.
pub const OBJECT: u8 = 0xF8;
/// Filler for a compatibility jamo (U+3131..=U+318E).
pub const LONE_JAMO: u8 = 0xF9;
/// Filler for any other character.
pub const OTHER: u8 = 0xFF;

/// The character that stands in prose for code, math, an image or a template.
pub const OBJECT_CHAR: char = '\u{fffc}';

const FIRST: u32 = 0xAC00;
const LAST: u32 = 0xD7A3;

/// The final consonants as they are typed, in code order from [`FINALS`] + 1.
const FINAL_LETTERS: &str = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

/// Whether `c` is a composed Hangul syllable.
pub fn is_syllable(c: char) -> bool {
    (FIRST..=LAST).contains(&(c as u32))
}

/// Whether `c` is a syllable, or one of the jamo that a decomposed one is written in.
pub fn is_in_hangul(c: char) -> bool {
    is_syllable(c) || ('\u{1100}'..='\u{11ff}').contains(&c)
}

/// The first syllable of `text` that is written in conjoining jamo, as file systems may do: where, and which.
pub fn decomposed(text: &str) -> Option<(Range<usize>, char)> {
    const INITIAL: u32 = 0x1100;
    const VOWEL: u32 = 0x1161;
    const FINAL: u32 = 0x11A7;
    // The first byte of all of them.
    memchr::memchr(0xE1, text.as_bytes())?;
    let place = |c: char, first: u32, many: u32| (c as u32).checked_sub(first).filter(|at| *at < many);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let open = match place(c, INITIAL, 19) {
            Some(initial) => {
                let Some(&(at, vowel)) = chars.peek() else { break };
                let Some(index) = place(vowel, VOWEL, 21) else { continue };
                chars.next();
                end = at + vowel.len_utf8();
                FIRST + (initial * 21 + index) * 28
            }
            None if is_syllable(c) && (c as u32 - FIRST).is_multiple_of(28) => c as u32,
            None => continue,
        };
        let last = chars.peek().and_then(|(_, c)| place(*c, FINAL, 28)).filter(|last| *last > 0);
        if let (Some(_), Some((at, c))) = (last, chars.peek()) {
            end = at + c.len_utf8();
        }
        if open != c as u32 || last.is_some() {
            return Some((start..end, char::from_u32(open + last.unwrap_or(0))?));
        }
    }
    None
}

/// The three jamo codes of a syllable.
pub fn codes(c: char) -> Option<[u8; 3]> {
    is_syllable(c).then(|| codes_of_index(c as u32 - FIRST))
}

fn codes_of_index(index: u32) -> [u8; 3] {
    let [initial, vowel] = OPEN.get((index / 28) as usize).copied().unwrap_or_default();
    [initial, vowel, FINALS + (index % 28) as u8]
}

/// The codes of the initial and the vowel of each syllable without a final.
static OPEN: [[u8; 2]; 19 * 21] = {
    let mut codes = [[0; 2]; 19 * 21];
    let mut at = 0;
    while at < codes.len() {
        codes[at] = [INITIALS + (at / 21) as u8, VOWELS + (at % 21) as u8];
        at += 1;
    }
    codes
};

/// The syllable of three jamo codes.
pub fn syllable(codes: [u8; 3]) -> Option<char> {
    let [initial, vowel, last] = codes;
    let (i, v, f) = (initial.checked_sub(INITIALS)?, vowel.checked_sub(VOWELS)?, last.checked_sub(FINALS)?);
    if i >= 19 || v >= 21 || f >= 28 {
        return None;
    }
    char::from_u32(FIRST + u32::from(i) * 588 + u32::from(v) * 28 + u32::from(f))
}

/// The code of a final consonant given as a letter (`ㄹ`).
pub fn final_code(letter: char) -> Option<u8> {
    FINAL_LETTERS.chars().position(|l| l == letter).map(|at| FINALS + 1 + at as u8)
}

/// The final consonant of a code as a letter; `None` for "no final consonant".
pub fn final_letter(code: u8) -> Option<char> {
    FINAL_LETTERS.chars().nth(usize::from(code.checked_sub(FINALS + 1)?))
}

/// How a word ends, as particles care: 을/를, 은/는, 이/가, 과/와 ask whether there is a final
/// consonant; 으로/로 asks whether it is another than ㄹ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// In a vowel: 나무.
    Vowel,
    /// In ㄹ: 물.
    Rieul,
    /// In any other consonant: 집.
    Consonant,
}

impl Ending {
    /// The ending of a syllable; `None` for what is not a syllable.
    pub fn of(c: char) -> Option<Ending> {
        let last = codes(c)?[2];
        Some(match last {
            FINALS => Ending::Vowel,
            _ if Some(last) == final_code('ㄹ') => Ending::Rieul,
            _ => Ending::Consonant,
        })
    }
}

/// Writes the jamo view of `text` into `view`, replacing what was there.
pub fn jamo_view(text: &str, view: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    view.clear();
    view.resize(bytes.len(), OTHER);
    let view = view.as_mut_slice();
    let mut at = 0;
    while let (Some(&lead), Some(first)) = (bytes.get(at), view.get_mut(at)) {
        if lead < 0x80 {
            *first = lead;
            at += 1;
            continue;
        }
        let (0xE0..=0xEF, Some(&[_, second, third]), Some(codes)) =
            (lead, bytes[at..].first_chunk(), view[at..].first_chunk_mut())
        else {
            at += if lead < 0xE0 { 2 } else { 4 };
            continue;
        };
        let code = u32::from(lead & 0xF) << 12 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F);
        match code {
            FIRST..=LAST => *codes = codes_of_index(code - FIRST),
            0x3131..=0x318E => *codes = [LONE_JAMO; 3],
            0xFFFC => *codes = [OBJECT; 3],
            _ => {
                if let Some(mark) = MARKS.iter().position(|&mark| mark as u32 == code) {
                    *codes = [FINALS_END + mark as u8; 3];
                }
            }
        }
        at += 3;
    }
}

/// All finals, as a set: bit 0 stands for none, the others for the letters in code order.
pub const ANY_FINAL: u32 = (1 << 28) - 1;

/// The set of syllables that end in a vowel.
pub const NO_FINAL: u32 = 1;

/// Final consonants given as letters (`ㄴㄹ`), as a set; `None` if one of them is no final consonant.
pub fn finals(letters: &str) -> Option<u32> {
    letters.chars().try_fold(0, |set, letter| Some(set | 1 << (final_code(letter)? - FINALS)))
}

/// Whether a byte of a jamo view belongs to a syllable.
pub fn is_hangul(byte: u8) -> bool {
    (INITIALS..FINALS_END).contains(&byte)
}

/// Where the run of syllables that ends at `end` begins.
pub fn run_start(view: &[u8], end: usize) -> usize {
    view[..end].iter().rposition(|&b| !is_hangul(b)).map_or(0, |at| at + 1)
}

/// Where the run of syllables that begins at `start` ends.
pub fn run_end(view: &[u8], start: usize) -> usize {
    view[start..].iter().position(|&b| !is_hangul(b)).map_or(view.len(), |at| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_in_jamo_are_found() {
        use unicode_normalization::UnicodeNormalization;
        let first = |text: &str| decomposed(text);
        for c in ['가', '각', '힣', '뷁', '데'] {
            let text: String = ['a', c, '\u{1100}', '나'].into_iter().collect();
            assert_eq!(first(&text), None, "{c}");
            let jamo: String = c.nfd().collect();
            assert_eq!(first(&format!("가{jamo}나")), Some((3..3 + jamo.len(), c)), "{c}");
        }
        assert_eq!(first("가\u{11a8}"), Some((0..6, '각')));
        assert_eq!(first("각\u{11a8}\u{1161}\u{11a7}"), None);
    }

    #[test]
    fn the_view_keeps_length_and_offsets() {
        let text = "할수 A é ㅋ\u{fffc}… 😀값";
        let mut view = Vec::new();
        jamo_view(text, &mut view);
        assert_eq!(view.len(), text.len());
        for (at, c) in text.char_indices() {
            match codes(c) {
                Some(codes) => assert_eq!(view[at..at + 3], codes, "{c}"),
                None if c.is_ascii() => assert_eq!(view[at], c as u8),
                None => assert!(view[at..at + c.len_utf8()].iter().all(|&b| b >= FINALS_END), "{c}"),
            }
        }
    }

    #[test]
    fn every_syllable_survives_the_round_trip() {
        for c in (FIRST..=LAST).filter_map(char::from_u32) {
            assert_eq!(codes(c).and_then(syllable), Some(c));
        }
        assert_eq!(syllable([INITIALS, VOWELS, FINALS_END]), None);
        assert_eq!(final_code('ㄹ'), codes('할').map(|c| c[2]));
        assert_eq!((final_code('ㄹ').and_then(final_letter), final_letter(FINALS)), (Some('ㄹ'), None));
    }

    #[test]
    fn endings() {
        assert_eq!(Ending::of('무'), Some(Ending::Vowel));
        assert_eq!(Ending::of('물'), Some(Ending::Rieul));
        assert_eq!(Ending::of('집'), Some(Ending::Consonant));
        assert_eq!(Ending::of('A'), None);
    }

    #[test]
    fn runs() {
        let mut view = Vec::new();
        jamo_view("a할수 있", &mut view);
        assert_eq!(run_start(&view, 7), 1);
        assert_eq!(run_end(&view, 4), 7);
        assert_eq!(run_start(&view, 1), 1);
    }
}
