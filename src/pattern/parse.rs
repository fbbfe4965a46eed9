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

use crate::hangul::{self, ANY_FINAL, FINALS, INITIALS, NO_FINAL, OBJECT, VOWELS};
use crate::lang::{Localized, both};
use crate::lexicon::Class;

use super::anchor::{self, Anchor};
use super::guard::{Head, Literal};
use super::{GROUPS, Node, Pattern};

const ANY_INITIAL: Node = Node::Range(INITIALS, VOWELS - 1);
const ANY_VOWEL: Node = Node::Range(VOWELS, FINALS - 1);

/// Reads a pattern, and the literals that propose it with what can stand beside each.
///
/// # Errors
/// A sentence about what is wrong in the notation, for the author of the rule.
pub fn parse(notation: &str) -> Result<(Pattern, Vec<Literal>), Localized> {
    let nodes = nodes(notation)?;
    let Anchor { at, lead, literals } = anchor::best(&nodes).ok_or_else(|| {
        both!(
            "글자가 정해진 곳이 없어 찾을 수 없는 꼴입니다. 글자를 더 적습니다.",
            "nothing in this pattern is fixed enough to search for"
        )
    })?;
    let anchor = u8::try_from(at).map_err(|_| too_long())?;
    Ok((Pattern { nodes, anchor, lead }, literals))
}

/// Reads a pattern that is looked for in few places, and what it begins with from its anchor on. It needs no
/// literal.
///
/// # Errors
/// A sentence about what is wrong in the notation, for the author of the rule.
pub fn parse_anywhere(notation: &str) -> Result<(Pattern, Head), Localized> {
    let nodes = nodes(notation)?;
    let (at, head) = anchor::first_fixed(&nodes);
    let anchor = u8::try_from(at).map_err(|_| too_long())?;
    Ok((Pattern { nodes, anchor, lead: 0 }, head))
}

fn nodes(notation: &str) -> Result<Vec<Node>, Localized> {
    let mut parser = Parser { rest: notation.chars().peekable(), groups: 0, marks: 0 };
    let mut nodes = parser.sequence(None)?;
    match parser.marks {
        0 => {
            nodes.insert(0, Node::Open(0));
            nodes.push(Node::Close(0));
        }
        2 => {}
        _ => {
            return Err(both!(
                "`[`와 `]`는 다른 괄호 밖에 한 번씩만 적습니다.",
                "`[` and `]` must each stand once, at the top level"
            ));
        }
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
    fn sequence(&mut self, closer: Option<char>) -> Result<Vec<Node>, Localized> {
        let mut nodes = Vec::new();
        while let Some(&c) = self.rest.peek() {
            if closer.is_some() && (Some(c) == closer || c == '|') {
                return Ok(nodes);
            }
            self.rest.next();
            let atom = match c {
                '\\' => literal_char(self.rest.next().ok_or_else(|| {
                    both!("`\\`로 끝납니다. 뒤에 글자를 적습니다.", "a backslash at the end")
                })?),
                '⟨' => self.syllable_class()?,
                '{' => self.word_class()?,
                '(' => self.group()?,
                '[' | ']' => {
                    if closer.is_some() {
                        return Err(both!(
                            "`[`와 `]`는 다른 괄호 밖에 적습니다.",
                            "`[` and `]` stand at the top level"
                        ));
                    }
                    self.marks += 1;
                    vec![if c == '[' { Node::Open(0) } else { Node::Close(0) }]
                }
                '^' => vec![Node::WordStart],
                '$' => vec![Node::WordEnd],
                '⟩' | '}' | ')' | '|' | '?' => {
                    return Err(both!(
                        "`{c}` 앞에 닫거나 되풀이할 것이 없습니다. 글자 그대로라면 앞에 `\\`를 붙입니다.",
                        "`{c}` has nothing to close or repeat"
                    ));
                }
                _ => literal_char(c),
            };
            if self.rest.next_if_eq(&'?').is_some() {
                nodes.push(Node::Maybe(atom));
            } else {
                append(&mut nodes, atom);
            }
        }
        match closer {
            Some(closer) => Err(missing(closer)),
            None => Ok(nodes),
        }
    }

    fn until(&mut self, closer: char) -> Result<String, Localized> {
        let mut inner = String::new();
        loop {
            match self.rest.next() {
                Some(c) if c == closer => return Ok(inner),
                Some(c) => inner.push(c),
                None => return Err(missing(closer)),
            }
        }
    }

    fn group(&mut self) -> Result<Vec<Node>, Localized> {
        self.groups += 1;
        let number = self.groups;
        if usize::from(number) >= GROUPS {
            let most = GROUPS - 1;
            return Err(both!("`( )`는 {most}개까지 쓸 수 있습니다.", "more than {most} groups"));
        }
        let mut branches = vec![self.sequence(Some(')'))?];
        while self.rest.next_if_eq(&'|').is_some() {
            branches.push(self.sequence(Some(')'))?);
        }
        if self.rest.next() != Some(')') {
            return Err(missing(')'));
        }
        Ok(vec![Node::Open(number), Node::Either(branches), Node::Close(number)])
    }

    fn word_class(&mut self) -> Result<Vec<Node>, Localized> {
        let inner = self.until('}')?;
        let (not, name) = match inner.strip_prefix('!') {
            Some(name) => (true, name),
            None => (false, inner.as_str()),
        };
        let class = Class::parse(name).ok_or_else(|| no_class(name))?;
        let finals = if not { ANY_FINAL } else { class.finals() };
        Ok(vec![Node::Word { class, not, finals, from_start: false, to_end: false }])
    }

    fn syllable_class(&mut self) -> Result<Vec<Node>, Localized> {
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
                    let [initial, vowel, FINALS] = chars.next().and_then(hangul::codes).ok_or_else(|| {
                        both!("`⟨하_⟩`처럼 한글 글자로 시작합니다.", "`⟨하_⟩` begins with a syllable")
                    })?
                    else {
                        return Err(both!(
                            "`⟨하_⟩`의 글자에는 받침을 적지 않습니다.",
                            "the syllable of `⟨하_⟩` has no final"
                        ));
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

fn finals(letters: &str) -> Result<u32, Localized> {
    hangul::finals(letters).ok_or_else(|| {
        both!("‘{letters}’에 받침으로 쓸 수 없는 것이 있습니다.", "`{letters}` are not all final consonants")
    })
}

fn final_node(set: u32) -> Node {
    match set.count_ones() {
        1 => Node::Bytes(vec![FINALS + set.trailing_zeros() as u8]),
        _ => Node::Finals(set),
    }
}

fn too_long() -> Localized {
    both!("꼴이 너무 깁니다.", "the pattern is too long")
}

fn missing(closer: char) -> Localized {
    both!("닫는 `{closer}` 기호가 빠졌습니다.", "`{closer}` is missing")
}

/// What is said of a class of words that there is not.
pub fn no_class(name: &str) -> Localized {
    both!("‘{name}’ 낱말 갈래는 없습니다.", "no class of words is called `{name}`")
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
