//! `--format short`: a line a diagnostic, `path:line:column: severity[rule] message`.

use std::fmt::Write;

use super::cursor::Cursor;
use super::{FileReport, Report, severity_word, terminal};
use crate::span::LineIndex;

/// One line a diagnostic, as editors and `grep` like it.
#[derive(Clone, Copy, Debug)]
pub struct Short;

impl Report for Short {
    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        let lines = LineIndex::new(file.text);
        let mut cursor = Cursor::new(file.text, &lines);
        let mut path = String::new();
        terminal::push_visible(&mut path, file.path);
        for entry in &file.entries {
            let at = cursor.position(entry.span.start);
            // Writing to a string cannot fail.
            let _ = write!(out, "{path}:{}:{}: ", at.line, at.column);
            out.push_str(severity_word(entry.severity));
            out.push('[');
            terminal::push_visible(out, entry.rule);
            out.push_str("] ");
            terminal::push_visible(out, &entry.message);
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Entry;
    use super::*;
    use crate::diagnostic::Severity;
    use crate::span::Span;

    #[test]
    fn a_line_a_diagnostic_whatever_the_message_holds() {
        let text = "봄\r\n나도 할수 있다\n";
        let entry = |span, message: &str| Entry {
            rule: "spacing/bound-noun-su",
            severity: Severity::Warning,
            span,
            message: message.to_owned(),
            args: &[],
            help: None,
            fix: None,
        };
        let at = text.find("할수").unwrap();
        let entries = vec![entry(Span::at(0), "첫 줄"), entry(Span::new(at, at + 6), "두\n줄\u{1b}[2J")];
        let mut out = String::new();
        Short.file(&FileReport { path: "글/\u{202e}봄.md", text, entries }, &mut out);
        let expected = "글/‹U+202E›봄.md:1:1: warning[spacing/bound-noun-su] 첫 줄\n\
                        글/‹U+202E›봄.md:2:4: warning[spacing/bound-noun-su] 두␊줄␛[2J\n";
        assert_eq!(out, expected);
    }
}
