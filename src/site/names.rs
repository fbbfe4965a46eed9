//! When two file names are the same to a person.

use std::borrow::Cow;
use std::ops::RangeInclusive;

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
    if long.len() > LONGEST_SLIP || long.chars().count() > short.chars().count() + MOST_SLIPS {
        return false;
    }
    if !share_digits(a, b) {
        return false;
    }
    let most = match without_ending(a).chars().count().min(without_ending(b).chars().count()) {
        0..4 => 0,
        4..8 => 1,
        _ => MOST_SLIPS,
    };
    // Each letter that the other has nowhere is a slip of its own.
    let is_foreign = |c: &char| !is_separator(*c) && !short.contains(*c);
    if long.chars().filter(is_foreign).count() > most {
        return false;
    }
    let separators = |text: &str| text.replace(['_', ' ', '+'], "-");
    // Two pieces are never further apart than the longer one is long.
    long.chars().count() <= most || strsim::osa_distance(&separators(short), &separators(long)) <= most
}

/// How many slips of the pen names that are near are apart.
const MOST_SLIPS: usize = 2;

fn is_separator(c: char) -> bool {
    matches!(c, '_' | ' ' | '+' | '-')
}

/// The digits in a name. Those of names that are near are the same.
pub(super) fn digits(name: &str) -> String {
    name.chars().filter(char::is_ascii_digit).collect()
}

fn share_digits(a: &str, b: &str) -> bool {
    a.bytes().filter(u8::is_ascii_digit).eq(b.bytes().filter(u8::is_ascii_digit))
}

/// How many letters the names have that are near a folded name.
pub(super) fn near_lengths(name: &str) -> RangeInclusive<usize> {
    let length = name.chars().count();
    length.saturating_sub(MOST_SLIPS)..=length + MOST_SLIPS
}

/// Which letters a folded name has, some of them taken for one: tells most names apart that are not near, without a
/// look at them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Letters(u32);

impl Letters {
    pub(super) fn of(name: &str) -> Letters {
        let letters = name.chars().filter(|c| !is_separator(*c));
        Letters(letters.fold(0, |all, c| all | 1 << (c as u32 % u32::BITS)))
    }

    /// Whether the names may be near: a slip takes a letter away, and puts another in.
    pub(super) fn may_be_near(self, other: Letters) -> bool {
        (self.0 ^ other.0).count_ones() as usize <= 2 * MOST_SLIPS
    }
}

/// With how many names of its length, digits and letters a name is compared: hardly ever are there more than a few.
pub(super) const MOST_COMPARED: usize = 200;

/// Those of `others`, by their folded names, that are near `wanted`. None of them if there are too many to see all.
pub(super) fn near<'n, T>(
    wanted: &str,
    others: impl Iterator<Item = T>,
    name: impl Fn(&T) -> Cow<'n, str>,
) -> impl Iterator<Item = T> {
    let lengths = near_lengths(wanted);
    let (mut near, mut compared) = (Vec::new(), 0);
    for other in others {
        let name = name(&other);
        if lengths.contains(&name.chars().count()) && share_digits(wanted, &name) {
            compared += 1;
            if compared > MOST_COMPARED {
                near.clear();
                break;
            }
            if is_near(wanted, &name) {
                near.push(other);
            }
        }
    }
    near.into_iter()
}

/// The item, if there is exactly one.
pub(super) fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
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

fn without_ending(name: &str) -> &str {
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

/// A name for a number, of the letters of all others: none is near another.
#[cfg(test)]
pub(super) fn shuffled(number: usize) -> String {
    let mut letters = *b"bcdefghijkl";
    let mut dice = number as u64;
    for at in 1..letters.len() {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        letters.swap(at, (dice >> 33) as usize % (at + 1));
    }
    ["a", std::str::from_utf8(&letters).unwrap_or_default()].concat()
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

    #[test]
    fn letters_and_lengths_leave_no_near_name_out() {
        let letters = ['a', 'b', 'k', '가', '나', '-', '_', '1'];
        let mut names: Vec<String> = vec!["docker-start".to_owned(), "도커 시작하기 하나".to_owned()];
        // One slip, and another.
        for _ in 0..2 {
            for name in names.clone().iter().step_by(7) {
                let chars: Vec<char> = name.chars().collect();
                for at in 0..chars.len() {
                    let changed = |begin: &[char], end: &[char]| begin.iter().chain(end).collect::<String>();
                    names.push(changed(&chars[..at], &chars[at + 1..]));
                    let letter = letters[names.len() % letters.len()];
                    names.push(changed(&[&chars[..at], &[letter]].concat(), &chars[at..]));
                    names.push(changed(&[&chars[..at], &[letter]].concat(), &chars[at + 1..]));
                }
            }
        }
        let mut near = 0;
        for (a, b) in names.iter().flat_map(|a| names.iter().map(move |b| (a, b))) {
            let may_be_near = near_lengths(a).contains(&b.chars().count())
                && digits(a) == digits(b)
                && Letters::of(a).may_be_near(Letters::of(b));
            near += usize::from(is_near(a, b));
            assert!(may_be_near || !is_near(a, b), "{a} {b}");
        }
        assert!(near > names.len(), "{near} of {}", names.len());
    }
}
