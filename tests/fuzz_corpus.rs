//! The fuzz targets of `fuzz/`, run over the inputs that are kept, without a fuzzer: seeds, what was found
//! and mended, and the examples of all rules.

use std::fs;
use std::path::{Path, PathBuf};

use toego::bundled;

#[path = "../fuzz/src/lib.rs"]
mod targets;

fn inputs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths
}

#[test]
fn what_is_kept_breaks_nothing() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for (name, target) in targets::TARGETS {
        let seeds = inputs(&fuzz.join("seeds").join(name));
        assert!(!seeds.is_empty(), "{name} has no seeds");
        for path in seeds.into_iter().chain(inputs(&fuzz.join("regressions").join(name))) {
            // Shown when the test fails.
            println!("{name}: {}", path.display());
            target(&fs::read(path).expect("a file"));
        }
    }
}

#[test]
fn examples_of_rules_break_nothing() {
    let texts = bundled::pages().flat_map(|page| page.bad.iter().chain(&page.good));
    let on_all: [targets::Target; 4] =
        [targets::front_matter, targets::document, targets::prose_map, targets::suppressions];
    let on_some: [targets::Target; 3] = [targets::checks, targets::fix_idempotence, targets::baseline];
    for (at, example) in texts.enumerate() {
        let (text, _) = example.unmarked();
        let mut data = vec![at as u8];
        data.extend(text.as_bytes());
        on_all.iter().for_each(|target| target(&data));
        if at % 8 == 0 {
            on_some.iter().for_each(|target| target(&data));
        }
    }
}
