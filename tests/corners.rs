//! The corners of the checks: the cases of `tests/corners.yml`, where one character decides whether a rule
//! speaks. What a rule is about is said by its own examples, in `rules/`. What is said of these and those, word
//! by word, is in `tests/said.txt`; `TOEGO_UPDATE=1 cargo test --test corners` writes it anew: read the
//! difference as who gets the messages.

mod edited;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use toego::diagnostic::{Diagnostic, RuleId, Safety, Severity};
use toego::engine::Engine;
use toego::lang::Lang;
use toego::message;
use toego::rule_set::RuleSet;
use toego::site::Site;

use edited::fixed;

/// When the cases are looked at: in 2026.
const NOW: i64 = 1_790_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Whose finding it is; what other rules say does not matter.
    rule: String,
    /// The file, with `⟦ ⟧` around each place that is reported. Without marks the rule is silent.
    text: String,
    /// Where it lies; if that is not said, where the posts of the site lie.
    path: Option<String>,
    /// The other files of the site: those that every site of a kind has, by its name in [`SITES`], or these.
    of: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    /// The text with the fixes of the rule; without it there are none.
    fixed: Option<String>,
}

/// The name of a kind of site, where a post of it lies, and the files that say of which kind it is.
type Kind = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const SITES: [Kind; 4] = [
    ("jekyll", USUAL_PATH, &[("_config.yml", "title: 블로그\n")]),
    ("hugo", "content/posts/글.md", &[("hugo.toml", "title = '블로그'\n")]),
    (
        "hexo",
        "source/_posts/글.md",
        &[
            ("_config.yml", ""),
            ("package.json", r#"{ "dependencies": { "hexo": "^8", "hexo-renderer-marked": "^7.0.0" } }"#),
        ],
    ),
    (
        "astro",
        "src/content/blog/글.md",
        &[
            ("astro.config.mjs", "export default {}\n"),
            ("package.json", r#"{ "dependencies": { "astro": "5" } }"#),
        ],
    ),
];
const USUAL_PATH: &str = "_posts/2024-01-02-글.md";

/// The text without its marks, and what they stood around.
fn unmarked(text: &str) -> (String, Vec<(usize, usize)>) {
    let (mut plain, mut marks) = (String::new(), Vec::new());
    for c in text.chars() {
        match c {
            '⟦' => marks.push((plain.len(), plain.len())),
            '⟧' => marks.last_mut().expect("a mark is open").1 = plain.len(),
            c => plain.push(c),
        }
    }
    (plain, marks)
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = serde_yaml::from_str(include_str!("corners.yml")).expect("the cases");
    for case in &mut cases {
        let of = case.of.as_deref().map(|of| SITES.iter().find(|site| site.0 == of).expect(of));
        let (_, path, files) = of.unwrap_or(&("", USUAL_PATH, &[]));
        case.path.get_or_insert_with(|| (*path).to_owned());
        case.files.extend(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    }
    cases
}

fn rule(case: &Case) -> RuleId {
    RuleSet::bundled().book().find(&case.rule).unwrap_or_else(|| panic!("no rule {}", case.rule))
}

fn path(case: &Case) -> &str {
    case.path.as_deref().unwrap_or(USUAL_PATH)
}

/// What the rule finds in a file, among the other files of its site.
fn found(rule: RuleId, path: &str, text: &str, others: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let rules = RuleSet::bundled();
    let engine = Engine::new(rules, |id| {
        let own = rules.book().rule(id).severity;
        if id == rule { own.max(Severity::Info) } else { own }
    });
    let mut files = others.clone();
    files.insert(path.to_owned(), text.to_owned());
    let site = Site::in_memory(&files).at(NOW);
    let paths: Vec<String> = files.keys().filter(|path| site.reads(path)).cloned().collect();
    let read = |path: &str| files.get(path).map(|text| text.as_bytes().to_vec()).ok_or_else(not_found);
    let all = paths.iter().zip(engine.check(&site, &paths, read, || ()));
    let of_own = all.filter(|(of, _)| *of == path).flat_map(|(_, findings)| findings.unpack());
    of_own.filter(|found| found.rule == rule).collect()
}

fn not_found() -> std::io::Error {
    std::io::ErrorKind::NotFound.into()
}

#[test]
fn rules_speak_up_to_their_corners_and_no_further() {
    let mut wrong = Vec::new();
    let cases = cases();
    for case in &cases {
        let (text, marks) = unmarked(&case.text);
        let found = found(rule(case), path(case), &text, &case.files);
        let spans = found.iter().map(|found| found.finding.span);
        let places: Vec<(usize, usize)> = spans.map(|span| (span.range().start, span.range().end)).collect();
        let after = fixed(&text, &found);
        if places != marks {
            let said: Vec<&str> = found.iter().map(|found| found.finding.span.slice(&text)).collect();
            wrong.push(format!("{}: not at the marks but {said:?}: {}", case.rule, case.text));
        }
        if after != case.fixed {
            wrong.push(format!("{}: fixed to {after:?}: {}", case.rule, case.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// A text on one line, with the names of characters that nobody sees.
fn shown(text: &str) -> String {
    let is_hidden =
        |c: char| c.is_control() || (c.is_whitespace() && c != ' ') || "\u{ad}\u{feff}".contains(c);
    let is_mark = |c: char| ('\u{200b}'..='\u{200f}').contains(&c) || ('\u{202a}'..='\u{206f}').contains(&c);
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' => out.push('␊'),
            c if is_hidden(c) || is_mark(c) => out += &format!("‹U+{:04X}›", u32::from(c)),
            c => out.push(c),
        }
    }
    out
}

#[test]
fn what_is_said_is_what_was_read() {
    let rules = RuleSet::bundled();
    let mut out = String::new();
    let mut say = |rule: RuleId, text: &str, found: &[Diagnostic]| {
        let (named, page) = (rules.book().rule(rule), rules.page(rule).expect("a rule has a page"));
        for Diagnostic { finding, severity, .. } in found {
            // Writing to a string does not fail.
            let repair = match finding.fix.as_ref().map(|fix| fix.safety) {
                Some(Safety::Safe) => " --fix",
                Some(Safety::Suggestion) => " --fix-suggestions",
                None => "",
            };
            let severity = format!("{severity:?}").to_lowercase();
            let _ = writeln!(out, "{} ⟦{}⟧ {severity}{repair}", named.id, shown(finding.span.slice(text)));
            for lang in [Lang::Ko, Lang::En] {
                let _ = writeln!(out, "  {}", shown(&message::word(named, page, finding, lang)));
            }
        }
    };
    for rule in rules.book().ids() {
        for example in rules.page(rule).into_iter().flat_map(|page| &page.bad) {
            let (text, _) = example.unmarked();
            say(rule, &text, &found(rule, example.path(), &text, &example.files));
        }
    }
    for case in cases() {
        let (text, _) = unmarked(&case.text);
        say(rule(&case), &text, &found(rule(&case), path(&case), &text, &case.files));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/said.txt");
    if std::env::var_os("TOEGO_UPDATE").is_some() {
        fs::write(&file, &out).expect("the messages are written");
    }
    let written = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    let differing = out.lines().zip(written.lines()).find(|(now, then)| now != then);
    assert!(out == written, "other messages than in tests/said.txt, the first {differing:?}");
}
