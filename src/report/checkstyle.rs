//! `--format checkstyle`: the report of Checkstyle, which many tools read.

use super::cursor::Cursor;
use super::{FileReport, Report, Summary, severity_word, xml};
use crate::span::LineIndex;

/// One XML document, an element a file.
#[derive(Clone, Copy, Debug)]
pub struct Checkstyle;

impl Report for Checkstyle {
    fn begin(&self, _summary: &Summary) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n".to_owned()
    }

    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        if file.entries.is_empty() {
            return;
        }
        let lines = LineIndex::new(file.text);
        let mut cursor = Cursor::new(file.text, &lines);
        out.push_str("  <file");
        xml::attribute(out, "name", file.path);
        out.push_str(">\n");
        for entry in &file.entries {
            let at = cursor.position(entry.span.start);
            out.push_str("    <error");
            xml::attribute(out, "line", &at.line.to_string());
            xml::attribute(out, "column", &at.column.to_string());
            xml::attribute(out, "severity", severity_word(entry.severity));
            xml::attribute(out, "message", &entry.message);
            xml::attribute(out, "source", entry.rule);
            out.push_str("/>\n");
        }
        out.push_str("  </file>\n");
    }

    fn end(&self) -> &'static str {
        "</checkstyle>\n"
    }
}
