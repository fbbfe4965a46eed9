//! kramdown's way (2.4, parser/kramdown/emphasis.rb, and the strikethrough of its GFM parser): read from
//! the left, the first mark that may close does, and what never closes is read again as text.

use super::{Kind, Pair};
use crate::document::blocks::{Passage, Run};
use crate::document::markdown::{Markdown, Strikes};
use crate::span::Span;

/// How often marks are looked at, at most: those that never close are read over and over.
const MOST_STEPS: usize = 20_000;

/// Adds the pairs among `runs`, all of one link or of none.
pub(super) fn pairs(
    file: &str,
    passage: &Passage,
    runs: &[Run],
    way: &Markdown,
    pairs: &mut Vec<Pair>,
) -> Option<()> {
    let strikes = way.strikes != Strikes::Never;
    let mut reading = Reading { file, runs, strikes, steps: 0, pairs };
    let text = passage.span.range();
    reading.read(text.start, text.end, &Within { kinds: Vec::new(), text: text.start }, None);
    (reading.steps < MOST_STEPS).then_some(())
}

struct Reading<'a> {
    file: &'a str,
    runs: &'a [Run],
    strikes: bool,
    steps: usize,
    pairs: &'a mut Vec<Pair>,
}

/// Around what is being read.
#[derive(Clone)]
struct Within {
    /// The kinds of emphasis, outermost first.
    kinds: Vec<Kind>,
    /// Where the text begins beyond which kramdown does not look back.
    text: usize,
}

/// What ends an element.
#[derive(Clone, Copy)]
struct Stop {
    mark: u8,
    length: usize,
    /// Where its content begins.
    start: usize,
}

impl Reading<'_> {
    /// Reads from byte `at` on to byte `end`, or to what stops the element; where that is.
    fn read(&mut self, mut at: usize, end: usize, within: &Within, stop: Option<Stop>) -> Option<usize> {
        loop {
            self.steps += 1;
            if self.steps >= MOST_STEPS {
                return None;
            }
            let run = self.next_run(at).filter(|run| (run.span.start as usize) < end)?;
            at = at.max(run.span.start as usize);
            let run_end = (run.span.end as usize).min(end);
            let left = run_end - at;
            if stop.is_some_and(|stop| self.stops(stop, &run, at, left, within.text)) {
                return Some(at);
            }
            at = match run.mark {
                b'~' => self.strike(&run, at, end, left),
                _ => self.emphasis(&run, at, end, left.min(2), within),
            };
        }
    }

    /// The run that holds byte `at` or comes after it.
    fn next_run(&self, at: usize) -> Option<Run> {
        let next = self.runs.partition_point(|run| run.span.end as usize <= at);
        self.runs.get(next).copied()
    }

    fn stops(&self, stop: Stop, run: &Run, at: usize, left: usize, text: usize) -> bool {
        let after = self.after(run, at + stop.length);
        run.mark == stop.mark
            && left >= stop.length
            && at > stop.start
            && !self.before(run, at, text).is_some_and(char::is_whitespace)
            && (stop.length == 2 || left != 2)
            && !(run.mark == b'_' && after.is_some_and(char::is_alphanumeric))
    }

    /// What kramdown sees before byte `at` of a run, in a text that begins at byte `text`.
    fn before(&self, run: &Run, at: usize, text: usize) -> Option<char> {
        match at {
            _ if at <= text => None,
            _ if at > run.span.start as usize => Some(char::from(run.mark)),
            _ => run.before.or(Some('\n')),
        }
    }

    /// What it sees at byte `at`, in or behind a run.
    fn after(&self, run: &Run, at: usize) -> Option<char> {
        if at < run.span.end as usize { Some(char::from(run.mark)) } else { run.after }
    }

    /// Whether a word goes on from byte `at`: `가_`, `가-_`.
    fn is_in_word(&self, run: &Run, at: usize, text: usize) -> bool {
        match self.before(run, at, text) {
            Some('-') => self.file[text..at - 1].ends_with(char::is_alphabetic),
            before => before.is_some_and(char::is_alphabetic),
        }
    }

    /// Reads the marks of a run from byte `at` on; where to go on.
    fn emphasis(&mut self, run: &Run, at: usize, end: usize, length: usize, within: &Within) -> usize {
        let kind = if length == 2 { Kind::Strong } else { Kind::Emphasis };
        let after = at + length;
        let in_word = run.mark == b'_' && self.is_in_word(run, at, within.text);
        let is_spaced = self.after(run, after).is_some_and(char::is_whitespace);
        if in_word || is_spaced || within.kinds.contains(&kind) {
            return after;
        }
        if let Some(closed) = self.element(run.mark, at, length, kind, end, within) {
            return closed;
        }
        let in_emphasis = within.kinds.last() == Some(&Kind::Emphasis);
        if kind == Kind::Strong && !in_emphasis {
            // `**가*` is `*` and emphasis.
            if let Some(closed) = self.element(run.mark, at, 1, Kind::Emphasis, end, within) {
                return closed;
            }
        }
        after
    }

    /// Reads an element that opens at byte `at`; where it ends, if it does.
    fn element(
        &mut self,
        mark: u8,
        at: usize,
        length: usize,
        kind: Kind,
        end: usize,
        within: &Within,
    ) -> Option<usize> {
        let start = at + length;
        let kept = self.pairs.len();
        let mut inside = within.clone();
        inside.kinds.push(kind);
        let Some(close) = self.read(start, end, &inside, Some(Stop { mark, length, start })) else {
            self.pairs.truncate(kept);
            return None;
        };
        let (open, close_end) = (Span::new(at, start), close + length);
        self.pairs.push(Pair { open, close: Span::new(close, close_end), kind });
        Some(close_end)
    }

    /// Reads tildes at byte `at`; where to go on.
    fn strike(&mut self, run: &Run, at: usize, end: usize, left: usize) -> usize {
        let start = at + 2;
        let opens = self.strikes && left == 2 && !run.after.is_some_and(char::is_whitespace);
        let is_close = |run: &&Run| {
            let at = run.span.start as usize;
            run.mark == b'~'
                && at > start
                && at < end
                && run.span.len() >= 2
                && !run.before.is_none_or(char::is_whitespace)
        };
        let Some(close) =
            self.runs.iter().find(is_close).map(|run| run.span.start as usize).filter(|_| opens)
        else {
            return at + left.min(if left > 2 { left - 2 } else { left });
        };
        self.pairs.push(Pair {
            open: Span::new(at, start),
            close: Span::new(close, close + 2),
            kind: Kind::Strike,
        });
        self.read(start, close, &Within { kinds: Vec::new(), text: start }, None);
        close + 2
    }
}
