//! Where front matter begins and ends, as each generator looks for it.
//!
//! | generator   | opens                                   | closes                                |
//! |-------------|-----------------------------------------|---------------------------------------|
//! | Jekyll      | `---` at byte 0                         | a line `---` or `...`                 |
//! | Hugo        | `---`, `+++` or `{` after any blanks    | a line that begins with the opener    |
//! | Hexo        | `---` or `;;;`, or longer, or nothing   | a line that begins with the opener    |
//! | gray-matter | `---`, perhaps with a language after it | a line that begins with `---`, or the end |
//! | Astro       | `---` or `+++`, also after blank lines  | a line that begins with `---` or `+++` |
//!
//! `tests/oracle/dialects/` holds what each made of some 140 pages. All but Jekyll forgive a byte order
//! mark. Where a closer may be longer than `---`, what is too long is printed at the top of the page.

use super::Format;
use super::lines::{Line, begins_with_key, is_dashes, is_invisible, lines};
use super::parse;
use super::problem::{Problem, ProblemKind};
use crate::diagnostic::{Edit, Fix, Safety};
use crate::document::syntax::{Delimiters, Syntax};
use crate::span::Span;

/// A page cut in two. All offsets are those of the original file.
#[derive(Debug)]
pub(super) struct Split {
    /// The front matter, if there is any, or was meant to be.
    pub front: Option<Delimited>,
    /// What is wrong with the delimiters.
    pub problems: Vec<Problem>,
    /// Where the body begins.
    pub body_start: usize,
}

/// Front matter between its delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Delimited {
    /// With the delimiters.
    pub span: Span,
    /// Without them.
    pub content: Span,
    /// What is between them.
    pub format: Format,
}

/// What a line is that may open front matter.
#[derive(Clone, Copy)]
enum Opener<'t> {
    /// It does.
    Right { marker: &'t str, format: Format },
    /// It looks as if it did.
    Wrong,
}

/// Finds the front matter of `text`.
pub(super) fn split(text: &str, syntax: &Syntax) -> Split {
    let delimiters = syntax.delimiters;
    let none = Split { front: None, problems: Vec::new(), body_start: 0 };
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let start = text.len() - text.trim_start_matches(is_invisible).len();
    let Some(first) = lines(text, start).next() else { return none };
    if delimiters == Delimiters::Hugo && first.text.starts_with('{') {
        return json(text, start).unwrap_or(none);
    }
    let Some(opener) = opener(first.text, delimiters) else {
        return unopened(text, mark, syntax).unwrap_or(none);
    };
    let (marker, format) = match opener {
        Opener::Right { marker, format } => (marker, format),
        Opener::Wrong => ("---", Format::Yaml),
    };

    let mut problems = Vec::new();
    problems.extend(before(text, mark, start, delimiters));
    if mark > 0 && delimiters == Delimiters::Jekyll {
        problems.push(problem(ProblemKind::ByteOrderMark, Span::new(0, mark), "", Safety::Safe));
    }
    if matches!(opener, Opener::Wrong) {
        problems.push(problem(ProblemKind::WrongDelimiter, first.span(0), "---", Safety::Suggestion));
    }
    let opened = problems.iter().all(|problem| problem.kind == ProblemKind::ByteOrderMark);
    let meant = lines(text, first.next)
        .find(|line| !line.is_blank() && !line.text.starts_with('#'))
        .is_some_and(|line| begins_with_key(line.text) || format != Format::Yaml);
    if !opened && !meant {
        return none;
    }

    let closer = lines(text, first.next).find(|line| closes(line.text, marker, delimiters));
    let near = || near_closer(text, first.next, syntax).filter(|_| format == Format::Yaml);
    let (end, body_start) = match (closer, opener) {
        (Some(closer), Opener::Right { .. }) => {
            if marker == "---" && is_dashes(closer.text) && closer.text.trim_end().len() > marker.len() {
                problems.push(problem(
                    ProblemKind::WrongDelimiter,
                    closer.span(0),
                    marker,
                    Safety::Suggestion,
                ));
            }
            (closer.start, closer.next)
        }
        (closer, _) => match near().filter(|near| closer.is_none_or(|closer| near.start < closer.start)) {
            Some(near) => {
                problems.push(misshapen(&near, marker, delimiters));
                (near.start, near.next)
            }
            None => match closer {
                Some(closer) => (closer.start, closer.next),
                None if is_read_to_the_end(text, first.next, syntax) => (text.len(), text.len()),
                None if matches!(opener, Opener::Wrong) => return none,
                // gray-matter takes all of the body for front matter.
                None if !meant
                    && (delimiters != Delimiters::GrayMatter
                        || !opened
                        || lines(text, first.next).all(|line| line.is_blank())) =>
                {
                    return none;
                }
                None => {
                    let end = paragraph(text, first.next, syntax).filter(|_| format == Format::Yaml);
                    problems.push(unclosed(text, &first, end, marker));
                    let Some(end) = end else { return Split { front: None, problems, body_start: 0 } };
                    (end, end)
                }
            },
        },
    };
    let content = Span::new(first.next, end);
    let front = Delimited { span: Span::new(start, body_start), content, format };
    Split { front: Some(front), problems, body_start }
}

fn opener(line: &str, delimiters: Delimiters) -> Option<Opener<'_>> {
    let right = |length: usize, format| line.get(..length).map(|marker| Opener::Right { marker, format });
    let exactly = |marker| line.strip_prefix(marker).is_some_and(|rest: &str| rest.trim_ascii().is_empty());
    let found = match delimiters {
        Delimiters::Jekyll if exactly("---") => right(3, Format::Yaml),
        Delimiters::Hugo if exactly("---") => right(3, Format::Yaml),
        Delimiters::Hugo if exactly("+++") => right(3, Format::Toml),
        Delimiters::Hexo if line.len() >= 3 && line.bytes().all(|b| b == b'-') => {
            right(line.len(), Format::Yaml)
        }
        Delimiters::Hexo if line.len() >= 3 && line.bytes().all(|b| b == b';') => {
            right(line.len(), Format::Json)
        }
        Delimiters::Astro if exactly("---") => right(3, Format::Yaml),
        Delimiters::Astro if exactly("+++") => right(3, Format::Toml),
        Delimiters::GrayMatter => line.strip_prefix("---").and_then(|language| match language.trim_ascii() {
            "" | "yaml" | "yml" => right(3, Format::Yaml),
            "toml" => right(3, Format::Toml),
            "json" => right(3, Format::Json),
            _ => None,
        }),
        _ => None,
    };
    found.or_else(|| is_dashes(line).then_some(Opener::Wrong))
}

fn closes(line: &str, marker: &str, delimiters: Delimiters) -> bool {
    match delimiters {
        Delimiters::Jekyll => ["---", "..."]
            .iter()
            .any(|marker| line.strip_prefix(marker).is_some_and(|rest| rest.trim_ascii().is_empty())),
        Delimiters::Astro => line.starts_with("---") || line.starts_with("+++"),
        Delimiters::Hugo | Delimiters::Hexo | Delimiters::GrayMatter => line.starts_with(marker),
    }
}

/// What stands before the opener and must not.
fn before(text: &str, mark: usize, start: usize, delimiters: Delimiters) -> Option<Problem> {
    let blanks = text.get(mark..start).filter(|blanks| !blanks.is_empty())?;
    let on_its_line = start - blanks.rsplit('\n').next().map_or(0, str::len);
    let has_lines = blanks.contains('\n');
    let (kind, from) = match delimiters {
        Delimiters::Hugo if blanks.is_ascii() => return None,
        Delimiters::Jekyll | Delimiters::GrayMatter if has_lines => (ProblemKind::BlankLineBefore, mark),
        // Hexo takes one empty line for the place of the opener.
        Delimiters::Hexo if has_lines && !matches!(blanks, "\n" | "\r\n") => {
            (ProblemKind::BlankLineBefore, mark)
        }
        _ if on_its_line == start => return None,
        _ => (ProblemKind::SpaceBefore, on_its_line),
    };
    Some(problem(kind, Span::new(from, start), "", Safety::Safe))
}

/// The first line that was meant to close: what is before it loads.
fn near_closer<'t>(text: &'t str, from: usize, syntax: &Syntax) -> Option<Line<'t>> {
    let line = lines(text, from).find(|line| is_dashes(line.text))?;
    is_front_matter(text.get(from..line.start)?, syntax).then_some(line)
}

fn misshapen(line: &Line<'_>, marker: &str, delimiters: Delimiters) -> Problem {
    let shape = line.text.trim_start_matches(is_invisible);
    if closes(shape, marker, delimiters) {
        let blanks = Span::new(line.start, line.start + line.text.len() - shape.len());
        problem(ProblemKind::SpaceBefore, blanks, "", Safety::Safe)
    } else {
        problem(ProblemKind::WrongDelimiter, line.span(0), marker, Safety::Suggestion)
    }
}

fn unclosed(text: &str, opener: &Line<'_>, end: Option<usize>, marker: &str) -> Problem {
    let fix = end.map(|at| close_at(text, at, marker));
    Problem { kind: ProblemKind::Unclosed { later: None }, span: opener.span(0), fix }
}

/// Inserts a closing delimiter before the line at byte `at`.
pub(super) fn close_at(text: &str, at: usize, marker: &str) -> Fix {
    let before = text.get(..at).unwrap_or("");
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let first = if before.ends_with('\n') { "" } else { newline };
    let edit = Edit { span: Span::at(at), replacement: format!("{first}{marker}{newline}") };
    Fix { edits: vec![edit], safety: Safety::Suggestion }
}

/// gray-matter needs no closer where there is no body.
fn is_read_to_the_end(text: &str, from: usize, syntax: &Syntax) -> bool {
    syntax.delimiters == Delimiters::GrayMatter
        && text.get(from..).is_some_and(|rest| is_front_matter(rest, syntax))
        && !lines(text, from).any(|line| line.text.starts_with("...") && line.next < text.len())
}

/// The end of the first paragraph from byte `from`, if it is front matter.
fn paragraph(text: &str, from: usize, syntax: &Syntax) -> Option<usize> {
    let end = lines(text, from).find(Line::is_blank).map_or(text.len(), |line| line.start);
    is_front_matter(text.get(from..end)?, syntax).then_some(end)
}

/// Whether `yaml` loads and has keys.
pub(super) fn is_front_matter(yaml: &str, syntax: &Syntax) -> bool {
    parse::load(yaml, 0, syntax.yaml).is_ok_and(|loaded| loaded.root.is_some())
}

/// Hexo forgives a missing opener: keys up to a line of dashes.
fn unopened(text: &str, mark: usize, syntax: &Syntax) -> Option<Split> {
    let first = lines(text, mark).next()?;
    if syntax.delimiters != Delimiters::Hexo || !begins_with_key(first.text) {
        return None;
    }
    let closer = lines(text, first.next).find(|line| line.text.starts_with("---"))?;
    let content = Span::new(mark, closer.start);
    let front = Delimited { span: Span::new(mark, closer.next), content, format: Format::Yaml };
    is_front_matter(content.slice(text), syntax).then(|| Split {
        front: Some(front),
        problems: Vec::new(),
        body_start: closer.next,
    })
}

/// Hugo's JSON: from the brace at byte `start` to the one that matches it.
fn json(text: &str, start: usize) -> Option<Split> {
    // `{{<` and `{{%` are shortcodes at the beginning of a body.
    let json = text.get(start..).filter(|json| !json.starts_with("{{"))?;
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    let end = json.bytes().position(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let span = Span::new(start, start + end + 1);
    let front = Delimited { span, content: span, format: Format::Json };
    Some(Split { front: Some(front), problems: Vec::new(), body_start: start + end + 1 })
}

fn problem(kind: ProblemKind, span: Span, replacement: &str, safety: Safety) -> Problem {
    let edit = Edit { span, replacement: replacement.to_owned() };
    Problem { kind, span, fix: Some(Fix { edits: vec![edit], safety }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::syntax::YamlDialect;

    fn kinds(text: &str, delimiters: Delimiters) -> (Option<String>, Vec<ProblemKind>, String) {
        let yaml = if delimiters == Delimiters::Jekyll { YamlDialect::Psych } else { YamlDialect::JsYaml };
        let split = split(text, &Syntax { delimiters, yaml, ..Syntax::default() });
        let content = split.front.map(|front| front.content.slice(text).to_owned());
        let mut repaired = text.to_owned();
        for edit in split.problems.iter().rev().filter_map(|p| p.fix.as_ref()).flat_map(|fix| &fix.edits) {
            repaired.replace_range(edit.span.range(), &edit.replacement);
        }
        (content, split.problems.into_iter().map(|problem| problem.kind).collect(), repaired)
    }

    const GOOD: &str = "---\ntitle: 산\n---\n본문\n";

    #[test]
    fn jekyll_takes_dashes_and_dots_and_spaces_after_them() {
        for text in
            [GOOD, "---  \ntitle: 산\n---\t\n본문", "---\ntitle: 산\n...\n본문", "---\ntitle: 산\n---"]
        {
            assert_eq!(kinds(text, Delimiters::Jekyll).0.as_deref(), Some("title: 산\n"), "{text}");
            assert!(kinds(text, Delimiters::Jekyll).1.is_empty(), "{text}");
        }
        let windows = kinds("---\r\ntitle: 산\r\n---\r\n본문", Delimiters::Jekyll);
        assert_eq!((windows.0.as_deref(), windows.1.len()), (Some("title: 산\r\n"), 0));
    }

    #[test]
    fn what_is_wrong_with_delimiters_can_be_repaired() {
        use ProblemKind::*;
        let unclosed = || Unclosed { later: None };
        let cases = [
            ("\n\n---\ntitle: 산\n---\n본문\n", BlankLineBefore),
            (" ---\ntitle: 산\n---\n본문\n", SpaceBefore),
            ("\u{200b}---\ntitle: 산\n---\n본문\n", SpaceBefore),
            ("\u{feff}---\ntitle: 산\n---\n본문\n", ByteOrderMark),
            ("----\ntitle: 산\n---\n본문\n", WrongDelimiter),
            ("--\ntitle: 산\n---\n본문\n", WrongDelimiter),
            ("—\ntitle: 산\n---\n본문\n", WrongDelimiter),
            ("---\ntitle: 산\n----\n본문\n", WrongDelimiter),
            ("---\ntitle: 산\n ---\n본문\n", SpaceBefore),
            ("---\ntitle: 산\n\n본문\n", unclosed()),
        ];
        for (text, kind) in cases {
            let (content, kinds, repaired) = kinds(text, Delimiters::Jekyll);
            assert_eq!((content.as_deref(), kinds), (Some("title: 산\n"), vec![kind]), "{text}");
            let good = if text.ends_with("\n\n본문\n") { "---\ntitle: 산\n---\n\n본문\n" } else { GOOD };
            assert_eq!(repaired, good, "{text}");
        }
    }

    #[test]
    fn rules_and_text_are_no_front_matter() {
        for text in
            ["본문\n", "", "\n---\n본문\n\n---\n", "---\n본문뿐\n", "----\n본문\n----\n", "- 항목\n\n---\n"]
        {
            let (content, kinds, _) = kinds(text, Delimiters::Jekyll);
            assert_eq!((content, kinds), (None, vec![]), "{text:?}");
        }
    }

    #[test]
    fn the_other_generators_have_their_own_ways() {
        let content = |text, delimiters| kinds(text, delimiters).0;
        let clean = |text, delimiters| assert_eq!(kinds(text, delimiters).1, [], "{text:?}");
        let title = Some("title: 산\n".to_owned());
        for (text, delimiters) in [
            ("\u{feff}\n ---\ntitle: 산\n---\n본문", Delimiters::Hugo),
            ("----\ntitle: 산\n----\n본문", Delimiters::Hexo),
            ("title: 산\n---\n본문", Delimiters::Hexo),
            ("\u{feff}---\ntitle: 산\n---\n본문", Delimiters::GrayMatter),
            ("\n---\ntitle: 산\n---\n본문", Delimiters::Astro),
            ("---\ntitle: 산\n", Delimiters::GrayMatter),
        ] {
            assert_eq!(content(text, delimiters), title, "{text:?}");
            clean(text, delimiters);
        }
        // The lines above may stay where only the spaces before the opener are wrong.
        let astro = kinds("\n ---\ntitle: 산\n---\n본문", Delimiters::Astro);
        let repaired = "\n---\ntitle: 산\n---\n본문".to_owned();
        assert_eq!(astro, (title, vec![ProblemKind::SpaceBefore], repaired));
        assert_eq!(content("+++\ntitle = '산'\n+++\n", Delimiters::Hugo).as_deref(), Some("title = '산'\n"));
        assert_eq!(content("{\"a\": \"}\"}\n본문", Delimiters::Hugo).as_deref(), Some("{\"a\": \"}\"}"));
        assert_eq!(content("{{< 그림 >}}\n", Delimiters::Hugo), None);
        assert_eq!(content("---toml\na = 1\n---\n", Delimiters::GrayMatter).as_deref(), Some("a = 1\n"));
    }
}
