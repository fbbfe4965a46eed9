//! Why front matter does not load: found by repairing it.
//!
//! A parser says where it gave up, not what the author did. So the lines around that place are
//! repaired in every way that is a known slip, and the parser is asked again: the repair with which
//! everything loads, or which takes the parser furthest, names the reason, and is the fix.

use super::lines::{Line, lines};
use super::parse::{self, Cause, Failure};
use super::problem::{Problem, ProblemKind, Reason};
use super::repair::{Repair, repairs};
use crate::diagnostic::{Edit, Fix};
use crate::document::syntax::YamlDialect;
use crate::span::Span;

/// Broken lines that are looked for, one after the other.
const MAX_REPAIRS: usize = 32;

/// Lines before the one where the parser gave up that may be to blame.
const LINES_BEFORE: usize = 12;

/// Bytes given to the parser in all attempts together: what keeps hostile input from taking long.
const MAX_PARSED: usize = 8 << 20;

/// What is wrong with front matter that does not load.
#[derive(Debug)]
pub(super) struct Diagnosis {
    /// One problem a broken line, in the order found.
    pub problems: Vec<Problem>,
    /// Whether it loads with all of them repaired.
    pub proven: bool,
}

/// Explains the `failure` of `yaml`, which begins at byte `base` of the original file.
pub(super) fn diagnose(yaml: &str, base: usize, dialect: YamlDialect, failure: Failure) -> Diagnosis {
    let mut draft = Draft { lines: lines(yaml, 0).collect(), repaired: Vec::new(), yaml, dialect, parsed: 0 };
    draft.repaired.resize(draft.lines.len(), None);
    let mut problems: Vec<Problem> = Vec::new();
    let mut failing = Some(Failure { at: failure.at.saturating_sub(base), ..failure });
    let mut proven = true;
    while let Some(failure) = failing {
        let at = draft.line_at(&failure);
        let better = if problems.len() < MAX_REPAIRS { draft.improve(&failure, at) } else { None };
        let Some(better) = better else {
            problems.push(unexplained(&failure, &draft, at, base));
            proven = false;
            break;
        };
        problems.push(explained(&better, &draft.lines[better.line], base));
        draft.repaired[better.line] = Some(better.repair.apply(draft.lines[better.line].text));
        failing = better.then;
    }
    if !proven {
        // Indented far enough, anything can be the rest of the value above.
        problems.retain(|problem| problem.kind != ProblemKind::DoesNotLoad(Reason::BadIndent));
        problems.iter_mut().for_each(|problem| problem.fix = None);
    }
    problems.sort_by_key(|problem| problem.span);
    Diagnosis { problems, proven }
}

fn explained(better: &Better, line: &Line<'_>, base: usize) -> Problem {
    let absolute = |range: &std::ops::Range<usize>| {
        Span::new(base + line.start + range.start, base + line.start + range.end)
    };
    let Repair { reason, range, edits, safety } = &better.repair;
    let edits = || edits.iter().map(|(range, text)| Edit { span: absolute(range), replacement: text.clone() }).collect();
    // An indentation that is too narrow to be seen stands for its line.
    let span = if range.is_empty() { line.span(base) } else { absolute(range) };
    Problem {
        kind: ProblemKind::DoesNotLoad(reason.clone()),
        span,
        fix: safety.map(|safety| Fix { edits: edits(), safety }),
    }
}

fn unexplained(failure: &Failure, draft: &Draft<'_>, at: usize, base: usize) -> Problem {
    let kind = match &failure.cause {
        Cause::TooDeep => ProblemKind::TooDeep,
        Cause::NotAMapping => ProblemKind::NotAMapping,
        Cause::Tab => ProblemKind::DoesNotLoad(Reason::Other("found a tab where a token must begin".to_owned())),
        Cause::Syntax(message) => ProblemKind::DoesNotLoad(Reason::Other(message.clone())),
    };
    let span = draft.lines.get(at).map_or(Span::at(base), |line| line.span(base));
    Problem { kind, span, fix: None }
}

/// The YAML with the repairs made so far.
struct Draft<'t> {
    yaml: &'t str,
    dialect: YamlDialect,
    lines: Vec<Line<'t>>,
    /// For each line, what it has become.
    repaired: Vec<Option<String>>,
    /// Bytes parsed so far.
    parsed: usize,
}

/// A repair that takes the parser further.
struct Better {
    line: usize,
    repair: Repair,
    /// Where it fails next, if it does.
    then: Option<Failure>,
}

impl Draft<'_> {
    /// The line of a failure, at an offset in the text as repaired so far.
    fn line_at(&self, failure: &Failure) -> usize {
        let mut passed = 0;
        for (at, line) in self.lines.iter().enumerate() {
            let added = self.repaired[at].as_ref().map_or(line.text.len(), String::len);
            passed += added + line.next - line.start - line.text.len();
            if failure.at < passed {
                return at;
            }
        }
        self.lines.len().saturating_sub(1)
    }

    /// The best repair of one line near `at`, the line of `failure`.
    fn improve(&mut self, failure: &Failure, at: usize) -> Option<Better> {
        if failure.cause == Cause::TooDeep {
            return None;
        }
        let mut best: Option<(usize, Better)> = None;
        for line in self.suspects(at) {
            for repair in repairs(self.lines[line].text, &self.indents_before(line)) {
                let then = self.attempt(line, repair.apply(self.lines[line].text))?;
                let Some(next) = then else {
                    return Some(Better { line, repair, then: None });
                };
                let reached = self.line_at(&next);
                if reached > best.as_ref().map_or(at, |(reached, _)| *reached) {
                    best = Some((reached, Better { line, repair, then: Some(next) }));
                }
            }
        }
        best.map(|(_, better)| better)
    }

    /// Lines that may be to blame for a failure at line `at`: itself, those before it, the next one.
    fn suspects(&self, at: usize) -> Vec<usize> {
        let usable = |line: &usize| self.repaired.get(*line).is_some_and(Option::is_none);
        let has_text = |line: &usize| usable(line) && !self.lines[*line].text.is_empty();
        let before = (at.saturating_sub(LINES_BEFORE)..at).rev();
        std::iter::once(at).chain(before).chain(std::iter::once(at + 1)).filter(has_text).collect()
    }

    /// The widths of the indentation of the lines before `line`, the nearest first.
    fn indents_before(&self, line: usize) -> Vec<usize> {
        let mut widths = Vec::new();
        for before in self.lines[line.saturating_sub(LINES_BEFORE)..line].iter().rev().filter(|line| !line.is_blank()) {
            let width = before.text.len() - before.text.trim_start_matches(' ').len();
            widths.push(width);
            if before.text[width..].starts_with("- ") {
                widths.push(width + 2);
            }
        }
        widths.push(0);
        let mut seen = Vec::new();
        widths.retain(|width| !seen.contains(width) && { seen.push(*width); true });
        widths
    }

    /// Loads the draft with `line` replaced: where it fails then, if it does. None when there have
    /// been attempts enough.
    fn attempt(&mut self, line: usize, replacement: String) -> Option<Option<Failure>> {
        let previous = self.repaired[line].replace(replacement);
        let text = self.text();
        self.parsed += text.len();
        let affordable = self.parsed <= MAX_PARSED;
        let failure = affordable.then(|| parse::load(&text, 0, self.dialect).err());
        self.repaired[line] = previous;
        failure
    }

    fn text(&self) -> String {
        let mut text = String::with_capacity(self.yaml.len() + 64);
        for (line, repaired) in self.lines.iter().zip(&self.repaired) {
            text.push_str(repaired.as_deref().unwrap_or(line.text));
            text.push_str(self.yaml.get(line.start + line.text.len()..line.next).unwrap_or(""));
        }
        text
    }
}
