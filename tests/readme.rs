//! What the READMEs and the pages beside them say: their commands are run, their pictures are those of a run,
//! both languages say the same, their links lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use regex::Regex;
use toego::config::Config;

/// Pages in both languages.
const PAIRS: [(&str, &str); 4] = [
    ("README.md", "README.ko.md"),
    ("docs/using.md", "docs/using.ko.md"),
    ("docs/configuration.md", "docs/configuration.ko.md"),
    ("docs/ci.md", "docs/ci.ko.md"),
];

/// The blog of the pictures, on a copy of which commands are run.
const BLOG: &str = "fixtures/first-look";

/// Pages with commands.
const PAGES: [&str; 4] = ["README.md", "README.ko.md", "docs/using.md", "docs/using.ko.md"];

/// How commands end on that blog. Those of one block are run one after the other on one copy.
const STATUS: [(&str, i32); 20] = [
    ("toego", 1),
    ("toego --fix", 1),
    ("toego _posts/2026-01-11-배포-자동화.md", 1),
    ("toego --diff", 1),
    ("toego --diff --suggestions", 1),
    ("toego explain spacing/bound-noun-su", 0),
    ("toego init --baseline", 0),
    ("toego --format short", 1),
    ("toego --only spelling,josa", 1),
    ("toego --rule image/alt-empty=off", 1),
    ("toego --lang en", 1),
    ("toego --statistics", 1),
    ("toego rules", 0),
    ("toego rules spacing", 0),
    ("toego config", 0),
    // What --diff and --fix left to suggestions is repaired: nothing remains.
    ("toego --fix --suggestions", 0),
    ("toego init --baseline --pre-commit --ci", 0),
    ("toego baseline", 0),
    ("toego --stdin --stdin-filename _posts/2026-01-11-배포-자동화.md --format short < text", 1),
    ("toego --stdin --stdin-filename _posts/2026-01-11-배포-자동화.md --fix --fail-on never < text", 0),
];

/// Commands that are not run here, by how they begin, and why.
const NOT_RUN: [(&str, &str); 2] = [
    ("cargo install ", "builds the whole program once more and writes outside of this folder"),
    ("benches/compare.sh ", "measures release builds on large blogs"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path).replace("\r\n", "\n")
}

/// What stands between fences of a language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let (mut found, mut open) = (Vec::new(), None::<String>);
    for line in read(page).lines() {
        match &mut open {
            None if line == format!("```{language}") => open = Some(String::new()),
            Some(_) if line == "```" => found.extend(open.take()),
            Some(block) => *block += &format!("{line}\n"),
            None => {}
        }
    }
    found
}

/// The commands of a block without their comments, each with the output that is shown.
fn commands(block: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => {
                let command = command.split(" #").next().unwrap_or_default().trim();
                found.push((command.to_owned(), String::new()));
            }
            (None, Some((_, output))) => *output += &format!("{line}\n"),
            (None, None) => panic!("output of no command: {line}"),
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder is made");
    for entry in fs::read_dir(from).expect("a folder is read").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy(&from, &to) } else { fs::copy(&from, &to).map(|_| ()).expect("a copy") }
    }
}

fn run(folder: &Path, command: &str) -> Output {
    let (command, has_input) = command.strip_suffix(" < text").map_or((command, false), |left| (left, true));
    let mut running = Command::new(env!("CARGO_BIN_EXE_toego"))
        .current_dir(folder)
        .args(command.split_whitespace().skip(1))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("toego runs");
    let mut input = running.stdin.take().expect("standard input");
    if has_input {
        input.write_all("---\ntitle: 봄\n---\n\n여기서 볼수 있다.\n".as_bytes()).expect("toego reads");
    }
    drop(input);
    running.wait_with_output().expect("toego ends")
}

#[test]
fn every_command_ends_as_it_should() {
    let mut run_once = BTreeSet::new();
    for page in PAGES {
        for block in blocks(page, "console") {
            let folder = tempfile::tempdir().expect("a folder");
            // Deep enough that no settings above are taken for the blog's.
            let blog: PathBuf = folder.path().join("blog");
            copy(&root().join(BLOG), &blog);
            // As in a clone, so that nothing is written for a repository above.
            fs::create_dir(blog.join(".git")).expect("a folder");
            for (command, shown) in commands(&block) {
                if NOT_RUN.iter().any(|(begin, _)| command.starts_with(begin)) {
                    continue;
                }
                let wanted = STATUS.iter().find(|(known, _)| *known == command);
                let (_, wanted) = wanted.unwrap_or_else(|| panic!("{page}: how does `{command}` end?"));
                let output = run(&blog, &command);
                let said = String::from_utf8_lossy(&output.stderr);
                assert_eq!(output.status.code(), Some(*wanted), "{page}: {command}\n{said}");
                let printed = String::from_utf8_lossy(&output.stdout);
                assert!(shown.is_empty() || shown == printed, "{page}: {command} prints\n{printed}");
                run_once.insert(command);
            }
        }
    }
    assert!(run_once.len() > 10, "{run_once:?}");
}

/// The numbers in a text, in order of their digits: languages say them in another order.
fn numbers(text: &str) -> String {
    let mut found: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    found.sort_unstable();
    found.join(" ")
}

#[test]
fn both_languages_have_the_same_commands_headings_and_tables() {
    let shape = |page: &str| {
        let commands: Vec<String> = blocks(page, "console")
            .iter()
            .flat_map(|block| commands(block))
            .map(|(command, _)| command)
            .collect();
        // Settings, whatever is written beside them.
        let bare = |line: &str| line.split(" #").next().unwrap_or_default().trim_end().to_owned();
        let yaml: Vec<String> =
            blocks(page, "yaml").iter().flat_map(|block| block.lines().map(bare)).collect();
        let mut is_code = false;
        let mut lines = Vec::new();
        for line in read(page).lines() {
            is_code ^= line.starts_with("```");
            // The level of a heading, the columns of a row and its numbers, the points of a list.
            match line.chars().next() {
                Some('#') if !is_code => lines.push(line.split(' ').next().unwrap_or_default().to_owned()),
                Some('|') => {
                    lines.push(format!("{} {}", "|".repeat(line.matches('|').count()), numbers(line)))
                }
                Some('-') if !is_code => lines.push("-".to_owned()),
                _ => {}
            }
        }
        (commands, yaml, lines)
    };
    for (english, korean) in PAIRS {
        assert_eq!(shape(english), shape(korean), "{english}, {korean}");
    }
}

/// What a run says, its lines without blanks at either end and without how long it took.
fn lines(text: &str) -> Vec<String> {
    let seconds = Regex::new(r"\d+\.\d\d ?(s|초)").expect("a pattern");
    let lines = text.lines().map(|line| seconds.replace(line.trim(), "… s").into_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_pictures_show_a_run() {
    for (lang, command) in [("ko", "toego"), ("en", "toego --lang en")] {
        let output = run(&root().join(BLOG), command);
        let (printed, said) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let wanted = lines(&format!("$ {command}\n{printed}\n{said}"));
        for theme in ["light", "dark"] {
            let path = format!("docs/pictures/report.{lang}.{theme}.svg");
            let svg = read(&path);
            let tree = roxmltree::Document::parse(&svg).expect("SVG is XML");
            let rows =
                tree.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")));
            let text = |row: roxmltree::Node<'_, '_>| {
                row.descendants().filter_map(|node| node.is_text().then(|| node.text())?).collect::<String>()
            };
            let shown: Vec<String> = rows.map(text).collect();
            assert_eq!(
                lines(&shown.join("\n")),
                wanted,
                "{path} is out of date: python3 docs/pictures/draw.py target/release/toego"
            );
        }
    }
}

#[test]
fn links_lead_somewhere() {
    let link = Regex::new(r#"\]\(([^)#:\s]+)(#[^)\s]+)?\)|(?:srcset|src)="([^":]+)""#).expect("a pattern");
    let code = Regex::new("(?s)```.*?```|`[^`\n]*`").expect("a pattern");
    let pages = ["README.md", "README.ko.md", "CONTRIBUTING.md", "CHANGELOG.md", "rules/README.md"];
    let docs = fs::read_dir(root().join("docs")).expect("docs").flatten();
    let docs = docs.map(|entry| format!("docs/{}", entry.file_name().to_string_lossy()));
    let docs = docs.filter(|path| path.ends_with(".md"));
    for page in pages.into_iter().map(str::to_owned).chain(docs) {
        let folder = root().join(&page).parent().expect("a page lies in a folder").to_owned();
        for found in link.captures_iter(&code.replace_all(&read(&page), "`code`")) {
            let target = found.get(1).or(found.get(3)).map_or("", |target| target.as_str());
            assert!(folder.join(target).exists(), "{page} links to {target}");
            if let Some(anchor) = found.get(2).filter(|_| target.ends_with(".md")) {
                let text = fs::read_to_string(folder.join(target)).expect("a page");
                let slug = |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
                let is_there = text
                    .lines()
                    .any(|line| line.starts_with('#') && format!("#{}", slug(line)) == anchor.as_str());
                assert!(is_there, "{page} links to {target}{}", anchor.as_str());
            }
        }
    }
}

#[test]
fn the_settings_that_are_shown_are_read() {
    for page in ["docs/configuration.md", "docs/configuration.ko.md"] {
        let blocks = blocks(page, "yaml");
        assert!(!blocks.is_empty(), "{page} shows settings");
        for block in blocks {
            Config::parse(&block).unwrap_or_else(|mistake| panic!("{page}: {mistake}"));
        }
    }
}
