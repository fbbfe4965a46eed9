//! Files that people write by hand besides posts, and the baseline.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use toego::baseline::Baseline;
use toego::config::Config;
use toego::engine::Engine;
use toego::rule::compile::Input;
use toego::rule_set::RuleSet;
use toego::site::Site;
use toego::site::ignored::Rules;

use super::split;

/// Settings of toego and of the generators, rules of a blog's own, lists of ignored files.
const NAMES: [&str; 16] = [
    ".toego.yml",
    "_config.yml",
    "_config.toml",
    "hugo.toml",
    "hugo.yaml",
    "config.json",
    "config/_default/hugo.toml",
    "package.json",
    "gatsby-config.js",
    "astro.config.mjs",
    "Gemfile",
    "go.mod",
    "_data/authors.yml",
    "index.html",
    ".gitignore",
    "own rule",
];

/// Settings: read or refused in one line, never anything else.
pub fn config(data: &[u8]) {
    let (choice, text) = split(data);
    let name = NAMES[usize::from(choice) % NAMES.len()];
    match name {
        ".toego.yml" => {
            if let Err(mistake) = Config::parse(&text) {
                assert!(!mistake.to_string().contains('\n'), "{mistake:?}");
            }
        }
        "own rule" => {
            let (name, path) = ("own/rule".to_owned(), ".toego/rules/own/rule.yml".to_owned());
            match RuleSet::with_own(vec![Input { name, path, text }]) {
                Ok(rules) => {
                    let engine = Engine::new(&rules, |id| rules.book().rule(id).severity);
                    engine.document(&Site::default(), "글.md", "할수 있다. 파이썬을 배운다.\n".into());
                }
                Err(mistakes) => assert!(!mistakes.is_empty()),
            }
            return;
        }
        ".gitignore" => {
            let rules = Rules::new([("", text.as_str())]);
            for path in ["_posts/글.md", "a/b/c.png", ""] {
                rules.ignore(path);
            }
        }
        _ => {}
    }
    let post = "_posts/2024-01-02-글.md".to_owned();
    let files = BTreeMap::from([
        (name.to_owned(), text),
        ("_config.yml".to_owned(), "title: 글\n".to_owned()),
        (post.clone(), String::new()),
        ("그림.png".to_owned(), String::new()),
    ]);
    let site = Site::in_memory(&files);
    static ENGINE: OnceLock<Engine<'static>> = OnceLock::new();
    let post_text = "---\ntitle: 글\ndate: 2024-01-02\n---\n![그림](/그림.png) [글](/posts/글/) 할수 있다.\n";
    let read = |_: &str| Ok(post_text.as_bytes().to_vec());
    ENGINE.get_or_init(Engine::recommended).check(&site, &[post], read, || ());
}

/// The baseline: what is read is printed so that it is read again, and what is recorded is known.
pub fn baseline(data: &[u8]) {
    let (choice, text) = split(data);
    let path = "_posts/2024-01-02-글.md";
    static ENGINE: OnceLock<Engine<'static>> = OnceLock::new();
    let engine = ENGINE.get_or_init(Engine::recommended);
    let found =
        |post: &str| engine.document(&Site::default(), path, post.as_bytes().to_vec()).diagnostics.unpack();
    let post = "나는 할수 있다. 그렇게 할수 있다.\n";
    if let Ok(read) = Baseline::parse(&text) {
        assert_eq!(Baseline::parse(&read.print()).as_ref(), Ok(&read));
        let mut known = read.known(path, |_| choice & 1 == 0);
        let (mut left, before) = (found(post), found(post).len());
        known.hide(post, &mut left, engine.book());
        assert!(left.len() <= before);
    }
    let mut baseline = Baseline::default();
    let mut own = found(&text);
    baseline.record(path, &text, &own, engine.book());
    let read = Baseline::parse(&baseline.print()).expect("what was printed is read");
    assert_eq!(read, baseline);
    let mut known = read.known(path, |_| true);
    known.hide(&text, &mut own, engine.book());
    assert!(own.is_empty() && known.unmet() == 0, "{own:?} {text:?}");
}
