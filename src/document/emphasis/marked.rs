//! marked's way (15 and 4, `emStrong` and `del` of its tokenizer): read from the left; the marks after an
//! opener are counted until as many have closed as have opened.

use super::{Kind, Pair, Side};
use crate::document::blocks::Run;
use crate::document::markdown::{Markdown, Punctuation, Strikes};
use crate::span::Span;

const MOST_STEPS: usize = 20_000;

/// Adds the pairs among `runs`, all of one link or of none.
pub(super) fn pairs(runs: &[Run], way: &Markdown, pairs: &mut Vec<Pair>) -> Option<()> {
    let runs: Vec<Marks> = runs.iter().map(|run| Marks::of(run, way)).collect();
    let mut reading = Reading { way, steps: 0, pairs };
    let start = runs.first().filter(|run| run.before == Side::Space).map_or(usize::MAX, |run| run.start);
    reading.read(&runs, start)
}

/// A run, or what is left of one inside an element.
#[derive(Clone, Copy)]
struct Marks {
    start: usize,
    end: usize,
    mark: u8,
    before: Side,
    after: Side,
    /// Whether a tilde stands before and after: to some of its expressions, that is a letter.
    tildes: [bool; 2],
    /// Whether a letter or a digit stands before.
    is_in_word: bool,
    /// Whether what stands before is half a character to the expression that asks: an emoji.
    is_halved: bool,
}

impl Marks {
    fn of(run: &Run, way: &Markdown) -> Marks {
        let is_letter = |c: Option<char>| c == Some('~') && way.punctuation != Punctuation::Ascii && way.gfm;
        let tildes = [run.before, run.after].map(is_letter);
        let side = |c: Option<char>| Side::of(c, way);
        let std::ops::Range { start, end } = run.span.range();
        let [before, after] = [run.before, run.after].map(side);
        let is_halved = run.before.is_some_and(|c| c.len_utf8() == 4);
        let is_in_word = run.before.is_some_and(char::is_alphanumeric);
        Marks { start, end, mark: run.mark, before, after, tildes, is_in_word, is_halved }
    }

    fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether it may open and whether it may close, among marks after an opener.
    fn turns(&self) -> (bool, bool) {
        use Side::{Other, Punctuation, Space};
        let is_letter = |tilde: bool| tilde && self.mark == b'*';
        let before = if is_letter(self.tildes[0]) { Other } else { self.before };
        let after = if is_letter(self.tildes[1]) { Other } else { self.after };
        match (before, after) {
            (Space, Space) => (false, false),
            (_, Space) | (Other, Punctuation) => (false, true),
            (Space, _) | (Punctuation, Other) => (true, false),
            (Punctuation, Punctuation) => (true, true),
            (Other, Other) => (self.mark == b'*', self.mark == b'*'),
        }
    }
}

/// What marked remembers to stand before.
#[derive(Clone, Copy)]
enum Before {
    /// Nothing, or an element.
    Nothing,
    /// A `*` that it took for text.
    Star,
    /// What does stand before the run of that number.
    Of(usize),
}

struct Reading<'a> {
    way: &'a Markdown,
    steps: usize,
    pairs: &'a mut Vec<Pair>,
}

impl Reading<'_> {
    /// Reads the marks of the text that begins at byte `start` from the left.
    fn read(&mut self, runs: &[Marks], start: usize) -> Option<()> {
        let (mut at, mut offset) = (0, 0);
        // Where the last element ends, and what there is before the next run if it follows at once.
        let mut element_end = start;
        let mut before = Before::Nothing;
        while let Some(run) = runs.get(at) {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return None;
            }
            let follows_at_once = at > 0 && runs[at - 1].end == run.start;
            before = match before {
                _ if run.start + offset == element_end => Before::Nothing,
                before if offset == 0 && follows_at_once && runs[at - 1].mark == b'_' => before,
                _ if offset == 0 && follows_at_once && runs[at - 1].mark == b'*' => Before::Star,
                before if offset > 0 && run.mark == b'_' => before,
                _ if offset > 0 => Before::Star,
                _ => Before::Of(at),
            };
            let found = match run.mark {
                b'~' if offset == 0 => self.strike(runs, at),
                b'~' => None,
                _ => self.emphasis(runs, at, offset, before),
            };
            let Some((pair, last)) = found else {
                offset += 1;
                if run.mark == b'~' || offset >= run.len() {
                    (at, offset) = (at + 1, 0);
                }
                continue;
            };
            self.pairs.push(pair);
            let inner = pair.open.end as usize..pair.close.start as usize;
            self.read(&within(&runs[at..=last], inner.start, inner.end), inner.start)?;
            at = last;
            element_end = pair.close.end as usize;
            offset = element_end - runs[last].start;
            if offset >= runs[last].len() {
                (at, offset) = (last + 1, 0);
            }
        }
        Some(())
    }

    /// The element that opens at the `offset`th mark of a run, and in which run it closes.
    fn emphasis(
        &mut self,
        runs: &[Marks],
        at: usize,
        offset: usize,
        before: Before,
    ) -> Option<(Pair, usize)> {
        let run = &runs[at];
        let (before, is_in_word) = match before {
            Before::Nothing => (Side::Space, false),
            Before::Star => (Side::Other, false),
            Before::Of(run) if runs[run].is_halved => (Side::Other, false),
            Before::Of(run) => (runs[run].before, runs[run].is_in_word),
        };
        let after = if run.tildes[1] { Side::Other } else { run.after };
        let opens = match after {
            Side::Space => false,
            Side::Other => run.mark == b'*' || !is_in_word,
            Side::Punctuation => before != Side::Other,
        };
        if !opens {
            return None;
        }
        let length = run.len() - offset;
        let (mut open, mut middle) = (length, 0);
        for (ahead, next) in runs[at + 1..].iter().enumerate().filter(|(_, next)| next.mark == run.mark) {
            self.steps += 1;
            let count = next.len();
            match next.turns() {
                (false, false) => continue,
                (true, false) => {
                    open += count;
                    continue;
                }
                (true, true) if !length.is_multiple_of(3) && (length + count).is_multiple_of(3) => {
                    middle += count;
                    continue;
                }
                _ => {}
            }
            if open > count {
                open -= count;
                continue;
            }
            // `*가***` is `*가*` and two marks.
            let used = count.min(open + middle);
            let is_single = length.min(used) % 2 == 1;
            let width = if is_single { 1 } else { 2 };
            let (start, end) = (run.start + offset, next.start + used);
            let pair = Pair {
                open: Span::new(start, start + width),
                close: Span::new(end - width, end),
                kind: if is_single { Kind::Emphasis } else { Kind::Strong },
            };
            return Some((pair, at + 1 + ahead));
        }
        None
    }

    fn strike(&self, runs: &[Marks], at: usize) -> Option<(Pair, usize)> {
        let run = &runs[at];
        let longest = match self.way.strikes {
            Strikes::Never => 0,
            Strikes::Any => 2,
            Strikes::Double | Strikes::Lowers => return None,
        };
        if run.len() > longest || run.after == Side::Space {
            return None;
        }
        let closes =
            |next: &Marks| next.mark == b'~' && next.len() == run.len() && next.before != Side::Space;
        let last = at + 1 + runs[at + 1..].iter().position(closes)?;
        let (open, close) = (Span::new(run.start, run.end), Span::new(runs[last].start, runs[last].end));
        Some((Pair { open, close, kind: Kind::Strike }, last))
    }
}

/// The marks between two places, as a text of its own.
fn within(runs: &[Marks], start: usize, end: usize) -> Vec<Marks> {
    let cut = |run: &Marks| {
        let (from, to) = (run.start.max(start), run.end.min(end));
        let before = if from <= start { Side::Space } else { run.before };
        let after = if to >= end { Side::Space } else { run.after };
        let tildes = [run.tildes[0] && from > start, run.tildes[1] && to < end];
        (from < to).then_some(Marks { start: from, end: to, before, after, tildes, ..*run })
    };
    runs.iter().filter_map(cut).collect()
}
