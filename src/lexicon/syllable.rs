//! A Hangul syllable as its letters, which is how conjugation is described: 하 + ㄴ is 한.

use crate::hangul;

/// A syllable taken apart: initial consonant, vowel, and final consonant if there is one. The letters
/// are those of a keyboard (U+3131 and on): `('ㅎ', 'ㅏ', Some('ㄴ'))` is 한.
pub type Letters = (char, char, Option<char>);

const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
    'ㅍ', 'ㅎ',
];
const VOWELS: [char; 21] = [
    'ㅏ', 'ㅐ', 'ㅑ', 'ㅒ', 'ㅓ', 'ㅔ', 'ㅕ', 'ㅖ', 'ㅗ', 'ㅘ', 'ㅙ', 'ㅚ', 'ㅛ', 'ㅜ', 'ㅝ', 'ㅞ', 'ㅟ',
    'ㅠ', 'ㅡ', 'ㅢ', 'ㅣ',
];
/// The letters of a syllable; `None` for any other character.
pub fn letters(syllable: char) -> Option<Letters> {
    let [initial, vowel, last] = hangul::codes(syllable)?;
    let initial = INITIALS[usize::from(initial - hangul::INITIALS)];
    Some((initial, VOWELS[usize::from(vowel - hangul::VOWELS)], hangul::final_letter(last)))
}

/// The syllable of these letters; `None` where a letter cannot stand in its place.
pub fn syllable((initial, vowel, last): Letters) -> Option<char> {
    let place = |letters: &[char], letter| letters.iter().position(|&l| l == letter).map(|at| at as u8);
    let last = match last {
        Some(letter) => hangul::final_code(letter)?,
        None => hangul::FINALS,
    };
    let initial = hangul::INITIALS + place(&INITIALS, initial)?;
    hangul::syllable([initial, hangul::VOWELS + place(&VOWELS, vowel)?, last])
}

/// `word` with its last syllable rewritten. A word whose last character is no syllable stays as it is.
pub fn with_last(word: &str, rewrite: impl FnOnce(Letters) -> Letters) -> String {
    let mut chars = word.chars();
    let rewritten = chars.next_back().and_then(letters).and_then(|last| syllable(rewrite(last)));
    match rewritten {
        Some(last) => chars.chain([last]).collect(),
        None => word.to_owned(),
    }
}

/// `word` with the final consonant of its last syllable replaced: `("하", Some('ㄴ'))` gives 한.
pub fn with_final(word: &str, last: Option<char>) -> String {
    with_last(word, |(initial, vowel, _)| (initial, vowel, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_back() {
        for c in '가'..='힣' {
            assert_eq!(letters(c).and_then(syllable), Some(c));
        }
        assert_eq!(letters('뷁'), Some(('ㅂ', 'ㅞ', Some('ㄺ'))));
        assert_eq!(letters('힣').map(|l| l.2), Some(Some('ㅎ')));
        assert_eq!((letters('a'), letters('ㄱ'), letters('\u{d7a4}')), (None, None, None));
        assert_eq!(syllable(('ㅏ', 'ㅏ', None)), None);
    }

    #[test]
    fn the_last_syllable_is_rewritten() {
        assert_eq!(with_final("고치", Some('ㄹ')), "고칠");
        assert_eq!(with_final("만들", None), "만드");
        assert_eq!(with_final("API", Some('ㄹ')), "API");
    }
}
