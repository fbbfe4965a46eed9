//! `--stdin`: a text that an editor holds, judged in its blog, with nothing written.

mod blog;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use blog::Blog;

/// What a run said; a text that is typed need not be UTF-8.
struct Typed {
    out: Vec<u8>,
    err: String,
    status: Option<i32>,
}

impl Typed {
    fn text(&self) -> String {
        String::from_utf8(self.out.clone()).expect("UTF-8")
    }
}

impl Blog {
    /// A blog with a post and an image.
    fn of_spring(name: &str) -> Blog {
        let post = "---\ntitle: 봄\n---\n\n꽃이 피었다.\n";
        Blog::new(name).with("images/바다.JPG", "").with("_posts/2024-01-02-봄.md", post)
    }

    /// Every file with its content.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else {
                    found.push((entry.path(), fs::read(entry.path()).expect("a file")));
                }
            }
        }
        found.sort();
        found
    }

    /// Runs toego with a text on standard input; nothing may be written.
    fn run_typed(&self, text: impl AsRef<[u8]>, name: &str, arguments: &[&str]) -> Typed {
        let before = self.files();
        let mut child = self
            .toego(&["--stdin", "--stdin-filename", name])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("toego runs");
        // Arguments that are refused close the other end.
        let _ = child.stdin.take().expect("a pipe").write_all(text.as_ref());
        let output = child.wait_with_output().expect("toego ends");
        assert_eq!(self.files(), before, "something was written");
        let err = String::from_utf8(output.stderr).expect("UTF-8");
        Typed { out: output.stdout, err, status: output.status.code() }
    }
}

const WRONG: &str = "---\ntitle: 여름\n---\n\n그렇게 됬다. ![바다](/images/바다.jpg)\n";

#[test]
fn a_new_post_is_judged_in_its_blog() {
    let blog = Blog::of_spring("new");
    for name in ["_posts/2024-02-01-여름.md", "_posts/새 폴더/2024-02-01-여름.md"] {
        let run = blog.run_typed(WRONG, name, &["--format", "short"]);
        let out = run.text();
        assert_eq!((run.status, out.lines().count()), (Some(1), 2), "{out}\n{}", run.err);
        assert!(out.starts_with(&format!("{name}:5:5: warning[spelling/doe-dwae]")), "{out}");
        assert!(out.contains("바다.JPG"), "{out}");
    }
    let run = blog.run_typed("---\ntitle: 여름\n---\n\n꽃이 피었다.\n", "_posts/2024-02-01-여름.md", &[]);
    assert_eq!((run.text().as_str(), run.status), ("", Some(0)), "{}", run.err);
    assert_eq!(blog.run_typed(WRONG, "_posts/2024-02-01-여름.md", &["--fail-on", "never"]).status, Some(0));
    // What the name says is a matter of the blog, too.
    let run = blog.run_typed(WRONG, "_posts/여름.md", &["--format", "short"]);
    assert!(run.text().contains("[file/"), "{}", run.text());
}

#[test]
fn the_text_counts_not_the_file() {
    let blog = Blog::of_spring("text");
    let run = blog.run_typed(WRONG, "_posts/2024-01-02-봄.md", &["--format", "short"]);
    assert_eq!(run.text().lines().count(), 2, "{}", run.text());
    blog.write("_posts/2024-01-02-봄.md", WRONG);
    let run = blog.run_typed("---\ntitle: 봄\n---\n\n꽃이 피었다.\n", "_posts/2024-01-02-봄.md", &[]);
    assert_eq!((run.text().as_str(), run.status), ("", Some(0)), "{}", run.err);
}

#[test]
fn the_settings_of_the_blog_hold() {
    let blog = Blog::of_spring("settings");
    let short = |blog: &Blog| blog.run_typed(WRONG, "_posts/2024-02-01-여름.md", &["--format", "short"]);
    blog.write(".toego.yml", "rules:\n  spelling: off\n");
    assert_eq!(short(&blog).text().lines().count(), 1);
    blog.write(".toego.yml", "ignore: ['_posts/2024-02-*']\n");
    let run = short(&blog);
    assert_eq!((run.text().as_str(), run.status), ("", Some(0)));
    assert_eq!(blog.run_typed(WRONG, "_posts/2024-02-01-여름.md", &["--fix"]).text(), WRONG);
    blog.write(".toego.yml", "rulez: {}\n");
    assert_eq!(short(&blog).status, Some(2));
}

#[test]
fn every_format_and_a_diff() {
    let blog = Blog::of_spring("formats");
    let name = "_posts/2024-02-01-여름.md";
    let formats =
        ["pretty", "short", "json", "jsonl", "github", "gitlab", "sarif", "rdjsonl", "junit", "checkstyle"];
    for format in formats {
        let run = blog.run_typed(WRONG, name, &["--format", format]);
        assert_eq!(run.status, Some(1), "{format}: {}", run.err);
        assert!(run.text().contains("‘됐’으로"), "{format}: {}", run.text());
    }
    let run = blog.run_typed(WRONG, name, &["--diff"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(run.text().starts_with(&format!("--- a/{name}\n+++ b/{name}\n")), "{}", run.text());
    assert!(
        run.text().contains("\n-그렇게 됬다.") && run.text().contains("\n+그렇게 됐다."),
        "{}",
        run.text()
    );
}

#[test]
fn repairs_are_printed() {
    let blog = Blog::of_spring("fix");
    let name = "_posts/2024-02-01-여름.md";
    let run = blog.run_typed(WRONG, name, &["--fix", "--format", "short"]);
    assert_eq!(run.text(), WRONG.replace("됬", "됐"));
    assert_eq!(run.status, Some(1), "the image is still missing");
    assert!(run.err.contains("[image/missing]") && !run.err.contains("[spelling/"), "{}", run.err);
    let run = blog.run_typed(WRONG, name, &["--fix", "--suggestions"]);
    assert_eq!(run.text(), WRONG.replace("됬", "됐").replace(".jpg", ".JPG"));
    assert!(!run.err.contains("[image/missing]"), "{}", run.err);
    // Byte order mark and line ends stay, and what is no text comes back as it was.
    let windows = format!("\u{feff}{}", WRONG.replace('\n', "\r\n"));
    assert_eq!(blog.run_typed(&windows, name, &["--fix"]).text(), windows.replace("됬", "됐"));
    let cp949 = b"---\ntitle: \xC8\xB8\xB0\xED\n---\n\n\xBA\xBB\xB9\xAE\n";
    let run = blog.run_typed(cp949, name, &["--fix"]);
    assert_eq!((run.out.as_slice(), run.status), (&cp949[..], Some(1)));
    assert_eq!(blog.run_typed("", name, &["--fix"]).text(), "");
}

#[test]
fn what_cannot_be_done_is_said() {
    let blog = Blog::of_spring("refused");
    assert_eq!(blog.run_typed(WRONG, "_posts", &[]).status, Some(2));
    assert_eq!(blog.run_typed(WRONG, "_posts/2024-02-01-여름.md", &["_posts"]).status, Some(2));
    for arguments in [&["--stdin"][..], &["--stdin-filename", "a.md"]] {
        let status = Command::new(env!("CARGO_BIN_EXE_toego"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert_eq!(status.expect("toego runs").code(), Some(2));
    }
}

#[test]
fn a_post_of_no_blog_in_no_folder() {
    let blog = Blog::of_spring("nowhere");
    let name =
        std::env::temp_dir().join(format!("toego-nowhere-{}/글/2024-02-01-여름.md", std::process::id()));
    let name = name.to_str().expect("UTF-8");
    let run = blog.run_typed("그렇게 됬다.\n", name, &["--format", "short", "--quiet"]);
    assert_eq!((run.err.as_str(), run.status), ("", Some(1)), "{}", run.text());
    assert!(run.text().contains("2024-02-01-여름.md:1:5: warning[spelling/"), "{}", run.text());
}

#[test]
fn the_baseline_is_known() {
    let blog = Blog::of_spring("baseline");
    let name = "_posts/2024-01-02-봄.md";
    blog.write(name, WRONG);
    assert_eq!(blog.run(&["baseline"]).status, Some(0));
    let typed = WRONG.replace("그렇게", "새 줄.\n\n그렇게");
    assert_eq!(blog.run_typed(&typed, name, &[]).text(), "");
    assert_eq!(blog.run_typed(&typed, name, &["--no-baseline"]).status, Some(1));
}
