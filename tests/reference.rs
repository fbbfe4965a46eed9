//! The rule reference in `docs/rules/` and the table of groups in both READMEs say what `rules/` says.
//! `TOEGO_UPDATE=1 cargo test --test reference` writes the pages anew; read the difference before you commit
//! it.

#[path = "../examples/reference.rs"]
mod reference;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use toego::bundled;

#[test]
fn the_pages_are_those_of_the_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let pages = reference::pages();
    if std::env::var_os("TOEGO_UPDATE").is_some() {
        let _ = fs::remove_dir_all(&root);
        for (path, text) in &pages {
            let file = root.join(path);
            fs::create_dir_all(file.parent().expect("a page lies in a folder")).expect("a folder is made");
            fs::write(file, text).expect("a page is written");
        }
    }
    let mut there = BTreeSet::new();
    for folder in ["ko", "en"] {
        for entry in fs::read_dir(root.join(folder)).expect("the reference is there").flatten() {
            there.insert(format!("{folder}/{}", entry.file_name().to_string_lossy()));
        }
    }
    assert_eq!(there, pages.keys().cloned().collect::<BTreeSet<_>>(), "pages of docs/rules/");
    for (path, text) in &pages {
        let written = fs::read_to_string(root.join(path)).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            written == *text,
            "docs/rules/{path} is out of date: TOEGO_UPDATE=1 cargo test --test reference"
        );
    }
}

#[test]
fn every_group_has_a_page() {
    let listed: BTreeSet<&str> = reference::GROUPS.iter().map(|(group, ..)| *group).collect();
    let groups: BTreeSet<&str> = bundled::book().rules.iter().map(|rule| rule.group()).collect();
    assert_eq!(groups, listed);
}

#[test]
fn the_readmes_count_the_rules_of_each_group() {
    for (readme, folder) in [("README.md", "en"), ("README.ko.md", "ko")] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(readme)).expect(readme);
        for (group, ..) in reference::GROUPS {
            let count = reference::rules(group).count();
            let row = format!("| [`{group}`](docs/rules/{folder}/{group}.md) | {count} |");
            assert!(text.contains(&row), "{readme} has no row {row}");
        }
        let all = bundled::book().rules.len();
        assert!(text.contains(&all.to_string()), "{readme} does not say that there are {all} rules");
    }
}
