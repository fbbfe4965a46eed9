//! `--format rdjsonl`: the Reviewdog Diagnostic Format, a diagnostic a line, with suggestions.

use serde::Serialize;

use super::json::encode;
use super::{Entry, FileReport, Report};
use crate::bundled;
use crate::diagnostic::{Fix, Severity};
use crate::span::{LineIndex, Span};

/// One JSON object a diagnostic and line.
#[derive(Clone, Copy, Debug)]
pub struct Rdjsonl;

#[derive(Serialize)]
struct Record<'a> {
    message: &'a str,
    location: Location<'a>,
    severity: &'static str,
    source: Source,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<[Suggestion; 1]>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// Line and column from 1; the column counts bytes.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

impl Report for Rdjsonl {
    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        let lines = LineIndex::new(file.text);
        for entry in &file.entries {
            let suggestion = entry.fix.and_then(|fix| suggestion(file.text, &lines, fix));
            let record = Record {
                message: &entry.message,
                location: Location { path: file.path, range: range(&lines, entry.span) },
                severity: severity(entry.severity),
                source: Source { name: "toego" },
                code: Code { value: entry.rule, url: address(entry) },
                suggestions: suggestion.map(|suggestion| [suggestion]),
            };
            out.push_str(&encode(&record));
            out.push('\n');
        }
    }
}

/// All edits of a repair as one: reviewdog offers each suggestion alone, and they apply together or not.
fn suggestion(text: &str, lines: &LineIndex, fix: &Fix) -> Option<Suggestion> {
    let (first, last) = (fix.edits.first()?, fix.edits.last()?);
    let mut replacement = String::new();
    let mut at = first.span.start as usize;
    for edit in &fix.edits {
        replacement.push_str(text.get(at..edit.span.start as usize)?);
        replacement.push_str(&edit.replacement);
        at = edit.span.end as usize;
    }
    let span = Span { start: first.span.start, end: last.span.end };
    Some(Suggestion { range: range(lines, span), text: replacement })
}

fn range(lines: &LineIndex, span: Span) -> Range {
    let position = |offset| Position {
        line: Span::at(lines.line_of(offset) + 1).start,
        column: lines.byte_column(offset),
    };
    Range { start: position(span.start), end: position(span.end) }
}

/// Where the norm that a rule rests on can be read.
fn address(entry: &Entry<'_>) -> Option<&'static str> {
    let page = bundled::page(bundled::book().find(entry.rule)?)?;
    page.source.iter().find_map(|source| source.url.as_deref())
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info | Severity::Off => "INFO",
    }
}
