//! The baseline: what a blog has agreed to live with is not reported, and everything new is.

mod blog;

use std::fs;

use blog::{Blog, Run};

impl Blog {
    fn post(&self, number: usize, text: &str) {
        self.write(format!("_posts/2024-01-02-글-{number}.md"), text);
    }
}

/// A post with `count` findings, each among other words.
fn post(number: usize, count: usize) -> String {
    let lines: String =
        (0..count).map(|line| format!("낱말{line}에서 할수 있다 그리고{line}.\n\n")).collect();
    format!("---\ntitle: 글 {number}\n---\n\n{lines}")
}

#[test]
fn of_ten_thousand_old_findings_and_a_new_one_the_new_one_is_reported() {
    let blog = Blog::new("many");
    (0..100).for_each(|number| blog.post(number, &post(number, 100)));
    let Run { out, .. } = blog.run(&["--format", "short", "--quiet"]);
    assert_eq!(out.lines().count(), 10_000);
    let Run { status, err: said, .. } = blog.run(&["baseline"]);
    assert_eq!(status, Some(0), "{said}");
    let Run { status, err: said, .. } = blog.run(&[]);
    assert_eq!(status, Some(0));
    assert!(said.contains("기준선에 적힌 10000건은 알리지 않았습니다"), "{said}");
    // Above everything else, and with words of its own.
    let old = post(7, 100);
    blog.post(7, &old.replacen("글 7\n---\n", "글 7\n---\n\n그렇게 됬다.\n", 1));
    let Run { status, out, .. } = blog.run(&["--format", "short", "--quiet"]);
    assert_eq!((status, out.lines().count()), (Some(1), 1), "{out}");
    assert!(out.contains("글-7.md:5:") && out.contains("됐"), "{out}");
    assert_eq!(blog.run(&["--no-baseline", "--format", "short", "--quiet"]).out.lines().count(), 10_001);
    // The same again in the same words is new, too.
    blog.post(8, &format!("{}낱말0에서 할수 있다 그리고0.\n", post(8, 100)));
    assert_eq!(blog.run(&["--format", "short", "--quiet"]).out.lines().count(), 2);
}

#[test]
fn what_is_mended_is_said_and_forgotten_when_the_file_is_written_anew() {
    let blog = Blog::new("stale");
    (0..3).for_each(|number| blog.post(number, &post(number, 2)));
    blog.run(&["baseline"]);
    let file = ".toego-baseline.json";
    let first = blog.read(file);
    blog.post(1, &post(1, 1));
    let Run { status, err: said, .. } = blog.run(&[]);
    assert_eq!(status, Some(0));
    assert!(said.contains("1건"), "{said}");
    blog.run(&["baseline"]);
    let second = blog.read(file);
    assert_eq!(first.lines().count() - second.lines().count(), 1, "{first}\n{second}");
    // What is accepted is not repaired, either.
    assert_eq!(blog.run(&["--fix"]).status, Some(0));
    assert_eq!(blog.read("_posts/2024-01-02-글-0.md"), post(0, 2));
    blog.run(&["--fix", "--no-baseline"]);
    assert_ne!(blog.read("_posts/2024-01-02-글-0.md"), post(0, 2));
}

#[test]
fn posts_that_are_renamed_or_deleted_are_counted_once() {
    let blog = Blog::new("renamed");
    (0..3).for_each(|number| blog.post(number, &post(number, number + 1)));
    // Posts without findings know nothing of the others.
    (3..9).for_each(|number| blog.post(number, &post(number, 0)));
    blog.run(&["baseline"]);
    let name = |number: usize| blog.0.join(format!("_posts/2024-01-02-글-{number}.md"));
    fs::rename(name(0), name(10)).expect("a file");
    let said = blog.run(&[]).err;
    assert!(said.contains("6건은 알리지 않았습니다") && !said.contains("이제 없습니다"), "{said}");
    fs::remove_file(name(2)).expect("a file");
    let said = blog.run(&[]).err;
    assert!(said.contains("3건은 알리지 않았습니다") && said.contains("3건은 이제 없습니다"), "{said}");
}

#[test]
fn a_baseline_that_is_not_understood_stops_the_run() {
    let blog = Blog::new("broken");
    blog.post(0, &post(0, 1));
    blog.write(".toego-baseline.json", "{\"version\": 9, \"files\": {}}");
    let Run { status, err: said, .. } = blog.run(&[]);
    assert_eq!(status, Some(2));
    assert!(said.contains(".toego-baseline.json: 이 toego가 모르는 9판 기준선입니다."), "{said}");
    let said = blog.run(&["--lang", "en"]).err;
    assert!(said.contains(".toego-baseline.json: version 9 is not known;"), "{said}");
}
