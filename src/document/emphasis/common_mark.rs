//! CommonMark's way (0.31, 6.2 and the appendix), with strikethrough: an opener is left-flanking, a closer
//! right-flanking, and a closer takes the nearest opener that fits.

use super::{Kind, Pair, Side, is_cjk};
use crate::document::blocks::Run;
use crate::document::markdown::{Markdown, Punctuation, Strikes};
use crate::document::syntax::Renderer;
use crate::span::Span;

/// Marks that are not used up.
struct Delimiter {
    /// What is left of the run.
    start: usize,
    end: usize,
    /// How many they were.
    length: usize,
    mark: u8,
    opens: bool,
    closes: bool,
    /// Where the innermost emphasis around them begins, where that is paired first.
    inside: usize,
    /// Whether they may still be of use.
    is_live: bool,
}

/// Adds the pairs among `runs`, all of one link or of none.
pub(super) fn pairs(runs: &[Run], way: &Markdown, pairs: &mut Vec<Pair>) -> Option<()> {
    if runs.iter().any(|run| run.mark == b'~' && run.span.len() > 2) {
        return None;
    }
    let mut delimiters: Vec<Delimiter> = Vec::new();
    for at in 0..runs.len() {
        delimiters.extend(delimiter(&seen(runs, at, way), way));
    }
    if way.strikes == Strikes::Lowers {
        lowered(runs, &mut delimiters, pairs);
    }
    if way.renderer == Renderer::Remark {
        // What is met first comes first; the others stay inside of it or outside.
        let tildes_first = runs.first().is_some_and(|run| run.mark == b'~');
        let (mut first, mut second): (Vec<_>, Vec<_>) =
            delimiters.into_iter().partition(|delimiter| (delimiter.mark == b'~') == tildes_first);
        let kept = pairs.len();
        pair(&mut first, way, pairs);
        let mut around: Vec<Pair> = pairs[kept..].to_vec();
        around.sort_unstable();
        for emphasis in around {
            let range = emphasis.open.end as usize..emphasis.close.start as usize;
            let is_inside = |delimiter: &&mut Delimiter| range.contains(&delimiter.start);
            second.iter_mut().filter(is_inside).for_each(|delimiter| delimiter.inside = range.start);
        }
        second.sort_by_key(|delimiter| delimiter.inside);
        second.chunk_by_mut(|a, b| a.inside == b.inside).for_each(|group| pair(group, way, pairs));
    } else {
        pair(&mut delimiters, way, pairs);
    }
    Some(())
}

/// A run with what its renderer sees beside it: cmark looks beyond tildes.
fn seen(runs: &[Run], at: usize, way: &Markdown) -> Run {
    let mut run = runs[at];
    if way.renderer == Renderer::Cmark && way.strikes != Strikes::Never && run.mark != b'~' {
        let touches = |a: &Run, b: &Run| a.span.end == b.span.start;
        let previous = at.checked_sub(1).map(|before| &runs[before]);
        if let Some(tildes) = previous.filter(|previous| previous.mark == b'~' && touches(previous, &run)) {
            run.before = tildes.before;
        }
        if let Some(tildes) = runs.get(at + 1).filter(|next| next.mark == b'~' && touches(&run, next)) {
            run.after = tildes.after;
        }
    }
    run
}

/// What a run may do; `None` if it is text.
fn delimiter(run: &Run, way: &Markdown) -> Option<Delimiter> {
    let length = run.span.range().len();
    let is_tilde = run.mark == b'~';
    let is_read = match way.strikes {
        _ if !is_tilde => true,
        Strikes::Never => false,
        Strikes::Double => length == 2,
        Strikes::Any | Strikes::Lowers => length <= 2,
    };
    if !is_read {
        return None;
    }
    let (opens, closes) = flanks(run, way);
    let std::ops::Range { start, end } = run.span.range();
    Some(Delimiter { start, end, length, mark: run.mark, opens, closes, inside: 0, is_live: true })
}

/// Whether a run may open and whether it may close.
fn flanks(run: &Run, way: &Markdown) -> (bool, bool) {
    let friendly = if run.mark == b'~' { way.friendly_strikes } else { way.friendly };
    let [before, after] = [run.before, run.after].map(|c| match Side::of(c, way) {
        // To friendly plugins, punctuation of these languages is a letter.
        Side::Punctuation if friendly && is_cjk(c) => Side::Other,
        side => side,
    });
    // Beside tildes, remark of today lets other marks open and close.
    let is_today = way.renderer == Renderer::Remark && way.punctuation != Punctuation::Marks;
    let is_neutral =
        |c: Option<char>| is_today && run.mark != b'~' && c == Some('~') && way.strikes != Strikes::Never;
    let forgives = |c: Option<char>| friendly && is_cjk(c);
    let left = after == Side::Other
        || (after == Side::Punctuation && (before != Side::Other || forgives(run.before)))
        || is_neutral(run.after);
    let right = before == Side::Other
        || (before == Side::Punctuation && (after != Side::Other || forgives(run.after)))
        || is_neutral(run.before);
    if run.mark == b'_' {
        (left && (!right || before == Side::Punctuation), right && (!left || after == Side::Punctuation))
    } else {
        (left, right)
    }
}

/// Pairs the delimiters.
fn pair(delimiters: &mut [Delimiter], way: &Markdown, pairs: &mut Vec<Pair>) {
    let mut at = 0;
    while at < delimiters.len() {
        let closer = &delimiters[at];
        if !closer.is_live || !closer.closes || closer.start == closer.end {
            at += 1;
            continue;
        }
        let Some(open) = (0..at).rev().find(|&open| fits(&delimiters[open], closer, way)) else {
            at += 1;
            continue;
        };
        let opener = &delimiters[open];
        let is_tilde = closer.mark == b'~';
        let use_two = opener.end - opener.start >= 2 && closer.end - closer.start >= 2;
        let length = if is_tilde { closer.length } else { 1 + usize::from(use_two) };
        let kind = match (is_tilde, use_two) {
            (true, _) => Kind::Strike,
            (false, true) => Kind::Strong,
            (false, false) => Kind::Emphasis,
        };
        pairs.push(Pair {
            open: Span::new(opener.end - length, opener.end),
            close: Span::new(closer.start, closer.start + length),
            kind,
        });
        delimiters[open].end -= length;
        delimiters[at].start += length;
        // What is between goes with it.
        delimiters[open + 1..at].iter_mut().for_each(|between| between.is_live = false);
    }
}

fn fits(opener: &Delimiter, closer: &Delimiter, way: &Markdown) -> bool {
    if !opener.is_live || !opener.opens || opener.mark != closer.mark || opener.start == opener.end {
        return false;
    }
    if closer.mark == b'~' {
        return opener.length == closer.length;
    }
    // The rule of three, which remark applies to what is left of the runs.
    let length = |delimiter: &Delimiter| match way.renderer {
        Renderer::Remark => delimiter.end - delimiter.start,
        _ => delimiter.length,
    };
    let may_be_either = opener.closes || closer.opens;
    let is_odd = !length(closer).is_multiple_of(3) && (length(opener) + length(closer)).is_multiple_of(3);
    !(may_be_either && is_odd)
}

/// `~가~` without a space in it.
fn lowered(runs: &[Run], delimiters: &mut Vec<Delimiter>, pairs: &mut Vec<Pair>) {
    let single: Vec<&Run> = runs.iter().filter(|run| run.mark == b'~' && run.span.len() == 1).collect();
    delimiters.retain(|delimiter| delimiter.mark != b'~' || delimiter.length == 2);
    for two in single.chunks_exact(2) {
        let (opens, closes) = (Side::Space, Side::Space);
        let is_space = |c: Option<char>, space| c.is_none_or(char::is_whitespace) && space == Side::Space;
        if !is_space(two[0].after, opens) && !is_space(two[1].before, closes) {
            pairs.push(Pair { open: two[0].span, close: two[1].span, kind: Kind::Lowered });
        }
    }
}
