//! `--format jsonl`: the objects of `--format json`, each on a line of its own.

use super::{FileReport, Report, json};

/// One JSON object a diagnostic and line.
#[derive(Clone, Copy, Debug)]
pub struct JsonLines;

impl Report for JsonLines {
    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        json::objects(file, "\n", out);
        if !file.entries.is_empty() {
            out.push('\n');
        }
    }
}
