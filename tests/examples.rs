//! The example programs for the library, run.

#![allow(dead_code, reason = "the programs have a `main` of their own")]

#[path = "../examples/custom_report.rs"]
mod custom_report;
#[path = "../examples/lint_site.rs"]
mod lint_site;
#[path = "../examples/lint_string.rs"]
mod lint_string;

use std::path::Path;

#[test]
fn a_text_is_checked() {
    let said = lint_string::lint("좋은 일이였다.\n\n다시 할수 있다.\n");
    let places: Vec<&str> = said.lines().map(|line| line.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(places, ["1:4:", "3:4:"], "{said}");
}

#[test]
fn a_blog_is_checked() {
    let blog = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/first-look");
    let said = lint_site::count(&[blog]).expect("the blog is there");
    let wanted =
        "   1    5  _posts/2026-01-04-한-해를-보내며.md\n   1    0  _posts/2026-01-11-배포-자동화.md\n";
    assert_eq!(said, wanted);
}

#[test]
fn a_report_of_ones_own_is_printed() {
    let said = custom_report::report(
        "_posts/2026-01-04-봄.md",
        "---\ntitle: 봄\ntages: [회고]\n---\n\n볼수 있다.\n",
    );
    let beginnings = ["# 2 things to do", "", "## _posts/2026-01-04-봄.md", "", "- [ ] 3: ", "- [ ] 6: "];
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), beginnings.len(), "{said}");
    assert!(lines.iter().zip(beginnings).all(|(line, begin)| line.starts_with(begin)), "{said}");
}
