//! `--format json`: one object, for programs. Its shape is a promise; fields are only ever added.

use serde::Serialize;

use super::cursor::Cursor;
use super::{Entry, FileReport, Report, Summary};
use crate::diagnostic::{Fix, Safety, Severity};
use crate::span::LineIndex;

/// One JSON object, a diagnostic a line.
#[derive(Clone, Copy, Debug)]
pub struct Json;

#[derive(Serialize)]
struct Record<'a> {
    rule: &'a str,
    severity: Severity,
    path: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    start: u32,
    end: u32,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixRecord<'a>>,
}

#[derive(Serialize)]
struct FixRecord<'a> {
    safety: Safety,
    edits: Vec<EditRecord<'a>>,
}

#[derive(Serialize)]
struct EditRecord<'a> {
    start: u32,
    end: u32,
    replacement: &'a str,
}

impl<'a> From<&'a Fix> for FixRecord<'a> {
    fn from(fix: &'a Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| EditRecord {
            start: edit.span.start,
            end: edit.span.end,
            replacement: &edit.replacement,
        });
        FixRecord { safety: fix.safety, edits: edits.collect() }
    }
}

impl<'a> Record<'a> {
    fn new(path: &'a str, entry: &'a Entry<'_>, starts: &mut Cursor<'_>, ends: &mut Cursor<'_>) -> Self {
        let (start, end) = (starts.position(entry.span.start), ends.position(entry.span.end));
        Record {
            rule: entry.rule,
            severity: entry.severity,
            path,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            start: entry.span.start,
            end: entry.span.end,
            message: &entry.message,
            help: entry.help.as_deref(),
            fix: entry.fix.map(FixRecord::from),
        }
    }
}

impl Report for Json {
    fn begin(&self, summary: &Summary) -> String {
        format!("{{\"version\":1,\"summary\":{},\"diagnostics\":[\n", encode(summary))
    }

    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        objects(file, self.separator(), out);
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn end(&self) -> &'static str {
        "\n]}\n"
    }
}

/// Appends the diagnostics of a file, an object each, with `separator` between them.
pub(super) fn objects(file: &FileReport<'_>, separator: &str, out: &mut String) {
    let lines = LineIndex::new(file.text);
    let (mut starts, mut ends) = (Cursor::new(file.text, &lines), Cursor::new(file.text, &lines));
    for (i, entry) in file.entries.iter().enumerate() {
        if i > 0 {
            out.push_str(separator);
        }
        out.push_str(&encode(&Record::new(file.path, entry, &mut starts, &mut ends)));
    }
}

/// A value in JSON, on one line.
pub(super) fn encode(value: &impl Serialize) -> String {
    // Numbers and strings under fixed names always encode.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Edit;
    use crate::span::Span;

    #[test]
    fn the_promised_fields_in_the_promised_order() {
        let text = "봄\n나도 할수 있다";
        let span = Span::new(11, 17);
        let fix = Fix {
            edits: vec![Edit { span: Span::at(14), replacement: " ".to_owned() }],
            safety: Safety::Suggestion,
        };
        let entry = |help: Option<&str>, fix| Entry {
            rule: "spacing/bound-noun-su",
            severity: Severity::Warning,
            span,
            message: "\"수\"는 띄어 씁니다.".to_owned(),
            args: &[],
            help: help.map(str::to_owned),
            fix,
        };
        let entries = vec![entry(None, None), entry(Some("제42항"), Some(&fix))];
        let mut out = Json.begin(&Summary { files: 1, warnings: 2, ..Summary::default() });
        Json.file(&FileReport { path: "봄.md", text, entries }, &mut out);
        out.push_str(Json.end());
        let common = r#"{"rule":"spacing/bound-noun-su","severity":"warning","path":"봄.md","line":2,"column":4,"end_line":2,"end_column":6,"start":11,"end":17,"message":"\"수\"는 띄어 씁니다.""#;
        let fixed = r#","help":"제42항","fix":{"safety":"suggestion","edits":[{"start":14,"end":14,"replacement":" "}]}}"#;
        let summary = r#""summary":{"files":1,"errors":0,"warnings":2,"infos":0}"#;
        let head = format!(r#"{{"version":1,{summary},"diagnostics":["#);
        assert_eq!(out, format!("{head}\n{common}}},\n{common}{fixed}\n]}}\n"));
    }

    #[test]
    fn nothing_found_is_still_an_object() {
        let out = format!("{}{}", Json.begin(&Summary::default()), Json.end());
        let value: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(value["version"], 1);
        assert_eq!(value["diagnostics"].as_array().map(Vec::len), Some(0));
    }
}
