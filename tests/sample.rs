//! The post this project began with, against the list of what is wrong in it. Both lie beside the
//! project, not in it; without them the test says so and passes (the same kinds of errors are in the
//! examples of the rules and in `fixtures/`).

use std::collections::BTreeMap;
use std::path::Path;

use toego::diagnostic::{Diagnostic, Severity};
use toego::engine::Engine;
use toego::site::Site;
use toego::span::{LineIndex, Span};

const POST: &str = "_posts/2025-01-01-2024-retrospective.md";

struct Row {
    id: String,
    line: usize,
    text: String,
    confidence: String,
    detect: String,
}

/// The rows of the list. Fields may be quoted, with doubled quotes inside.
fn rows(list: &str) -> Vec<Row> {
    let unquote = |field: &str| match field.strip_prefix('"').and_then(|f| f.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => field.to_owned(),
    };
    list.lines()
        .skip(1)
        .filter_map(|line| {
            let fields: Vec<String> = line.split('\t').map(unquote).collect();
            Some(Row {
                id: fields.first()?.clone(),
                line: fields.get(1)?.parse().ok()?,
                text: fields.get(2)?.clone(),
                confidence: fields.get(6)?.clone(),
                detect: fields.get(7)?.clone(),
            })
        })
        .collect()
}

/// Where the row's text stands: the occurrence on its line.
fn place(text: &str, lines: &LineIndex, row: &Row) -> Span {
    let line = lines.line_span(text, row.line - 1);
    let at = line.slice(text).find(&row.text).unwrap_or_else(|| panic!("row {}: not on its line", row.id));
    let start = line.start as usize + at;
    Span::new(start, start + row.text.len())
}

#[test]
fn the_sample_post() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let read = |name: &str| std::fs::read_to_string(seeds.join(name)).ok();
    let (Some(text), Some(list)) = (read("2025-01-01-2024-retrospective.md"), read("gold.tsv")) else {
        eprintln!("skipped: ../shared/seeds is not there");
        return;
    };
    let files: BTreeMap<String, String> = [
        (POST.to_owned(), text.clone()),
        ("_config.yml".to_owned(), "theme: minimal-mistakes-jekyll\nurl: https://example.com\n".to_owned()),
    ]
    .into();
    let site = Site::in_memory(&files);
    let engine = Engine::recommended();
    let findings = engine.check(&site, &[POST.to_owned()], |_| Ok(text.clone().into_bytes()), || ());
    let diagnostics: Vec<Diagnostic> = findings.iter().flat_map(|findings| findings.unpack()).collect();
    let lines = LineIndex::new(&text);
    let rows = rows(&list);
    let describe = |d: &Diagnostic| {
        let line = lines.position(&text, d.finding.span.start).line;
        format!(
            "{line}: {:?} {} ‘{}’",
            d.severity,
            engine.book().rule(d.rule).id,
            d.finding.span.slice(&text)
        )
    };

    let mut wrong = Vec::new();
    for row in rows.iter().filter(|row| row.confidence == "error" && row.detect != "semantic") {
        let span = place(&text, &lines, row);
        if !diagnostics.iter().any(|d| d.finding.span.overlaps(span)) {
            wrong.push(format!("not found: row {} ‘{}’ on line {}", row.id, row.text, row.line));
        }
    }
    for row in rows.iter().filter(|row| row.confidence == "permitted") {
        let span = place(&text, &lines, row);
        for d in diagnostics.iter().filter(|d| d.finding.span.overlaps(span)) {
            wrong.push(format!("permitted, but reported: row {} ‘{}’: {}", row.id, row.text, describe(d)));
        }
    }
    for image in ["/images/2024회고글/클로버.jpeg", "/images/2024회고글/군산카페.jpeg"] {
        let missing = |d: &&Diagnostic| {
            engine.book().rule(d.rule).id == "image/missing" && d.finding.span.slice(&text) == image
        };
        if diagnostics.iter().find(missing).is_none() {
            wrong.push(format!("not found: missing image {image}"));
        }
    }
    for d in diagnostics.iter().filter(|d| d.severity > Severity::Info) {
        let listed = rows.iter().any(|row| place(&text, &lines, row).overlaps(d.finding.span));
        let is_missing_image = engine.book().rule(d.rule).id == "image/missing";
        if !listed && !is_missing_image {
            wrong.push(format!("loud, but not in the list: {}", describe(d)));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
