//! Images that break in ways a checkout may not keep: names in NFD, files Git ignores, links out of the
//! site; and the fixes of `fixtures/broken-images/`, which must lead to what is there.

mod blog;

use std::fs;
use std::path::Path;

use serde_json::Value;

use blog::Blog;

impl Blog {
    /// What toego says of images, as `(rule, what is written there, message, fix)`.
    fn found(&self) -> Vec<(String, String, String, Option<String>)> {
        let output = self
            .toego(&["check", "--quiet", "--format", "json", "--only", "image", "."])
            .output()
            .expect("toego runs");
        let report: Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
        let of = |record: &Value, key: &str| record[key].as_str().unwrap_or_default().to_owned();
        let records = report["diagnostics"].as_array().expect("a list").iter();
        let found = records.map(|record| {
            let text = fs::read_to_string(self.0.join(of(record, "path"))).expect("a post");
            let at = |key: &str| record[key].as_u64().expect("an offset") as usize;
            let written = text[at("start")..at("end")].to_owned();
            let fix = record["fix"]["edits"][0]["replacement"].as_str().map(str::to_owned);
            (of(record, "rule"), written, of(record, "message"), fix)
        });
        found.collect()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file can be copied");
        }
    }
}

/// As much of a picture as says that it is one.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0";

const POST: &str = "_posts/2024-03-01-봄.md";

#[test]
fn every_fix_leads_to_a_file() {
    let blog = Blog::empty("fixes");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken-images"), &blog.0);
    let mut fixes = 0;
    for entry in fs::read_dir(blog.0.join("_posts")).expect("posts").flatten() {
        let name = entry.file_name().into_string().expect("UTF-8");
        if !name.ends_with(".md") {
            continue;
        }
        let output = blog
            .toego(&["check", "--quiet", "--format", "json", "--only", "image", &format!("_posts/{name}")])
            .output()
            .expect("toego runs");
        let report: Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
        let mut text = fs::read_to_string(entry.path()).expect("a post");
        let records = report["diagnostics"].as_array().expect("a list");
        let edits = records.iter().rev().filter_map(|record| record["fix"]["edits"].as_array());
        for edit in edits.flatten() {
            let at = |key: &str| edit[key].as_u64().expect("an offset") as usize;
            let replacement = edit["replacement"].as_str().expect("a text");
            text.replace_range(at("start")..at("end"), replacement);
            fixes += 1;
        }
        fs::write(entry.path(), text).expect("a post can be written");
    }
    assert!(fixes >= 12, "{fixes} fixes");
    let left = blog.found();
    let unfixed: Vec<_> = left.iter().filter(|(.., fix)| fix.is_some()).collect();
    assert!(unfixed.is_empty(), "{unfixed:#?}");
}

#[test]
fn names_in_jamo_are_told_from_names_in_syllables() {
    let blog = Blog::empty("jamo");
    let jamo = "\u{1100}\u{1161}\u{11bc}\u{110b}\u{1161}\u{110c}\u{1175}.png";
    blog.write("_config.yml", "title: 산책\n");
    blog.write(format!("images/{jamo}"), PICTURE);
    if fs::exists(blog.0.join("images/강아지.png")).unwrap_or(true) {
        // This file system does not tell them apart; toego must, but the names in it are anyone's guess.
        return;
    }
    blog.write(POST, format!("---\ntitle: 봄\n---\n\n![모은](/images/강아지.png) ![푼](/images/{jamo})\n"));
    let found = blog.found();
    assert_eq!(found.len(), 1, "{found:#?}");
    let (rule, written, message, fix) = &found[0];
    assert_eq!((rule.as_str(), written.as_str()), ("image/missing", "/images/강아지.png"));
    assert!(message.contains("NFC/NFD"), "{message}");
    assert_eq!(fix.as_deref(), Some(format!("/images/{jamo}").as_str()));
}

#[test]
fn what_git_ignores_and_does_not_keep_is_not_published() {
    let blog = Blog::empty("ignored");
    blog.write("_config.yml", "title: 산책\n");
    blog.write(".gitignore", "*.tmp.png\n/남김/\n");
    blog.write("images/.gitignore", "/비밀.png\n");
    for path in ["images/비밀.png", "images/봄.tmp.png", "남김/여름.png", "images/가을.png"] {
        blog.write(path, PICTURE);
    }
    let text = "---\ntitle: 봄\n---\n\n![가](/images/비밀.png) ![나](/images/봄.tmp.png) ![다](/남김/여름.png) ![라](/images/가을.png)\n";
    blog.write(POST, text);
    // Without a repository, nobody knows what is kept.
    assert_eq!(blog.found(), []);
    // One entry: times, mode, size and id, then flags and the path.
    let index = [&b"DIRC\0\0\0\x02\0\0\0\x01"[..], &[0; 62], "남김/여름.png\0\0".as_bytes()].concat();
    blog.write(".git/index", index);
    let found = blog.found();
    let written: Vec<_> = found.iter().map(|(rule, written, ..)| (rule.as_str(), written.as_str())).collect();
    let rule = "image/not-published";
    assert_eq!(written, [(rule, "/images/비밀.png"), (rule, "/images/봄.tmp.png")]);
    // What is built here is built with everything that is here.
    blog.write("package.json", "{ \"scripts\": { \"deploy\": \"gh-pages -d _site\" } }");
    assert_eq!(blog.found(), []);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_are_reported_and_not_followed() {
    use std::os::unix::fs::symlink;
    let (blog, other) = (Blog::empty("links"), Blog::empty("other"));
    blog.write("_config.yml", "title: 산책\n");
    blog.write("images/봄.png", PICTURE);
    other.write("여름.png", PICTURE);
    symlink(&other.0, blog.0.join("photos")).expect("a link");
    symlink(other.0.join("여름.png"), blog.0.join("images/여름.png")).expect("a link");
    symlink(blog.0.join("images"), blog.0.join("pictures")).expect("a link");
    let text = "---\ntitle: 봄\n---\n\n![가](/photos/여름.png) ![나](/photos/없는.png) ![다](/images/여름.png) ![라](/pictures/봄.png)\n";
    blog.write(POST, text);
    let found = blog.found();
    let written: Vec<_> = found.iter().map(|(rule, written, ..)| (rule.as_str(), written.as_str())).collect();
    let rule = "image/not-published";
    let out = ["/photos/여름.png", "/photos/없는.png", "/images/여름.png"];
    assert_eq!(written, out.map(|path| (rule, path)));
}
