//! Front matter that takes part of the body with it.
//!
//! Without its closing delimiter, front matter ends at the next rule of the body, and what is between
//! vanishes from the page: at best with an error, at worst without.

use super::lines::{Line, begins_with_key, is_dashes, is_invisible, lines};
use super::problem::{Problem, ProblemKind};
use super::split::{Delimited, close_at, is_front_matter};
use crate::diagnostic::{Edit, Fix, Safety};
use crate::document::syntax::Syntax;
use crate::span::Span;

/// Front matter that should have ended earlier.
#[derive(Debug)]
pub(super) struct Early {
    /// What it should have been.
    pub front: Delimited,
    /// What keeps it from being so.
    pub problem: Problem,
}

/// How sure one must be that body text is in the front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// The closing delimiter stands alone between blank lines, as rules do in a body.
    Rule,
    /// A line of text where a key is due, and no more keys after it: enough when nothing loads anyway.
    Text,
}

/// Looks for body text after a blank line in `front`.
pub(super) fn swallowed(text: &str, front: Delimited, syntax: &Syntax, evidence: Evidence) -> Option<Early> {
    let content = front.content.range();
    let inside = || lines(text.get(..content.end).unwrap_or(""), content.start);
    let blank = inside().find(Line::is_blank)?;
    if evidence == Evidence::Rule && !inside().last().is_some_and(|line| line.is_blank()) {
        return None;
    }
    let body = inside()
        .filter(|line| line.start > blank.start && !line.is_blank())
        .find(|line| !is_comment(line.text))?;
    if reads_as_yaml(body.text) || !is_front_matter(text.get(content.start..blank.start)?, syntax) {
        return None;
    }
    let goes_on = inside().any(|line| line.start > body.start && begins_with_key(line.text));
    if evidence == Evidence::Text && goes_on {
        return None;
    }
    // Headings look like comments, so the body may begin before the line that gave it away.
    let first = inside().find(|line| line.start > blank.start && !line.is_blank()).unwrap_or(body);
    let later = lines(text, content.end).next().map(|line| line.span(0));
    let problem = Problem {
        kind: ProblemKind::Unclosed { later },
        span: first.span(0),
        fix: Some(close_at(text, blank.start, "---")),
    };
    Some(Early { front: ending(front, blank.start, blank.start), problem })
}

/// Looks for a line in `front` that was meant to close it.
pub(super) fn misshapen_closer(text: &str, front: Delimited, syntax: &Syntax) -> Option<Early> {
    let content = front.content.range();
    let closer = lines(text.get(..content.end)?, content.start).find(|line| is_dashes(line.text))?;
    if !is_front_matter(text.get(content.start..closer.start)?, syntax) {
        return None;
    }
    let span = closer.span(0);
    let indented = closer.text.trim_start_matches(is_invisible).trim_end() == "---";
    let kind = if indented { ProblemKind::SpaceBefore } else { ProblemKind::WrongDelimiter };
    let fix = Fix { edits: vec![Edit { span, replacement: "---".to_owned() }], safety: Safety::Suggestion };
    let problem = Problem { kind, span, fix: Some(fix) };
    Some(Early { front: ending(front, closer.start, closer.next), problem })
}

fn ending(front: Delimited, content_end: usize, end: usize) -> Delimited {
    Delimited {
        span: Span::new(front.span.start as usize, end),
        content: Span::new(front.content.start as usize, content_end),
        ..front
    }
}

/// A comment, as opposed to a heading of the second level or lower.
fn is_comment(line: &str) -> bool {
    line.starts_with('#') && !line.starts_with("##")
}

/// Whether the line, the first after a blank one, may well belong to front matter.
fn reads_as_yaml(line: &str) -> bool {
    begins_with_key(line)
        || line.starts_with([' ', '\t', '"', '\'', '?'])
        || line == "-"
        || line.starts_with("- ")
}
