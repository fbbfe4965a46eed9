//! The least that any linter of Markdown does: walks folders, reads the posts in them and lets pulldown-cmark
//! parse them, on all cores. What toego takes is measured against it, see `benches/compare.sh`.
//!
//! ```console
//! $ cargo run --release --example parse_only -- FOLDER…
//! ```

use std::fs;
use std::path::PathBuf;

use ignore::WalkBuilder;
use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;

fn main() {
    let is_post =
        |path: &PathBuf| path.extension().is_some_and(|ending| ending == "md" || ending == "markdown");
    let files = std::env::args_os().skip(1).flat_map(|folder| WalkBuilder::new(folder).build());
    let posts: Vec<PathBuf> = files.flatten().map(|entry| entry.into_path()).filter(is_post).collect();
    // As toego has it parse.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH;
    let events: usize = posts
        .par_iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .map(|text| Parser::new_ext(&text, options).into_offset_iter().count())
        .sum();
    println!("{} posts, {events} events", posts.len());
}
