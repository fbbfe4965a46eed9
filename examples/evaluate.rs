//! Scores the rules about Korean text against labelled posts.
//!
//! ```console
//! $ cargo run --release --example evaluate -- FOLDER [--misses] [--unlabelled]
//! ```
//!
//! The folder holds posts and `labels.tsv` with the columns id, file, line, text, correction, kind,
//! confidence, note. A label is found where a diagnostic overlaps its text on its line. Loud means warning
//! or error.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use toego::diagnostic::{Diagnostic, Severity};
use toego::engine::Engine;
use toego::site::Site;
use toego::span::{LineIndex, Span};

/// Groups of rules about the text itself.
const GROUPS: [&str; 7] = ["spelling", "loanword", "spacing", "josa", "punctuation", "unicode", "style"];

struct Label {
    file: String,
    line: usize,
    text: String,
    kind: String,
    confidence: String,
    note: String,
    span: Span,
    found_by: Vec<(String, Severity)>,
}

/// What a rule found: errors, arguable and permitted forms, and what no label names.
#[derive(Default)]
struct Score {
    error: usize,
    arguable: usize,
    permitted: usize,
    unlabelled: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut folder = None;
    let (mut misses, mut unlabelled) = (false, false);
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--misses" => misses = true,
            "--unlabelled" => unlabelled = true,
            _ => folder = Some(PathBuf::from(argument)),
        }
    }
    let folder = folder.ok_or("usage: evaluate FOLDER [--misses] [--unlabelled]")?;
    let engine = Engine::recommended();
    let mut labels = read_labels(&folder)?;
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut files: Vec<String> = labels.iter().map(|label| label.file.clone()).collect();
    files.dedup();
    for file in files {
        let text = std::fs::read_to_string(folder.join(&file))?;
        let lines = LineIndex::new(&text);
        for label in labels.iter_mut().filter(|label| label.file == file) {
            label.span = place(&text, &lines, label)?;
        }
        let site = Site::in_memory(&[(file.clone(), text.clone())].into());
        for found in engine.document(&site, &file, text.clone().into_bytes()).diagnostics.unpack() {
            let rule = engine.book().rule(found.rule);
            if !GROUPS.contains(&rule.group()) {
                continue;
            }
            let own = labels.iter_mut().filter(|label| label.file == file);
            let hit: Vec<&mut Label> = own.filter(|label| label.span.overlaps(found.finding.span)).collect();
            if found.severity > Severity::Info {
                let is = |wanted: &str| hit.iter().any(|label| label.confidence == wanted);
                let score = scores.entry(rule.id.clone()).or_default();
                match () {
                    () if is("error") => score.error += 1,
                    () if is("arguable") => score.arguable += 1,
                    () if is("permitted") => score.permitted += 1,
                    () => {
                        score.unlabelled += 1;
                        if unlabelled {
                            println!("{}", shown(&file, &text, &lines, &found, &rule.id));
                        }
                    }
                }
            }
            hit.into_iter().for_each(|label| label.found_by.push((rule.id.clone(), found.severity)));
        }
    }
    print_rules(&scores);
    print_recall(&labels);
    if misses {
        for label in labels.iter().filter(|label| label.confidence == "error" && label.found_by.is_empty()) {
            println!("{}:{}: {} ‘{}’ {}", label.file, label.line, label.kind, label.text, label.note);
        }
    }
    for label in labels.iter().filter(|label| label.confidence == "permitted") {
        for (rule, _) in label.found_by.iter().filter(|(_, severity)| *severity > Severity::Info) {
            println!("permitted, but loud: {}:{} ‘{}’ {rule}", label.file, label.line, label.text);
        }
    }
    Ok(())
}

fn read_labels(folder: &Path) -> Result<Vec<Label>, Box<dyn Error>> {
    let list = std::fs::read_to_string(folder.join("labels.tsv"))?;
    let label = |row: &str| {
        let fields: Vec<String> = row.split('\t').map(unquoted).collect();
        let field = |at: usize| fields.get(at).cloned().unwrap_or_default();
        Some(Label {
            file: field(1),
            line: field(2).parse().ok()?,
            text: field(3),
            kind: field(5),
            confidence: field(6),
            note: field(7),
            span: Span::default(),
            found_by: Vec::new(),
        })
    };
    let mut labels: Vec<Label> = list.lines().skip(1).filter_map(label).collect();
    labels.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(labels)
}

/// A field of a table: it may be quoted, with doubled quotes inside.
fn unquoted(field: &str) -> String {
    let inner = field.strip_prefix('"').and_then(|field| field.strip_suffix('"'));
    inner.map_or_else(|| field.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// Where the text of a label stands on its line.
fn place(text: &str, lines: &LineIndex, label: &Label) -> Result<Span, String> {
    let line = lines.line_span(text, label.line - 1);
    let at = line.slice(text).find(&label.text);
    let at = at.ok_or_else(|| format!("{}:{}: no ‘{}’", label.file, label.line, label.text))?;
    let start = line.start as usize + at;
    Ok(Span::new(start, start + label.text.len()))
}

fn shown(file: &str, text: &str, lines: &LineIndex, found: &Diagnostic, rule: &str) -> String {
    let line = lines.position(text, found.finding.span.start).line;
    let sentence = lines.line_span(text, line as usize - 1).slice(text).trim();
    format!("{file}:{line}: {rule} ‘{}’ in: {sentence}", found.finding.span.slice(text))
}

fn print_rules(scores: &BTreeMap<String, Score>) {
    println!(
        "{:<36} {:>6} {:>8} {:>9} {:>10}",
        "loud findings", "error", "arguable", "permitted", "unlabelled"
    );
    let mut all = Score::default();
    for (rule, score) in scores {
        println!(
            "{rule:<36} {:>6} {:>8} {:>9} {:>10}",
            score.error, score.arguable, score.permitted, score.unlabelled
        );
        all.error += score.error;
        all.arguable += score.arguable;
        all.permitted += score.permitted;
        all.unlabelled += score.unlabelled;
    }
    println!(
        "{:<36} {:>6} {:>8} {:>9} {:>10}",
        "all", all.error, all.arguable, all.permitted, all.unlabelled
    );
    let loud = all.error + all.arguable + all.permitted + all.unlabelled;
    println!("precision, if nothing without a label is right: {}\n", percent(all.error + all.arguable, loud));
}

fn print_recall(labels: &[Label]) {
    let mut kinds: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for label in labels.iter().filter(|label| label.confidence != "permitted") {
        let (found, all) = kinds.entry((&label.confidence, &label.kind)).or_default();
        *found += usize::from(!label.found_by.is_empty());
        *all += 1;
    }
    println!("{:<10} {:<14} {:>6} {:>6} {:>7}", "labels", "kind", "found", "all", "recall");
    for ((confidence, kind), (found, all)) in &kinds {
        println!("{confidence:<10} {kind:<14} {found:>6} {all:>6} {:>7}", percent(*found, *all));
    }
    println!();
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.1}%", part as f64 * 100.0 / whole as f64) }
}
