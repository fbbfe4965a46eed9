//! Where the time of one document goes: `cargo bench`.
//!
//! There are two posts: a dense one, the posts of `fixtures/` in a row, with a finding in every sentence,
//! and a usual one, the page about rules, with hardly any. `TOEGO_POSTS=FOLDER cargo bench` adds the posts of
//! a folder, one after the other, to `parse`, `korean` and `check`; `examples/cost.rs` compares folders. For
//! whole processes over thousands of posts, see `compare.sh`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use divan::{Bencher, counter::BytesCount};
use toego::bundled;
use toego::checks::{self, Context, TextRules};
use toego::diagnostic::{Diagnostic, RuleId, Severity};
use toego::document::{Document, syntax::Syntax};
use toego::engine::Engine;
use toego::facts::Facts;
use toego::hangul::jamo_view;
use toego::lang::Lang;
use toego::merged::Merged;
use toego::message;
use toego::pattern::Haystack;
use toego::report::{Entry, FileReport, Report, pretty::Pretty, short::Short};
use toego::rule::{Check, Proposal};
use toego::rule_set::RuleSet;
use toego::site::{Site, load};
use toego::suppress::Suppressions;

fn main() {
    divan::main();
}

/// What is read.
#[derive(Clone, Copy, Debug)]
enum Post {
    Dense,
    Usual,
    /// Those of the folder that `TOEGO_POSTS` names.
    Own,
}

const PATH: &str = "_posts/2024-01-02-a.md";

fn posts() -> Vec<Post> {
    let own = std::env::var_os("TOEGO_POSTS").map(|_| Post::Own);
    [Post::Dense, Post::Usual].into_iter().chain(own).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn texts(post: Post) -> Vec<String> {
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
        Post::Own => {
            let folder = std::env::var_os("TOEGO_POSTS").map(PathBuf::from);
            let blogs = load::load(folder.as_slice(), None).expect("TOEGO_POSTS is a folder");
            let paths = blogs.iter().flat_map(|blog| blog.posts.iter().map(|post| blog.root.join(post)));
            return paths.filter_map(|path| fs::read_to_string(path).ok()).collect();
        }
    };
    vec![format!("---\ntitle: 긴 글\n---\n\n{body}")]
}

fn parsed(post: Post) -> Vec<Document> {
    texts(post).into_iter().map(|text| Document::parse(text, Syntax::default())).collect()
}

fn dense() -> Document {
    parsed(Post::Dense).swap_remove(0)
}

fn size(texts: &[String]) -> BytesCount {
    BytesCount::new(texts.iter().map(String::len).sum::<usize>())
}

fn severity(rule: RuleId) -> Severity {
    bundled::book().rule(rule).severity
}

#[divan::bench(args = posts())]
fn parse(bencher: Bencher<'_, '_>, which: Post) {
    let texts = texts(which);
    bencher.counter(size(&texts)).with_inputs(|| texts.clone()).bench_values(|texts| {
        texts.into_iter().map(|text| Document::parse(text, Syntax::default())).collect::<Vec<_>>()
    });
}

/// All rules that search the prose; on usual posts at most twice [`parse`].
#[divan::bench(args = posts())]
fn korean(bencher: Bencher<'_, '_>, which: Post) {
    let book = bundled::book();
    let reads_prose = |id: &RuleId| {
        let check = matches!(
            book.rule(*id).check,
            Check::Pattern(_) | Check::Words(_) | Check::Josa(_) | Check::Variants(_)
        );
        check && severity(*id) > Severity::Off
    };
    let rules = TextRules::new(RuleSet::bundled(), book.ids().filter(reads_prose));
    let documents = parsed(which);
    bencher.counter(size(&texts(which))).bench_local(|| {
        let mut found = Vec::new();
        for document in &documents {
            rules.run(document, bundled::lexicon(), &severity, &mut found);
        }
        found.len()
    });
}

#[divan::bench]
fn view(bencher: Bencher<'_, '_>) {
    let prose = dense().prose;
    let mut view = Vec::new();
    bencher.counter(BytesCount::of_str(&prose.text)).bench_local(|| {
        jamo_view(&prose.text, &mut view);
        view.len()
    });
}

#[divan::bench]
fn automaton(bencher: Bencher<'_, '_>) {
    let mut view = Vec::new();
    jamo_view(&dense().prose.text, &mut view);
    let automaton = bundled::automaton().expect("the bundled automaton reads back");
    bencher
        .counter(BytesCount::new(view.len()))
        .bench_local(|| automaton.find_overlapping_iter(&view).count());
}

/// Whether what the automaton met is what a rule means: patterns, particles, exceptions, the lexicon.
#[divan::bench]
fn verifiers(bencher: Bencher<'_, '_>) {
    let (book, prose) = (bundled::book(), dense().prose);
    let mut view = Vec::new();
    jamo_view(&prose.text, &mut view);
    let automaton = bundled::automaton().expect("the bundled automaton reads back");
    let hits: Vec<_> = automaton.find_overlapping_iter(&view).collect();
    let hay = Haystack { text: &prose.text, view: &view, lexicon: bundled::lexicon() };
    let verify = |proposal: &Proposal, start, end| match *proposal {
        Proposal::Phrase { phrase, guard } => {
            let (rule, phrase) = &book.phrases[usize::from(phrase)];
            let is_met = book.guards[usize::from(guard)].admits(&view, start, end);
            let phrase = phrase.get().filter(|_| is_met && severity(*rule) > Severity::Off)?;
            checks::phrase::check(phrase, &book.innocents, hay, start, &prose, book.rule(*rule).safety)
        }
        Proposal::Josa(rule) => match &book.rule(rule).check {
            Check::Josa(josa) => checks::josa::check(josa, hay, start, &prose, book.rule(rule).safety),
            _ => None,
        },
    };
    bencher.counter(BytesCount::of_str(&prose.text)).bench_local(|| {
        let proposed = hits.iter().flat_map(|hit| {
            book.proposed(hit.value()).iter().filter_map(move |p| verify(p, hit.start(), hit.end()))
        });
        proposed.count()
    });
}

/// What one document tells the others.
#[divan::bench]
fn facts(bencher: Bencher<'_, '_>) {
    let (site, document) = (Site::in_memory(&BTreeMap::new()), dense());
    let tables: Vec<_> = site.field_tables(bundled::book()).collect();
    let context = Context::new(&document, PATH, &site, bundled::book(), &tables);
    bencher
        .counter(BytesCount::of_str(&document.text))
        .bench_local(|| checks::facts(context, Suppressions::default()));
}

/// What a thousand documents tell, together.
#[divan::bench]
fn merge(bencher: Bencher<'_, '_>) {
    let engine = Engine::recommended();
    let site = Site::in_memory(&BTreeMap::new());
    let paths: Vec<String> = (0..1000).map(|at| format!("_posts/2024-01-02-{at}.md")).collect();
    let told = |(at, path): (usize, &String)| {
        let tags = at % 50;
        let text = format!(
            "---\ntitle: 글 {at}\ntags: [봄, 꽃 {tags}]\n---\n\n[앞 글](/2024/01/02/{tags}.html)의 로직.\n"
        );
        engine.document(&site, path, text.into_bytes()).facts
    };
    let facts: Vec<Facts> = paths.iter().enumerate().map(told).collect();
    let parts = || (paths.clone(), facts.clone());
    bencher.with_inputs(parts).bench_local_values(|(paths, facts)| Merged::new(&site, paths, facts));
}

/// Wording and printing what was found in one post.
#[divan::bench(args = ["short", "pretty"])]
fn report(bencher: Bencher<'_, '_>, format: &str) {
    let (short, pretty) = (Short, Pretty::new(true, 100, Lang::Ko));
    let report: &dyn Report = if format == "short" { &short } else { &pretty };
    let (book, text) = (bundled::book(), texts(Post::Dense).swap_remove(0));
    let engine = Engine::recommended();
    let checked = engine.document(&Site::in_memory(&BTreeMap::new()), PATH, text.clone().into_bytes());
    let entry = |found: &Diagnostic| {
        let page = bundled::page(found.rule)?;
        let rule = book.rule(found.rule);
        Some((found.clone(), message::word(rule, page, &found.finding, Lang::Ko)))
    };
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let found: Vec<_> = checked.diagnostics.unpack().iter().filter_map(entry).collect();
        let entries = found.iter().map(|(found, message)| Entry {
            rule: &book.rule(found.rule).id,
            severity: found.severity,
            span: found.finding.span,
            message: message.clone(),
            args: &found.finding.args,
            help: None,
            fix: found.finding.fix.as_ref(),
        });
        let mut out = String::new();
        report.file(&FileReport { path: PATH, text: &text, entries: entries.collect() }, &mut out);
        out.len()
    });
}

#[divan::bench(args = posts())]
fn check(bencher: Bencher<'_, '_>, which: Post) {
    let engine = Engine::recommended();
    let site = Site::in_memory(&BTreeMap::new());
    let texts = texts(which);
    bencher.counter(size(&texts)).with_inputs(|| texts.clone()).bench_values(|texts| {
        let checked = texts.into_iter().map(|text| engine.document(&site, PATH, text.into_bytes()));
        checked.collect::<Vec<_>>()
    });
}

#[divan::bench]
fn start() -> usize {
    bundled::book().rules.len()
}
