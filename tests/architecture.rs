//! The stated absences of `src/lib.rs`, held against the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every source file below `folder`, with its text up to its tests.
fn sources(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    if root.join(format!("{folder}.rs")).exists() {
        push(&root, root.join(format!("{folder}.rs")), &mut found);
    }
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                push(&root, path, &mut found);
            }
        }
    }
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

fn push(root: &Path, path: PathBuf, found: &mut Vec<(String, String)>) {
    let text = fs::read_to_string(&path).expect("a source is UTF-8");
    // Only the module at the end: `mod evaluation` of the lexicon is for tests, too, and code follows it.
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    found.push((path.strip_prefix(root).unwrap_or(&path).display().to_string(), code));
}

/// `except` holds paths of files, and of folders with a `/` at the end.
fn assert_absent(folder: &str, words: &[&str], except: &[&str]) {
    for (path, code) in sources(folder) {
        if except.iter().any(|own| path == *own || own.ends_with('/') && path.starts_with(own)) {
            continue;
        }
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in words {
                assert!(!line.contains(word), "src/{path} holds `{word}`: {line}");
            }
        }
    }
}

#[test]
fn documents_know_no_rule_no_configuration_no_site() {
    let modules =
        ["rule", "site", "checks", "engine", "cli", "report", "generator", "facts", "suppress", "bundled"];
    let words: Vec<String> = modules.iter().map(|module| format!("crate::{module}")).collect();
    assert_absent("document", &words.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
}

#[test]
fn checks_do_no_io_print_nothing_and_see_no_lines() {
    let words = [
        "std::fs",
        "std::io",
        "println!",
        "eprintln!",
        "LineIndex",
        "Position",
        "crate::cli",
        "crate::report",
    ];
    assert_absent("checks", &words, &[]);
}

#[test]
fn checks_do_not_know_each_other() {
    for (path, code) in sources("checks") {
        // `text.rs` runs all text checks in one pass; `checks.rs` is their list.
        if !path.starts_with("checks/") || path == "checks/text.rs" {
            continue;
        }
        for line in code.lines().filter(|line| line.starts_with("use ")) {
            let own = ["super::Context;", "super::SiteContext;", "super::{Context, SiteContext};"];
            // A check in several files is one check: below its folder, `super` is the check itself.
            let own = own.iter().any(|own| line.ends_with(own)) || path.matches('/').count() > 1;
            assert!(own || !line.contains("super::"), "src/{path}: {line}");
            assert!(!line.contains("crate::checks::"), "src/{path}: {line}");
        }
    }
}

#[test]
fn only_loading_and_the_command_line_touch_the_disk() {
    let except = [
        "site/load.rs",
        "site/load/",
        "cli.rs",
        "cli/baseline.rs",
        "cli/init.rs",
        "cli/check.rs",
        "fix/write.rs",
        "lexicon/compile.rs",
    ];
    for folder in ["", "checks", "document", "site", "report", "rule", "lexicon", "pattern"] {
        assert_absent(folder, &["fs::", "File::open"], &except);
    }
}

#[test]
fn only_spans_convert_positions() {
    let except = ["span.rs"];
    assert_absent("", &["encode_utf16", "len_utf16"], &except);
}

#[test]
fn only_the_server_knows_its_protocol() {
    for (path, code) in sources("") {
        let is_server = path == "server.rs" || path.starts_with("server/");
        assert!(is_server || !code.contains("lsp_"), "src/{path} knows the Language Server Protocol");
    }
}

/// The modules of `src/lib.rs` that each of them names, but for its own.
fn rooms() -> BTreeMap<String, BTreeSet<String>> {
    let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, code) in sources("") {
        let own = path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let named = lines.flat_map(|line| line.split("crate::").skip(1)).map(|rest| {
            rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default().to_owned()
        });
        let named: Vec<String> = named.filter(|named| *named != own).collect();
        rooms.entry(own).or_default().extend(named);
    }
    rooms
}

#[test]
fn rooms_stand_on_each_other_and_in_no_circle() {
    let mut rooms = rooms();
    assert!(rooms["engine"].contains("checks"), "{rooms:?}");
    // One after the other, those go that stand on none of the rest.
    while let Some(free) = {
        let is_free = |named: &BTreeSet<String>| !named.iter().any(|named| rooms.contains_key(named));
        rooms.iter().find(|(_, named)| is_free(named)).map(|(room, _)| room.clone())
    } {
        rooms.remove(&free);
    }
    assert!(rooms.is_empty(), "these stand on each other in circles: {rooms:#?}");
}

#[test]
fn files_stay_readable() {
    for (path, code) in sources("") {
        let lines = code.lines().count();
        assert!(lines <= 500, "src/{path} has {lines} lines without its tests");
    }
}
