//! When two file names are the same to a person.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` in composed form.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// What `text` has in common with itself in another letter case or normalization.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        match text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => Cow::Owned(text.to_ascii_lowercase()),
            false => Cow::Borrowed(text),
        }
    } else if is_nfc_quick(text.chars()) == IsNormalized::Yes && text.chars().all(is_lowest) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().flat_map(char::to_lowercase).collect())
    }
}

/// Whether a character is its own lower case. Hangul, most of what is folded here, has none.
fn is_lowest(c: char) -> bool {
    ('가'..='힣').contains(&c) || c.to_lowercase().eq([c])
}

/// Whether one of two folded names may be a slip of the pen for the other: a letter or two, or another
/// separator.
///
/// Names that differ in a digit are never near: `그림1.png` and `그림2.png` are two pictures.
pub fn is_near(a: &str, b: &str) -> bool {
    let (short, long) = differing(a, b);
    // Most pairs end here.
    if long.len() > LONGEST_SLIP || long.chars().count() > short.chars().count() + 2 {
        return false;
    }
    if !a.bytes().filter(u8::is_ascii_digit).eq(b.bytes().filter(u8::is_ascii_digit)) {
        return false;
    }
    let most = match stem(a).chars().count().min(stem(b).chars().count()) {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    };
    // Each letter that the other has nowhere is a slip of its own.
    let is_foreign = |c: &char| !matches!(c, '_' | ' ' | '+' | '-') && !short.contains(*c);
    if long.chars().filter(is_foreign).count() > most {
        return false;
    }
    let separators = |text: &str| text.replace(['_', ' ', '+'], "-");
    // Two pieces are never further apart than the longer one is long.
    long.chars().count() <= most || strsim::osa_distance(&separators(short), &separators(long)) <= most
}

/// The digits in a name. Those of names that are near are the same.
pub fn digits(name: &str) -> String {
    name.chars().filter(char::is_ascii_digit).collect()
}

/// How many bytes may lie between the first and the last difference.
const LONGEST_SLIP: usize = 48;

/// What is left of both when their common beginning and end are taken away, the shorter first.
fn differing<'t>(a: &'t str, b: &'t str) -> (&'t str, &'t str) {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (a.get(common..).unwrap_or(""), b.get(common..).unwrap_or(""));
    let tail = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b);
    let tail: usize = tail.map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    if a.len() <= b.len() { (a, b) } else { (b, a) }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether an address is that of a file that is no page: `a.pdf`.
pub fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_ending = |ending: &str| {
        (2..=5).contains(&ending.len())
            && ending != "html"
            && ending.starts_with(|c: char| c.is_ascii_alphabetic())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && is_ending(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_levels_case_and_normalization() {
        assert_eq!(fold("\u{1100}\u{1161}A.PNG"), fold("가a.png"));
        assert_ne!(fold("가.png"), fold("나.png"));
    }

    #[test]
    fn slips_are_near_and_other_pictures_are_not() {
        assert!(is_near("porfile.png", "profile.png"));
        assert!(is_near("한강_야경_사진.png", "한강-야경-사진.png"));
        assert!(is_near("architecture.png", "architectre.png"));
        assert!(is_near("imgaes", "images"));
        assert!(!is_near("화면1.png", "화면2.png"));
        assert!(!is_near("screenshot-1-11.png", "screenshot-11-2.png"));
        assert!(!is_near("a.png", "b.png"));
        assert!(!is_near("설치.png", "설정.png"));
        assert!(!is_near("before.png", "after.png"));
    }
}
