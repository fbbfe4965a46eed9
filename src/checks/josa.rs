//! Particles after what is not Hangul: a closing parenthesis, a number, a Latin word.
//!
//! A particle after Hangul that does not agree is found by pattern rules; here what stands before has
//! to be read aloud first. Where the reading is not certain, nothing is said.
//!
//! Source: 한글 맞춤법 부록 문장 부호(소괄호): 괄호 앞말에 맞춘다.

use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::prose::Prose;
use crate::hangul::{self, Ending};
use crate::josa::{self, Pair};
use crate::pattern::Haystack;
use crate::rule::check::{After, Josa};

/// How far back the opening parenthesis is looked for, in bytes.
const FAR: usize = 300;

/// What may follow a particle inside the same run of syllables.
const CONTINUATIONS: [&str; 8] = ["부터", "서", "써", "는", "도", "만", "의", "까지"];

/// Checks the particle that begins after the byte at `found` (the `)`, digit or letter).
pub fn check(
    check: &Josa,
    hay: Haystack<'_>,
    found: usize,
    prose: &Prose,
    safety: Safety,
) -> Option<Finding> {
    let at = found + 1;
    let (pair, form) = josa::leading(hay.text.get(at..)?)?;
    if !ends_like_a_particle(hay, at, form) {
        return None;
    }
    let (word, ending) = match check.after {
        After::Parenthesis => before_parenthesis(hay.text, found)?,
        After::Number => number(hay.text, at, pair)?,
        After::Latin => latin(check, hay.text, at)?,
    };
    let wanted = pair.after(ending);
    if wanted == form {
        return None;
    }
    let place = prose.place(at, at + form.len());
    let fix = place
        .exact
        .then(|| Fix { edits: vec![Edit { span: place.span, replacement: wanted.to_owned() }], safety });
    let args = vec![word.to_owned(), form.to_owned(), wanted.to_owned()];
    Some(Finding { span: place.span, args, fix, ..Finding::default() })
}

/// Whether the run of syllables is the particle, or the particle and another after it.
fn ends_like_a_particle(hay: Haystack<'_>, at: usize, form: &str) -> bool {
    let run = hay.text.get(at..hangul::run_end(hay.view, at)).unwrap_or_default();
    let rest = &run[form.len()..];
    match form {
        "으로" | "로" => rest.is_empty() || CONTINUATIONS.contains(&rest),
        // `2이 하`: 이하 and 이상, written apart by mistake.
        "이" => {
            rest.is_empty()
                && ![" 하", " 상"].iter().any(|next| hay.text[at + form.len()..].starts_with(next))
        }
        "이라" | "라" => ["고", "는", "고도", "도", "면", "서"].contains(&rest),
        _ => rest.is_empty(),
    }
}

/// The word before the parenthesis that closes at `close`, and how it ends.
fn before_parenthesis(text: &str, close: usize) -> Option<(&str, Ending)> {
    let from = close.saturating_sub(FAR);
    let mut depth = 0;
    let mut open = None;
    for (back, &byte) in text.as_bytes()[from..close].iter().rev().enumerate() {
        match byte {
            b')' => depth += 1,
            b'(' if depth == 0 => {
                open = Some(close - 1 - back);
                break;
            }
            b'(' => depth -= 1,
            b'\n' => return None,
            _ => {}
        }
    }
    let open = open?;
    let inside = text[open + 1..close].trim();
    // `(으)로`, `을(를)` write both forms; `(이하 …)` and `(혹은 …)` are read on.
    let is_read_on = ["이하", "혹은", "또는", "이나 "].iter().any(|word| inside.starts_with(word));
    if inside.is_empty() || inside.chars().count() == 1 || is_read_on {
        return None;
    }
    let start = text[..open].char_indices().rev().find(|(_, c)| !hangul::is_syllable(*c));
    let word = &text[start.map_or(0, |(at, c)| at + c.len_utf8())..open];
    // `블록의 (2/3)이`: the figure in parentheses is what the sentence names.
    if word.ends_with('의') && !inside.chars().any(char::is_alphabetic) {
        return None;
    }
    Some((word, Ending::of(word.chars().next_back()?)?))
}

/// The number that ends at `end`, and how it ends when it is read in Sino-Korean.
fn number<'t>(text: &'t str, end: usize, pair: &Pair) -> Option<(&'t str, Ending)> {
    let number = |c: char| c.is_ascii_digit() || c == ',';
    let start = text[..end]
        .rfind(|c| !number(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let digits = text.get(start..end)?;
    let last = digits.chars().next_back()?;
    let zeros = digits.chars().rev().take_while(|c| *c == '0' || *c == ',').filter(|c| *c == '0').count();
    let ending = josa::reading(last)?;
    // 조 (10^12) ends in a vowel; nobody writes it in digits.
    if zeros >= 12 {
        return None;
    }
    let before = text[..start].chars().next_back();
    let certain = match before {
        None | Some('\n' | '(') => true,
        Some(' ') => {
            let word_end = text[..start].trim_end().chars().next_back();
            // After a name the number may be read in English (버전 3: 삼 or 쓰리): only where both agree.
            match word_end {
                Some(c) if hangul::is_syllable(c) => {
                    matches!(last, '2' | '4' | '5') || matches!(last, '1' | '7') && !pair.rieul_is_vowel
                }
                // Eq. 3, Fig. 3: read in English again.
                Some('.') => {
                    !text[..start].trim_end_matches([' ', '.']).ends_with(|c: char| c.is_ascii_alphabetic())
                }
                Some(',' | '=' | ':') | None => true,
                Some(c) => c.is_ascii_alphabetic() && agrees_in_english(digits, ending, pair),
            }
        }
        // fp16, GPT-4
        Some(c) => {
            let name = text[..start].trim_end_matches('-');
            (c == '-' || c.is_ascii_alphabetic())
                && name.ends_with(|c: char| c.is_ascii_alphabetic())
                && agrees_in_english(digits, ending, pair)
        }
    };
    certain.then_some((digits, ending))
}

/// Whether the number ends as it does in Korean when it is read in English, so that the particle is the same:
/// 십육 and 식스틴, 이 and 투.
fn agrees_in_english(digits: &str, korean: Ending, pair: &Pair) -> bool {
    let digit = |back: usize| digits.len().checked_sub(back).map(|at| digits.as_bytes()[at]);
    // 세븐, 원, 나인, 텐 and all in 틴 end in ㄴ; the others in a vowel.
    let alone = match digit(1) {
        Some(b'1' | b'7' | b'9') => Ending::Consonant,
        _ => Ending::Vowel,
    };
    let teen = match digit(1) {
        Some(b'2') => Ending::Vowel,
        _ => Ending::Consonant,
    };
    let agrees = |english| {
        english == korean || (!pair.rieul_is_vowel && korean == Ending::Rieul && english == Ending::Consonant)
    };
    match digits.len() {
        2 if digits.starts_with('1') => agrees(teen),
        // A digit, or what is read as a number or digit by digit.
        _ => !digits.contains(',') && agrees(alone) && (digit(2) != Some(b'1') || agrees(teen)),
    }
}

/// The Latin word that ends at `end`, and how its reading ends, if it is listed.
fn latin<'t>(check: &Josa, text: &'t str, end: usize) -> Option<(&'t str, Ending)> {
    let start = text[..end]
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_digit() || "-_./'’&+#@\\".contains(c)) {
        return None;
    }
    // `요청<sup>Request</sup>을`: a gloss, and the particle belongs to what it explains.
    let phrase = text[..start].trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    if phrase.ends_with('\u{fffc}') && !text[phrase.len()..].starts_with(' ') {
        return None;
    }
    let word = &text[start..end];
    let lower = word.to_ascii_lowercase();
    let listed = |set: &std::collections::BTreeSet<String>| set.contains(word) || set.contains(&lower);
    let readings = &check.readings;
    let endings = [
        (&readings.vowel, Ending::Vowel),
        (&readings.rieul, Ending::Rieul),
        (&readings.consonant, Ending::Consonant),
    ];
    endings.into_iter().find(|(set, _)| listed(set)).map(|(_, ending)| (word, ending))
}
