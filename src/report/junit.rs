//! `--format junit`: the report of JUnit, as Jenkins and others read it: a suite a file, a test a diagnostic.
//! Errors and warnings are failures; an `info` is a test that was skipped.

use super::cursor::Cursor;
use super::{FileReport, Report, Summary, severity_word, xml};
use crate::diagnostic::Severity;
use crate::span::LineIndex;

/// One XML document, a suite a file.
#[derive(Clone, Copy, Debug)]
pub struct Junit;

impl Report for Junit {
    fn begin(&self, summary: &Summary) -> String {
        let failures = summary.errors + summary.warnings;
        let tests = failures + summary.infos;
        let head = |tests| {
            let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"toego\" {counts}>\n")
        };
        if tests > 0 {
            return head(tests);
        }
        // To most readers a report without any test is a mistake.
        let passed = "  <testsuite name=\"toego\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n    \
                      <testcase name=\"toego\" classname=\"toego\"/>\n  </testsuite>\n";
        format!("{}{passed}", head(1))
    }

    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        if file.entries.is_empty() {
            return;
        }
        let lines = LineIndex::new(file.text);
        let mut cursor = Cursor::new(file.text, &lines);
        let tests = file.entries.len();
        let skipped = file.entries.iter().filter(|entry| !is_failure(entry.severity)).count();
        out.push_str("  <testsuite");
        xml::attribute(out, "name", file.path);
        xml::attribute(out, "tests", &tests.to_string());
        xml::attribute(out, "failures", &(tests - skipped).to_string());
        xml::attribute(out, "errors", "0");
        xml::attribute(out, "skipped", &skipped.to_string());
        xml::attribute(out, "file", file.path);
        out.push_str(">\n");
        for entry in &file.entries {
            let at = cursor.position(entry.span.start);
            out.push_str("    <testcase");
            // Tests of one name are taken for one.
            xml::attribute(out, "name", &format!("{} ({}:{})", entry.rule, at.line, at.column));
            xml::attribute(out, "classname", file.path);
            let element = if is_failure(entry.severity) { "failure" } else { "skipped" };
            out.push_str("><");
            out.push_str(element);
            xml::attribute(out, "type", severity_word(entry.severity));
            xml::attribute(out, "message", &entry.message);
            out.push('>');
            xml::push(out, &format!("{}:{}:{}: {}", file.path, at.line, at.column, entry.message));
            out.push_str("</");
            out.push_str(element);
            out.push_str("></testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }

    fn end(&self) -> &'static str {
        "</testsuites>\n"
    }
}

fn is_failure(severity: Severity) -> bool {
    severity >= Severity::Warning
}
