//! What Jekyll made of small sites, against what toego says of them: those of the record, which lies
//! beside the project and not in it (without it the test says so and passes), and our own in
//! `tests/jekyll-cases.yml`, which `tests/oracle/jekyll.rb` puts to Jekyll again.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toego::diagnostic::Severity;
use toego::engine::Engine;
use toego::site::Site;
use toego::site::tree::Tree;
use toego::span::LineIndex;

/// When the sites are looked at: in 2026.
const NOW: i64 = 1_790_000_000;

/// One site, and what should be said of it.
#[derive(Deserialize)]
struct Case {
    id: String,
    /// What should be said: `report`, `silent`, or `either`, which is not asked.
    expect: String,
    reason: String,
    /// The files by path.
    #[serde(default)]
    files: BTreeMap<String, Content>,
    /// What the front matter of the usual post holds besides its layout, in short for `files`.
    front: Option<String>,
    #[serde(default = "usual_config")]
    config: String,
    /// The file in question, and others that may be named instead.
    #[serde(default = "usual_post")]
    main: String,
    #[serde(default)]
    main_ok: Vec<String>,
    /// The line in question, if it is one, and others that will do.
    line: Option<u64>,
    #[serde(default)]
    lines_ok: Vec<u64>,
    /// The rule that should say it; any, if none is named.
    rule: Option<String>,
    /// Why toego does not agree yet.
    pending: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Bytes { base64: String },
}

/// A rule and the place it names.
#[derive(Debug)]
struct Said {
    path: String,
    line: u64,
    rule: String,
}

fn usual_config() -> String {
    "title: t\nurl: https://ex.kr\ntimezone: Asia/Seoul\n".to_owned()
}

fn usual_post() -> String {
    "_posts/2024-01-02-post.md".to_owned()
}

impl Case {
    fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files: BTreeMap<String, Vec<u8>> = [
            ("_config.yml".to_owned(), self.config.clone().into_bytes()),
            ("_layouts/single.html".to_owned(), b"{{ content }}".to_vec()),
        ]
        .into();
        if let Some(front) = &self.front {
            let post = format!("---\nlayout: single\n{front}\n---\n\n본문\n");
            files.insert(usual_post(), post.into_bytes());
        }
        files.extend(self.files.iter().map(|(path, content)| {
            let bytes = match content {
                Content::Text(text) => text.clone().into_bytes(),
                Content::Bytes { base64: text } => base64(text),
            };
            (path.clone(), bytes)
        }));
        files
    }

    /// All that toego says of the site.
    fn said(&self, engine: &Engine<'_>) -> Vec<Said> {
        let files = self.contents();
        let texts = files
            .iter()
            .map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).into_owned()))
            .collect();
        let tree: Tree = files.keys().map(String::as_str).collect();
        let site = Site::new(tree, &texts, None).at(NOW);
        let paths: Vec<String> = files.keys().filter(|path| site.reads(path)).cloned().collect();
        let found = engine.check(&site, &paths, |path| Ok(files[path].clone()), || ());
        let mut said = Vec::new();
        for (path, findings) in paths.iter().zip(found) {
            let lines = LineIndex::new(&texts[path]);
            for diagnostic in findings.unpack() {
                if diagnostic.severity > Severity::Off {
                    let line = lines.position(&texts[path], diagnostic.finding.span.start).line;
                    let rule = engine.book().rule(diagnostic.rule).id.clone();
                    said.push(Said { path: path.clone(), line: line.into(), rule });
                }
            }
        }
        said
    }

    /// Whether the place is one the case names, and the rule the one it asks for.
    fn is_meant(&self, said: &Said) -> bool {
        let is_main = said.path == self.main;
        let in_file = is_main || self.main_ok.contains(&said.path);
        let in_line = self.line.is_none_or(|line| line == said.line) || self.lines_ok.contains(&said.line);
        let by_rule = self.rule.as_ref().is_none_or(|rule| *rule == said.rule);
        in_file && (in_line || !is_main) && by_rule
    }

    /// What is wrong with the answer, if anything is.
    fn wrong(&self, engine: &Engine<'_>) -> Option<String> {
        let said = self.said(engine);
        let wrong = match self.expect.as_str() {
            "report" if !said.iter().any(|said| self.is_meant(said)) => "not reported",
            "silent" if !said.is_empty() => "not silent",
            _ => return None,
        };
        Some(format!("{wrong}: {} ({}) {said:?}", self.id, self.reason))
    }
}

/// Standard base64, for the few files that are not UTF-8.
fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter_map(|byte| ALPHABET.iter().position(|known| *known == byte));
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0usize, 0);
    for digit in digits {
        (bits, count) = (bits << 6 | digit, count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xFF) as u8);
        }
    }
    bytes
}

/// Asks all cases and fails with what is wrong. Pending cases are counted only.
fn hold(cases: &[Case]) {
    let engine = Engine::recommended();
    let of = |kind: &str| cases.iter().filter(|case| case.expect == kind).count();
    let (pending, asked): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|case| case.pending.is_some());
    let wrong: Vec<String> = asked.iter().filter_map(|case| case.wrong(&engine)).collect();
    let (report, silent, waiting) = (of("report"), of("silent"), pending.len());
    println!("{report} to report, {silent} to be silent about, {waiting} pending; {} wrong", wrong.len());
    for case in pending.iter().filter(|case| case.wrong(&engine).is_none()) {
        println!("no longer pending: {}", case.id);
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_recorded_sites() {
    let record = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference/jekyll-cases.json");
    let Ok(record) = std::fs::read_to_string(&record) else {
        println!("skipped: ../shared/reference/jekyll-cases.json is not there");
        return;
    };
    let cases: Vec<Case> = serde_json::from_str(&record).expect("the record is JSON");
    hold(&cases);
}

#[test]
fn our_own_sites() {
    let cases: Vec<Case> =
        serde_yaml::from_str(include_str!("jekyll-cases.yml")).expect("the cases are YAML");
    hold(&cases);
}
