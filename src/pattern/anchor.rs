//! Where a pattern is looked for: the part of it that a text has least often.
//!
//! An [`Anchor`] is a node of the pattern from which on it begins with one of a few runs of fixed bytes, the
//! literals; what is known to stand before the node is looked for with them. The automaton over the literals
//! of all patterns proposes a place for every literal it meets, and each proposal costs a look: so of all
//! anchors that with the fewest expected meetings is taken ([`frequency`]).

mod frequency;

use std::collections::VecDeque;

use super::Node;
use super::guard::{ByteSet, Guard, Head, Literal};
use crate::hangul::{FINALS, INITIALS, VOWELS};

/// Fewest bytes a literal must have: one syllable, or its end and a neighbour.
const SHORTEST: usize = 3;

/// How many bytes a literal has to have for choices behind it to be no part of it: two syllables and a space
/// are rare enough.
const LONG: usize = 7;

/// Most literals that choices are multiplied to.
const MOST: usize = 64;

/// What one more literal costs, in meetings a byte of text: the automaton grows, and larger ones are slower.
const GROWTH: f64 = 2e-6;

/// Where a pattern is looked for.
pub(super) struct Anchor {
    /// Index of the node the pattern is matched from.
    pub at: usize,
    /// How many bytes each literal has before that node.
    pub lead: u8,
    /// What is looked for.
    pub literals: Vec<Literal>,
}

/// The best anchor of a pattern, if it has any.
pub(super) fn best(nodes: &[Node]) -> Option<Anchor> {
    let anchors = (0..nodes.len()).flat_map(|at| {
        let leads = [Vec::new(), leads(&nodes[..at])];
        leads.into_iter().filter_map(move |lead| anchor(nodes, at, &lead))
    });
    // Earlier ones win ties, so that a run is not searched by its own tail.
    anchors.map(|anchor| (cost(&anchor), anchor)).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, anchor)| anchor)
}

/// The node of a pattern that is quickest to look for byte by byte, and what it begins with: the longest run of
/// fixed bytes, or a choice, or the pattern itself.
pub(super) fn first_fixed(nodes: &[Node]) -> (usize, Head) {
    let fixed = |node: &Node| match node {
        Node::Bytes(bytes) => (1, bytes.len()),
        Node::Either(branches) => {
            let heads = branches.iter().map(|branch| match branch.first() {
                Some(Node::Bytes(bytes)) => bytes.len(),
                _ => 0,
            });
            (0, heads.min().unwrap_or(0))
        }
        _ => (0, 0),
    };
    let at = (0..nodes.len()).rev().max_by_key(|at| fixed(&nodes[*at])).unwrap_or(0);
    let at = if fixed(&nodes[at]) == (0, 0) { 0 } else { at };
    (at, head(&nodes[at..]))
}

/// What a sequence can begin with.
fn head(nodes: &[Node]) -> Head {
    let Some(starts) = starts(nodes) else {
        return Head([neighbours(&[nodes], Side::After), ByteSet::ALL, ByteSet::ALL]);
    };
    let of = |start: &Start<'_>| {
        let byte =
            |at: usize| start.bytes.get(at).map_or(ByteSet::ALL, |&byte| ByteSet::NONE.with(byte..=byte));
        Head(std::array::from_fn(byte))
    };
    starts.iter().map(of).fold(Head::NONE, Head::or)
}

/// The anchor at a node together with what stands before it, unless it is too short to be looked for.
fn anchor(nodes: &[Node], at: usize, leads: &[Vec<u8>]) -> Option<Anchor> {
    let length = leads.first().map_or(0, Vec::len);
    let before = if leads.is_empty() { neighbours(&[&nodes[..at]], Side::Before) } else { ByteSet::ALL };
    let starts = starts(&nodes[at..])?;
    let none = [Vec::new()];
    let leads = if leads.is_empty() { &none } else { leads };
    let literals: Vec<Literal> = starts
        .iter()
        .flat_map(|start| {
            let rest: Vec<&[Node]> = start.rest.iter().rev().copied().collect();
            let guard = Guard { before, after: neighbours(&rest, Side::After) };
            leads.iter().map(move |lead| Literal { bytes: [lead, start.bytes.as_slice()].concat(), guard })
        })
        .collect();
    let is_long = literals.iter().all(|literal| literal.bytes.len() >= SHORTEST);
    is_long.then(|| Anchor { at, lead: length as u8, literals: distinct(literals) })
}

/// Looks made in vain and not, a byte of text.
fn cost(anchor: &Anchor) -> f64 {
    anchor.literals.iter().map(|literal| frequency::of(&literal.bytes) + GROWTH).sum()
}

/// Each literal once, without those that another proposes as well because it begins them.
fn distinct(literals: Vec<Literal>) -> Vec<Literal> {
    let mut kept: Vec<Literal> = Vec::new();
    let mut literals = literals;
    literals.sort_by_key(|literal| literal.bytes.len());
    for literal in literals {
        let begins = |kept: &&mut Literal| literal.bytes.starts_with(&kept.bytes);
        match kept.iter_mut().filter(begins).max_by_key(|kept| kept.bytes.len()) {
            Some(same) if same.bytes == literal.bytes => {
                same.guard.after = same.guard.after.or(literal.guard.after);
            }
            Some(start) if start.guard.after.has(literal.bytes[start.bytes.len()]) => {}
            _ => kept.push(literal),
        }
    }
    kept
}

/// Fixed bytes a sequence can begin with, and what follows them.
#[derive(Clone)]
struct Start<'n> {
    bytes: Vec<u8>,
    /// The parts that follow, the nearest last.
    rest: Vec<&'n [Node]>,
}

/// All fixed bytes with which a sequence can begin; `None` if it need not begin with any.
fn starts(nodes: &[Node]) -> Option<Vec<Start<'_>>> {
    if !matches!(nodes.first(), Some(Node::Bytes(_) | Node::Either(_) | Node::Finals(_))) {
        return None;
    }
    let mut done: Vec<Start<'_>> = Vec::new();
    let mut open = VecDeque::from([Start { bytes: Vec::new(), rest: vec![nodes] }]);
    while let Some(start) = open.pop_front() {
        let is_short = start.bytes.len() < LONG;
        match start.longer() {
            Some(longer) if longer.len() == 1 => open.extend(longer),
            Some(longer) if start.bytes.is_empty() => open.extend(longer),
            Some(longer) if is_short && open.len() + done.len() + longer.len() <= MOST => open.extend(longer),
            _ if start.bytes.is_empty() => return None,
            _ => done.push(start),
        }
    }
    Some(done)
}

impl<'n> Start<'n> {
    /// The ways in which it goes on, one for each branch of a choice; `None` where no fixed bytes follow.
    fn longer(&self) -> Option<Vec<Start<'n>>> {
        let mut rest = self.rest.clone();
        while let Some(nodes) = rest.pop() {
            let Some((node, tail)) = nodes.split_first() else { continue };
            rest.push(tail);
            let with = |bytes: &[u8]| Start { bytes: [&self.bytes, bytes].concat(), rest: rest.clone() };
            let into = |inner: &'n [Node]| {
                let mut start = with(&[]);
                start.rest.push(inner);
                start
            };
            return match node {
                Node::Open(_) | Node::Close(_) | Node::WordStart | Node::WordEnd => continue,
                Node::Bytes(bytes) => Some(vec![with(bytes)]),
                Node::Finals(set) => Some(codes(*set).map(|code| with(&[code])).collect()),
                Node::Either(branches) => Some(branches.iter().map(|branch| into(branch)).collect()),
                Node::Maybe(inner) => Some(vec![into(inner), with(&[])]),
                Node::Range(..) | Node::Word { .. } => None,
            };
        }
        None
    }
}

/// What is known to stand at the end of a sequence: texts of one length. None are given where it is not known.
fn leads(nodes: &[Node]) -> Vec<Vec<u8>> {
    let is_mark = |node: &&Node| !matches!(node, Node::Open(_) | Node::Close(_));
    match nodes.iter().rev().find(is_mark) {
        Some(Node::Finals(set) | Node::Word { finals: set, .. }) if *set != crate::hangul::ANY_FINAL => {
            codes(*set).map(|code| vec![code]).collect()
        }
        Some(Node::Bytes(bytes)) => vec![bytes.clone()],
        Some(Node::Either(branches)) => {
            let branches: Vec<Vec<Vec<u8>>> = branches.iter().map(|branch| leads(branch)).collect();
            if branches.iter().any(Vec::is_empty) {
                return Vec::new();
            }
            let length = branches.iter().flatten().map(Vec::len).min().unwrap_or(0);
            let mut texts: Vec<Vec<u8>> =
                branches.into_iter().flatten().map(|text| text[text.len() - length..].to_vec()).collect();
            texts.sort();
            texts.dedup();
            texts
        }
        _ => Vec::new(),
    }
}

/// The codes of a set of finals.
fn codes(set: u32) -> impl Iterator<Item = u8> {
    (0..28u8).filter(move |at| set >> at & 1 == 1).map(|at| FINALS + at)
}

/// A side of a literal.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Before,
    After,
}

/// The bytes that can stand right beside a literal whose pattern goes on with `sequences` on that side
/// (on the side before: ends with them).
fn neighbours(sequences: &[&[Node]], side: Side) -> ByteSet {
    let mut set = ByteSet::NONE;
    for nodes in sequences {
        let mut at = 0;
        while let Some(node) =
            nodes.get(if side == Side::After { at } else { nodes.len().wrapping_sub(at + 1) })
        {
            at += 1;
            match node {
                Node::Open(_) | Node::Close(_) => {}
                Node::Bytes(bytes) => {
                    let nearest = if side == Side::After { bytes.first() } else { bytes.last() };
                    return nearest.map_or(set, |byte| set.with(*byte..=*byte));
                }
                Node::Range(low, high) => return set.with(*low..=*high),
                Node::Finals(finals) => return codes(*finals).fold(set, |set, code| set.with(code..=code)),
                Node::Word { finals, .. } if side == Side::Before => {
                    return codes(*finals).fold(set, |set, code| set.with(code..=code));
                }
                Node::Word { .. } => return set.with(INITIALS..=VOWELS - 1),
                Node::Either(branches) => {
                    let of = |branch: &Vec<Node>| neighbours(&[branch.as_slice()], side);
                    set = branches.iter().fold(set, |set, branch| set.or(of(branch)));
                    if !branches.iter().any(|branch| is_empty(branch)) {
                        return set;
                    }
                }
                Node::Maybe(inner) => set = set.or(neighbours(&[inner.as_slice()], side)),
                Node::WordStart if side == Side::Before => return set.or(ByteSet::NO_HANGUL),
                Node::WordEnd if side == Side::After => return set.or(ByteSet::NO_HANGUL),
                Node::WordStart | Node::WordEnd => {}
            }
        }
    }
    ByteSet::ALL
}

/// Whether a sequence can match nothing.
fn is_empty(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Open(_) | Node::Close(_) | Node::Maybe(_) | Node::WordStart | Node::WordEnd => true,
        Node::Either(branches) => branches.iter().any(|branch| is_empty(branch)),
        _ => false,
    })
}
