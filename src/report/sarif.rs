//! `--format sarif`: SARIF 2.1.0, as code scanning reads it.

use std::fmt::Write;

use serde_json::{Value, json};

use super::cursor::Cursor;
use super::json::encode;
use super::{Entry, FileReport, Lang, Report, Summary};
use crate::baseline::fingerprint;
use crate::bundled;
use crate::diagnostic::{Edit, Fix, Safety, Severity};
use crate::lang::of;
use crate::rule::{Page, Rule};
use crate::span::{LineIndex, Position};

/// How many examples the help of a rule shows.
const MOST_EXAMPLES: usize = 2;

/// One log with one run, a result a line.
#[derive(Clone, Copy, Debug)]
pub struct Sarif {
    lang: Lang,
}

impl Sarif {
    /// With rules in a language.
    pub fn new(lang: Lang) -> Sarif {
        Sarif { lang }
    }

    fn rule(self, rule: &Rule, page: &Page) -> Value {
        let say = |text| of(text, self.lang);
        let mut described = json!({
            "id": rule.id,
            "shortDescription": { "text": say(&page.title) },
            "fullDescription": { "text": say(&page.why) },
            "help": { "text": help(page, self.lang) },
            "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.severity > Severity::Off },
            "properties": { "tags": [rule.group()] },
        });
        if let Some(address) = page.source.iter().find_map(|source| source.url.as_deref()) {
            described["helpUri"] = json!(address);
        }
        described
    }

    fn fix(self, path: &str, fix: &Fix, places: &mut Cursor<'_>) -> Value {
        let description = match (self.lang, fix.safety) {
            (Lang::Ko, Safety::Safe) => "고침",
            (Lang::Ko, Safety::Suggestion) => "제안",
            (Lang::En, Safety::Safe) => "Fix",
            (Lang::En, Safety::Suggestion) => "Suggestion",
        };
        let replacements = fix.edits.iter().map(|Edit { span, replacement }| {
            let deleted = region(places.position(span.start), places.position(span.end));
            json!({ "deletedRegion": deleted, "insertedContent": { "text": replacement } })
        });
        let changes = json!([{
            "artifactLocation": { "uri": uri(path) },
            "replacements": replacements.collect::<Vec<_>>(),
        }]);
        json!({ "description": { "text": description }, "artifactChanges": changes })
    }
}

impl Report for Sarif {
    fn begin(&self, _summary: &Summary) -> String {
        let book = bundled::book();
        let ids = book.rules.iter().filter_map(|rule| book.find(&rule.id));
        let pages = ids.filter_map(|id| Some((book.rule(id), bundled::page(id)?)));
        let rules: Vec<String> = pages.map(|(rule, page)| encode(&self.rule(rule, page))).collect();
        let language = match self.lang {
            Lang::Ko => "ko",
            Lang::En => "en",
        };
        let version = env!("CARGO_PKG_VERSION");
        format!(
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[\n\
             {{\"language\":\"{language}\",\"columnKind\":\"unicodeCodePoints\",\
             \"newlineSequences\":[\"\\r\\n\",\"\\n\",\"\\r\"],\"tool\":{{\"driver\":{{\
             \"name\":\"toego\",\"version\":\"{version}\",\"semanticVersion\":\"{version}\",\
             \"language\":\"{language}\",\"rules\":[\n{}\n]}}}},\"results\":[\n",
            rules.join(",\n")
        )
    }

    fn file(&self, file: &FileReport<'_>, out: &mut String) {
        let lines = LineIndex::new(file.text);
        let (mut starts, mut ends) = (Cursor::new(file.text, &lines), Cursor::new(file.text, &lines));
        let mut edits = Cursor::new(file.text, &lines);
        for (i, entry) in file.entries.iter().enumerate() {
            if i > 0 {
                out.push_str(self.separator());
            }
            let place = region(starts.position(entry.span.start), ends.position(entry.span.end));
            let mut result = json!({
                "ruleId": entry.rule,
                "level": level(entry.severity),
                "message": { "text": message(entry) },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": uri(file.path) },
                    "region": place,
                } }],
                "partialFingerprints": { "toego/v1": fingerprint(file.text, entry.span, entry.args) },
            });
            if let Some(index) = bundled::book().find(entry.rule) {
                result["ruleIndex"] = json!(index.0);
            }
            if let Some(fix) = entry.fix.filter(|fix| !fix.edits.is_empty()) {
                result["fixes"] = json!([self.fix(file.path, fix, &mut edits)]);
            }
            out.push_str(&encode(&result));
        }
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn end(&self) -> &'static str {
        "\n]}]}\n"
    }
}

fn message(entry: &Entry<'_>) -> String {
    match &entry.help {
        Some(help) => format!("{}\n{help}", entry.message),
        None => entry.message.clone(),
    }
}

/// Why, on what ground, and what it looks like.
fn help(page: &Page, lang: Lang) -> String {
    let mut out = of(&page.why, lang).to_owned();
    for example in page.bad.iter().take(MOST_EXAMPLES) {
        let fixed = example.fixed.as_ref().map(|fixed| format!(" → {}", fixed.trim())).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = write!(out, "\n\n{}{fixed}", example.text.trim());
    }
    let word = if lang == Lang::Ko { "근거" } else { "Source" };
    for source in &page.source {
        let address = source.url.as_deref().map(|url| format!(" <{url}>")).unwrap_or_default();
        let _ = write!(out, "\n\n{word}: {}{address}", source.title);
    }
    out
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Off => "note",
    }
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// A path as a reference to a file: relative as it is, or absolute with its scheme.
fn uri(path: &str) -> String {
    let is_absolute = path.starts_with('/') || path.as_bytes().get(1..3) == Some(b":/");
    let mut out = String::with_capacity(path.len() * 2);
    if is_absolute {
        out.push_str(if path.starts_with('/') { "file://" } else { "file:///" });
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => _ = write!(out, "%{byte:02X}"),
        }
    }
    out
}
