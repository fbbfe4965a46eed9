//! Which marks were meant to make emphasis: those that open at a word and close after one, with nothing
//! between that makes another reading likely. In doubt, none.

use crate::document::blocks::{Passage, Run};
use crate::document::emphasis::Pair;
use crate::document::markdown::{Markdown, Strikes};
use crate::hangul::is_in_hangul;
use crate::josa::begins_with_particle;

/// Two runs of the same marks, with text between.
#[derive(Clone, Copy)]
pub(super) struct Meant {
    pub open: Run,
    pub close: Run,
}

impl Meant {
    /// Whether a renderer makes emphasis of exactly these marks.
    pub fn is_made(&self, pairs: &[Pair]) -> bool {
        let own = pairs
            .iter()
            .filter(|pair| self.open.span.contains(pair.open) && self.close.span.contains(pair.close));
        own.map(|pair| pair.open.len()).sum::<usize>() == self.open.span.len()
    }

    /// How many of these marks are used by no emphasis, and so are seen.
    pub fn unused(&self, pairs: &[Pair]) -> usize {
        let both = [self.open.span, self.close.span];
        let taken = pairs.iter().flat_map(|pair| [pair.open, pair.close]);
        let used = taken.filter(|taken| both.iter().any(|own| own.contains(*taken)));
        let used: usize = used.map(|taken| taken.len()).sum();
        (2 * self.open.span.len()).saturating_sub(used)
    }

    /// Whether a space keeps them from making it.
    pub fn is_spaced(&self) -> bool {
        is_space(self.open.after) || is_space(self.close.before)
    }

    /// Whether kramdown makes nothing of these marks wherever they stand.
    pub fn fails_by_itself(&self, ways: &[Markdown]) -> bool {
        let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_underscore =
            self.open.mark == b'_' && (in_word(self.open.before) || in_word(self.close.after));
        let is_unread = self.open.mark == b'~' && ways.iter().all(|way| way.strikes == Strikes::Never);
        self.is_spaced() || is_underscore || is_unread || self.open.element.is_some()
    }

    /// What is between the marks.
    pub fn content<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.open.span.end as usize..self.close.span.start as usize).unwrap_or("")
    }
}

/// The emphasis that was meant by the marks of `passage` that are `wanted`, in the order of its closers.
pub(super) fn meant(text: &str, passage: &Passage, wanted: fn(u8) -> bool) -> Vec<Meant> {
    let mut found = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    let mut rest: Vec<Run> = Vec::new();
    for run in passage.runs.iter().filter(|run| wanted(run.mark) && is_usual(run)) {
        let is_match = |opener: &Run| opener.mark == run.mark && opener.span.len() == run.span.len();
        let closes = !is_space(run.before) && run.before.is_some();
        if closes
            && let Some(at) = open.iter().rposition(|opener| is_match(opener) && opener.link == run.link)
            && let meant = (Meant { open: open[at], close: *run })
            && is_plausible(text, &meant)
        {
            rest.extend(open.drain(at..).skip(1));
            found.push(meant);
        } else if opens(run) {
            open.push(*run);
        } else {
            rest.push(*run);
        }
    }
    rest.append(&mut open);
    rest.sort_unstable_by_key(|run| run.span);
    found.extend(spaced(text, &rest));
    found
}

/// Whether there are as many marks as make emphasis.
fn is_usual(run: &Run) -> bool {
    match run.mark {
        b'*' => run.span.len() <= 3,
        b'_' => run.span.len() <= 2,
        _ => run.span.len() == 2,
    }
}

/// Whether a run looks like the beginning of emphasis.
fn opens(run: &Run) -> bool {
    if is_space(run.after) || run.after.is_none() {
        return false;
    }
    let begins_word = run.before.is_none_or(|c| c.is_whitespace() || is_opening(c));
    // A single `*` inside a word is multiplication, a file pattern, a footnote.
    run.span.len() > 1 && run.mark == b'*' || matches!(run.mark, b'~' | b'=') || begins_word
}

/// Whether emphasis is the likely reading of two runs that stand like an opener and a closer.
fn is_plausible(text: &str, meant: &Meant) -> bool {
    let content = meant.content(text).trim();
    let (Some(first), Some(last)) = (content.chars().next(), content.chars().next_back()) else {
        return false;
    };
    let is_torn =
        ",.)]}?:;/’”」』》".contains(first) || "([{‘“「『《".contains(last) || !is_balanced(content);
    let (open, close) = (meant.open.element, meant.close.element);
    if is_torn || open != close || !content.contains(char::is_alphanumeric) {
        return false;
    }
    let has_hangul = content.contains(is_in_hangul);
    let after = &text[meant.close.span.end as usize..];
    match (meant.open.mark, meant.open.span.len()) {
        // `2**3`, `(x)**2`
        (b'*', 2..) => {
            let is_operand = |c: char| c.is_ascii_alphanumeric() || matches!(c, ')' | ']');
            let after_operand = meant.open.before.is_some_and(is_operand);
            let is_word = has_hangul || begins_with_particle(after);
            !after_operand || (is_word && !first.is_ascii_digit())
        }
        (b'*', _) => has_hangul || begins_with_particle(after),
        // `_config.yml과 base_url`, `_이름_규칙_`
        (b'_', length) => {
            let is_name = |c: char| c.is_ascii_alphanumeric();
            let names = is_name(first) && is_name(last) || meant.close.after.is_some_and(is_name);
            let word = after.split(char::is_whitespace).next().unwrap_or("");
            has_hangul && !names && (length == 2 || !(word.contains('_') || content.contains('_')))
        }
        // `a=='가'==b`, `N==1이고 M==2이다`
        (b'=', _) => {
            let is_value =
                |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == ']' || c == ')');
            let compares = is_value(meant.open.before) || is_value(meant.close.after);
            let is_word = is_in_hangul(first) && is_in_hangul(last);
            has_hangul && !"'\"=<>!".contains(first) && (is_word || !compares)
        }
        // `좋아요~~! 고마워요~~`
        _ => first != '!' && !"ㅋㅎㅠㅜ^".contains(first),
    }
}

/// Two runs that are left of a passage, kept apart from their text by spaces.
fn spaced(text: &str, rest: &[Run]) -> Option<Meant> {
    let &[open, close] = rest else { return None };
    let meant = Meant { open, close };
    let is_pair = open.mark == close.mark && open.span.len() == close.span.len() && open.link == close.link;
    // Double tildes between spaces stand for words left out.
    if !is_pair || open.span.len() < 2 || matches!(open.mark, b'~' | b'=') || !meant.is_spaced() {
        return None;
    }
    let begins_word = open.before.is_none_or(|c| c.is_whitespace() || is_opening(c));
    let after = &text[close.span.end as usize..];
    let ends_word = close.after.is_none_or(|c| !c.is_ascii_alphanumeric());
    let content = meant.content(text).trim();
    // `2 ** 3 은 8이고 3 ** 2 는 9`
    let is_operand = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let multiplies = is_operand(content.chars().next()) && is_operand(content.chars().next_back());
    let is_whole = !multiplies && content.contains(is_in_hangul) && is_plausible(text, &meant);
    // `**가 **나`: two that open, unless a particle follows.
    let is_opener = !is_space(close.after) && close.after.is_some_and(char::is_alphabetic);
    (begins_word && ends_word && is_whole && (!is_opener || begins_with_particle(after))).then_some(meant)
}

fn is_space(c: Option<char>) -> bool {
    c.is_some_and(char::is_whitespace)
}

fn is_opening(c: char) -> bool {
    "([{\"'‘“「『《〈<>|/-:,·".contains(c)
}

/// Whether every bracket in `text` has its other half.
fn is_balanced(text: &str) -> bool {
    const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('（', '）')];
    let mut open = Vec::new();
    for c in text.chars() {
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == c) {
            open.push(*close);
        } else if PAIRS.iter().any(|(_, close)| *close == c) && open.pop() != Some(c) {
            return false;
        }
    }
    open.is_empty()
}
