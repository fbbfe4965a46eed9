//! What holds of any post: put together at random from pieces of Korean Markdown, by numbers that are the same
//! in every run.
//!
//! `TOEGO_POSTS=FOLDER… cargo test --test properties -- --nocapture` holds the posts of real blogs against the
//! same.

mod blog;
mod dice;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toego::bundled;
use toego::diagnostic::{Diagnostic, Severity};
use toego::engine::Engine;
use toego::rule::Check;
use toego::rule_set::RuleSet;
use toego::site::Site;
use unicode_normalization::UnicodeNormalization;

use blog::Blog;
use dice::Dice;

const WORDS: [&str; 34] = [
    "나는",
    "할수",
    "있다",
    "됬다.",
    "안되",
    "되요.",
    "몇일",
    "데이타를",
    "파이썬로",
    "것같다.",
    "3개 월",
    "API을",
    "서버에",
    "`git`를",
    "**강조(말)**을",
    "_기울임_은",
    "[글](/a)을",
    "![그림](b.png)",
    "(주)회사는",
    "10km을",
    "https://a.b/가를",
    "$x$는",
    "그리고,",
    "같은 같은",
    "‘따옴표’",
    "…",
    "1~2시간",
    "\\*별\\*",
    "&amp;",
    "{{ a }}는",
    "글[^1]",
    "e\u{301}",
    "ㅋㅋ",
    "웹 사이트에서",
];

const BLOCKS: [&str; 18] = [
    "",
    "# ",
    "## ",
    "> ",
    "- ",
    "1. ",
    "  - ",
    "| 가 | 나 |\n|---|---|\n| ",
    "```\n",
    "<div>\n",
    "<!-- ",
    "    ",
    "{: .notice}\n",
    "{% if a %}\n",
    "$$\n",
    "[^1]: ",
    "[ㄱ]: ",
    "* * *\n",
];

const ENDS: [&str; 10] =
    ["\n", "\n\n", "  \n", "\\\n", " |\n", "\n```\n\n", "\n</div>\n\n", " -->\n\n", "\n$$\n\n", "\n\n"];

const FRONTS: [&str; 6] = [
    "",
    "---\ntitle: 할수 있는 글\ndate: 2024-01-02\ntags: [가, 나]\n---\n",
    "---\ntitle: 회고: 2024\n---\n",
    "---\ntitle: '글'\ntitle: 글\n--\n",
    "---\ntitle: 글\n",
    "---\nlayout: post\ncategories:\n  - 가 # 주석\n---\n\n",
];

/// A post of the generator `dice`.
fn post(dice: &mut Dice) -> String {
    let mut text = dice.pick(&FRONTS).to_owned();
    for _ in 0..1 + dice.roll(8) {
        text += dice.pick(&BLOCKS);
        for _ in 0..1 + dice.roll(6) {
            text += dice.pick(&WORDS);
            text += [" ", " ", " ", "", "\n"][dice.roll(5)];
        }
        text += dice.pick(&ENDS);
    }
    text
}

/// Posts put together, and real ones if there are any.
fn posts(seed: u64, many: usize) -> Vec<String> {
    let mut dice = Dice(seed);
    let mut all: Vec<String> = (0..many).map(|_| post(&mut dice)).collect();
    if let Some(folders) = std::env::var_os("TOEGO_POSTS") {
        let before = all.len();
        std::env::split_paths(&folders).for_each(|folder| collect(&folder, &mut all));
        eprintln!("{} real posts", all.len() - before);
    }
    all
}

fn collect(folder: &Path, posts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, posts);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            posts.extend(fs::read_to_string(&path).ok().filter(|text| text.len() < 60_000));
        }
    }
}

/// Every rule that looks at one post.
struct Reader {
    engine: Engine<'static>,
    site: Site,
}

const PATH: &str = "_posts/2024-01-02-글.md";

impl Reader {
    fn new() -> Reader {
        let book = bundled::book();
        let engine = Engine::new(RuleSet::bundled(), |id| book.rule(id).severity.max(Severity::Info));
        let site = Site::in_memory(&BTreeMap::from([("_config.yml".to_owned(), String::new())]));
        Reader { engine, site }
    }

    fn found(&self, text: &str) -> Vec<Diagnostic> {
        self.engine.document(&self.site, PATH, text.as_bytes().to_vec()).diagnostics.unpack()
    }

    fn name(&self, found: &Diagnostic) -> &str {
        &self.engine.book().rule(found.rule).id
    }

    /// What was found, as one line each, with the places as `place` says them.
    fn lines(&self, found: &[Diagnostic], text: &str, place: impl Fn(u32) -> usize) -> Vec<String> {
        let line = |found: &Diagnostic| {
            let finding = &found.finding;
            let edits: Vec<_> = finding.fix.iter().flat_map(|fix| &fix.edits).collect();
            let edits: Vec<_> = edits
                .iter()
                .map(|edit| {
                    (place(edit.span.start), place(edit.span.end), edit.replacement.replace('\r', ""))
                })
                .collect();
            let safety = finding.fix.as_ref().map(|fix| fix.safety);
            let shown = finding.span.slice(text).replace('\r', "");
            let places = (place(finding.span.start), place(finding.span.end));
            format!("{} {places:?} {shown:?} {} {safety:?} {edits:?}", self.name(found), finding.variant)
        };
        found.iter().map(line).collect()
    }
}

#[test]
fn places_are_those_of_characters() {
    let reader = Reader::new();
    for text in posts(1, 1_500) {
        for found in reader.found(&text) {
            let edits = found.finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
            for span in edits.chain([found.finding.span]) {
                assert!(text.get(span.range()).is_some(), "{} {span:?} {text:?}", reader.name(&found));
            }
        }
    }
}

#[test]
fn line_ends_change_nothing() {
    let reader = Reader::new();
    for text in posts(2, 1_500) {
        let unix = text.replace("\r\n", "\n").replace('\r', "\n");
        let windows = unix.replace('\n', "\r\n");
        let plain = reader.lines(&reader.found(&unix), &unix, |at| at as usize);
        // A place in the text without returns.
        let place = |at: u32| {
            let before = &windows.as_bytes()[..at as usize];
            at as usize - before.iter().filter(|byte| **byte == b'\r').count()
        };
        assert_eq!(reader.lines(&reader.found(&windows), &windows, place), plain, "{unix:?}");
    }
}

/// Whether a rule may see a difference between composed and decomposed text: rules of characters, and those that
/// look for particles in the file itself, to which a renderer gives other bytes.
fn minds_form(reader: &Reader, found: &Diagnostic) -> bool {
    ["unicode/", "link/swallowed", "markdown/emphasis"]
        .iter()
        .any(|start| reader.name(found).starts_with(start))
        || matches!(reader.engine.book().rule(found.rule).check, Check::Characters(_))
}

#[test]
fn decomposed_text_is_read_as_composed() {
    let reader = Reader::new();
    let shown = |text: &str| {
        let mut all: Vec<String> = reader
            .found(text)
            .iter()
            .filter(|found| !minds_form(&reader, found))
            .map(|found| {
                let at = text[..found.finding.span.start as usize].nfc().count();
                let words: String = found.finding.span.slice(text).nfc().collect();
                format!("{} {at} {words}", reader.name(found))
            })
            .collect();
        all.sort();
        all
    };
    for text in posts(3, 1_000) {
        let composed: String = text.nfc().collect();
        let decomposed: String = composed
            .chars()
            .flat_map(|c| match c {
                '가'..='힣' => c.to_string().nfd().collect::<Vec<_>>(),
                c => vec![c],
            })
            .collect();
        assert_eq!(shown(&decomposed), shown(&composed), "{composed:?}");
    }
}

/// Whether a text ends where a paragraph can follow that has nothing to do with it.
fn is_closed(text: &str) -> bool {
    let document = toego::document::Document::parse(format!("{text}\n\n끝\n"), Default::default());
    let last = document.prose.blocks.last();
    // To kramdown, what follows an element that is not closed is in it.
    document.body.raw.iter().all(|block| block.closed)
        && last.is_some_and(|block| {
            document.prose.text_of(block) == "끝"
                && block.kind == toego::document::prose::BlockKind::Paragraph
        })
}

#[test]
fn what_is_added_below_changes_nothing_above() {
    let reader = Reader::new();
    for text in posts(4, 1_500) {
        // Where the front matter is not closed, or a tag or a fence, everything below belongs to it.
        if !is_closed(&text) || text.is_empty() {
            continue;
        }
        let before = reader.lines(&reader.found(&text), &text, |at| at as usize);
        for added in ["\n\n", "\n\n\n\n"] {
            let longer = format!("{text}{added}");
            let after = reader.lines(&reader.found(&longer), &longer, |at| at as usize);
            assert_eq!(after, before, "{text:?} and {added:?}");
        }
        let longer = format!("{text}\n\n끝\n");
        let found = reader.found(&longer);
        let above: Vec<Diagnostic> = found
            .into_iter()
            .filter(|found| (found.finding.span.start as usize) < text.len() || text.is_empty())
            .collect();
        let after = reader.lines(&above, &longer, |at| at as usize);
        let is_above = |line: &String| !is_of_document(line);
        let sure = |lines: &[String]| lines.iter().filter(|line| is_above(line)).cloned().collect::<Vec<_>>();
        assert_eq!(sure(&after), sure(&before), "{text:?}");
    }
}

/// Rules that look at the whole post, by the beginning of a line.
fn is_of_document(line: &str) -> bool {
    const OF_DOCUMENT: [&str; 4] = ["style/", "file/", "loanword/", "markdown/heading"];
    OF_DOCUMENT.iter().any(|start| line.starts_with(start))
}

impl Blog {
    fn found(&self, arguments: &[&str]) -> String {
        let run = self.run(&[&["--format", "jsonl", "--profile", "strict"], arguments].concat());
        assert!(run.status.is_some_and(|code| code < 2), "{}", run.err);
        run.out
    }
}

#[test]
fn threads_order_and_form_of_paths_change_nothing() {
    let mut dice = Dice(5);
    let texts: Vec<String> = (0..60).map(|_| post(&mut dice)).collect();
    let blog = Blog::new("order");
    for (number, text) in texts.iter().enumerate() {
        blog.write(format!("_posts/2024-01-02-글-{number}.md"), text);
    }
    let whole = blog.found(&["."]);
    assert!(whole.lines().count() > 100, "{whole}");
    let absolute = blog.0.to_str().expect("a path").to_owned();
    for threads in ["1", "2", "7"] {
        assert_eq!(blog.found(&["--threads", threads, "."]), whole);
    }
    for paths in [&["./"][..], &[&absolute], &["./_posts/.."], &[".", "."], &["_posts/../_posts/.."]] {
        assert_eq!(blog.found(paths), whole, "{paths:?}");
    }
    let name = |number: usize| format!("_posts/2024-01-02-글-{number}.md");
    let forwards: Vec<String> = (0..60).map(name).collect();
    let backwards: Vec<String> = (0..60).rev().map(|number| format!("./{}", name(number))).collect();
    let full: Vec<String> = (0..60).map(|number| format!("{absolute}/{}", name(number))).collect();
    let of = |paths: &[String]| blog.found(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    let one = of(&forwards);
    assert_eq!(of(&backwards), one);
    assert_eq!(of(&full), one);
}
