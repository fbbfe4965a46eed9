//! Where the time of one document goes: `cargo bench`.
//!
//! The input is the posts of `fixtures/`, repeated to the size of a long post. For whole processes over
//! thousands of posts, see README.md.

use std::fs;
use std::path::Path;

use divan::{Bencher, counter::BytesCount};
use toego::bundled;
use toego::document::{Document, syntax::Syntax};
use toego::engine::Engine;
use toego::hangul::jamo_view;
use toego::site::Site;

fn main() {
    divan::main();
}

/// A long post made of the fixtures' own.
fn post() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/minimal-mistakes/_posts");
    let mut names: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    names.sort();
    let body: String = names.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let text = body.split("---\n").skip(2).collect::<String>();
    format!("---\ntitle: 긴 글\n---\n\n{}", text.repeat(8))
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let text = post();
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone())
        .bench_values(|text| Document::parse(text, Syntax::default()));
}

#[divan::bench]
fn view(bencher: Bencher<'_, '_>) {
    let prose = Document::parse(post(), Syntax::default()).prose;
    let mut view = Vec::new();
    bencher.counter(BytesCount::of_str(&prose.text)).bench_local(|| {
        jamo_view(&prose.text, &mut view);
        view.len()
    });
}

#[divan::bench]
fn automaton(bencher: Bencher<'_, '_>) {
    let prose = Document::parse(post(), Syntax::default()).prose;
    let mut view = Vec::new();
    jamo_view(&prose.text, &mut view);
    let automaton = bundled::automaton().expect("the bundled automaton reads back");
    bencher
        .counter(BytesCount::new(view.len()))
        .bench_local(|| automaton.find_overlapping_iter(&view).count());
}

#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    let engine = Engine::recommended();
    let site = Site::in_memory(&Default::default());
    let text = post();
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone().into_bytes())
        .bench_values(|bytes| engine.document(&site, "_posts/2024-01-02-a.md", bytes));
}

#[divan::bench]
fn start() -> usize {
    bundled::book().rules.len()
}
