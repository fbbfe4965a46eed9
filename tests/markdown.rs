//! Markdown as each renderer shows it: the cases of `tests/markdown-cases.yml`, and those observed earlier.
//! `tests/oracle/markdown/cases.mjs` holds the same cases against the renderers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use toego::bundled;
use toego::diagnostic::{Diagnostic, Severity};
use toego::engine::Engine;
use toego::site::Site;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    #[serde(rename = "meant", default)]
    _meant: Option<String>,
    #[serde(rename = "shown", default)]
    _shown: BTreeMap<String, String>,
    /// What is said where the text is broken.
    #[serde(default)]
    rule: Option<String>,
    /// The engines that show something else than was meant.
    #[serde(default)]
    broken: BTreeSet<String>,
    /// Those among them of which nothing is said: another edition shows what was meant, or it is not judged.
    #[serde(default)]
    unsettled: BTreeSet<String>,
    #[serde(default)]
    fixed: Option<Fixed>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Fixed {
    Everywhere(String),
    By(BTreeMap<String, String>),
}

/// The name of an engine, the files of a site that has it, and where its posts are.
type Made = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// Every engine.
const ENGINES: [Made; 10] = [
    ("kramdown", &[("_config.yml", "title: 봄\n")], "_posts/2024-03-01-post.md"),
    (
        "cmark",
        &[(
            "_config.yml",
            "markdown: CommonMark\ncommonmark: { options: [UNSAFE, FOOTNOTES], extensions: [strikethrough, autolink, table] }\n",
        )],
        "_posts/2024-03-01-post.md",
    ),
    ("goldmark", &[("hugo.toml", "[markup.goldmark.renderer]\nunsafe = true\n")], "content/posts/post.md"),
    (
        "marked",
        &[
            ("_config.yml", ""),
            ("package.json", "{\"dependencies\":{\"hexo\":\"^8\",\"hexo-renderer-marked\":\"^7.0.0\"}}"),
        ],
        "source/_posts/post.md",
    ),
    (
        "marked-4",
        &[
            ("_config.yml", ""),
            ("package.json", "{\"dependencies\":{\"hexo\":\"^6\",\"hexo-renderer-marked\":\"^6.0.0\"}}"),
        ],
        "source/_posts/post.md",
    ),
    (
        "markdown-it",
        &[
            ("_config.yml", ""),
            ("package.json", "{\"dependencies\":{\"hexo\":\"^7\",\"hexo-renderer-markdown-it\":\"^7.0.0\"}}"),
        ],
        "source/_posts/post.md",
    ),
    (
        "markdown-it-friendly",
        &[
            ("_config.yml", "markdown:\n  plugins: [markdown-it-cjk-friendly]\n"),
            ("package.json", "{\"dependencies\":{\"hexo\":\"^7\",\"hexo-renderer-markdown-it\":\"^7.0.0\"}}"),
        ],
        "source/_posts/post.md",
    ),
    ("remark", &[("astro.config.mjs", "export default {}\n")], "src/content/posts/post.md"),
    (
        "remark-friendly",
        &[(
            "astro.config.mjs",
            "import a from 'remark-cjk-friendly'\nimport b from 'remark-cjk-friendly-gfm-strikethrough'\n",
        )],
        "src/content/posts/post.md",
    ),
    (
        "remark-13",
        &[
            ("gatsby-config.js", ""),
            (
                "package.json",
                "{\"dependencies\":{\"gatsby\":\"^5\",\"gatsby-transformer-remark\":\"^6.0.0\"}}",
            ),
        ],
        "content/blog/post.md",
    ),
];

const FRONT: &str = "---\ntitle: 봄\n---\n";

/// What is said of a post with this body on a site with this engine.
fn found(engine: &str, body: &str) -> Vec<Diagnostic> {
    let (_, files, path) = ENGINES.iter().find(|(name, ..)| *name == engine).expect("an engine");
    let mut files: BTreeMap<String, String> =
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    files.insert((*path).to_owned(), format!("{FRONT}{body}"));
    let site = Site::in_memory(&files);
    let checked = Engine::recommended().check(
        &site,
        &[(*path).to_owned()],
        |path| Ok(files[path].clone().into_bytes()),
        || (),
    );
    checked.iter().flat_map(|findings| findings.unpack()).collect()
}

fn id(diagnostic: &Diagnostic) -> &'static str {
    &bundled::book().rule(diagnostic.rule).id
}

fn fixed(body: &str, found: &[Diagnostic], rule: &str) -> String {
    let own = found.iter().filter(|diagnostic| id(diagnostic) == rule);
    let mut edits: Vec<_> =
        own.filter_map(|d| d.finding.fix.as_ref()).flat_map(|fix| &fix.edits).cloned().collect();
    edits.sort_by_key(|edit| edit.span);
    edits.dedup();
    let mut out = format!("{FRONT}{body}");
    for edit in edits.iter().rev() {
        out.replace_range(edit.span.range(), &edit.replacement);
    }
    out[FRONT.len()..].to_owned()
}

#[test]
fn every_case_is_told_as_its_renderer_shows_it() {
    // Another list, larger than the one that is kept: `CASES=… cargo test --test markdown`.
    let path = std::env::var("CASES").unwrap_or("tests/markdown-cases.yml".to_owned());
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<Case> = serde_yaml::from_str(&text).unwrap();
    let rules: BTreeSet<&str> = cases.iter().filter_map(|case| case.rule.as_deref()).collect();
    let mut wrong = Vec::new();
    for case in &cases {
        for (engine, ..) in ENGINES {
            let found = found(engine, &case.text);
            let is_broken = case.broken.contains(engine);
            let is_told = is_broken && !case.unsettled.contains(engine);
            let told: BTreeSet<&str> = found.iter().map(id).filter(|id| rules.contains(id)).collect();
            let want: BTreeSet<&str> = case.rule.as_deref().into_iter().filter(|_| is_told).collect();
            if told != want {
                wrong.push(format!("{engine}: {:?}\n    says {told:?}, not {want:?}", case.text));
            }
            let wanted = match &case.fixed {
                Some(Fixed::Everywhere(text)) if is_told => Some(text),
                Some(Fixed::By(texts)) if is_told => texts.get(engine),
                _ => None,
            };
            let (Some(rule), Some(wanted)) = (&case.rule, wanted) else { continue };
            let mended = fixed(&case.text, &found, rule);
            if &mended != wanted {
                wrong.push(format!("{engine}: {:?}\n    is mended to {mended:?}", case.text));
            }
            if self::found(engine, &mended).iter().any(|diagnostic| id(diagnostic) == rule) {
                wrong.push(format!("{engine}: {mended:?} is still told"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[derive(Deserialize)]
struct Observed {
    id: String,
    markdown: String,
    expect_jekyll: String,
    expect_commonmark: String,
}

#[test]
fn cases_observed_earlier_are_told_as_expected() {
    let path = Path::new("../shared/reference/markdown-cases.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("{} is not here: nothing to hold against", path.display());
        return;
    };
    let cases: Vec<Observed> = serde_json::from_str(&text).unwrap();
    let groups = ["markdown/", "html/", "image/text", "link/swallowed"];
    let mut wrong = Vec::new();
    for case in &cases {
        for (engine, expect) in [("kramdown", &case.expect_jekyll), ("remark", &case.expect_commonmark)] {
            let found = found(engine, &case.markdown);
            // What is only worth knowing is no report.
            let loud = found.iter().filter(|diagnostic| diagnostic.severity > Severity::Info);
            let told: Vec<&str> =
                loud.map(id).filter(|id| groups.iter().any(|group| id.starts_with(group))).collect();
            let is_right = match expect.as_str() {
                "report" => !told.is_empty(),
                "silent" => told.is_empty(),
                _ => true,
            };
            if !is_right {
                wrong.push(format!("{} {engine} {expect}: {:?} says {told:?}", case.id, case.markdown));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
