//! Files made to do harm: what is no regular file is never opened, and nothing in a text or a name steers the
//! terminal.
#![cfg(unix)]

mod blog;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use blog::Blog;

/// How long a run may take that waits for nothing.
const PATIENCE: Duration = Duration::from_secs(60);

impl Blog {
    fn pipe(&self, path: &str) {
        let made = Command::new("mkfifo").arg(self.0.join(path)).status().expect("mkfifo runs");
        assert!(made.success());
    }

    /// What toego says; a run that waits for something is a failure.
    fn run_in_time<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_toego"))
            .current_dir(&self.0)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(fs::File::create(self.0.join(".out")).expect("a file"))
            .stderr(fs::File::create(self.0.join(".err")).expect("a file"))
            .spawn()
            .expect("toego runs");
        let begun = Instant::now();
        let status = loop {
            match child.try_wait().expect("toego runs") {
                Some(status) => break status,
                None if begun.elapsed() > PATIENCE => {
                    let _ = child.kill();
                    panic!("toego waits for something");
                }
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        let read = |name: &str| fs::read(self.0.join(name)).expect("a file");
        Output { status, stdout: read(".out"), stderr: read(".err") }
    }

    /// Standard output and the exit status.
    fn said(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let output = self.run_in_time(arguments);
        (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code())
    }
}

const POST: &str = "---\ntitle: 글\n---\n나는 할수 있다.\n";

#[test]
fn pipes_and_devices_are_not_opened() {
    let blog = Blog::new("pipes");
    blog.write("_posts/2024-01-02-post.md", POST);
    fs::create_dir_all(blog.0.join("assets")).expect("a folder");
    let pipes = [
        "_posts/2024-01-03-pipe.md",
        "assets/pipe.png",
        ".toego-baseline.json",
        ".gitignore",
        ".toegoignore",
        "_posts/.gitignore",
        "Gemfile",
        "package.json",
        "about.html",
        ".gitmodules",
    ];
    pipes.iter().for_each(|path| blog.pipe(path));
    symlink("/dev/zero", blog.0.join("_posts/2024-01-04-zero.md")).expect("a link");
    symlink("/dev/zero", blog.0.join("assets/zero.png")).expect("a link");
    blog.write(
        "_posts/2024-01-05-images.md",
        "---\ntitle: 글\n---\n![하나](/assets/pipe.png) ![둘](/assets/zero.png) ![셋](/dev/zero) \
         ![넷](../../../../../../../dev/zero) ![다섯](file:///dev/zero)\n",
    );
    // A baseline that is none is said to be so.
    for (lang, wanted) in [("ko", "내용을 읽을 수 있는 파일이 아닙니다."), ("en", "not a regular file")]
    {
        let refused = blog.run_in_time(&["--format", "short", "--lang", lang]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&refused.stderr).contains(wanted));
    }
    fs::remove_file(blog.0.join(".toego-baseline.json")).expect("a file");

    let (said, status) = blog.said(&["--format", "short", "--profile", "strict"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("2024-01-02-post.md:4:4"), "{said}");
    for named in ["_posts/2024-01-03-pipe.md", "_posts/2024-01-04-zero.md", "/dev/zero", "assets/pipe.png"] {
        let (said, _) = blog.said(&["--format", "short", named]);
        assert!(!said.contains("할 수"), "{named}: {said}");
    }
    for command in ["config", "baseline", "init"] {
        let _ = blog.run_in_time(&[command]);
    }
    blog.pipe(".toego.yml.new");
    fs::rename(blog.0.join(".toego.yml.new"), blog.0.join(".toego.yml")).expect("a rename");
    let _ = blog.run_in_time(&["--format", "short"]);
}

#[test]
fn settings_that_grow_or_nest_without_end_are_refused_or_read() {
    let letters = || ('b'..='z').zip('a'..='y');
    let aliases = letters().fold("a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, (own, other)| {
        text + &format!("{own}: &{own} [{}]\n", vec![format!("*{other}"); 9].join(", "))
    });
    let deep = |open: &str| format!("a: {}", open.repeat(200_000));
    let blog = Blog::new("bombs");
    blog.write("_posts/2024-01-02-post.md", format!("---\n{aliases}---\n나는 할수 있다.\n"));
    blog.write("_posts/2024-01-03-post.md", format!("---\n{}\n---\n나는 할수 있다.\n", deep("[")));
    let (said, status) = blog.said(&["--format", "short"]);
    assert_eq!((said.matches("bound-noun-su").count(), status), (2, Some(1)), "{said}");
    let bombs = [
        ("_config.yml", aliases.clone()),
        ("_config.yml", deep("[")),
        ("_config.yml", deep("{a: ")),
        (".toego.yml", aliases.clone()),
        (".toego.yml", deep("- ")),
        ("hugo.toml", format!("a = {}", "[".repeat(200_000))),
        ("hugo.toml", format!("a{} = 1", ".a".repeat(200_000))),
        ("package.json", "{\"a\":".repeat(200_000)),
        (".toego-baseline.json", "[".repeat(200_000)),
        (".toego/rules/own/rule.yml", aliases),
        (".gitignore", "**/*a*b*c*d*e*f*g*h*\n".repeat(1_000)),
    ];
    for (name, text) in bombs {
        let blog = Blog::new("bomb");
        blog.write("_posts/2024-01-02-post.md", POST);
        blog.write(name, &text);
        let status = blog.run_in_time(&["--format", "short"]).status.code();
        assert!(status.is_some_and(|status| status <= 2), "{name}: {status:?}");
    }
}

#[test]
fn links_in_a_circle_end() {
    let blog = Blog::new("circle");
    blog.write("_posts/2024-01-02-post.md", POST);
    symlink(".", blog.0.join("loop")).expect("a link");
    symlink("../_posts", blog.0.join("_posts/loop")).expect("a link");
    symlink("2024-01-03-self.md", blog.0.join("_posts/2024-01-03-self.md")).expect("a link");
    let (said, status) = blog.said(&["--format", "short"]);
    assert_eq!((said.matches("bound-noun-su").count(), status), (1, Some(1)), "{said}");
    let (again, _) = blog.said(&["--format", "short", "loop/loop/_posts/loop"]);
    assert_eq!(again.matches("bound-noun-su").count(), 1, "{again}");
    assert_eq!(blog.said(&["_posts/2024-01-03-self.md"]).1, Some(2));
}

#[test]
fn names_of_all_kinds_are_read() {
    let blog = Blog::new("names");
    let long = format!("_posts/2024-01-02-{}.md", "가".repeat((255 - 11 - 3) / 3));
    let names = [
        &*long,
        "_posts/2024-01-02-a\nb.md",
        "_posts/2024-01-02-\"따옴표\" 'it'.md",
        "_posts/2024-01-02-..md",
        "_posts/2024-01-02- ..%2F..md",
        "_posts/2024-01-02--rf.md",
        "_posts/2024-01-02-\u{1b}[31m\u{9b}32m\u{202e}.md",
    ];
    names.iter().for_each(|name| blog.write(name, POST));
    // No name in UTF-8: said, and passed over.
    blog.write(OsStr::from_bytes(b"_posts/2024-01-02-\xff.md"), POST);
    let (said, status) = blog.said(&["--format", "json"]);
    assert_eq!(status, Some(1));
    let report: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(report.to_string().matches("spacing/bound-noun-su").count(), names.len(), "{said}");
    let repaired = blog.run_in_time(&["--fix"]);
    let error = String::from_utf8_lossy(&repaired.stderr).into_owned();
    for name in names {
        let text = fs::read_to_string(blog.0.join(name)).expect("a post");
        assert!(text.contains("할 수 있다"), "{name:?} {error}");
    }
}

#[test]
fn a_file_that_may_not_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let blog = Blog::new("secret");
    blog.write("_posts/2024-01-02-post.md", POST);
    let secret = blog.0.join("_posts/2024-01-03-secret.md");
    blog.write(&secret, POST);
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&secret).is_ok() {
        eprintln!("this user reads everything: what may not be read is not looked at");
        return;
    }
    let (said, _) = blog.said(&["--format", "short"]);
    assert!(said.contains("file/unreadable") && said.contains("bound-noun-su"), "{said}");
}

/// Colours, a title of the window, a link, an answer of the terminal, C1 controls, writing directions.
const ESCAPES: &str = "\u{1b}[31m\u{1b}]0;제목\u{7}\u{1b}]8;;http://a\u{1b}\\\u{1b}[6n\u{9b}31m\u{9d}\u{90}\u{8}\u{202e}\u{2066}\u{200f}";

/// What no terminal is to see.
fn assert_harmless(text: &str, what: &str) {
    let is_obeyed = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(is_obeyed), "{what}: {text:?}");
}

#[test]
fn nothing_steers_the_terminal() {
    let blog = Blog::new("escapes");
    let name = format!("_posts/2024-01-02-{}.md", ESCAPES.replace(['/', '\\'], ""));
    let front = format!("title: \"{ESCAPES}\"\n{ESCAPES}: a\ntags: [{ESCAPES}]\ndate: {ESCAPES}\n");
    let body = format!(
        "할수{ESCAPES} 있다 할수 있다{ESCAPES}\n![{ESCAPES}](/{ESCAPES}.png) [글](/{ESCAPES}) `{ESCAPES}`\n\n\
         {{% {ESCAPES} %}} <{ESCAPES}> [^{ESCAPES}]\n"
    );
    blog.write(&name, format!("---\n{front}---\n{body}"));
    blog.write(format!("_posts/2024-01-03-{}.md", "b"), &body);
    blog.write(format!("_posts/2024-01-04-{}.md", "c"), "---\ntitle: 글\n---\n나는 할수 있다.\n");
    for format in ["pretty", "short", "github"] {
        for lang in ["ko", "en"] {
            let output = blog.run_in_time(&["--format", format, "--lang", lang, "--profile", "strict"]);
            assert_harmless(&String::from_utf8_lossy(&output.stdout), format);
            assert_harmless(&String::from_utf8_lossy(&output.stderr), format);
        }
    }
    let (diff, _) = blog.said(&["--diff", &name, "_posts/2024-01-04-c.md"]);
    let names: String = diff.lines().filter(|line| line.starts_with(['+', '-'])).take(2).collect();
    assert_harmless(&names, "names in a diff");

    let rule = format!(
        "title: {{ ko: \"{0}\", en: \"{0}\" }}\n",
        ESCAPES.escape_default().to_string().replace("\\u{", "\\U{")
    );
    blog.write(".toego/rules/own/rule.yml", &rule);
    blog.write(format!(".toego/rules/own/{}.yml", ESCAPES.replace(['/', '\\'], "")), "a");
    for arguments in
        [&["explain", "own/rule"][..], &["rules"], &["config"], &["test-rules"], &["."], &[ESCAPES]]
    {
        let output = blog.run_in_time(arguments);
        assert_harmless(&String::from_utf8_lossy(&output.stdout), arguments[0]);
        assert_harmless(&String::from_utf8_lossy(&output.stderr), arguments[0]);
    }
    fs::remove_dir_all(blog.0.join(".toego")).expect("a folder");
    blog.write(".toego.yml", format!("\"{}\": a\n", "\\e[31m"));
    let output = blog.run_in_time(&["."]);
    assert_harmless(&String::from_utf8_lossy(&output.stderr), "a mistake in the settings");
}
