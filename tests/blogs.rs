//! The blogs of `fixtures/`, each with what toego says of it beside it: `fixtures/hugo/` and
//! `fixtures/hugo.txt`. `TOEGO_UPDATE=1 cargo test --test blogs` writes the expectations anew; read the
//! difference before you commit it.

use std::path::{Path, PathBuf};
use std::process::Command;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Runs toego in `fixtures/` and gives standard output and the exit status.
fn run(arguments: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_toego"))
        .current_dir(fixtures())
        .args(arguments)
        .output()
        .expect("toego runs");
    (String::from_utf8(output.stdout).expect("the report is UTF-8"), output.status.code())
}

fn expect(blog: &str) {
    let (report, status) = run(&["check", "--quiet", blog]);
    assert_eq!(status, Some(1), "{blog} has findings");
    let path = fixtures().join(format!("{blog}.txt"));
    if std::env::var_os("TOEGO_UPDATE").is_some() {
        std::fs::write(&path, &report).expect("the expectation can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(report, expected, "{blog} reads otherwise than fixtures/{blog}.txt");
}

#[test]
fn minimal_mistakes() {
    expect("minimal-mistakes");
}

#[test]
fn chirpy() {
    expect("chirpy");
}

#[test]
fn hugo() {
    expect("hugo");
}

#[test]
fn settings() {
    expect("settings");
}

#[test]
fn broken_images() {
    expect("broken-images");
}

#[test]
fn links() {
    expect("links");
}

#[test]
fn one_post_is_told_which_pages_there_are() {
    let post = "links/_posts/2024-02-01-모든-링크.md";
    let (report, _) = run(&["check", "--quiet", "--format", "short", post]);
    assert!(report.contains("link/scheme") && report.contains("link/missing"), "{report}");
    assert!(report.lines().all(|line| line.starts_with(post)), "{report}");
}

#[test]
fn a_clean_blog_prints_nothing() {
    let (report, status) = run(&["check", "--quiet", "clean"]);
    assert_eq!((report.as_str(), status), ("", Some(0)));
}

#[test]
fn the_report_does_not_depend_on_threads() {
    let formats = ["pretty", "short", "json"];
    for format in formats {
        let one = run(&["--quiet", "--format", format, "--threads", "1", "minimal-mistakes", "hugo"]);
        let many = run(&["--quiet", "--format", format, "--threads", "7", "minimal-mistakes", "hugo"]);
        assert_eq!(one, many, "{format}");
    }
}
