//! Where the time of one document goes: `cargo bench`.
//!
//! There are two posts: a dense one, the posts of `fixtures/` in a row, with a finding in every sentence,
//! and a usual one, the page about rules, with hardly any. For whole processes over thousands of posts,
//! see README.md.

use std::fs;
use std::path::Path;

use divan::{Bencher, counter::BytesCount};
use toego::bundled;
use toego::checks::TextRules;
use toego::diagnostic::{RuleId, Severity};
use toego::document::{Document, syntax::Syntax};
use toego::engine::Engine;
use toego::hangul::jamo_view;
use toego::rule::Check;
use toego::rule_set::RuleSet;
use toego::site::Site;

fn main() {
    divan::main();
}

/// What is read.
#[derive(Clone, Copy, Debug)]
enum Post {
    Dense,
    Usual,
}

const POSTS: [Post; 2] = [Post::Dense, Post::Usual];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn post(post: Post) -> String {
    let body = match post {
        Post::Usual => fs::read_to_string(root().join("rules/README.md")).unwrap_or_default(),
        Post::Dense => {
            let folder = root().join("fixtures/minimal-mistakes/_posts");
            let mut names: Vec<_> =
                fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
            names.sort();
            let body: String = names.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
            body.split("---\n").skip(2).collect::<String>().repeat(8)
        }
    };
    format!("---\ntitle: 긴 글\n---\n\n{body}")
}

#[divan::bench(args = POSTS)]
fn parse(bencher: Bencher<'_, '_>, which: Post) {
    let text = post(which);
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone())
        .bench_values(|text| Document::parse(text, Syntax::default()));
}

/// All rules that search the prose; on usual posts at most twice [`parse`].
#[divan::bench(args = POSTS)]
fn korean(bencher: Bencher<'_, '_>, which: Post) {
    let (book, text) = (bundled::book(), post(which));
    let reads_prose = |id: &RuleId| {
        let rule = book.rule(*id);
        let check =
            matches!(rule.check, Check::Pattern(_) | Check::Words(_) | Check::Josa(_) | Check::Variants(_));
        check && rule.severity > Severity::Off
    };
    let rules = TextRules::new(RuleSet::bundled(), book.ids().filter(reads_prose));
    let document = Document::parse(text.clone(), Syntax::default());
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let mut found = Vec::new();
        rules.run(&document, bundled::lexicon(), &|id| book.rule(id).severity, &mut found);
        found.len()
    });
}

#[divan::bench]
fn view(bencher: Bencher<'_, '_>) {
    let prose = Document::parse(post(Post::Dense), Syntax::default()).prose;
    let mut view = Vec::new();
    bencher.counter(BytesCount::of_str(&prose.text)).bench_local(|| {
        jamo_view(&prose.text, &mut view);
        view.len()
    });
}

#[divan::bench]
fn automaton(bencher: Bencher<'_, '_>) {
    let prose = Document::parse(post(Post::Dense), Syntax::default()).prose;
    let mut view = Vec::new();
    jamo_view(&prose.text, &mut view);
    let automaton = bundled::automaton().expect("the bundled automaton reads back");
    bencher
        .counter(BytesCount::new(view.len()))
        .bench_local(|| automaton.find_overlapping_iter(&view).count());
}

#[divan::bench(args = POSTS)]
fn check(bencher: Bencher<'_, '_>, which: Post) {
    let engine = Engine::recommended();
    let site = Site::in_memory(&Default::default());
    let text = post(which);
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone().into_bytes())
        .bench_values(|bytes| engine.document(&site, "_posts/2024-01-02-a.md", bytes));
}

#[divan::bench]
fn start() -> usize {
    bundled::book().rules.len()
}
