//! A Hangul syllable as its letters, which is how conjugation is described: 하 + ㄴ is 한.

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
const FINALS: [char; 27] = [
    'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ', 'ㅂ',
    'ㅄ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];
const FIRST: u32 = 0xAC00;

/// The letters of a syllable; `None` for any other character.
pub fn letters(syllable: char) -> Option<Letters> {
    let index = (syllable as u32).checked_sub(FIRST)? as usize;
    let last = (index % 28).checked_sub(1).map(|at| FINALS[at]);
    Some((*INITIALS.get(index / 588)?, VOWELS[index % 588 / 28], last))
}

/// The syllable of these letters; `None` where a letter cannot stand in its place.
pub fn syllable((initial, vowel, last): Letters) -> Option<char> {
    let place = |letters: &[char], letter| letters.iter().position(|&l| l == letter).map(|at| at as u32);
    let last = match last {
        Some(letter) => place(&FINALS, letter)? + 1,
        None => 0,
    };
    char::from_u32(FIRST + place(&INITIALS, initial)? * 588 + place(&VOWELS, vowel)? * 28 + last)
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
