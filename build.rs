//! Compiles `rules/` into what the program carries: the book of rules, their pages, the automaton
//! over their literals, and the lexicon. A mistake in a rule file stops the build with its place.

#[allow(dead_code, missing_docs)]
#[path = "src/build_time.rs"]
mod build_time;

// The shared modules call each other `crate::…`, as they do in the program.
use build_time::*;
use std::fs;
use std::path::{Path, PathBuf};

use rule::compile::{Compiled, Input, compile};

/// Folders of `rules/` that hold something else than rules.
const NOT_RULES: [&str; 3] = ["lexicon", "generators", "themes"];

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the crate is"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo says where output goes"));

    let rules = read_folder(&root.join("rules"), |group| !NOT_RULES.contains(&group));
    let tables = read_folder(&root.join("rules"), |group| ["generators", "themes"].contains(&group))
        .into_iter()
        .map(|input| Input {
            name: input.name.split('/').next_back().unwrap_or_default().to_owned(),
            ..input
        })
        .collect::<Vec<_>>();
    let view = |rule: &Input| {
        let mut view = Vec::new();
        hangul::jamo_view(&rule.text, &mut view);
        view
    };
    let texts: Vec<Vec<u8>> = rules.iter().map(view).collect();
    let Compiled { book, pages, literals } =
        compile(rule::Book::default(), rules, &tables).unwrap_or_else(|mistakes| {
            for mistake in &mistakes {
                println!("cargo::error={}", mistake.to_string().replace('\n', " "));
                eprintln!("{mistake}");
            }
            std::process::exit(1);
        });

    let numbered = literals.into_iter().zip(0u32..);
    // Laid out by the files of the rules, whose examples are sentences such as will be read: the states that are met
    // often lie together. A filter in front would take more of the cache than those states, and rarely leaves
    // anything out.
    let automaton = daachorse::DoubleArrayAhoCorasickBuilder::new()
        .use_prefilter(false)
        .corpus(texts)
        .build_with_values::<_, _, u32>(numbered)
        .expect("literals are distinct");
    let write =
        |name: &str, bytes: Vec<u8>| fs::write(out.join(name), bytes).expect("OUT_DIR can be written");
    write("book.bin", postcard::to_stdvec(&book).expect("plain data"));
    write("pages.bin", postcard::to_stdvec(&pages).expect("plain data"));
    write("automaton.bin", automaton.serialize());
    write(
        "lexicon.fst",
        lexicon::compile::compile(&root.join("rules/lexicon")).expect("word lists can be read"),
    );
}

/// The YAML files of the folders of `rules/` that `wanted` takes, named `folder/file`.
fn read_folder(rules: &Path, wanted: impl Fn(&str) -> bool) -> Vec<Input> {
    let mut inputs = Vec::new();
    for folder in fs::read_dir(rules).expect("rules/ is there").flatten().filter(|e| e.path().is_dir()) {
        let group = folder.file_name().to_string_lossy().into_owned();
        if !wanted(&group) {
            continue;
        }
        for file in fs::read_dir(folder.path()).expect("a folder of rules").flatten() {
            let path = file.path();
            if path.extension().is_some_and(|ending| ending == "yml") {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                inputs.push(Input {
                    name: format!("{group}/{stem}"),
                    path: format!("rules/{group}/{stem}.yml"),
                    text: fs::read_to_string(&path).expect("a rule file is UTF-8"),
                });
            }
        }
    }
    inputs
}
