//! `--format github`: workflow commands, which GitHub Actions shows beside the lines of a change.
//!
//! Paths count from the working directory, which in a workflow is the root of the repository. GitHub shows
//! the first ten errors and the first ten warnings of a step beside the lines; the log holds all.

use std::fmt::Write;

use super::cursor::Cursor;
use super::{FileReport, Report, terminal};
use crate::diagnostic::Severity;
use crate::span::LineIndex;

/// A workflow command a diagnostic.
#[derive(Clone, Copy, Debug)]
pub struct Github;

impl Report for Github {
    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        let lines = LineIndex::new(file.text);
        let (mut starts, mut ends) = (Cursor::new(file.text, &lines), Cursor::new(file.text, &lines));
        for entry in &file.entries {
            let (start, end) = (starts.position(entry.span.start), ends.position(entry.span.end));
            out.push_str("::");
            out.push_str(command(entry.severity));
            out.push_str(" file=");
            push(out, file.path, true);
            // Writing to a string cannot fail.
            let _ = write!(out, ",line={},endLine={}", start.line, end.line);
            // The runner refuses columns where there are several lines.
            if start.line == end.line {
                let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
            }
            out.push_str(",title=");
            push(out, entry.rule, true);
            out.push_str("::");
            push(out, &entry.message, false);
            if let Some(help) = &entry.help {
                push(out, "\n", false);
                push(out, help, false);
            }
            out.push('\n');
        }
    }
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Off => "notice",
    }
}

/// Appends a text as the runner undoes it: in a property, also what parts properties is escaped.
fn push(out: &mut String, text: &str, is_property: bool) {
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            ':' if is_property => out.push_str("%3A"),
            ',' if is_property => out.push_str("%2C"),
            _ => out.push(terminal::visible(c)),
        }
    }
}
