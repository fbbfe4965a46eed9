//! Particles (josa) and the form each takes after a word.
//!
//! Source: 한글 맞춤법 and 표준국어대사전 on 을/를, 은/는, 이/가, 과/와, (으)로 and the like.

use std::borrow::Cow;

use crate::hangul::{self, Ending};

/// Two forms of one particle: after a final consonant, and after a vowel.
pub struct Pair {
    /// After a final consonant: 을.
    pub consonant: &'static str,
    /// After a vowel: 를.
    pub vowel: &'static str,
    /// Whether ㄹ counts as a vowel (으로/로).
    pub rieul_is_vowel: bool,
}

impl Pair {
    /// The form after a word with this ending.
    pub fn after(&self, ending: Ending) -> &'static str {
        match ending {
            Ending::Vowel => self.vowel,
            Ending::Rieul if self.rieul_is_vowel => self.vowel,
            _ => self.consonant,
        }
    }
}

const fn pair(consonant: &'static str, vowel: &'static str) -> Pair {
    Pair { consonant, vowel, rieul_is_vowel: false }
}

/// The particles that change, longer forms before the shorter ones they begin with.
pub const PAIRS: &[Pair] = &[
    Pair { consonant: "으로", vowel: "로", rieul_is_vowel: true },
    pair("이라", "라"),
    pair("이란", "란"),
    pair("이랑", "랑"),
    pair("이나", "나"),
    pair("이든", "든"),
    pair("을", "를"),
    pair("은", "는"),
    pair("과", "와"),
    pair("이", "가"),
];

/// The particle at the start of `text`, if one of [`PAIRS`] stands there: the pair, and the form used.
pub fn leading(text: &str) -> Option<(&'static Pair, &'static str)> {
    PAIRS.iter().find_map(|pair| {
        [pair.consonant, pair.vowel].into_iter().find(|form| text.starts_with(form)).map(|form| (pair, form))
    })
}

/// Rewrites the particle at the start of `rest` for a word whose ending changed to `ending`:
/// how many bytes to replace and with what. `None` when nothing has to change.
pub fn agree(rest: &str, ending: Ending) -> Option<(usize, &'static str)> {
    let (pair, form) = leading(rest)?;
    let wanted = pair.after(ending);
    (wanted != form).then_some((form.len(), wanted))
}

/// The particle that `value` takes, of two `forms` such as `을/를`. Values of which it is not known how they
/// are read take both, the second in parentheses, as notices do.
pub fn form<'f>(value: &str, forms: &'f str) -> Cow<'f, str> {
    let Some((consonant, vowel)) = forms.split_once('/') else { return forms.into() };
    let last = value.chars().rev().find(|&c| hangul::is_syllable(c) || c.is_alphanumeric());
    match last.and_then(reading) {
        Some(Ending::Vowel) => vowel.into(),
        Some(Ending::Rieul) if consonant.starts_with("으로") => vowel.into(),
        Some(_) => consonant.into(),
        None => format!("{consonant}({vowel})").into(),
    }
}

/// How a character ends when it is read aloud: syllables by their jamo, digits in Sino-Korean.
/// Latin letters are not guessed.
pub fn reading(c: char) -> Option<Ending> {
    match c {
        '0' | '3' | '6' => Some(Ending::Consonant),
        '1' | '7' | '8' => Some(Ending::Rieul),
        '2' | '4' | '5' | '9' => Some(Ending::Vowel),
        _ => Ending::of(c),
    }
}

/// Particles and endings besides those that change with the word.
const PARTICLES: [&str; 33] = [
    "에서는",
    "에서",
    "에게",
    "에는",
    "에도",
    "에",
    "의",
    "도",
    "만",
    "까지",
    "부터",
    "처럼",
    "보다",
    "마다",
    "조차",
    "하고",
    "라고",
    "이라고",
    "라는",
    "이라는",
    "라면",
    "이라면",
    "입니다",
    "이다",
    "인",
    "이며",
    "이고",
    "이지만",
    "일",
    "들",
    "님",
    "씨",
    "로서",
];

/// Whether a particle stands at the start of `text`, and no more of a word.
pub fn begins_with_particle(text: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    PARTICLES.iter().any(|particle| text.strip_prefix(particle).is_some_and(ends))
        || PAIRS
            .iter()
            .flat_map(|pair| [pair.consonant, pair.vowel])
            .any(|form| text.strip_prefix(form).is_some_and(ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_particle_follows_a_changed_word() {
        assert_eq!(agree("을 먹었다", Ending::Vowel), Some(("을".len(), "를")));
        assert_eq!(agree("으로부터", Ending::Rieul), Some(("으로".len(), "로")));
        assert_eq!(agree("로", Ending::Rieul), None);
        assert_eq!(agree("에서", Ending::Vowel), None);
    }

    #[test]
    fn placeholders_take_the_right_particle() {
        assert_eq!(form("엔지니어", "을/를"), "를");
        assert_eq!(form("‘헤딩’", "으로/로"), "으로");
        assert_eq!(form("2", "으로/로"), "로");
        assert_eq!(form("toc", "은/는"), "은(는)");
    }
}
