//! Checking and repairing a post among the files of a small blog.

use std::collections::BTreeMap;
use std::io;
use std::sync::OnceLock;

use toego::bundled;
use toego::diagnostic::{Diagnostic, Safety, Severity};
use toego::document::Document;
use toego::engine::{Around, Engine};
use toego::files::Whole;
use toego::fix;
use toego::lang::Lang;
use toego::message;
use toego::report::github::Github;
use toego::report::pretty::Pretty;
use toego::report::short::Short;
use toego::report::{Entry, FileReport, Report};
use toego::rule_set::RuleSet;
use toego::site::Site;
use toego::span::{LineIndex, Span, Unit};
use toego::suppress::Suppressions;

use super::document::assert_place;
use super::split;

/// A moment in 2026.
const NOW: i64 = 1_790_000_000;

/// The files around the post.
const AROUND: [(&str, &str); 6] = [
    (
        "_posts/2024-01-01-둘째.md",
        "---\ntitle: 둘째 글\ntags: [파이썬]\n---\n# 제목\n[첫째](/2024/01/02/글/)\n",
    ),
    ("about.md", "---\ntitle: 소개\npermalink: /about/\n---\n소개합니다.[^1]\n\n[^1]: 주석\n"),
    ("_data/navigation.yml", "main:\n  - title: 글\n    url: /posts/\n"),
    ("assets/img/그림.png", "\u{89}PNG"),
    ("assets/img/빈.jpg", ""),
    ("_includes/video.html", "<video></video>"),
];

/// Generators, the file that shows each, and where the post lies.
const BLOGS: [(&str, &str, &str); 8] = [
    ("_config.yml", "title: 블로그\nurl: https://example.com\n", "_posts/2024-01-02-글.md"),
    ("_config.yml", "theme: jekyll-theme-chirpy\ntimezone: Asia/Seoul\n", "_posts/2024-01-02-글.md"),
    ("_config.yml", "remote_theme: mmistakes/minimal-mistakes\nfuture: false\n", "_posts/2024-01-02-글.md"),
    ("hugo.toml", "theme = 'PaperMod'\n", "content/posts/글.md"),
    (
        "package.json",
        "{\"hexo\":{\"version\":\"7\"},\"dependencies\":{\"hexo\":\"7\"}}",
        "source/_posts/글.md",
    ),
    ("gatsby-config.js", "module.exports = {}", "content/blog/글/index.md"),
    ("astro.config.mjs", "export default {}", "src/content/blog/글.mdx"),
    ("비고", "", "글.md"),
];

struct Blog {
    site: Site,
    path: String,
    files: BTreeMap<String, String>,
}

fn blog(choice: u8) -> &'static Blog {
    static BLOG: [OnceLock<Blog>; BLOGS.len()] = [const { OnceLock::new() }; BLOGS.len()];
    let at = usize::from(choice) % BLOGS.len();
    BLOG[at].get_or_init(|| {
        let (settings, text, path) = BLOGS[at];
        let around = AROUND.into_iter().chain([(settings, text), (path, "")]);
        let files = around.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        Blog { site: Site::in_memory(&files).at(NOW), path: path.to_owned(), files }
    })
}

impl Blog {
    fn read(&self, path: &str, post: &str) -> io::Result<Vec<u8>> {
        let text = if path == self.path { Some(post) } else { self.files.get(path).map(String::as_str) };
        text.map(|text| text.as_bytes().to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn paths(&self) -> Vec<String> {
        self.files.keys().filter(|path| path.ends_with(".md") || path.ends_with(".mdx")).cloned().collect()
    }

    /// What is found in the post.
    fn found(&self, engine: &Engine<'_>, post: &str) -> Vec<Diagnostic> {
        let paths = self.paths();
        let found = engine.check(&self.site, &paths, |path| self.read(path, post), || ());
        let own = paths.iter().zip(found).filter(|(path, _)| **path == self.path);
        own.flat_map(|(_, found)| found.unpack()).collect()
    }
}

/// Every rule, none of them off.
fn loud() -> &'static Engine<'static> {
    static ENGINE: OnceLock<Engine<'static>> = OnceLock::new();
    ENGINE.get_or_init(|| {
        Engine::new(RuleSet::bundled(), |id| bundled::book().rule(id).severity.max(Severity::Info))
    })
}

fn recommended() -> &'static Engine<'static> {
    static ENGINE: OnceLock<Engine<'static>> = OnceLock::new();
    ENGINE.get_or_init(Engine::recommended)
}

/// All checks: what they find and propose lies in the file, can be worded, and is printed without anything
/// that a terminal obeys.
pub fn checks(data: &[u8]) {
    let (choice, text) = split(data);
    let blog = blog(choice);
    let found = blog.found(loud(), &text);
    let lines = LineIndex::new(&text);
    for Diagnostic { finding, .. } in &found {
        assert_place(&text, finding.span, "a finding");
        for unit in [Unit::Utf8, Unit::Utf16] {
            let (line, column) = lines.place(&text, finding.span.start, unit);
            assert!(lines.offset(&text, line, column, unit) <= text.len());
        }
        let mut last = 0;
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            assert_place(&text, edit.span, "an edit");
            assert!(last <= edit.span.start, "edits out of order {found:?}: {text:?}");
            last = edit.span.end;
        }
    }
    for lang in [Lang::Ko, Lang::En] {
        let entries = found.iter().filter_map(|found| entry(found, lang)).collect();
        let file = FileReport { path: &blog.path, text: &text, entries };
        let mut out = String::new();
        Short.file(&file, &mut out);
        Pretty::new(false, 80, lang).file(&file, &mut out);
        assert_harmless(&out);
        out.clear();
        Github.file(&file, &mut out);
        assert_harmless(&out);
    }
}

fn entry(found: &Diagnostic, lang: Lang) -> Option<Entry<'_>> {
    let rule = bundled::book().rule(found.rule);
    Some(Entry {
        rule: &rule.id,
        severity: found.severity,
        span: found.finding.span,
        message: message::word(rule, bundled::page(found.rule)?, &found.finding, lang),
        args: &found.finding.args,
        help: None,
        fix: found.finding.fix.as_ref(),
    })
}

/// Nothing that moves the cursor, changes colours or turns the writing direction.
fn assert_harmless(out: &str) {
    let is_obeyed = |c: char| {
        c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!out.contains(is_obeyed), "{out:?}");
}

/// Repairs: a second run has nothing left to repair, and what no edit covers stays as it is.
pub fn fix_idempotence(data: &[u8]) {
    let (choice, text) = split(data);
    let blog = blog(choice);
    let engine = recommended();
    let most = if choice & 0x80 == 0 { Safety::Safe } else { Safety::Suggestion };
    let found = blog.found(engine, &text);
    if let Some(pass) = fix::pass(&text, &found, engine.book(), blog.site.syntax(&blog.path), most) {
        assert_kept(&text, &pass.text, &found, most);
    }
    let repair = |post: &str| {
        let files = Whole(|path: &str| blog.read(path, post));
        let paths = std::slice::from_ref(&blog.path);
        let alone = Around::default();
        let mut repaired = fix::repair(engine, &blog.site, paths, &alone, &files, most, &|_, _, found| found);
        assert_eq!(repaired.cycles, [], "{post:?}");
        repaired.files.remove(&blog.path)
    };
    if let Some(changed) = repair(&text) {
        assert_eq!(changed.before, text);
        assert_eq!(repair(&changed.after), None, "not settled: {text:?}");
    }
}

/// What lies outside all edits is in the text afterwards, in the same order.
fn assert_kept(before: &str, after: &str, found: &[Diagnostic], most: Safety) {
    let fixes = found.iter().filter_map(|found| found.finding.fix.as_ref());
    let fixes = fixes.filter(|fix| fix.safety <= most);
    let mut edited: Vec<Span> = fixes.flat_map(|fix| &fix.edits).map(|edit| edit.span).collect();
    edited.sort_unstable();
    let (mut from, mut rest) = (0, after);
    for span in edited.into_iter().chain([Span::at(before.len())]) {
        let (start, end) = (span.start as usize, span.end as usize);
        if start > from {
            let kept = &before[from..start];
            let at = rest.find(kept);
            assert!(at.is_some(), "{kept:?} is gone: {before:?}");
            rest = &rest[at.unwrap_or_default() + kept.len()..];
        }
        from = from.max(end);
    }
}

/// Comments that say "not here".
pub fn suppressions(data: &[u8]) {
    let (choice, text) = split(data);
    let blog = blog(choice);
    let document = Document::parse(text, blog.site.syntax(&blog.path));
    let text = &document.text;
    let mut all = Suppressions::read(&document);
    for unused in all.unused() {
        assert_place(text, unused.written, "a name");
        assert_place(text, unused.removed, "what is taken away");
    }
    let before = all.unused().count();
    for at in 0..=text.len() {
        all.cover("spacing/bound-noun-su", Span::at(at));
    }
    assert!(all.unused().count() <= before);
    let found = blog.found(loud(), text);
    let silent = format!("{text}\n\n<!-- toego-disable-file -->\n");
    // At the end of a text of HTML or code it is no comment.
    let document = Document::parse(silent.clone(), blog.site.syntax(&blog.path));
    let is_comment = document.comments().any(|span| span.slice(&silent) == "<!-- toego-disable-file -->");
    let is_read = is_comment && document.front.block.is_none();
    if is_read && !found.is_empty() {
        // Of what is no text there are no comments, and that one keeps nothing back is said in spite of it.
        let is_covered = |found: &Diagnostic| bundled::book().rule(found.rule).group() != "file";
        let left: Vec<Diagnostic> = blog.found(loud(), &silent).into_iter().filter(is_covered).collect();
        assert!(left.is_empty(), "{left:?} {silent:?}");
    }
}
