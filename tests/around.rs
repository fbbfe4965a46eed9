//! Files that are named one by one, as hooks do, and texts on standard input: what is said of each is what a run
//! over the whole blog says of it.

mod blog;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use blog::Blog;

fn blog(name: &str, files: &[(&str, &str)]) -> Blog {
    files.iter().fold(Blog::empty(name), |blog, (path, text)| blog.with(path, text))
}

/// What a run in a folder finds, by file.
fn found(folder: &Path, arguments: &[&str], input: Option<&[u8]>) -> BTreeMap<String, Vec<Value>> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_toego"))
        .current_dir(folder)
        .args(["--format", "json", "--quiet", "--profile", "strict"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("toego runs");
    child.stdin.take().expect("a pipe").write_all(input.unwrap_or_default()).expect("it reads");
    let output = child.wait_with_output().expect("toego ends");
    let said = String::from_utf8_lossy(&output.stderr);
    let report: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"));
    let mut all: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for diagnostic in report["diagnostics"].as_array().expect("diagnostics") {
        let path = diagnostic["path"].as_str().expect("a path");
        all.entry(path.to_owned()).or_default().push(diagnostic.clone());
    }
    all
}

/// The Markdown files below a folder, relative to it.
fn posts(folder: &Path) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(inner) = folders.pop() {
        for path in fs::read_dir(inner).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path.strip_prefix(folder).expect("below").to_str().expect("UTF-8").to_owned());
            }
        }
    }
    found.sort();
    found
}

/// Holds each post, named alone and typed, against a run over everything; how much was found.
fn compare(folder: &Path) -> usize {
    let whole = found(folder, &[], None);
    let (mut count, posts) = (0, posts(folder));
    for post in &posts {
        let wanted: BTreeMap<_, _> =
            whole.get_key_value(post).into_iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        assert_eq!(found(folder, &[post], None), wanted, "{post} named in {}", folder.display());
        let text = fs::read(folder.join(post)).expect("a post");
        let typed = found(folder, &["--stdin", "--stdin-filename", post], Some(&text));
        assert_eq!(typed, wanted, "{post} typed in {}", folder.display());
        count += wanted.values().map(Vec::len).sum::<usize>();
    }
    let halves: Vec<&str> = posts.iter().step_by(2).map(String::as_str).collect();
    let wanted: BTreeMap<_, _> =
        whole.into_iter().filter(|(path, _)| halves.contains(&path.as_str())).collect();
    assert_eq!(found(folder, &halves, None), wanted, "{halves:?} in {}", folder.display());
    count
}

#[test]
fn a_post_that_is_named_is_judged_among_the_others() {
    let blogs = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")).expect("fixtures");
    let blogs = blogs.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
    let count: usize = blogs.map(|blog| compare(&blog)).sum();
    assert!(count > 50, "{count}");
}

const CONFIG: &str = "title: 블로그\nmarkdown: kramdown\nplugins: [jekyll-feed]\npermalink: /:title/\n";

fn post(front: &str, body: &str) -> String {
    format!("---\n{front}\n---\n\n{body}\n")
}

#[test]
fn addresses_titles_names_words_and_places_of_other_posts_count() {
    let files = [
        ("_config.yml", CONFIG.to_owned()),
        (
            "_posts/2024-01-01-a.md",
            post("title: 봄\ntags: [Docker]\ncategories: [여행]", "## 처음\n\n디렉토리를 만든다."),
        ),
        (
            "_posts/2024-01-02-b.md",
            post("title: 봄\ntags: [Docker]\ncategories: [여행]", "디렉토리를 지운다."),
        ),
        (
            "_posts/2024-01-03-c.md",
            post("title: 가을\ntags: [docker]\ncategories: [여행]", "[처음](/a/#끝) 디렉터리를 연다."),
        ),
        ("_posts/2024-01-04-d.md", post("title: 겨울\npermalink: /a/", "[없는 글](/gone/) [글](/B/)")),
        ("_posts/2024-01-05-e.md", post("title: 여름", "<!-- toego-disable-file site -->\n\n꽃이 피었다.")),
        ("_posts/2024-01-06-f.md", post("title: 새 글\nredirect_from: /C/", "꽃이 피었다.")),
        // Not lost, and so no reason to read more than front matter of the others.
        ("_posts/2024-01-07-g.md", post("title: 옛 글", "[옛 글](/C/)")),
        ("여행.md", post("layout: category\ntaxonomy: 여행", "")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let blog = blog("facts", &files);
    compare(&blog.0);
    let rules = |path: &str| -> Vec<String> {
        let found = found(&blog.0, &[path], None);
        found.values().flatten().map(|found| found["rule"].as_str().expect("a rule").to_owned()).collect()
    };
    assert!(rules("_posts/2024-01-02-b.md").contains(&"site/duplicate-title".to_owned()));
    let of_third = rules("_posts/2024-01-03-c.md");
    for rule in ["site/tag-spelling", "link/anchor"] {
        assert!(of_third.contains(&rule.to_owned()), "{rule}: {of_third:?}");
    }
    let of_fourth = rules("_posts/2024-01-04-d.md");
    for rule in ["site/duplicate-address", "link/missing"] {
        assert!(of_fourth.contains(&rule.to_owned()), "{rule}: {of_fourth:?}");
    }
    // Repairs that only the other posts tell of.
    let fixed = blog.run(&["--fix", "--suggestions", "--quiet", "_posts/2024-01-03-c.md"]);
    let text = blog.read("_posts/2024-01-03-c.md");
    assert!(text.contains("tags: [Docker]"), "{text}{}", fixed.err);
}

/// Of other posts no more is read than a link asks for: the one with the place it leads to, and all where only their
/// links tell what once was on the site.
#[test]
fn links_ask_for_the_bodies_of_other_posts() {
    let files = [
        ("_config.yml", CONFIG.to_owned()),
        (
            "_posts/2024-01-01-one-article.md",
            post("title: 하나", "[가](/old/one-article/) [나](/old/two-article/) [다](/old/three-article/)"),
        ),
        ("_posts/2024-01-02-two-article.md", post("title: 둘", "글을 썼다.")),
        ("_posts/2024-01-03-three-article.md", post("title: 셋", "## 처음\n\n글을 썼다.")),
        (
            "_posts/2024-01-04-place.md",
            post("title: 자리", "[끝](/three-article/#끝) [처음](/three-article/#처음)"),
        ),
        ("_posts/2024-01-05-gone.md", post("title: 옛글", "[없다](/old/nothing-here/)")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let blog = blog("asked", &files);
    compare(&blog.0);
    for (path, rule) in
        [("_posts/2024-01-04-place.md", "link/anchor"), ("_posts/2024-01-05-gone.md", "link/missing")]
    {
        let found = found(&blog.0, &[path], None);
        let rules: Vec<&Value> = found.values().flatten().map(|found| &found["rule"]).collect();
        assert_eq!(rules, [rule], "{path}");
    }
}

#[test]
fn a_typed_text_counts_as_if_it_were_saved() {
    let files = [
        ("_config.yml", CONFIG.to_owned()),
        ("_posts/2024-01-01-a.md", post("title: 봄", "")),
        ("_posts/2024-01-02-b.md", post("title: 가을", "")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let blog = blog("typed", &files);
    let typed = post("title: 봄", "");
    for name in ["_posts/2024-01-02-b.md", "_posts/2024-01-03-new.md"] {
        let found = found(&blog.0, &["--stdin", "--stdin-filename", name], Some(typed.as_bytes()));
        let rules: Vec<&Value> = found[name].iter().map(|found| &found["rule"]).collect();
        assert!(rules.contains(&&Value::from("site/duplicate-title")), "{rules:?}");
        assert_eq!(found.len(), 1);
    }
}
