//! What two versions of Jekyll made of some hundred small sites, against what toego says of them. The
//! record lies beside the project, not in it; without it the test says so and passes. Cases of our own,
//! with the same shape, are in `tests/oracle/jekyll`, together with the script that reruns them.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use toego::diagnostic::Severity;
use toego::engine::Engine;
use toego::site::Site;
use toego::site::tree::Tree;
use toego::span::LineIndex;

/// When the sites are looked at: in 2026.
const NOW: i64 = 1_790_000_000;

/// One site, and what should be said of it.
struct Case<'a>(&'a Value);

/// A rule and the place it names.
#[derive(Debug)]
struct Said {
    path: String,
    line: u64,
    rule: String,
}

impl Case<'_> {
    fn text(&self, key: &str) -> &str {
        self.0[key].as_str().unwrap_or_default()
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let files = self.0["files"].as_object().expect("a case has files");
        let bytes = |content: &Value| match content {
            Value::String(text) => text.clone().into_bytes(),
            other => base64(other["base64"].as_str().unwrap_or_default()),
        };
        let config = [("_config.yml".to_owned(), self.text("config").as_bytes().to_vec())];
        files.iter().map(|(path, content)| (path.clone(), bytes(content))).chain(config).collect()
    }

    /// All that toego says of the site.
    fn said(&self, engine: &Engine<'_>) -> Vec<Said> {
        let files = self.files();
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

    /// Whether the place is one the case names.
    fn is_meant(&self, said: &Said) -> bool {
        let also = self.0["main_ok"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut files = also.chain([self.text("main")]);
        let also = self.0["lines_ok"].as_array().into_iter().flatten().filter_map(Value::as_u64);
        let mut lines = also.chain(self.0["line"].as_u64());
        let anywhere = self.0["line"].is_null();
        let main = said.path == self.text("main");
        files.any(|file| file == said.path) && (anywhere || !main || lines.any(|line| line == said.line))
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

/// How many cases were asked, and what was wrong.
fn hold(cases: &[Value]) -> (usize, usize, Vec<String>) {
    let engine = Engine::recommended();
    let (mut report, mut silent, mut wrong) = (0, 0, Vec::new());
    for case in cases.iter().map(Case) {
        let said = case.said(&engine);
        let told = format!("{} ({}) {:?}", case.text("id"), case.text("reason"), said);
        match case.text("expect") {
            "report" => {
                report += 1;
                if !said.iter().any(|said| case.is_meant(said)) {
                    wrong.push(format!("not reported: {told}"));
                }
            }
            "silent" => {
                silent += 1;
                if !said.is_empty() {
                    wrong.push(format!("not silent: {told}"));
                }
            }
            _ => {}
        }
    }
    (report, silent, wrong)
}

#[test]
fn the_recorded_sites() {
    let record = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference/jekyll-cases.json");
    let Ok(record) = std::fs::read_to_string(&record) else {
        println!("skipped: ../shared/reference/jekyll-cases.json is not there");
        return;
    };
    let cases: Vec<Value> = serde_json::from_str(&record).expect("the record is JSON");
    let (report, silent, wrong) = hold(&cases);
    println!("{report} cases to report, {silent} to be silent about; {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
