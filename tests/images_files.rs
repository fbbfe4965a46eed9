//! What image files hold, seen from outside: content that no rule example can hold, links, and reports
//! on files that are no text.

mod blog;

use std::fs;

use serde_json::Value;

use blog::{Blog, Run};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0\0\0\0\0";
const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0";

impl Blog {
    fn post(self, body: &str) -> Blog {
        self.with("_posts/2024-01-02-봄.md", format!("---\ntitle: 봄\n---\n\n{body}\n"))
    }

    /// Rule, path and message of what is found.
    fn found(&self, arguments: &[&str]) -> Vec<Value> {
        let out = self.run(&[&["--quiet", "--format", "json"], arguments].concat()).out;
        let report: Value = serde_json::from_str(&out).expect("the report is JSON");
        report["diagnostics"].as_array().expect("a list").clone()
    }

    fn rules(&self) -> Vec<String> {
        let image = |found: &Value| {
            found["rule"].as_str().filter(|rule| rule.starts_with("image/")).map(str::to_owned)
        };
        self.found(&[]).iter().filter_map(image).collect()
    }
}

#[test]
fn content_is_held_against_the_name() {
    let cases: [(&str, &[u8], &[&str]); 8] = [
        ("봄.png", PNG, &[]),
        ("봄.jpg", PNG, &["image/extension"]),
        ("봄.svg", PNG, &["image/content"]),
        ("봄.heic", HEIC, &["image/format"]),
        ("봄.jpg", HEIC, &["image/content"]),
        ("봄.png", b"", &["image/empty-file"]),
        ("봄.png", b"\x89PNG", &[]),
        ("봄.png", b"\0\x01\x02\x03 what is this, and why is it here?", &[]),
    ];
    for (name, content, wanted) in cases {
        let blog = Blog::new("content").with(format!("images/{name}"), content);
        let blog = blog.post(&format!("![꽃](/images/{name}) ![꽃](/images/{name})"));
        assert_eq!(blog.rules(), wanted, "{name} {content:?}");
    }
}

#[test]
fn files_that_no_page_shows_are_not_opened() {
    let blog = Blog::new("unopened").with("images/봄.png", "").post("꽃이 피었다.");
    assert!(blog.rules().is_empty());
}

#[test]
fn a_generator_that_converts_images_looks_at_their_content() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'></svg>";
    let gatsby = |path: &str, target: &str| {
        let blog = Blog::new("gatsby").with("gatsby-config.js", "module.exports = {}\n").with(path, svg);
        fs::remove_file(blog.0.join("_config.yml")).expect("there is one");
        let blog = blog.with("content/blog/봄/index.md", format!("---\ntitle: 봄\n---\n\n![꽃]({target})\n"));
        blog.rules()
    };
    assert!(gatsby("content/blog/봄/꽃.png", "./꽃.png").is_empty());
    assert_eq!(gatsby("static/꽃.png", "/꽃.png"), ["image/content"]);
}

#[test]
fn a_size_that_is_set_is_kept_to() {
    let large = [PNG, &[0; 2000]].concat();
    let blog = Blog::new("size").with("images/봄.png", large).post("![꽃](/images/봄.png)");
    assert!(blog.rules().is_empty());
    let blog = blog.with(".toego.yml", "image:\n  max-size: 1.5KB\n");
    let found = blog.found(&[]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["rule"], &found[0]["severity"]), (&"image/too-large".into(), &"info".into()));
    let message = found[0]["message"].as_str().unwrap_or_default();
    assert!(message.contains("(2KB, 640×480)") && message.contains("1.5KB"), "{message}");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_are_not_followed() {
    let outside = std::env::temp_dir().join(format!("toego-outside-{}.png", std::process::id()));
    fs::write(&outside, "<!DOCTYPE html>").expect("a file");
    let blog = Blog::new("link")
        .with("images/안.html", "<!DOCTYPE html>")
        .post("![꽃](/images/봄.png) ![잎](/images/잎.png)");
    std::os::unix::fs::symlink(&outside, blog.0.join("images/봄.png")).expect("a link");
    std::os::unix::fs::symlink("안.html", blog.0.join("images/잎.png")).expect("a link");
    let found = blog.found(&["--only", "image/content"]);
    let _ = fs::remove_file(&outside);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0]["message"].as_str().is_some_and(|message| message.contains("잎.png")), "{found:?}");
}

#[test]
fn images_that_nothing_names_are_reported_as_files() {
    let decomposed = "images/\u{1107}\u{1161}\u{1103}\u{1161}.png";
    let blog = Blog::new("unused")
        .post("![꽃](/images/봄.png)")
        .with("_drafts/아직.md", "![바다](/images/%EB%B0%94%EB%8B%A4.png)")
        .with("_sass/a.scss", "div { background: url('../images/bg.png'); }")
        .with("images/봄.png", PNG)
        .with("images/bg.png", PNG)
        .with("images/favicon.png", PNG)
        .with(decomposed, PNG)
        .with("images/\u{1b}여름.png", [PNG, &[0xFF; 3000]].concat());
    assert!(!blog.rules().contains(&"image/unused".to_owned()), "off by default");
    let found = blog.found(&["--only", "image/unused"]);
    assert_eq!(found.len(), 1, "{found:?}");
    let place = |key: &str| found[0][key].as_u64();
    assert_eq!(found[0]["path"], "images/\u{1b}여름.png");
    assert_eq!([place("line"), place("column"), place("end_line"), place("end_column")], [Some(1); 4]);
    assert_eq!([place("start"), place("end")], [Some(0); 2]);
    assert!(found[0]["message"].as_str().is_some_and(|message| message.contains("3KB")), "{found:?}");

    // Nothing of the file itself is printed.
    let Run { out: pretty, status, .. } = blog.run(&["--quiet", "--only", "image/unused"]);
    assert_eq!(status, Some(0), "a note fails no run");
    assert!(pretty.contains("여름.png:1:1") && !pretty.contains(['\u{fffd}', '\u{1b}']), "{pretty}");
    // Of some posts nothing can be told about the others.
    assert!(blog.found(&["--only", "image/unused", "_posts/2024-01-02-봄.md"]).is_empty());
    assert!(blog.found(&["--only", "image/unused", "_posts"]).is_empty());
}
