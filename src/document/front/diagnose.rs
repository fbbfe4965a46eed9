//! Why front matter does not load: found by repairing it.
//!
//! A parser says where it gave up, not what the author did. So the lines around that place are
//! repaired in every way that is a known slip, and the parser is asked again: the repair with which
//! everything loads, or which takes the parser furthest, names the reason, and is the fix. A fix is
//! offered only if everything loads in the end.

use super::lines::{Line, lines};
use super::parse::{self, Cause, Failure};
use super::problem::{Problem, ProblemKind, Reason};
use super::repair::{self, Repair};
use super::toml;
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

/// In what the front matter is written, as far as its lines can be repaired.
#[derive(Clone, Copy, Debug)]
pub(super) enum Notation {
    Yaml(YamlDialect),
    Toml,
}

impl Notation {
    /// Why and where `text` does not load, if it does not.
    fn failure(self, text: &str) -> Option<Failure> {
        match self {
            Notation::Yaml(dialect) => parse::load(text, 0, dialect).err(),
            Notation::Toml => toml::load(text, 0).err()?.failure,
        }
    }

    fn repairs(self, line: &str, indents: &[usize]) -> Vec<Repair> {
        match self {
            Notation::Yaml(_) => repair::repairs(line, indents),
            Notation::Toml => toml::repairs(line),
        }
    }
}

/// Explains the `failure` of `text`, which begins at byte `base` of the original file.
pub(super) fn diagnose(text: &str, base: usize, notation: Notation, failure: Failure) -> Diagnosis {
    let mut draft =
        Draft { lines: lines(text, 0).collect(), repaired: Vec::new(), text, notation, parsed: 0 };
    draft.repaired.resize(draft.lines.len(), None);
    let mut problems: Vec<Problem> = Vec::new();
    let first = Failure { at: failure.at.saturating_sub(base), ..failure };
    let mut failing = Some(first.clone());
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
    if !proven && first.cause == Cause::NotAMapping {
        problems = vec![unexplained(&first, &draft, draft.line_at(&first), base)];
    } else if !proven {
        // Indented far enough, anything can be the rest of the value above.
        problems.retain(|problem| problem.kind != ProblemKind::DoesNotLoad(Reason::BadIndent));
        problems.iter_mut().for_each(|problem| problem.fix = None);
    }
    problems.sort_by_key(|problem| problem.span);
    together(&mut problems, &Reason::Tab);
    together(&mut problems, &Reason::MissingSpaceAfterDash);
    Diagnosis { problems, proven }
}

/// Makes one problem of all lines with this `reason`, tabs say: with one of them left, it does not load.
fn together(problems: &mut Vec<Problem>, reason: &Reason) {
    let is_one = |problem: &Problem| matches!(&problem.kind, ProblemKind::DoesNotLoad(own) if own == reason);
    let (same, rest): (Vec<Problem>, Vec<Problem>) = std::mem::take(problems).into_iter().partition(is_one);
    let mut same = same.into_iter();
    if let Some(mut first) = same.next() {
        for problem in same {
            if let Some((fix, other)) = first.fix.as_mut().zip(problem.fix) {
                fix.edits.extend(other.edits);
            }
        }
        problems.push(first);
    }
    problems.extend(rest);
    problems.sort_by_key(|problem| problem.span);
}

fn explained(better: &Better, line: &Line<'_>, base: usize) -> Problem {
    let absolute = |range: &std::ops::Range<usize>| {
        Span::new(base + line.start + range.start, base + line.start + range.end)
    };
    let Repair { reason, range, edits, safety } = &better.repair;
    let edits = || {
        edits.iter().map(|(range, text)| Edit { span: absolute(range), replacement: text.clone() }).collect()
    };
    // An indentation that is too narrow to be seen stands for its line.
    let span = if range.is_empty() { line.span(base) } else { absolute(range) };
    Problem {
        kind: ProblemKind::DoesNotLoad(reason.clone()),
        span,
        fix: safety.map(|safety| Fix { edits: edits(), safety }),
    }
}

fn unexplained(failure: &Failure, draft: &Draft<'_>, at: usize, base: usize) -> Problem {
    let keyless = matches!(draft.notation, Notation::Yaml(_)).then(|| draft.keyless(at)).flatten();
    let at = keyless.unwrap_or(at);
    let kind = match &failure.cause {
        Cause::Syntax(_) if keyless.is_some() => ProblemKind::DoesNotLoad(Reason::NoColon),
        Cause::TooDeep => ProblemKind::TooDeep,
        Cause::NotAMapping => ProblemKind::NotAMapping,
        Cause::Tab => {
            ProblemKind::DoesNotLoad(Reason::Other("found a tab where a token must begin".to_owned()))
        }
        Cause::Syntax(message) => ProblemKind::DoesNotLoad(Reason::Other(message.clone())),
    };
    let span = draft.lines.get(at).map_or(Span::at(base), |line| line.span(base));
    Problem { kind, span, fix: None }
}

/// The text with the repairs made so far.
struct Draft<'t> {
    text: &'t str,
    notation: Notation,
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

    /// The first line of the text without a key that ends at line `at`, or above it at the very beginning: there,
    /// the key in line `at` is taken for the rest of that text.
    fn keyless(&self, at: usize) -> Option<usize> {
        let begins = |line: &Line<'_>| line.is_blank() || self.colon_is_missing(line);
        let is_first = self.lines.get(..at).is_some_and(|before| before.iter().all(begins));
        self.keyless_to(at).or_else(|| self.keyless_to(at.checked_sub(1).filter(|_| is_first)?))
    }

    fn keyless_to(&self, at: usize) -> Option<usize> {
        let is_keyless = |line: &&Line<'_>| !line.is_blank() && self.colon_is_missing(line);
        let lines = self.lines.get(..=at)?.iter().enumerate().rev();
        let text = lines.take_while(|(_, line)| line.is_blank() || self.colon_is_missing(line));
        text.filter(|(_, line)| is_keyless(line)).last().map(|(at, _)| at)
    }

    fn colon_is_missing(&self, line: &Line<'_>) -> bool {
        const OTHERS: [char; 10] = [' ', '\t', '-', '#', '"', '\'', '[', ']', '{', '}'];
        !line.text.contains([':', '：']) && !line.text.starts_with(OTHERS)
    }

    /// The best repair of one line near `at`, the line of `failure`.
    fn improve(&mut self, failure: &Failure, at: usize) -> Option<Better> {
        if failure.cause == Cause::TooDeep {
            return None;
        }
        let mut best: Option<(usize, Better)> = None;
        for line in self.suspects(at) {
            for repair in self.notation.repairs(self.lines[line].text, &self.indents_before(line)) {
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
        for before in
            self.lines[line.saturating_sub(LINES_BEFORE)..line].iter().rev().filter(|line| !line.is_blank())
        {
            let width = before.text.len() - before.text.trim_start_matches(' ').len();
            widths.push(width);
            if before.text[width..].starts_with("- ") {
                widths.push(width + 2);
            }
        }
        widths.push(0);
        let mut seen = Vec::new();
        widths.retain(|width| {
            !seen.contains(width) && {
                seen.push(*width);
                true
            }
        });
        widths
    }

    /// Loads the draft with `line` replaced: where it fails then, if it does. None when there have
    /// been attempts enough.
    fn attempt(&mut self, line: usize, replacement: String) -> Option<Option<Failure>> {
        let previous = self.repaired[line].replace(replacement);
        let text = self.text();
        self.parsed += text.len();
        let affordable = self.parsed <= MAX_PARSED;
        let failure = affordable.then(|| self.notation.failure(&text));
        self.repaired[line] = previous;
        failure
    }

    fn text(&self) -> String {
        let mut text = String::with_capacity(self.text.len() + 64);
        for (line, repaired) in self.lines.iter().zip(&self.repaired) {
            text.push_str(repaired.as_deref().unwrap_or(line.text));
            text.push_str(self.text.get(line.start + line.text.len()..line.next).unwrap_or(""));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each problem as its reason, and the YAML with all fixes made, where all have one.
    fn explain(yaml: &str) -> (Vec<Reason>, Option<String>) {
        let failure = parse::load(yaml, 0, YamlDialect::Psych).expect_err("it does not load");
        let problems = diagnose(yaml, 0, Notation::Yaml(YamlDialect::Psych), failure).problems;
        let fixes: Option<Vec<&Fix>> = problems.iter().map(|problem| problem.fix.as_ref()).collect();
        let fixed = fixes.map(|fixes| {
            let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
            edits.sort_by_key(|edit| edit.span);
            let mut text = yaml.to_owned();
            edits.iter().rev().for_each(|edit| text.replace_range(edit.span.range(), &edit.replacement));
            text
        });
        let reasons = problems.into_iter().filter_map(|problem| match problem.kind {
            ProblemKind::DoesNotLoad(reason) => Some(reason),
            _ => None,
        });
        (reasons.collect(), fixed)
    }

    #[test]
    fn one_broken_line_has_one_reason_and_a_fix_that_loads() {
        let cases = [
            ("title: 결산: 2024", Reason::ColonInValue, "title: \"결산: 2024\""),
            ("title: 결산: \"올해\" # 초안", Reason::ColonInValue, "title: '결산: \"올해\"' # 초안"),
            ("- 목차:  첫째: 둘째", Reason::ColonInValue, "- 목차:  \"첫째: 둘째\""),
            ("title: [자바] 시작하기", Reason::StartsWithBracket, "title: \"[자바] 시작하기\""),
            ("title: [1] 가 [2]", Reason::StartsWithBracket, "title: \"[1] 가 [2]\""),
            ("title: {{ 이름 }} 님", Reason::StartsWithBracket, "title: \"{{ 이름 }} 님\""),
            ("tags: [봄, 여름", Reason::UnclosedBracket, "tags: [봄, 여름]"),
            (
                "tags: [스프링, @Entity, 자바]",
                Reason::StartsWithIndicator('@'),
                "tags: [스프링, \"@Entity\", 자바]",
            ),
            ("title: `코드` 읽기", Reason::StartsWithIndicator('`'), "title: \"`코드` 읽기\""),
            ("title: %로 나누기", Reason::StartsWithIndicator('%'), "title: \"%로 나누기\""),
            ("title: *강조*", Reason::StartsWithIndicator('*'), "title: \"*강조*\""),
            ("title: !중요 공지", Reason::StartsWithIndicator('!'), "title: \"!중요 공지\""),
            ("title: > 화살표", Reason::StartsWithIndicator('>'), "title: \"> 화살표\""),
            ("title: *name", Reason::UnknownAlias, "title: \"*name\""),
            ("title：여행", Reason::FullWidthColon, "title: 여행"),
            ("title：[여행] 제주", Reason::FullWidthColon, "title: \"[여행] 제주\""),
            ("title:여행", Reason::MissingSpaceAfterColon, "title: 여행"),
            ("title:\u{3000}여행", Reason::OddSpace('\u{3000}'), "title: 여행"),
            ("title: “여행: 제주”", Reason::SmartQuotes, "title: \"여행: 제주\""),
            ("title: \"여행", Reason::UnclosedQuote, "title: \"여행\""),
            ("title: \"여행”", Reason::UnclosedQuote, "title: \"여행\""),
            ("title: \"그가 \"안녕\" 했다\"", Reason::QuoteInsideQuotes, "title: '그가 \"안녕\" 했다'"),
            ("title: 'it's 여행'", Reason::QuoteInsideQuotes, "title: \"it's 여행\""),
            ("title: \"여행\" 2편", Reason::TextAfterQuote, "title: '\"여행\" 2편'"),
            ("title: \"가\" 와 \"나\"", Reason::TextAfterQuote, "title: '\"가\" 와 \"나\"'"),
            ("title: \"C:\\여행\"", Reason::BackslashInQuotes, "title: 'C:\\여행'"),
            ("\ttitle: 여행", Reason::Tab, "title: 여행"),
        ];
        for (line, reason, repaired) in cases {
            let (before, after) = ("layout: post\nlist:\n", "\nlast: 1\n");
            let before = if line.starts_with("- ") { before } else { "layout: post\n" };
            let (reasons, fixed) = explain(&format!("{before}{line}{after}"));
            assert_eq!(reasons, [reason], "{line}");
            assert_eq!(fixed, Some(format!("{before}{repaired}{after}")), "{line}");
        }
    }

    #[test]
    fn the_line_to_blame_may_be_before_the_one_that_fails() {
        let (reasons, fixed) = explain("title: \"소풍\ndescription: \"가을\"\n");
        assert_eq!(reasons, [Reason::UnclosedQuote]);
        assert_eq!(fixed.as_deref(), Some("title: \"소풍\"\ndescription: \"가을\"\n"));
    }

    #[test]
    fn every_broken_line_is_named() {
        let (reasons, fixed) = explain("title: [산] 오르기\r\ntags: [a]\r\nnote: 산: 바다\r\n");
        assert_eq!(reasons, [Reason::StartsWithBracket, Reason::ColonInValue]);
        assert_eq!(fixed.as_deref(), Some("title: \"[산] 오르기\"\r\ntags: [a]\r\nnote: \"산: 바다\"\r\n"));
    }

    #[test]
    fn indentation_follows_the_neighbours() {
        assert_eq!(explain("layout: post\n  toc: true\n").1.as_deref(), Some("layout: post\ntoc: true\n"));
        assert_eq!(explain("tags:\n  - 산\n - 강\n").1.as_deref(), Some("tags:\n  - 산\n  - 강\n"));
        let spilled = explain("description: 첫 줄\n둘째 줄\ntoc: true\n");
        assert_eq!(spilled.0, [Reason::BadIndent]);
        assert_eq!(spilled.1.as_deref(), Some("description: 첫 줄\n  둘째 줄\ntoc: true\n"));
        let text = explain("description: 이 글은\n  요약: 짧다\n");
        assert_eq!(text, (vec![Reason::BadIndent], None), "which way is meant is not known");
    }

    #[test]
    fn without_proof_there_is_no_fix() {
        let yaml = "title: 산: 바다\n}{\nlast: 1\n";
        let failure = parse::load(yaml, 0, YamlDialect::Psych).expect_err("it does not load");
        let diagnosis = diagnose(yaml, 0, Notation::Yaml(YamlDialect::Psych), failure);
        assert!(!diagnosis.proven);
        assert!(diagnosis.problems.iter().all(|problem| problem.fix.is_none()), "{diagnosis:?}");
        assert!(matches!(&diagnosis.problems[1].kind, ProblemKind::DoesNotLoad(Reason::Other(_))));
    }

    #[test]
    fn so_many_broken_lines_are_repaired_and_no_more() {
        let broken = |lines| explain(&"title: 산: 바다\n".repeat(lines));
        let (reasons, fixed) = broken(MAX_REPAIRS);
        assert_eq!((reasons.len(), fixed.is_some()), (MAX_REPAIRS, true));
        let (reasons, fixed) = broken(MAX_REPAIRS + 1);
        assert_eq!((reasons.len(), fixed), (MAX_REPAIRS + 1, None));
        assert!(matches!(reasons.last(), Some(Reason::Other(_))));
    }

    #[test]
    fn one_text_is_not_a_mapping_unless_a_colon_makes_it_one() {
        let kind = |yaml| {
            let failure = parse::load(yaml, 0, YamlDialect::Psych).expect_err("it does not load");
            diagnose(yaml, 0, Notation::Yaml(YamlDialect::Psych), failure).problems.remove(0).kind
        };
        assert_eq!(kind("그냥 글\n"), ProblemKind::NotAMapping);
        assert_eq!(kind("- 가\n- 나\n"), ProblemKind::NotAMapping);
        assert_eq!(kind("title:여행\n"), ProblemKind::DoesNotLoad(Reason::MissingSpaceAfterColon));
    }
}
