//! Korean patterns: what rule files search for, and how it is matched on the jamo view.
//!
//! A pattern is a short sequence of [`Node`]s. [`parse`](parse::parse) reads it from the notation of
//! `rules/README.md` and picks a *literal*: a run of jamo codes that every match must contain. One
//! automaton over the literals of all patterns proposes places; [`Pattern::matches`] then checks one
//! place, reading outwards from the literal: first back to the start of the match, then on to its
//! end. Words of a class (`{명사}`) are asked of the lexicon, and only then.
//!
//! Nothing here is unbounded: a class reads at most [`LONGEST_WORD`] syllables and there is no
//! repetition, so a match costs the same whatever stands around it.

mod anchor;
pub mod guard;
pub mod parse;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::hangul;
use crate::lexicon::{Class, Lexicon};

/// Longest run of syllables a class is asked about; longer runs are no word.
pub const LONGEST_WORD: usize = 24;

/// Bytes of a syllable.
const SYLLABLE: usize = 3;

/// Most groups a pattern can have, with the reported span itself as group 0.
pub const GROUPS: usize = 10;

/// One step of a pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Node {
    /// These bytes of the view.
    Bytes(Vec<u8>),
    /// One byte of the view in an inclusive range.
    Range(u8, u8),
    /// The final of a syllable, as a set of finals (bit 0: none).
    Finals(u32),
    /// One of several sequences; the first that fits is taken.
    Either(Vec<Vec<Node>>),
    /// A sequence or nothing.
    Maybe(Vec<Node>),
    /// A group begins. Group 0 is what is reported and replaced.
    Open(u8),
    /// A group ends.
    Close(u8),
    /// No syllable stands before.
    WordStart,
    /// No syllable follows.
    WordEnd,
    /// Syllables that are (or are not) of a class of words.
    Word {
        /// The class.
        class: Class,
        /// Whether they must not be of it.
        not: bool,
        /// The finals with which words of the class end, as in [`Node::Finals`].
        finals: u32,
        /// Whether no syllable can stand before: then they are a whole run up to here.
        from_start: bool,
        /// Whether no syllable can follow: then they are a whole run from here.
        to_end: bool,
    },
}

/// A parsed pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    /// The steps, in reading order.
    nodes: Vec<Node>,
    /// Index of the first node of the literal.
    anchor: u8,
    /// How many bytes each literal has before the anchor node (known ends of what stands there).
    lead: u8,
}

/// The groups of a match, as byte ranges of the text. Group 0 is the reported span.
#[derive(Clone, Copy, Debug, Default)]
pub struct Groups([Option<(u32, u32)>; GROUPS]);

impl Groups {
    /// The range of group `n`, if it took part in the match.
    pub fn get(&self, n: usize) -> Option<Range<usize>> {
        let (start, end) = (*self.0.get(n)?)?;
        Some(start as usize..end as usize)
    }
}

/// A text with its jamo view, and the lexicon to ask about its words.
#[derive(Clone, Copy)]
pub struct Haystack<'a> {
    /// The text.
    pub text: &'a str,
    /// Its jamo view.
    pub view: &'a [u8],
    /// The words.
    pub lexicon: &'a Lexicon,
}

impl Pattern {
    /// Checks the pattern where its literal was found beginning at byte `found`.
    pub fn matches(&self, hay: Haystack<'_>, found: usize) -> Option<Groups> {
        let (before, after) = self.nodes.split_at(usize::from(self.anchor));
        let at = found + usize::from(self.lead);
        if Way::Back.rules_out(before, hay.view, at) || Way::On.rules_out(after, hay.view, at) {
            return None;
        }
        let mut walk = Walk { hay, groups: Groups::default() };
        walk.reach(before, at, Way::Back)?;
        walk.reach(after, at, Way::On)?;
        Some(walk.groups)
    }

    /// The most bytes that a match has before the anchor, and from it on.
    pub fn reach(&self) -> (usize, usize) {
        let (before, after) = self.nodes.split_at(usize::from(self.anchor));
        (longest(before), longest(after))
    }

    /// Whether the pattern matches with its anchor at byte `at`, begins at byte `from` or later, and shares
    /// a byte with `span`.
    pub fn overlaps(&self, hay: Haystack<'_>, at: usize, from: usize, span: &Range<usize>) -> bool {
        let (before, after) = self.nodes.split_at(usize::from(self.anchor));
        if Way::On.rules_out(after, hay.view, at) {
            return false;
        }
        let is_start = |start| (from..span.end).contains(&start) && hay.text.is_char_boundary(start);
        let mut walk = Walk { hay, groups: Groups::default() };
        walk.step(after, at, Way::On, &mut |walk, end| {
            end > span.start && walk.step(before, at, Way::Back, &mut |_, start| is_start(start))
        })
    }
}

/// The most bytes that a sequence can match.
fn longest(nodes: &[Node]) -> usize {
    let of = |node: &Node| match node {
        Node::Bytes(bytes) => bytes.len(),
        Node::Range(..) | Node::Finals(_) => 1,
        Node::Either(branches) => branches.iter().map(|branch| longest(branch)).max().unwrap_or(0),
        Node::Maybe(inner) => longest(inner),
        Node::Open(_) | Node::Close(_) | Node::WordStart | Node::WordEnd => 0,
        Node::Word { .. } => LONGEST_WORD * SYLLABLE,
    };
    nodes.iter().map(of).sum()
}

/// What remains to be matched after a sequence, from the byte it reached.
type Then<'t, 'h> = &'t mut dyn FnMut(&mut Walk<'h>, usize) -> bool;

struct Walk<'h> {
    hay: Haystack<'h>,
    groups: Groups,
}

impl<'h> Walk<'h> {
    /// Matches `nodes` from `at` on, or so that they end there. The other end of what was matched.
    fn reach(&mut self, nodes: &[Node], at: usize, way: Way) -> Option<usize> {
        let mut reached = None;
        self.step(nodes, at, way, &mut |_, end| {
            reached = Some(end);
            true
        });
        reached
    }

    /// Matches `nodes` and then whatever `then` wants, trying what remains where something does not fit.
    /// What the groups are where nothing fits is nobody's business: each attempt begins with those before.
    fn step(&mut self, mut nodes: &[Node], mut at: usize, way: Way, then: Then<'_, 'h>) -> bool {
        let view = self.hay.view;
        while let Some((node, rest)) = way.split(nodes) {
            match node {
                Node::Bytes(_) | Node::Range(..) | Node::Finals(_) => match way.over(node, view, at) {
                    Some(next) => at = next,
                    None => return false,
                },
                Node::WordStart if at > 0 && hangul::is_hangul(view[at - 1]) => return false,
                Node::WordEnd if view.get(at).copied().is_some_and(hangul::is_hangul) => return false,
                Node::WordStart | Node::WordEnd => {}
                Node::Open(n) | Node::Close(n) => {
                    let Some(slot) = self.groups.0.get_mut(usize::from(*n)) else { return false };
                    let (start, end) = slot.unwrap_or((at as u32, at as u32));
                    *slot = match (node, way) {
                        // The first mark met sets both ends; the second completes the range.
                        (Node::Open(_), Way::On) | (Node::Close(_), Way::Back) => {
                            Some((at as u32, at as u32))
                        }
                        (Node::Open(_), Way::Back) => Some((at as u32, end)),
                        _ => Some((start, at as u32)),
                    };
                }
                Node::Either(branches) => {
                    let groups = self.groups;
                    return branches.iter().any(|branch| {
                        if way.begins_otherwise(branch, view, at) || way.rules_out(branch, view, at) {
                            return false;
                        }
                        self.groups = groups;
                        self.step(branch, at, way, &mut |walk, at| walk.step(rest, at, way, then))
                    });
                }
                Node::Maybe(inner) => {
                    let groups = self.groups;
                    if !way.rules_out(inner, view, at)
                        && self.step(inner, at, way, &mut |walk, at| walk.step(rest, at, way, then))
                    {
                        return true;
                    }
                    self.groups = groups;
                }
                Node::Word { .. } => return self.word(node, rest, at, way, then),
            }
            nodes = rest;
        }
        then(self, at)
    }

    /// Tries the words that end (or begin) here, longest first.
    fn word(&mut self, node: &Node, rest: &[Node], at: usize, way: Way, then: Then<'_, 'h>) -> bool {
        let &Node::Word { class, not, finals, from_start, to_end } = node else { return false };
        let view = self.hay.view;
        // Not the whole run is looked at when it is too long to be a word: `ㅋ` aside, such runs are
        // made to be slow.
        let far = LONGEST_WORD * SYLLABLE + 1;
        let edge = match way {
            Way::On => at + hangul::run_end(&view[at..view.len().min(at + far)], 0),
            Way::Back => {
                let from = at.saturating_sub(far);
                from + hangul::run_start(&view[from..at], at - from)
            }
        };
        let syllables = edge.abs_diff(at) / SYLLABLE;
        if syllables > LONGEST_WORD {
            return false;
        }
        let whole = match way {
            Way::On => to_end,
            Way::Back => from_start,
        };
        let fewest = if whole { syllables.max(1) } else { 1 };
        let groups = self.groups;
        (fewest..=syllables).rev().any(|count| {
            let other = match way {
                Way::On => at + count * SYLLABLE,
                Way::Back => at - count * SYLLABLE,
            };
            let (start, end) = (at.min(other), at.max(other));
            // That something else must stand beside the word, and that words of some classes end in few
            // ways, is seen without the lexicon.
            if way.rules_out(rest, view, other) {
                return false;
            }
            let is_word = is_final(view[end - 1], finals)
                && self.hay.lexicon.is(class, self.hay.text.get(start..end).unwrap_or(""));
            self.groups = groups;
            is_word != not && self.step(rest, other, way, then)
        })
    }
}

/// The direction a pattern is read in.
#[derive(Clone, Copy)]
enum Way {
    On,
    Back,
}

impl Way {
    #[inline]
    fn split(self, nodes: &[Node]) -> Option<(&Node, &[Node])> {
        match self {
            Way::On => nodes.split_first(),
            Way::Back => nodes.split_last(),
        }
    }

    /// Whether what stands at `at` shows, without the lexicon, that a sequence does not match there: most
    /// proposals, and most branches of a long choice, end here.
    fn rules_out(self, nodes: &[Node], view: &[u8], at: usize) -> bool {
        // A copy for each direction: the compiler then knows which ends are compared.
        match self {
            Way::On => rules_out(nodes, view, at, Way::On),
            Way::Back => rules_out(nodes, view, at, Way::Back),
        }
    }

    /// Whether a sequence begins with fixed bytes, and the first that is read is another: of the many branches of
    /// a choice, few are left.
    #[inline(always)]
    fn begins_otherwise(self, nodes: &[Node], view: &[u8], at: usize) -> bool {
        let Some((Node::Bytes(bytes), _)) = self.split(nodes) else { return false };
        match self {
            Way::On => bytes.first() != view.get(at),
            Way::Back => bytes.last() != view[..at].last(),
        }
    }

    /// The other end of what stands at `at`, if it is what the node, one that stands for bytes, wants.
    #[inline(always)]
    fn over(self, node: &Node, view: &[u8], at: usize) -> Option<usize> {
        let length = if let Node::Bytes(bytes) = node { bytes.len() } else { 1 };
        let (start, end) = match self {
            Way::On => (at, at + length),
            Way::Back => (at.checked_sub(length)?, at),
        };
        let found = view.get(start..end)?;
        let fits = match node {
            // The ends tell most of them apart.
            Node::Bytes(bytes) => {
                found.first() == bytes.first() && found.last() == bytes.last() && found == bytes
            }
            Node::Range(low, high) => (*low..=*high).contains(&found[0]),
            Node::Finals(set) => is_final(found[0], *set),
            _ => false,
        };
        fits.then_some(match self {
            Way::On => end,
            Way::Back => start,
        })
    }
}

/// Whether a byte of the view is one of a set of finals.
#[inline(always)]
fn is_final(byte: u8, set: u32) -> bool {
    byte.checked_sub(hangul::FINALS).is_some_and(|at| at < 28 && set >> at & 1 == 1)
}

#[inline(always)]
fn rules_out(mut nodes: &[Node], view: &[u8], mut at: usize, way: Way) -> bool {
    while let Some((node, rest)) = way.split(nodes) {
        match node {
            Node::Bytes(_) | Node::Range(..) | Node::Finals(_) => match way.over(node, view, at) {
                Some(next) => at = next,
                None => return true,
            },
            Node::WordStart if at > 0 && hangul::is_hangul(view[at - 1]) => return true,
            Node::WordEnd if view.get(at).copied().is_some_and(hangul::is_hangul) => return true,
            Node::Open(_) | Node::Close(_) | Node::WordStart | Node::WordEnd => {}
            Node::Either(branches) => {
                return branches
                    .iter()
                    .all(|branch| way.begins_otherwise(branch, view, at) || way.rules_out(branch, view, at));
            }
            Node::Maybe(inner) => match inner.as_slice() {
                // `고 ?싶`: what comes after tells.
                [node @ Node::Bytes(_)] => {
                    if way.over(node, view, at).is_some_and(|next| !way.rules_out(rest, view, next)) {
                        return false;
                    }
                }
                inner if way.rules_out(inner, view, at) => {}
                _ => return false,
            },
            Node::Word { .. } => return false,
        }
        nodes = rest;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reported spans of a pattern in a text, found as the engine finds them.
    fn found<'t>(notation: &str, text: &'t str) -> Vec<&'t str> {
        let (pattern, literals) = parse::parse(notation).unwrap();
        let mut view = Vec::new();
        hangul::jamo_view(text, &mut view);
        let hay = Haystack { text, view: &view, lexicon: crate::bundled::lexicon() };
        let mut spans: Vec<_> = (0..view.len())
            .flat_map(|at| literals.iter().map(move |literal| (at, literal)))
            .filter(|(at, literal)| {
                let end = at + literal.bytes.len();
                view[*at..].starts_with(&literal.bytes) && literal.guard.admits(&view, *at, end)
            })
            .filter_map(|(at, _)| pattern.matches(hay, at)?.get(0))
            .collect();
        spans.sort_by_key(|span| span.start);
        spans.dedup();
        spans.into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn jamo_classes_match_any_such_syllable() {
        assert_eq!(found("⟨ㄹ⟩[수(있|없)]", "할수있고 볼수없고 하수있다"), ["수있", "수없"]);
        assert_eq!(found("⟨받침⟩[를]$", "집를 나무를 물를이"), ["를"]);
        assert_eq!(found("⟨하_⟩고요", "한고요 하고요 호고요"), ["한고요", "하고요"]);
    }

    #[test]
    fn words_are_whole_runs_between_anchors() {
        assert_eq!(found("[({관형ㄹ})때]({조사})?$", "집에 갈때는 이때 물때"), ["갈때"]);
        assert_eq!(
            found("^[어플]({조사}|{서술격})?$", "이 어플은 어플라이 앱어플 어플이다"),
            ["어플", "어플"]
        );
        assert_eq!(found("^{!명사}[실수]", "큰실수 집실수"), ["실수"]);
    }

    #[test]
    fn optional_and_alternative_parts_are_tried_in_turn() {
        assert_eq!(found("첫 ?(번째|째)로", "첫번째로 첫 째로 첫번로"), ["첫번째로", "첫 째로"]);
        assert_eq!(found("⟨로마자⟩[ 를]$", "Docker 를 도커 를"), [" 를"]);
    }

    #[test]
    fn notations_that_cannot_be_searched_are_refused() {
        for notation in ["{명사}", "⟨받침⟩", "(가", "가)", "[가", "⟨ㅏ⟩", "{없는갈래}", "가\\"]
        {
            assert!(parse::parse(notation).is_err(), "{notation}");
        }
    }
}
