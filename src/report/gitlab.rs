//! `--format gitlab`: the code quality report of GitLab.

use std::collections::HashMap;

use serde::Serialize;

use super::cursor::Cursor;
use super::json::encode;
use super::{FileReport, Report, Summary};
use crate::baseline::{digest, fingerprint};
use crate::diagnostic::Severity;
use crate::span::LineIndex;

/// One JSON array, a diagnostic a line.
#[derive(Clone, Copy, Debug)]
pub struct Gitlab;

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

impl Report for Gitlab {
    fn begin(&self, _summary: &Summary) -> String {
        "[\n".to_owned()
    }

    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        let lines = LineIndex::new(file.text);
        let (mut starts, mut ends) = (Cursor::new(file.text, &lines), Cursor::new(file.text, &lines));
        // GitLab drops what has the fingerprint of another: the same words found twice are counted.
        let mut met: HashMap<String, usize> = HashMap::new();
        for (i, entry) in file.entries.iter().enumerate() {
            if i > 0 {
                out.push_str(self.separator());
            }
            let found = digest(&[entry.rule, &fingerprint(file.text, entry.span, entry.args)]);
            let count = met.entry(found.clone()).and_modify(|count| *count += 1).or_default();
            let issue = Issue {
                description: &entry.message,
                check_name: entry.rule,
                fingerprint: digest(&[file.path, &found, &count.to_string()]),
                severity: severity(entry.severity),
                location: Location {
                    path: file.path,
                    lines: Lines {
                        begin: starts.position(entry.span.start).line,
                        end: ends.position(entry.span.end).line,
                    },
                },
            };
            out.push_str(&encode(&issue));
        }
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn end(&self) -> &'static str {
        "\n]\n"
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info | Severity::Off => "info",
    }
}
