//! Pattern and word rules: is what the automaton proposed really there, and what should be written?

use std::ops::Range;

use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::prose::Prose;
use crate::hangul::{self, Ending};
use crate::josa;
use crate::lexicon::Class;
use crate::pattern::Haystack;
use crate::pattern::guard::Head;
use crate::rule::{Innocent, Lazy, Phrase};
use crate::span::Span;

/// How far from the reported span an innocent text may begin, or the fixed part of it, in bytes.
const CONTEXT: usize = 48;

/// Longest quotation that is taken as talking about a word rather than using it, in bytes.
const MENTION: usize = 36;

/// What is hidden within a phrase is no address if it is shorter: the marks of emphasis.
const MARKS: usize = 8;

/// Room for what the groups of a template stand for, in bytes.
const EXPANDED: usize = 24;

/// Checks `phrase` where its literal was found at byte `found` of the prose.
pub fn check(
    phrase: &Phrase,
    innocents: &[Lazy<Innocent>],
    hay: Haystack<'_>,
    found: usize,
    prose: &Prose,
    safety: Safety,
) -> Option<Finding> {
    let groups = phrase.pattern.matches(hay, found)?;
    let range = groups.get(0)?;
    let text = hay.text.get(range.clone())?;
    let known = phrase.unless.iter().any(|&class| hay.lexicon.is(class, text));
    if known || is_innocent(phrase, innocents, hay, &range) || is_mention(hay.text, &range) {
        return None;
    }
    let start = range.start;
    let place = prose.place(range.start, range.end);
    let mut args = Vec::with_capacity(2);
    args.push(text.to_owned());
    let fix = match &phrase.replace {
        None => None,
        Some(template) => {
            let replacement = expand(template, |n| groups.get(n).and_then(|range| hay.text.get(range)));
            let edits = edits(phrase, hay, range, &replacement, prose);
            args.push(replacement);
            edits.map(|edits| Fix { edits, safety })
        }
    };
    let start = match &fix {
        Some(fix) if place.span.len() > text.len() + MARKS => behind_address(&args, start, prose, fix),
        _ => None,
    };
    let start = start.filter(|&at| at < place.span.end).unwrap_or(place.span.start);
    let span = Span { start, ..place.span };
    Some(Finding { span, args, fix, ..Finding::default() })
}

/// Where the repair begins, if the address of a link stands between what stays of the phrase and what changes: then
/// that alone is pointed at, and what follows. `start` is where the phrase begins in the prose.
fn behind_address(args: &[String], start: usize, prose: &Prose, fix: &Fix) -> Option<u32> {
    let [found, fixed] = args else { return None };
    let same = found.bytes().zip(fixed.bytes()).take_while(|(a, b)| a == b).count();
    let kept = prose.place(start, start + same).span;
    let at = fix.edits.first()?.span.start;
    (same > 0 && at as usize > kept.end as usize + MARKS).then_some(at)
}

/// Whether an innocent text of the rule overlaps the span.
fn is_innocent(
    phrase: &Phrase,
    innocents: &[Lazy<Innocent>],
    hay: Haystack<'_>,
    span: &Range<usize>,
) -> bool {
    let innocents = || phrase.except.iter().filter_map(|&at| innocents.get(usize::from(at))?.get());
    let (mut head, mut before, mut after) = (Head::NONE, 0, 0);
    for innocent in innocents() {
        head = head.or(innocent.head);
        before = before.max(usize::from(innocent.reach.0));
        after = after.max(usize::from(innocent.reach.1));
    }
    // An innocent that is found by a place outside these ends before the span or begins behind it.
    let earliest = span.start.saturating_sub(CONTEXT);
    let first_anchor = (span.start + 1).saturating_sub(after).max(earliest);
    let anchors_end = hay.view.len().min(span.end + before.min(CONTEXT));
    (first_anchor..anchors_end).filter(|&at| head.begins(&hay.view[at..])).any(|at| {
        innocents().any(|innocent| {
            innocent.head.begins(&hay.view[at..]) && innocent.pattern.overlaps(hay, at, earliest, span)
        })
    })
}

/// Whether the eojeol stands alone in quotation marks, or is a hash tag: a word that is talked about.
fn is_mention(text: &str, span: &Range<usize>) -> bool {
    let before = &text[..span.start];
    if before.ends_with('#') {
        return true;
    }
    let Some((at, open)) = before.char_indices().rev().find(|(_, c)| !hangul::is_syllable(*c)) else {
        return false;
    };
    let close = match open {
        '‘' => '’',
        '“' => '”',
        '「' => '」',
        '\'' | '"' => open,
        _ => return false,
    };
    let mut reach = text.len().min(span.end + MENTION + close.len_utf8());
    while !text.is_char_boundary(reach) {
        reach -= 1;
    }
    text[span.end..reach].find(close).is_some_and(|end| {
        let quoted = &text[at + open.len_utf8()..span.end + end];
        quoted.len() <= MENTION && !quoted.contains(' ') || quoted.len() == span.len()
    })
}

fn expand<'t>(template: &str, group: impl Fn(usize) -> Option<&'t str>) -> String {
    let mut out = String::with_capacity(template.len() + EXPANDED);
    let mut rest = template;
    while let Some(at) = memchr::memchr(b'$', rest.as_bytes()) {
        let after = &rest[at + 1..];
        out.push_str(&rest[..at]);
        let digit = after.bytes().next().filter(u8::is_ascii_digit);
        out.push_str(digit.and_then(|digit| group(usize::from(digit - b'0'))).unwrap_or_default());
        rest = &after[usize::from(digit.is_some())..];
    }
    out.push_str(rest);
    out
}

/// The edits that turn the span into `replacement`, touching as little as possible; `None` when the
/// prose is not the file's own bytes there.
fn edits(
    phrase: &Phrase,
    hay: Haystack<'_>,
    span: Range<usize>,
    replacement: &str,
    prose: &Prose,
) -> Option<Vec<Edit>> {
    let text = hay.text;
    let mut edits = Vec::new();
    let mut is_exact = true;
    differences(&text[span.clone()], replacement, |range, replacement| {
        let place = prose.place(span.start + range.start, span.start + range.end);
        is_exact &= place.exact;
        edits.push(Edit { span: place.span, replacement: replacement.to_owned() });
    });
    if !is_exact {
        return None;
    }
    let ending = replacement.chars().next_back().and_then(Ending::of);
    // Only a particle changes with the word: not the 이 of 이다, nor another word that follows.
    let rest = &text[span.end..hangul::run_end(hay.view, span.end)];
    if let (true, Some(ending)) = (phrase.adapt_particle && hay.lexicon.is(Class::Particle, rest), ending)
        && let Some((length, particle)) = josa::agree(&text[span.end..], ending)
    {
        let place = prose.place(span.end, span.end + length);
        if !place.exact {
            return None;
        }
        edits.push(Edit { span: place.span, replacement: particle.to_owned() });
    }
    Some(edits)
}

/// Gives `emit` where two texts differ, and what stands there in the new one: only spaces inserted or removed are
/// told apart, anything else is one difference from the first to the last differing character.
fn differences(old: &str, new: &str, mut emit: impl FnMut(Range<usize>, &str)) {
    let is_letter = |byte: &u8| *byte != b' ';
    if old.bytes().filter(is_letter).eq(new.bytes().filter(is_letter)) {
        let (mut at, mut new) = (0, new.bytes().peekable());
        loop {
            match (old.as_bytes().get(at), new.peek()) {
                (None, None) => return,
                (old, new_byte) if old == new_byte => {
                    at += 1;
                    new.next();
                }
                (_, Some(b' ')) => {
                    new.next();
                    emit(at..at, " ");
                }
                _ => {
                    emit(at..at + 1, "");
                    at += 1;
                }
            }
        }
    }
    let same = |pair: &(u8, u8)| pair.0 == pair.1;
    let mut prefix = old.bytes().zip(new.bytes()).take_while(same).count();
    while !(old.is_char_boundary(prefix) && new.is_char_boundary(prefix)) {
        prefix -= 1;
    }
    let (old, new) = (&old[prefix..], &new[prefix..]);
    let mut suffix = old.bytes().rev().zip(new.bytes().rev()).take_while(same).count();
    while !(old.is_char_boundary(old.len() - suffix) && new.is_char_boundary(new.len() - suffix)) {
        suffix -= 1;
    }
    emit(prefix..prefix + old.len() - suffix, &new[..new.len() - suffix]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_single_edits() {
        assert_eq!(found("볼수있다", "볼 수 있다"), [(3..3, " ".to_owned()), (6..6, " ".to_owned())]);
        assert_eq!(found("것 입니다", "것입니다"), [(3..4, String::new())]);
        assert_eq!(found("할수 록", "할 수록"), [(3..3, " ".to_owned()), (6..7, String::new())]);
        assert_eq!(found("같다", "같다"), []);
        let moved = found("증가 시켜준다", "증가시켜 준다");
        assert_eq!(moved, [(6..7, String::new()), (13..13, " ".to_owned())]);
    }

    #[test]
    fn other_edits_touch_only_what_differs() {
        assert_eq!(found("이였다", "이었다"), [(3..6, "었".to_owned())]);
        // 됬 and 됐 begin with the same byte.
        assert_eq!(found("안됬다", "안됐다"), [(3..6, "됐".to_owned())]);
        assert_eq!(found("가나", "가"), [(3..6, String::new())]);
        assert_eq!(found("나", "가나"), [(0..0, "가".to_owned())]);
        assert_eq!(found("가가", "가"), [(3..6, String::new())]);
    }

    fn found(old: &str, new: &str) -> Vec<(Range<usize>, String)> {
        let mut all = Vec::new();
        differences(old, new, |range, replacement| all.push((range, replacement.to_owned())));
        all
    }

    #[test]
    fn groups_fill_the_template() {
        let group = |n: usize| ["전부", "하나"].get(n).copied();
        assert_eq!(expand("$1 수$0$5.", group), "하나 수전부.");
    }

    #[test]
    fn a_quoted_word_is_mentioned() {
        let text = "‘됬’이 왜 틀리는지 ‘그렇게 됬다’고";
        let at = |nth: usize| {
            let start = text.match_indices('됬').nth(nth).unwrap().0;
            start..start + 3
        };
        assert!(is_mention(text, &at(0)));
        assert!(!is_mention(text, &at(1)));
        let is_mentioned = |text: &str| {
            let at = text.find('됬').unwrap();
            is_mention(text, &(at..at + 3))
        };
        let long = "가".repeat(MENTION / 3 - 1);
        for text in
            ["“됬”", "「됬」", "'됬'", "\"됬\"", "#됬", "‘가됬나’", &format!("‘됬{long}’"), "“됬”가나다라"]
        {
            assert!(is_mentioned(text), "{text}");
        }
        for text in [
            "됬",
            "(됬)",
            "“됬'",
            "‘됬",
            "“됬 나”",
            "가‘ 됬’",
            &format!("‘됬{long}가’"),
            &format!("‘가됬{long}’"),
        ] {
            assert!(!is_mentioned(text), "{text}");
        }
    }
}
