//! The program from outside: exit status, and what bad input gets.

mod blog;

use std::fs;
use std::process::Command;

use blog::{Blog, Run};

impl Blog {
    fn post(&self, name: &str, content: impl AsRef<[u8]>) -> &Blog {
        self.write(format!("_posts/{name}"), content);
        self
    }
}

const GOOD: &str = "---\ntitle: 봄\n---\n\n꽃이 피었다.\n";

#[test]
fn status_0_for_nothing_1_for_something_2_for_no_work() {
    let folder = Blog::new("status");
    folder.post("2024-01-02-봄.md", GOOD);
    let run = folder.run(&[]);
    assert_eq!((run.out.as_str(), run.status), ("", Some(0)), "{}", run.err);
    folder.post("2024-01-03-여름.md", "---\ntitle: 여름\n---\n\n그렇게 됬다.\n");
    assert_eq!(folder.run(&["--format", "short"]).status, Some(1));
    assert_eq!(folder.run(&["--fail-on", "error"]).status, Some(0));
    let run = folder.run(&["없는-폴더"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("없는-폴더"), "{}", run.err);
    assert_eq!(folder.run(&["--format", "nonsense"]).status, Some(2));
    let run = folder.run(&["--rule", "spelling/doe-dwe-x"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("‘spelling/doe-dwe-x’ 규칙이나 묶음은 없습니다."), "{}", run.err);
}

/// What is wrong, and how it is said in Korean and in English.
#[test]
fn what_cannot_be_done_is_said_in_the_language_that_was_asked_for() {
    let folder = Blog::new("said");
    folder.post("2024-01-02-봄.md", GOOD);
    folder.write("broken/.toego.yml", "rules:\n  spacing: loud\n");
    let cases: [(&[&str], &str, &str); 9] = [
        (
            &["chek"],
            "chek: 그런 파일이나 폴더가 없습니다. 명령을 적으려던 것이라면: `toego check`",
            "chek: No such file or directory (os error 2); if a command was meant: `toego check`",
        ),
        (
            &["-"],
            "표준 입력은 `--stdin --stdin-filename 경로`로 읽습니다.",
            "standard input is read with `--stdin --stdin-filename PATH`",
        ),
        (
            &["--rule", "spacing=loud"],
            "‘loud’ 심각도는 없습니다. 쓸 수 있는 심각도: off, info, warning, error",
            "`loud` is no severity: off, info, warning or error",
        ),
        (
            &["config", "broken"],
            "broken/.toego.yml:2:12: ‘loud’ 심각도는 없습니다.",
            "broken/.toego.yml:2:12: `loud` is no severity;",
        ),
        (
            &["explain", "spacin"],
            "‘spacin’ 규칙이나 묶음은 없습니다. 비슷한 이름: `spacing`",
            "no rule or group is called `spacin`; did you mean `spacing`?",
        ),
        (
            &["--output", "_posts"],
            "_posts: 파일이 아니라 폴더입니다.",
            "_posts: Is a directory (os error 21)",
        ),
        (&["--fixx"], "‘--fixx’ 옵션은 없습니다. 비슷한 옵션: --fix", "unexpected argument '--fixx' found"),
        (&["--diff", "--fix"], "‘--diff’ 옵션은 ‘--fix’ 옵션과 함께 쓸 수 없습니다.", "cannot be used with"),
        (
            &["--format", "nonsense"],
            "‘nonsense’ 값은 쓸 수 없습니다. 쓸 수 있는 값: pretty, short,",
            "invalid value 'nonsense'",
        ),
    ];
    for (arguments, ko, en) in cases {
        for (lang, wanted) in [("ko", ko), ("en", en)] {
            let run = folder.run(&[arguments, &["--lang", lang]].concat());
            assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{arguments:?}: {}", run.err);
            // The words of other systems are others.
            if cfg!(unix) || lang == "ko" {
                assert!(run.err.contains(wanted), "{arguments:?}: {}", run.err);
            }
        }
    }
}

#[test]
fn a_diff_of_nothing_says_so() {
    let folder = Blog::new("unchanged");
    folder.post("2024-01-02-봄.md", GOOD);
    let run = folder.run(&["--diff"]);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "`--fix`로 바뀌는 것이 없습니다.\n"));
    assert_eq!(run.status, Some(0));
    let run = folder.run(&["--diff", "--suggestions", "--lang", "en"]);
    assert_eq!(run.err, "`--fix --suggestions` would change nothing.\n");
    assert_eq!(folder.run(&["--diff", "--quiet"]).err, "");
}

/// Each bad post gives one clear diagnostic, and the good one beside it is still read.
#[test]
fn bad_input_is_a_diagnostic() {
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("---\ntitle: 봄\n---\n\n꽃이 피었다.\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let cases: [(&str, Vec<u8>, &str); 8] = [
        (
            "cp949",
            b"---\ntitle: \xC8\xB8\xB0\xED\n---\n\n\xBA\xBB\xB9\xAE\xC0\xD4\xB4\xCF\xB4\xD9.\n".to_vec(),
            "CP949",
        ),
        ("utf16", utf16, "UTF-16"),
        ("nul", b"---\ntitle: a\n---\n\nab\0cd\n".to_vec(), "unicode/control"),
        ("empty", Vec::new(), "file/empty"),
        ("unclosed", "---\ntitle: 여름\n\n꽃이 피었다.\n".into(), "front-matter/"),
        (
            "deep",
            format!("---\ntitle: {}\n---\n\n꽃이 피었다.\n", "[".repeat(10_000)).into_bytes(),
            "front-matter/",
        ),
        (
            "bomb",
            "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b\n---\n\n꽃이 피었다.\n".into(),
            "front-matter/",
        ),
        ("garbage", b"\x80\x81\x82\xFF".to_vec(), "file/encoding"),
    ];
    for (name, content, wanted) in cases {
        let folder = Blog::new(name);
        folder.post("2024-01-02-나쁨.md", content).post("2024-01-03-좋음.md", GOOD);
        let run = folder.run(&["--format", "short"]);
        let bad: Vec<&str> =
            run.out.lines().filter(|line| line.contains("나쁨") && line.contains(wanted)).collect();
        assert_eq!(bad.len(), 1, "{name}: {}\n{}", run.out, run.err);
        assert!(!run.out.contains("좋음"), "{name}: {}", run.out);
        assert!(!run.err.contains("panicked"), "{name}: {}", run.err);
        assert_eq!(run.status, Some(1), "{name}");
    }
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let text = "---\ntitle: 봄\n---\n\n그렇게 됬다.\n\n또 됬다.\n";
    let places = |content: String| {
        let folder = Blog::new("ends");
        folder.post("2024-01-02-봄.md", content);
        folder.run(&["--format", "short"]).out
    };
    let plain = places(text.to_owned());
    assert_eq!(plain.lines().count(), 2, "{plain}");
    assert_eq!(places(text.replace('\n', "\r\n")), plain);
    assert_eq!(places(format!("\u{feff}{text}")), plain);
    // To Jekyll lone carriage returns are no line ends; the text is still read, and counted as lines.
    let old_mac = places(text.replace('\n', "\r"));
    assert!(old_mac.contains("[front-matter/missing]") && old_mac.contains("CR"), "{old_mac}");
    assert!(old_mac.ends_with(&plain), "{old_mac}");
}

#[test]
fn one_very_long_line() {
    let folder = Blog::new("long");
    let text = format!("---\ntitle: 봄\n---\n\n{}그렇게 됬다.\n", "꽃이 피었다. ".repeat(600_000));
    folder.post("2024-01-02-봄.md", text);
    let run = folder.run(&[]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(run.out.len() < 10_000, "{} bytes for one finding", run.out.len());
}

#[cfg(unix)]
#[test]
fn odd_places_are_walked_past() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Blog::new("odd");
    folder.post("2024-01-02-봄.md", GOOD);
    fs::create_dir(folder.0.join("_posts/2024-01-03-폴더.md")).expect("a folder");
    symlink(&folder.0, folder.0.join("_posts/고리")).expect("a loop");
    symlink("/etc", folder.0.join("_posts/밖")).expect("a link out");
    folder.post("2024-01-04-잠김.md", GOOD.replace("봄", "잠김"));
    let locked = folder.0.join("_posts/2024-01-04-잠김.md");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("permissions");
    let run = folder.run(&["--format", "short"]);
    // The superuser reads everything.
    let readable = fs::read(&locked).is_ok();
    assert_eq!(run.status, Some(if readable { 0 } else { 1 }), "{}\n{}", run.out, run.err);
    assert_eq!(run.out.lines().count(), usize::from(!readable), "{}", run.out);
}

#[test]
fn a_single_file_outside_any_site() {
    let path = std::env::temp_dir().join(format!("toego-single-{}.md", std::process::id()));
    fs::write(&path, "그렇게 됬다.\n").expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_toego"))
        .args(["--format", "short"])
        .arg(&path)
        .output()
        .map(Run::from)
        .expect("toego runs");
    let _ = fs::remove_file(&path);
    assert_eq!(output.status, Some(1), "{}", output.err);
    assert!(output.out.contains(":1:5: warning[spelling/"), "{}", output.out);
}

#[test]
fn comments_say_not_here() {
    let folder = Blog::new("suppress");
    let text = "---\ntitle: 봄\n---\n\n<!-- toego-disable-next-line spelling -->\n그렇게 됬다.\n\n또 됬다.\n";
    folder.post("2024-01-02-봄.md", text);
    let run = folder.run(&["--format", "short"]);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    assert!(run.out.contains(":8:"), "{}", run.out);
    folder.post("2024-01-02-봄.md", text.replace("disable-next-line spelling", "disable-file"));
    assert_eq!(folder.run(&[]).status, Some(0));
    // As the page's own renderer has comments.
    let written = |name: &str, comment: &str| {
        let text = format!("---\ntitle: 봄\n---\n\n{comment}\n\n그렇게 됬다.\n");
        folder.write(name, text);
        folder.run(&[name, "--format", "short", "--quiet"]).out
    };
    for comment in ["{% comment %} toego-disable {% endcomment %}", "{::comment} toego-disable {:/comment}"] {
        assert_eq!(written("_posts/2024-01-02-봄.md", comment), "", "{comment}");
    }
    folder.write("blog/astro.config.mjs", "export default {}");
    let mdx = "blog/src/content/blog/봄.mdx";
    assert_eq!(written(mdx, "{/* toego-disable spelling -- 들은 대로 */}"), "");
    assert!(written(mdx, "{/* toego-disable josa */}").contains("됐"));
}

#[test]
fn settings_that_are_not_understood_stop_the_run() {
    let folder = Blog::new("settings");
    folder.post("2024-01-02-봄.md", GOOD);
    folder.write(".toego.yml", "# 설정\nfront-matter:\n  requird: [date]\n");
    let run = folder.run(&[]);
    assert_eq!(run.status, Some(2));
    assert!(
        run.err.contains(".toego.yml:3:3: ‘requird’ 키는 없습니다. 비슷한 키: `required`"),
        "{}",
        run.err
    );
    assert_eq!(folder.run(&["schema", "front-matter"]).status, Some(2));
    folder.write(".toego.yml", "front-matter:\n  required: [date]\n");
    let run = folder.run(&["--format", "short", "_posts/2024-01-02-봄.md"]);
    assert!(run.out.contains(":1:1: warning[front-matter/required]"), "{}{}", run.out, run.err);
}

#[test]
fn schemas_are_printed() {
    let folder = Blog::new("schema");
    for of in ["front-matter", "config"] {
        let run = folder.run(&["schema", of]);
        assert_eq!(run.status, Some(0), "{}", run.err);
        assert!(run.out.contains("draft-07") && run.out.ends_with("}\n"), "{}", run.out);
    }
    assert_eq!(folder.run(&["schema", "something"]).status, Some(2));
}

#[test]
fn a_blog_says_how_loud_rules_are() {
    let folder = Blog::new("levels");
    folder.post("2024-01-02-봄.md", "---\ntitle: 봄\n---\n\n그렇게 됬다. 나는 할수 있다. 설레임을 느꼈다.\n");
    let lines = |config: &str, arguments: &[&str]| {
        folder.write(".toego.yml", config);
        let run = folder.run(&[&["--format", "short", "--quiet"], arguments].concat());
        run.out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines("", &[]).len(), 3);
    let found = lines("rules:\n  spelling: off\n  spacing/bound-noun-su: error\n", &[]);
    assert!(found.len() == 1 && found[0].contains("error[spacing/bound-noun-su]"), "{found:?}");
    assert_eq!(lines("rules:\n  spelling: off\n  spelling/doe-dwae: info\n", &[]).len(), 2);
    assert_eq!(lines("words: [설레임]\n", &[]).len(), 2);
    // What is spelt in several ways is a word of the blog, too.
    folder.post("2024-01-03-가을.md", "---\ntitle: 가을\n---\n\n디렉터리와 디렉토리.\n");
    let found = lines("", &["--only", "style/one-spelling"]);
    assert!(found.len() == 1 && found[0].contains("‘디렉터리’로도, ‘디렉토리’로도"), "{found:?}");
    assert!(lines("words: [디렉토리]\n", &["--only", "style/one-spelling"]).is_empty());
    folder.post("2024-01-03-가을.md", "---\ntitle: 가을\n---\n\n본문.\n");
    assert_eq!(
        lines("overrides:\n  - { paths: ['_posts/2024-*'], rules: { spacing: off } }\n", &[]).len(),
        2
    );
    assert_eq!(
        lines("overrides:\n  - { paths: ['_posts/2023-*'], rules: { spacing: off } }\n", &[]).len(),
        3
    );
    assert_eq!(lines("ignore: ['_posts/2024-01-02-*']\n", &["_posts/2024-01-02-봄.md"]).len(), 0);
    assert_eq!(lines("rules:\n  spacing: off\n", &["--rule", "spacing/bound-noun-su"]).len(), 3);
    let shown = folder.run(&["config"]).out;
    assert!(shown.contains("spacing/bound-noun-su: off # .toego.yml: rules: spacing"), "{shown}");
}

#[test]
fn init_says_what_it_sees_and_never_overwrites() {
    let folder = Blog::new("init");
    folder.post("2024-01-02-봄.md", "---\ntitle: 봄\n---\n\n그렇게 됬다.\n");
    fs::create_dir(folder.0.join(".git")).expect("a folder");
    let run = folder.run(&["init", "--baseline", "--pre-commit", "--ci"]);
    assert!(run.status == Some(0) && run.out.contains("spelling"), "{}", run.out);
    assert_eq!(folder.run(&[]).status, Some(0));
    let files = [".toego.yml", ".pre-commit-config.yaml", ".github/workflows/toego.yml"];
    files.iter().for_each(|file| folder.write(file, "# mine\n"));
    let said = folder.run(&["init", "--pre-commit", "--ci"]).out;
    for file in files {
        assert_eq!(folder.read(file), "# mine\n");
    }
    // What is there runs nothing: what to add is said.
    for added in ["훅이 없습니다", "repos:\n  - repo: local\n", "steps:", "      - uses: OWNER/toego@main\n"]
    {
        assert!(said.contains(added), "{added}: {said}");
    }
    folder.write(".pre-commit-config.yaml", "repos:\n- repo: https://example.org/toego\n");
    assert!(!folder.run(&["init", "--pre-commit"]).out.contains("훅이 없습니다"));
}

/// The files that the hook of `init --pre-commit` is for, in a blog that lies `below` the folder of Git.
fn files_of_hook(name: &str, below: &str, files: &[&str]) -> (String, String) {
    let folder = Blog::empty(name);
    fs::create_dir(folder.0.join(".git")).expect("a folder");
    files
        .iter()
        .for_each(|file| folder.write(format!("{below}{file}"), "---\ntitle: 봄\n---\n\n그렇게 되었다.\n"));
    folder.write("README.md", "# 블로그\n");
    let run = folder.run(&["init", "--pre-commit", &format!("./{below}")]);
    let hook = folder.read(".pre-commit-config.yaml");
    let files = hook.lines().find_map(|line| line.trim().strip_prefix("files: "));
    (files.unwrap_or_default().to_owned(), run.out)
}

#[test]
fn the_hook_of_init_is_for_posts_only() {
    let files = |name: &str, paths: &[&str]| files_of_hook(name, "", paths).0;
    assert_eq!(files("hook-jekyll", &["_config.yml", "_posts/2024-01-02-봄.md"]), "^_posts/");
    let tabs = ["_config.yml", "_posts/2024-01-02-봄.md", "_tabs/about.md"];
    assert_eq!(files("hook-tabs", &tabs), "^(_posts|_tabs)/");
    let root = ["_config.yml", "_posts/2024-01-02-봄.md", "about.md", "글 모음 (1)/봄.md"];
    assert_eq!(files("hook-root", &root), r"'^(_posts/|about\.md$|글 모음 \(1\)/)'");
    assert_eq!(files("hook-empty", &["_config.yml"]), "^_posts/");
    assert_eq!(files("hook-hugo", &["hugo.toml", "content/posts/2024/봄.md"]), "^content/");
    assert_eq!(files("hook-astro", &["astro.config.mjs", "src/content/blog/봄.md"]), "^src/content/");
    let (deeper, said) = files_of_hook("hook-deeper", "블로그/", &["_config.yml", "_posts/2024-01-02-봄.md"]);
    assert_eq!(deeper, "^블로그/_posts/", "{said}");
}

#[test]
fn init_says_what_is_left_to_do() {
    let folder = Blog::new("init-left");
    folder.post("2024-01-02-봄.md", "---\ntitle: 봄\n---\n\n그렇게 되었다.\n");
    // As in the blogs of Chirpy.
    folder.write(".gitignore", ".*\n!.git*\n");
    fs::create_dir(folder.0.join(".git")).expect("a folder");
    let left = folder.run(&["init", "--baseline", "--pre-commit"]).out;
    for line in [
        "  !.toego.yml\n  !.toego-baseline.json\n  !.pre-commit-config.yaml\n",
        "pre-commit install",
        "커밋에 넣을 파일: .toego.yml, .toego-baseline.json, .pre-commit-config.yaml.",
    ] {
        assert!(left.contains(line), "{left}");
    }
    folder.write(".gitignore", "_site\n");
    let left = folder.run(&["init"]).out;
    assert!(!left.contains(".gitignore") && !left.contains("install"), "{left}");
}

#[test]
fn after_repairs_what_is_left_is_told() {
    let folder = Blog::new("suggested");
    let post = "---\ntitle: 그렇게 됬다\n---\n\n그렇게 됬다.\n";
    folder.post("2024-01-02-봄.md", post);
    let said = folder.run(&["--fix"]).err;
    assert!(said.contains("제안 1건은 `toego --diff --suggestions`로 미리 봅니다."), "{said}");
    assert!(folder.run(&[]).err.contains("제안 1건은"), "nothing else can be repaired");
    assert_eq!(folder.run(&["--suggestions"]).status, Some(2), "it says nothing alone");
    assert_eq!(folder.run(&["--diff", "--suggestions"]).status, Some(1));
    folder.post("2024-01-02-봄.md", post);
    folder.run(&["baseline"]);
    let said = folder.run(&["--fix"]).err;
    let hidden = "기준선에 적힌 것 가운데 1건은 `toego --fix --no-baseline`으로 고칠 수 있습니다.";
    assert!(said.contains(hidden), "{said}");
    assert!(folder.run(&["baseline"]).err.contains("그대로 2건"));
}

#[test]
fn rules_are_explained() {
    let folder = Blog::new("explain");
    let run = folder.run(&["explain", "spacing/bound-noun-su"]);
    assert!(run.status == Some(0) && run.out.contains("제42항"), "{}", run.out);
    assert_eq!(folder.run(&["explain", "spacing/bound-noun-soo"]).status, Some(2));
    assert!(folder.run(&["rules"]).out.lines().count() > 200);
    let group = folder.run(&["explain", "spacing"]);
    assert_eq!((group.status, group.err.as_str()), (Some(0), ""));
    assert!(group.out.lines().count() > 5 && group.out.lines().all(|line| line.starts_with("spacing/")));
    assert_eq!(folder.run(&["rules", "spacing"]).out, group.out);
    assert_eq!(folder.run(&["rules", "spacin"]).status, Some(2));
    assert!(folder.run(&["--statistics"]).status == Some(0));
    assert!(folder.run(&["completions", "zsh"]).out.contains("toego"));
    assert!(folder.run(&["man"]).out.contains("TH toego"));
}

#[test]
fn settings_may_stand_above_the_blog_or_be_named() {
    let folder = Blog::new("above");
    let blog = folder.0.join("블로그");
    fs::create_dir_all(blog.join("_posts")).expect("a folder");
    fs::remove_file(folder.0.join("_config.yml")).expect("a config");
    fs::write(blog.join("_config.yml"), "title: 블로그\n").expect("a config");
    fs::write(blog.join("_posts/2024-01-02-봄.md"), "---\ntitle: 봄\n---\n\n그렇게 됬다.\n").expect("a post");
    assert_eq!(folder.run(&["블로그"]).status, Some(1));
    folder.write(".toego.yml", "rules:\n  spelling: off\n");
    assert_eq!(folder.run(&["블로그"]).status, Some(0));
    folder.write("other.yml", "rules:\n  spelling: info\n");
    let run = folder.run(&["--config", "other.yml", "--format", "short", "블로그"]);
    assert!(run.status == Some(0) && run.out.contains("info[spelling"), "{}", run.out);
    let strict =
        folder.run(&["--profile", "strict", "--config", "other.yml", "--fail-on", "never", "블로그"]);
    assert_eq!(strict.status, Some(0));
    assert_eq!(folder.run(&["--config", "없다.yml", "블로그"]).status, Some(2));
}
