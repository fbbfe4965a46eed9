//! Which marks a renderer takes for emphasis, and which it shows.
//!
//! | file            | reads as                                                          |
//! |-----------------|-------------------------------------------------------------------|
//! | `common_mark`   | goldmark, markdown-it, remark, cmark: what stands beside a mark decides |
//! | `marked`        | marked: nearly the same, sought from the left                     |
//! | `kramdown`      | kramdown: spaces decide, and letters beside `_`                   |
//!
//! `tests/oracle/markdown/` holds each of them against the program it follows, over made-up texts.

mod common_mark;
mod kramdown;
mod marked;

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::{Passage, Run};
use super::markdown::{Markdown, Punctuation};
use super::syntax::Renderer;
use crate::span::Span;

/// Two sets of marks that make emphasis of what is between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The marks that open it.
    pub open: Span,
    /// The marks that close it.
    pub close: Span,
    /// What it makes.
    pub kind: Kind,
}

/// A kind of emphasis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `*가*`
    Emphasis,
    /// `**가**`
    Strong,
    /// `~~가~~`
    Strike,
    /// `~가~`, where that is set lower.
    Lowered,
}

/// The pairs that a renderer makes of the marks of a passage of `file`, in the order of their openers.
/// `None` if it is not known here: of editions that nobody asked, and where the marks are too many or too odd.
pub fn pairs(file: &str, passage: &Passage, way: &Markdown) -> Option<Vec<Pair>> {
    let is_torn = passage.is_torn && way.is_kramdown();
    if way.legacy || !passage.is_sure || is_torn {
        return None;
    }
    let mut pairs = Vec::new();
    if !way.highlights && passage.runs.iter().all(|run| run.mark == b'=') {
        return Some(pairs);
    }
    let mut links: Vec<u32> = passage.runs.iter().map(|run| run.link).collect();
    links.sort_unstable();
    links.dedup();
    for link in links {
        // Emphasis begins and ends in the same link, or outside of all.
        let is_read = |run: &&Run| {
            run.link == link && run.mark != b'=' && !(run.element.is_some() && way.is_kramdown())
        };
        let runs: Vec<Run> = passage.runs.iter().filter(is_read).copied().collect();
        match way.renderer {
            Renderer::Kramdown => kramdown::pairs(file, passage, &runs, way, &mut pairs)?,
            Renderer::Marked => marked::pairs(&runs, way, &mut pairs)?,
            _ => common_mark::pairs(&runs, way, &mut pairs)?,
        }
    }
    pairs.sort_unstable();
    Some(pairs)
}

/// What a character beside marks is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// A space, or an end of the text.
    Space,
    Punctuation,
    Other,
}

impl Side {
    fn of(c: Option<char>, way: &Markdown) -> Side {
        match c {
            None => Side::Space,
            Some(c) if c.is_whitespace() => Side::Space,
            Some(c) if is_punctuation(c, way.punctuation) => Side::Punctuation,
            Some(_) => Side::Other,
        }
    }
}

static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{P}$").ok());
static SYMBOL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{S}$").ok());

fn is_punctuation(c: char, which: Punctuation) -> bool {
    if c.is_ascii() || c.is_alphanumeric() || which == Punctuation::Ascii {
        return c.is_ascii_punctuation();
    }
    let mut bytes = [0; 4];
    let c = &*c.encode_utf8(&mut bytes);
    let is = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(c));
    let is_symbol = || match which {
        Punctuation::Ascii | Punctuation::Marks => false,
        Punctuation::ShortSymbols => c.len() < 4 && is(&SYMBOL),
        Punctuation::Symbols => is(&SYMBOL),
    };
    is(&MARK) || is_symbol()
}

/// Whether a character belongs to Chinese, Japanese or Korean text, to the plugins that are friendly to it.
fn is_cjk(c: Option<char>) -> bool {
    let is = |c: char| {
        matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{a960}'..='\u{a97f}'
            | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ffef}'
            | '\u{20000}'..='\u{3fffd}')
    };
    c.is_some_and(is)
}
