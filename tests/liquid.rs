//! Liquid in Jekyll's pages: the cases of `tests/liquid/cases.yml`, and those observed earlier.
//! `tests/oracle/liquid.rb` holds the same cases against Jekyll itself.

mod edited;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toego::bundled;
use toego::diagnostic::Diagnostic;
use toego::engine::Engine;
use toego::site::Site;
use toego::span::LineIndex;

use edited::fixed;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default = "post")]
    path: String,
    /// `null`: no front matter at all.
    #[serde(default = "no_more")]
    front: Option<String>,
    body: String,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    expect: Vec<String>,
    #[serde(rename = "jekyll")]
    _jekyll: String,
    #[serde(rename = "shown", default)]
    _shown: Option<String>,
    #[serde(default)]
    fixed: Option<String>,
}

fn post() -> String {
    "_posts/2024-03-01-post.md".to_owned()
}

fn no_more() -> Option<String> {
    Some(String::new())
}

impl Case {
    fn front(&self) -> String {
        self.front.as_ref().map_or_else(String::new, |more| format!("---\ntitle: 봄\n{more}---\n"))
    }

    fn site(&self, text: &str) -> BTreeMap<String, String> {
        let mut files = self.files.clone();
        files.entry("_config.yml".to_owned()).or_default();
        files.insert(self.path.clone(), text.to_owned());
        files
    }
}

/// The diagnostics of the group `liquid` in the file at `path`.
fn found(files: &BTreeMap<String, String>, path: &str) -> Vec<Diagnostic> {
    let site = Site::in_memory(files);
    let checked = Engine::recommended().check(
        &site,
        &[path.to_owned()],
        |path| Ok(files[path].clone().into_bytes()),
        || (),
    );
    let is_liquid = |d: &Diagnostic| bundled::book().rule(d.rule).group() == "liquid";
    checked.iter().flat_map(|findings| findings.unpack()).filter(is_liquid).collect()
}

#[test]
fn the_table() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/liquid/cases.yml");
    let table = std::fs::read_to_string(table).expect("the table is there");
    let cases: Vec<Case> = serde_yaml::from_str(&table).expect("the table is YAML");
    let mut wrong = Vec::new();
    for case in &cases {
        let text = case.front() + &case.body;
        let found = found(&case.site(&text), &case.path);
        let lines = LineIndex::new(&text);
        let above = case.front().lines().count() as u32;
        let place = |d: &Diagnostic| {
            let rule = bundled::book().rule(d.rule).id.replace("liquid/", "");
            format!("{rule}@{}", lines.position(&text, d.finding.span.start).line - above)
        };
        let mut places: Vec<String> = found.iter().map(place).collect();
        places.sort();
        if places != case.expect {
            wrong.push(format!("{}: {places:?}, not {:?}", case.name, case.expect));
        }
        let fixed = fixed(&text, &found).map(|text| text[case.front().len()..].to_owned());
        if let Some(wanted) = &case.fixed
            && fixed.as_deref().unwrap_or_default() != wanted
        {
            wrong.push(format!("{}: fixed to {fixed:?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[derive(Deserialize)]
struct Observed {
    id: String,
    files: BTreeMap<String, serde_json::Value>,
    config: String,
    main: String,
    expect: String,
    line: Option<u32>,
}

/// The pages of which it was written down earlier what Jekyll does with them: they lie beside the
/// project; without them this test says so and passes.
#[test]
fn what_was_observed_of_jekyll() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read =
        |shared: &str| std::fs::read_to_string(root.join(shared).join("reference/jekyll-cases.json")).ok();
    let Some(cases) = read("../shared").or_else(|| read("../../shared")) else {
        eprintln!("skipped: ../shared/reference is not there");
        return;
    };
    let cases: Vec<Observed> = serde_json::from_str(&cases).expect("the list is JSON");
    for case in cases {
        let texts =
            case.files.iter().filter_map(|(path, text)| Some((path.clone(), text.as_str()?.to_owned())));
        let mut files: BTreeMap<String, String> = texts.collect();
        if !files.contains_key(&case.main) {
            continue;
        }
        files.insert("_config.yml".to_owned(), case.config.clone());
        let found = found(&files, &case.main);
        let lines = LineIndex::new(&files[&case.main]);
        let places: Vec<u32> =
            found.iter().map(|d| lines.position(&files[&case.main], d.finding.span.start).line).collect();
        // Another one of this family is about Liquid in front matter, where it does not run.
        let is_about = ["jk-235", "jk-236", "jk-237", "jk-240"].contains(&case.id.as_str());
        match (case.expect.as_str(), case.line) {
            ("report", Some(line)) if is_about => assert!(places.contains(&line), "{}: {places:?}", case.id),
            ("either", _) => {}
            _ => assert!(places.is_empty(), "{}: {places:?}", case.id),
        }
    }
}
