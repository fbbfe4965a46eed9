//! The notation of patterns, as rule files write it.
//!
//! | written        | means                                                             |
//! |----------------|-------------------------------------------------------------------|
//! | `가`, `a`, `.` | itself (in a backslash's company any character is itself: `\(`)   |
//! | ` `            | one space                                                         |
//! | `⟨ㄹ⟩`         | a syllable with that final; `⟨ㄴㄹ⟩` with one of those            |
//! | `⟨받침⟩`       | a syllable with a final                                           |
//! | `⟨모음⟩`       | a syllable without one                                            |
//! | `⟨한글⟩`       | any syllable                                                      |
//! | `⟨하_⟩`        | 하 with any final or none (하 한 할 함 …); `⟨하ㄴㄹ_⟩` 하 한 할      |
//! | `⟨숫자⟩`       | an ASCII digit                                                    |
//! | `⟨로마자⟩`     | an ASCII letter                                                   |
//! | `⟨코드⟩`       | what stands for code, math, an image or a template                |
//! | `(가\|나)`     | one of several, and a numbered group (`$1` in `replace`)          |
//! | `x?`           | x or nothing                                                      |
//! | `{명사}`       | syllables that are a word of that class; `{!명사}` that are not   |
//! | `^` `$`        | no syllable before, no syllable after                             |
//! | `[` `]`        | the part that is reported and replaced (else the whole match)     |

use crate::hangul::{self, FINALS, FINALS_END, INITIALS, OBJECT, VOWELS};
use crate::lexicon::Class;

use super::guard::{ByteSet, Guard, Literal};
use super::{GROUPS, Node, Pattern};

const ANY_INITIAL: Node = Node::Range(INITIALS, VOWELS - 1);
const ANY_VOWEL: Node = Node::Range(VOWELS, FINALS - 1);
const ANY_FINAL: u32 = (1 << 28) - 1;
const NO_FINAL: u32 = 1;

/// Fewest bytes a literal must have: one syllable, or its end and a neighbour.
const SHORTEST_LITERAL: usize = 3;

/// Reads a pattern, and the literals that propose it with what can stand beside each.
///
/// # Errors
/// A sentence about what is wrong in the notation, for the author of the rule.
pub fn parse(notation: &str) -> Result<(Pattern, Vec<Literal>), String> {
    let nodes = nodes(notation)?;
    let Anchor { anchor, lead, literals } =
        best_anchor(&nodes).ok_or("nothing in this pattern is fixed enough to search for")?;
    let anchor = u8::try_from(anchor).map_err(|_| "the pattern is too long")?;
    Ok((Pattern { nodes, anchor, lead }, literals))
}

/// Reads a pattern that is looked for in few places, and the bytes with which it is found there: those its
/// longest run of fixed bytes begins with, or a choice, or the pattern itself. It needs no literal.
///
/// # Errors
/// A sentence about what is wrong in the notation, for the author of the rule.
pub fn parse_anywhere(notation: &str) -> Result<(Pattern, ByteSet), String> {
    let nodes = nodes(notation)?;
    let fixed = |node: &Node| match node {
        Node::Bytes(_) => (1, fixed_prefix(std::slice::from_ref(node)).0.len()),
        Node::Either(branches) => {
            (0, branches.iter().map(|nodes| fixed_prefix(nodes).0.len()).min().unwrap_or(0))
        }
        _ => (0, 0),
    };
    let anchor = (0..nodes.len()).rev().max_by_key(|at| fixed(&nodes[*at])).unwrap_or(0);
    let anchor = if fixed(&nodes[anchor]) == (0, 0) { 0 } else { anchor };
    let first = neighbours(&[&nodes[anchor..]], Side::After);
    let anchor = u8::try_from(anchor).map_err(|_| "the pattern is too long")?;
    Ok((Pattern { nodes, anchor, lead: 0 }, first))
}

fn nodes(notation: &str) -> Result<Vec<Node>, String> {
    let mut parser = Parser { rest: notation.chars().peekable(), groups: 0, marks: 0 };
    let mut nodes = parser.sequence(None)?;
    match parser.marks {
        0 => {
            nodes.insert(0, Node::Open(0));
            nodes.push(Node::Close(0));
        }
        2 => {}
        _ => return Err("`[` and `]` must each stand once, at the top level".to_owned()),
    }
    anchor_words(&mut nodes, false, false);
    Ok(nodes)
}

struct Parser<'n> {
    rest: std::iter::Peekable<std::str::Chars<'n>>,
    groups: u8,
    marks: u8,
}

impl Parser<'_> {
    /// Reads up to `closer` or, in a group, `|`; neither is consumed.
    fn sequence(&mut self, closer: Option<char>) -> Result<Vec<Node>, String> {
        let mut nodes = Vec::new();
        while let Some(&c) = self.rest.peek() {
            if closer.is_some() && (Some(c) == closer || c == '|') {
                return Ok(nodes);
            }
            self.rest.next();
            let atom = match c {
                '\\' => literal_char(self.rest.next().ok_or("a backslash at the end")?),
                '⟨' => self.syllable_class()?,
                '{' => self.word_class()?,
                '(' => self.group()?,
                '[' | ']' => {
                    if closer.is_some() {
                        return Err("`[` and `]` stand at the top level".to_owned());
                    }
                    self.marks += 1;
                    vec![if c == '[' { Node::Open(0) } else { Node::Close(0) }]
                }
                '^' => vec![Node::WordStart],
                '$' => vec![Node::WordEnd],
                '⟩' | '}' | ')' | '|' | '?' => return Err(format!("`{c}` has nothing to close or repeat")),
                _ => literal_char(c),
            };
            if self.rest.next_if_eq(&'?').is_some() {
                nodes.push(Node::Maybe(atom));
            } else {
                append(&mut nodes, atom);
            }
        }
        match closer {
            Some(closer) => Err(format!("`{closer}` is missing")),
            None => Ok(nodes),
        }
    }

    fn until(&mut self, closer: char) -> Result<String, String> {
        let mut inner = String::new();
        loop {
            match self.rest.next() {
                Some(c) if c == closer => return Ok(inner),
                Some(c) => inner.push(c),
                None => return Err(format!("`{closer}` is missing")),
            }
        }
    }

    fn group(&mut self) -> Result<Vec<Node>, String> {
        self.groups += 1;
        let number = self.groups;
        if usize::from(number) >= GROUPS {
            return Err(format!("more than {} groups", GROUPS - 1));
        }
        let mut branches = vec![self.sequence(Some(')'))?];
        while self.rest.next_if_eq(&'|').is_some() {
            branches.push(self.sequence(Some(')'))?);
        }
        if self.rest.next() != Some(')') {
            return Err("`)` is missing".to_owned());
        }
        Ok(vec![Node::Open(number), Node::Either(branches), Node::Close(number)])
    }

    fn word_class(&mut self) -> Result<Vec<Node>, String> {
        let inner = self.until('}')?;
        let (not, name) = match inner.strip_prefix('!') {
            Some(name) => (true, name),
            None => (false, inner.as_str()),
        };
        let class = Class::parse(name).ok_or_else(|| format!("no class of words is called `{name}`"))?;
        let last = class.final_letter().and_then(hangul::final_code);
        Ok(vec![Node::Word { class, not, last, from_start: false, to_end: false }])
    }

    fn syllable_class(&mut self) -> Result<Vec<Node>, String> {
        let inner = self.until('⟩')?;
        let any = |finals| vec![ANY_INITIAL, ANY_VOWEL, Node::Finals(finals)];
        Ok(match inner.as_str() {
            "받침" => any(ANY_FINAL & !NO_FINAL),
            "모음" => any(NO_FINAL),
            "한글" => any(ANY_FINAL),
            "숫자" => vec![Node::Range(b'0', b'9')],
            "로마자" => {
                vec![Node::Either(vec![vec![Node::Range(b'A', b'Z')], vec![Node::Range(b'a', b'z')]])]
            }
            "코드" => vec![Node::Bytes(vec![OBJECT; 3])],
            _ => {
                if let Some(stem) = inner.strip_suffix('_') {
                    let mut chars = stem.chars();
                    let [initial, vowel, FINALS] =
                        chars.next().and_then(hangul::codes).ok_or("`⟨하_⟩` begins with a syllable")?
                    else {
                        return Err("the syllable of `⟨하_⟩` has no final".to_owned());
                    };
                    let listed = finals(chars.as_str())?;
                    let set = if listed == 0 { ANY_FINAL } else { listed | NO_FINAL };
                    vec![Node::Bytes(vec![initial, vowel]), final_node(set)]
                } else {
                    vec![ANY_INITIAL, ANY_VOWEL, final_node(finals(&inner)?)]
                }
            }
        })
    }
}

fn finals(letters: &str) -> Result<u32, String> {
    letters.chars().try_fold(0, |set, letter| {
        let code = hangul::final_code(letter).ok_or_else(|| format!("`{letter}` is no final consonant"))?;
        Ok(set | 1 << (code - FINALS))
    })
}

fn final_node(set: u32) -> Node {
    match set.count_ones() {
        1 => Node::Bytes(vec![FINALS + set.trailing_zeros() as u8]),
        _ => Node::Finals(set),
    }
}

/// The bytes of one character in a jamo view.
fn literal_char(c: char) -> Vec<Node> {
    let mut view = Vec::new();
    hangul::jamo_view(c.encode_utf8(&mut [0; 4]), &mut view);
    vec![Node::Bytes(view)]
}

/// Adds nodes to a sequence; fixed bytes that meet become one run.
fn append(nodes: &mut Vec<Node>, more: Vec<Node>) {
    for node in more {
        match (nodes.last_mut(), node) {
            (Some(Node::Bytes(bytes)), Node::Bytes(added)) => bytes.extend(added),
            (_, node) => nodes.push(node),
        }
    }
}

/// Where a pattern can be looked for.
struct Anchor {
    /// Index of the first node of the literals.
    anchor: usize,
    /// How many bytes each literal has before that node.
    lead: u8,
    literals: Vec<Literal>,
}

/// The best thing to search for: the longest run of fixed bytes, or a choice among such runs.
fn best_anchor(nodes: &[Node]) -> Option<Anchor> {
    let runs = (0..nodes.len()).filter_map(|anchor| match &nodes[anchor] {
        Node::Bytes(_) => {
            let (bytes, rest) = fixed_prefix(&nodes[anchor..]);
            let after = neighbours(&[rest], Side::After);
            // A run of two syllables or less meets too many places by itself: ask for a known end before
            // it, too.
            let known = if bytes.len() <= 6 { known_finals(&nodes[..anchor]) } else { None };
            let literals = match known {
                Some(set) => (0..28)
                    .filter(|at| set >> at & 1 == 1)
                    .map(|at| [&[FINALS + at as u8], bytes.as_slice()].concat())
                    .map(|bytes| Literal { bytes, guard: Guard { before: ByteSet::ALL, after } })
                    .collect(),
                None => {
                    let before = neighbours(&[&nodes[..anchor]], Side::Before);
                    vec![Literal { bytes, guard: Guard { before, after } }]
                }
            };
            Some(Anchor { anchor, lead: u8::from(known.is_some()), literals })
        }
        Node::Either(branches) => {
            let Lead { length, texts, before } = lead(&nodes[..anchor]);
            let literals = branches.iter().flat_map(|branch| {
                let (bytes, rest) = fixed_prefix(branch);
                let after = neighbours(&[rest, &nodes[anchor + 1..]], Side::After);
                let guard = Guard { before, after };
                texts.iter().map(move |lead| Literal { bytes: [lead, bytes.as_slice()].concat(), guard })
            });
            Some(Anchor { anchor, lead: u8::try_from(length).ok()?, literals: literals.collect() })
        }
        _ => None,
    });
    // What stands before is no reason to look for one part rather than another.
    let length = |anchor: &Anchor| {
        let shortest = anchor.literals.iter().map(|literal| literal.bytes.len()).min().unwrap_or(0);
        match nodes[anchor.anchor] {
            Node::Either(_) => shortest.saturating_sub(usize::from(anchor.lead)),
            _ => shortest,
        }
    };
    // Earlier runs win ties, so that a run is not searched by its own tail.
    runs.filter(|anchor| length(anchor) >= SHORTEST_LITERAL)
        .reduce(|best, next| if length(&next) > length(&best) { next } else { best })
}

/// What is known to stand before a choice.
struct Lead {
    /// How many bytes that is.
    length: usize,
    /// All it can be.
    texts: Vec<Vec<u8>>,
    /// What can stand before that.
    before: ByteSet,
}

/// What the choice behind `nodes` is looked for together with: a space, or one or two finals. It spares
/// most places where the choice alone stands.
fn lead(nodes: &[Node]) -> Lead {
    const MOST: u32 = 2;
    let is_mark = |node: &Node| matches!(node, Node::Open(_) | Node::Close(_));
    let end = nodes.iter().rposition(|node| !is_mark(node)).map_or(0, |at| at + 1);
    match &nodes[..end] {
        [head @ .., Node::Bytes(bytes)] => {
            let before = neighbours(&[head], Side::Before);
            Lead { length: bytes.len(), texts: vec![bytes.clone()], before }
        }
        nodes => match known_finals(nodes).filter(|set| set.count_ones() <= MOST) {
            Some(set) => {
                let finals = (0..28).filter(|at| set >> at & 1 == 1).map(|at| vec![FINALS + at as u8]);
                Lead { length: 1, texts: finals.collect(), before: ByteSet::ALL }
            }
            None => Lead { length: 0, texts: vec![Vec::new()], before: neighbours(&[nodes], Side::Before) },
        },
    }
}

/// The fixed bytes a sequence begins with, looking through the marks of groups, and the rest.
fn fixed_prefix(nodes: &[Node]) -> (Vec<u8>, &[Node]) {
    let mut bytes = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        match node {
            Node::Bytes(run) => bytes.extend(run),
            Node::Open(_) | Node::Close(_) => {}
            _ => return (bytes, &nodes[at..]),
        }
    }
    (bytes, &[])
}

/// The finals with which the last syllable of a sequence can end, where that is known.
fn known_finals(nodes: &[Node]) -> Option<u32> {
    let last = nodes.iter().rev().find(|node| !matches!(node, Node::Open(_) | Node::Close(_)))?;
    match last {
        Node::Finals(set) if *set != ANY_FINAL => Some(*set),
        Node::Word { last: Some(code), not: false, .. } => Some(1 << (code - FINALS)),
        Node::Either(branches) => {
            branches.iter().try_fold(0, |set, branch| Some(set | known_finals(branch)?))
        }
        Node::Bytes(bytes) => bytes.last()?.checked_sub(FINALS).filter(|at| *at < 28).map(|at| 1 << at),
        _ => None,
    }
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
                Node::Finals(finals) => {
                    let listed = (0..28u8).filter(|at| finals >> at & 1 == 1);
                    return listed.fold(set, |set, at| set.with(FINALS + at..=FINALS + at));
                }
                Node::Word { last: Some(code), not: false, .. } if side == Side::Before => {
                    return set.with(*code..=*code);
                }
                Node::Word { .. } if side == Side::Before => return set.with(FINALS..=FINALS_END - 1),
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

/// Marks the words that reach to where a run of syllables must begin or end: of them only the whole run
/// is asked about. `begins` and `ends` tell what is known of what stands around the sequence.
fn anchor_words(nodes: &mut [Node], begins: bool, ends: bool) {
    for at in 0..nodes.len() {
        let is_mark = |node: &&Node| !matches!(node, Node::Open(_) | Node::Close(_));
        let before = nodes[..at].iter().rev().find(is_mark).map_or(begins, |node| *node == Node::WordStart);
        let after = nodes[at + 1..].iter().find(is_mark).map_or(ends, |node| *node == Node::WordEnd);
        match &mut nodes[at] {
            Node::Word { from_start, to_end, .. } => (*from_start, *to_end) = (before, after),
            Node::Either(branches) => {
                for branch in branches {
                    anchor_words(branch, before, after);
                }
            }
            Node::Maybe(inner) => anchor_words(inner, before, after),
            _ => {}
        }
    }
}
