//! Front matter: found, read with the place of every key and value, and explained where it fails.
//!
//! It is read as its author meant it. A page whose `---` stands one line too low has no front matter
//! for Jekyll; here it has one, and a [`Problem`].

mod diagnose;
mod instant;
mod lines;
mod other;
mod parse;
mod problem;
mod repair;
pub mod scalar;
mod split;
mod tabs;
mod toml;
pub mod tree;
mod unclosed;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use self::diagnose::Notation;
use self::parse::Loaded;
pub use self::problem::{Problem, ProblemKind, Reason};
use self::split::Delimited;
use self::tree::{Kind, Node, Style};
use self::unclosed::{Evidence, misshapen_closer, swallowed};
use super::syntax::{Delimiters, Syntax, YamlDialect};
use crate::diagnostic::{Edit, Fix, Safety};
use crate::span::Span;

/// The front matter of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    /// The front matter, if there is any, or was meant to be.
    pub block: Option<Block>,
    /// What is wrong with it, in the order of the text.
    pub problems: Vec<Problem>,
    /// Where the body begins: a byte offset in the original file.
    pub body_start: usize,
}

/// Front matter that was found. All spans are byte offsets in the original file.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// With its delimiters.
    pub span: Span,
    /// Without them.
    pub content: Span,
    /// What it is written in.
    pub format: Format,
    /// Its keys and values, always a mapping. None where it is empty or does not load.
    pub root: Option<Node>,
    /// Its comments, from `#` to the line end.
    pub comments: Vec<Span>,
}

/// What front matter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Between `---`.
    Yaml,
    /// Between `+++`.
    Toml,
    /// Between `{` and `}`, or Hexo's `;;;`.
    Json,
}

impl Front {
    /// The keys and values, if they load.
    pub fn root(&self) -> Option<&Node> {
        self.block.as_ref()?.root.as_ref()
    }
}

/// Reads the front matter of the page `text`. Never fails: what is wrong is in [`Front::problems`].
pub fn read(text: &str, syntax: &Syntax) -> Front {
    let split = split::split(text, syntax);
    let mut problems = split.problems;
    let Some(mut front) = split.front else {
        return Front { block: None, problems, body_start: split.body_start };
    };
    let mut body_start = split.body_start;
    let reading = match front.format {
        Format::Yaml => load(text, front, syntax),
        Format::Toml => other::toml(text, front),
        Format::Json => other::json(text, front, syntax),
    };
    if reading.front != front {
        body_start = reading.front.span.end as usize;
    }
    front = reading.front;
    problems.extend(reading.problems);
    let loaded = reading.loaded;
    problems.sort_by_key(|problem| problem.span);
    let (root, comments) = loaded.map_or((None, Vec::new()), |loaded| (loaded.root, loaded.comments));
    let block = Block { span: front.span, content: front.content, format: front.format, root, comments };
    Front { block: Some(block), problems, body_start }
}

/// Reads a file of settings as a tree; none where there is nothing but comments. Spans are those of `text`.
///
/// # Errors
/// Why it does not load, in the parser's words.
pub fn yaml(text: &str, dialect: YamlDialect) -> Result<Option<Node>, String> {
    parse::load(text, 0, dialect).map(|loaded| loaded.root).map_err(reason)
}

/// Reads a file of settings in TOML as a tree; none where it is empty. What its scalars are does not
/// depend on a dialect. Spans are those of `text`.
///
/// # Errors
/// Why it does not load.
pub fn toml(text: &str) -> Result<Option<Node>, String> {
    let loaded = toml::load(text, 0).map(|loaded| loaded.root);
    loaded.map_err(|unloaded| unloaded.failure.map_or("a key is given twice".to_owned(), reason))
}

fn reason(failure: parse::Failure) -> String {
    match failure.cause {
        parse::Cause::Syntax(message) => message,
        parse::Cause::TooDeep => "nested too deeply".to_owned(),
        parse::Cause::NotAMapping => "there are no keys".to_owned(),
        parse::Cause::Tab => "found a tab where a token must begin".to_owned(),
    }
}

/// What came of loading a block.
struct Reading {
    /// The block, shorter than it was where body text was taken out of it.
    front: Delimited,
    loaded: Option<Loaded>,
    problems: Vec<Problem>,
}

fn load(text: &str, front: Delimited, syntax: &Syntax) -> Reading {
    let parsed = |front: Delimited| {
        parse::load(&as_handed_over(text, front, syntax), front.content.start as usize, syntax.yaml)
    };
    let ending_early = |early: unclosed::Early| {
        let loaded = parsed(early.front).ok();
        let problems =
            loaded.iter().flat_map(|loaded| oddities(text, loaded)).chain([early.problem]).collect();
        Reading { front: early.front, loaded, problems }
    };
    if let Some(early) = swallowed(text, front, syntax, Evidence::Rule) {
        return ending_early(early);
    }
    let failure = match parsed(front) {
        Ok(loaded) => {
            let problems = oddities(text, &loaded);
            return Reading { front, loaded: Some(loaded), problems };
        }
        Err(failure) => failure,
    };
    if let Some(early) = misshapen_closer(text, front, syntax) {
        return ending_early(early);
    }
    let written = as_handed_over(text, front, syntax);
    let notation = Notation::Yaml(syntax.yaml);
    let diagnosis = diagnose::diagnose(&written, front.content.start as usize, notation, failure);
    if !diagnosis.proven && toml(&written).is_ok_and(|root| root.is_some()) {
        let span = lines::lines(text, front.content.start as usize).find(|line| !line.is_blank());
        let span = span.map_or(front.content, |line| line.span(0));
        let problem = Problem { kind: ProblemKind::DoesNotLoad(Reason::TomlInYaml), span, fix: None };
        return Reading { front, loaded: None, problems: vec![problem] };
    }
    match swallowed(text, front, syntax, Evidence::Text).filter(|_| !diagnosis.proven) {
        Some(early) => ending_early(early),
        None => Reading { front, loaded: None, problems: diagnosis.problems },
    }
}

/// The text between the delimiters, as the generator hands it to its YAML library.
fn as_handed_over<'t>(text: &'t str, front: Delimited, syntax: &Syntax) -> Cow<'t, str> {
    let content = front.content.slice(text);
    if syntax.delimiters == Delimiters::Hexo && content.contains('\t') {
        // Hexo puts two spaces for each of these tabs, but for those of the first line. With one, every
        // offset stays as it is, and only lines indented in both ways can come out otherwise.
        let (first, rest) = content.split_at(content.find('\n').unwrap_or(0));
        Cow::Owned(format!("{first}{}", tabs::without_leading(rest)))
    } else {
        Cow::Borrowed(content)
    }
}

/// What loads and is wrong all the same.
fn oddities(text: &str, loaded: &Loaded) -> Vec<Problem> {
    // `value` in quotes, after `before`, in place of `span`.
    let quoting = |span: Span, before: &str, value: Span| {
        let value = value.slice(text);
        let edit = Edit { span, replacement: format!("{before}{}", repair::quoted(value.trim_start())) };
        (!value.contains('\n')).then(|| Fix { edits: vec![edit], safety: Safety::Suggestion })
    };
    let mut problems: Vec<Problem> = loaded.root.iter().flat_map(duplicates).collect();
    problems.extend(loaded.tags.iter().map(|tag| {
        let span = Span { start: tag.span.start, end: tag.value.end.max(tag.span.end) };
        Problem { kind: ProblemKind::StrayTag, span, fix: quoting(span, "", span) }
    }));
    for entry in loaded.root.iter().flat_map(Node::entries) {
        let written = entry.key.span.slice(text);
        let Some((key, colon)) = swallowed_key(written) else { continue };
        let after_key = Span { start: entry.key.span.start + key.len() as u32, end: entry.value.span.end };
        // `title:: 봄`: the value stands after both.
        let is_doubled = colon.end == written.len();
        let value =
            Span { start: entry.key.span.start + colon.end as u32 + u32::from(is_doubled), ..after_key };
        problems.push(Problem {
            kind: ProblemKind::SwallowedKey { key: key.to_owned() },
            span: entry.key.span,
            fix: quoting(after_key, ": ", value)
                .filter(|_| matches!(entry.value.kind, Kind::Scalar { style: Style::Plain, .. })),
        });
    }
    problems
}

/// The key that `written`, a key with more in it, was meant to be, and where its colon stands, or what
/// was taken for one.
/// `og:title` is a key of its own; Korean after the colon is a value.
fn swallowed_key(written: &str) -> Option<(&str, Range<usize>)> {
    let rest = written.trim_start_matches(lines::is_key_character);
    let key = written.strip_suffix(rest).filter(|key| !key.is_empty())?;
    let sign = rest.trim_start_matches(' ');
    let colon = sign.chars().next()?;
    let after = &sign[colon.len_utf8()..];
    let is_none = repair::WIDE_COLONS.contains(&colon) || (colon == '=' && after.starts_with(' '));
    let value_follows = colon == ':' && after.chars().next().is_some_and(|c| !c.is_ascii());
    let is_doubled = colon == ':' && after.is_empty();
    let at = written.len() - sign.len();
    (is_none || value_follows || is_doubled).then_some((key, at..at + colon.len_utf8()))
}

/// Keys given twice, anywhere in the tree.
fn duplicates(root: &Node) -> Vec<Problem> {
    let mut problems = Vec::new();
    for node in root.everywhere() {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for entry in node.entries() {
            // `<<` merges, and may do so more than once.
            let Some(key) = entry.key.as_str().filter(|key| *key != "<<") else { continue };
            let first = *seen.entry(key).or_insert(entry.key.span);
            if first != entry.key.span {
                let kind = ProblemKind::DuplicateKey { first, key: key.to_owned() };
                problems.push(Problem { kind, span: entry.key.span, fix: None });
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::LineIndex;

    fn kinds(text: &str) -> Vec<ProblemKind> {
        read(text, &Syntax::default()).problems.into_iter().map(|problem| problem.kind).collect()
    }

    #[test]
    fn a_sound_page() {
        let text = "---\ntitle: 가을 # 임시\ntags: [산]\n---\n본문\n";
        let front = read(text, &Syntax::default());
        assert_eq!(front.problems, []);
        assert_eq!(&text[front.body_start..], "본문\n");
        let block = front.block.as_ref().expect("there is a block");
        assert_eq!(block.content.slice(text), "title: 가을 # 임시\ntags: [산]\n");
        assert_eq!(block.comments.iter().map(|span| span.slice(text)).collect::<Vec<_>>(), ["# 임시"]);
        let title = front.root().and_then(|root| root.get("title")).expect("there is a title");
        assert_eq!(title.span.slice(text), "가을");
    }

    #[test]
    fn nothing_is_something() {
        for text in ["---\n---\n본문\n", "---\n# 아직 없음\n---\n본문\n"] {
            let front = read(text, &Syntax::default());
            assert!(front.block.is_some() && front.root().is_none() && front.problems.is_empty(), "{text:?}");
        }
        assert_eq!(read("", &Syntax::default()), Front::default());
    }

    #[test]
    fn settings_that_do_not_load_say_why() {
        let yaml = |text: &str| super::yaml(text, YamlDialect::Psych).expect_err("it does not load");
        assert_eq!(yaml("- 봄\n"), "there are no keys");
        assert_eq!(yaml(&format!("a: {}", "[".repeat(1000))), "nested too deeply");
        assert_eq!(yaml("title: 봄\n\ttoc: true\n"), "found a tab where a token must begin");
        assert!(yaml("title: 봄: 여름\n").contains("mapping"));
        assert_eq!(super::toml("a = 1\na = 2\n").expect_err("it does not load"), "a key is given twice");
        assert!(super::toml("a = 봄\n").expect_err("it does not load").contains("expected"));
    }

    #[test]
    fn a_byte_order_mark_and_carriage_returns_shift_nothing() {
        let text = "\u{feff}---\r\ntitle: \"가을\"\r\n---\r\n본문\r\n";
        let front = read(text, &Syntax::default());
        assert_eq!(
            front.problems.iter().map(|problem| &problem.kind).collect::<Vec<_>>(),
            [&ProblemKind::ByteOrderMark]
        );
        let title = front.root().and_then(|root| root.get("title")).expect("there is a title");
        assert_eq!((title.span.slice(text), title.content_span().slice(text)), ("\"가을\"", "가을"));
        assert_eq!(&text[front.body_start..], "본문\r\n");
    }

    #[test]
    fn a_key_given_twice_is_found_at_any_depth() {
        let text = "---\ntitle: 산\nheader:\n  image: /가.png\n  image: /나.png\ntitle: 강\n---\n";
        let problems = read(text, &Syntax::default()).problems;
        let found: Vec<_> =
            problems.iter().map(|problem| (problem.span.slice(text), problem.span.start as usize)).collect();
        assert_eq!(
            found,
            [("image", text.rfind("image").unwrap_or(0)), ("title", text.rfind("title").unwrap_or(0))]
        );
        assert!(kinds("---\na: &a {b: 1}\nc:\n  <<: *a\n  <<: *a\n---\n").is_empty());
    }

    #[test]
    fn a_tag_that_swallows_a_word() {
        let text = "---\ntitle: !notice 공지\nnote: !!str 2024\n---\n";
        let problems = read(text, &Syntax::default()).problems;
        assert_eq!(problems.len(), 1);
        assert_eq!(
            (&problems[0].kind, problems[0].span.slice(text)),
            (&ProblemKind::StrayTag, "!notice 공지")
        );
    }

    #[test]
    fn a_key_that_swallows_its_value() {
        for (line, repaired) in [
            ("title：여행: 제주", "title: \"여행: 제주\""),
            ("title： 여행: 제주", "title: \"여행: 제주\""),
            ("title:여행: 제주", "title: \"여행: 제주\""),
            ("title ：여행: 제주", "title: \"여행: 제주\""),
            ("title = 여행: 제주", "title: \"여행: 제주\""),
            ("title:: 여행", "title: \"여행\""),
        ] {
            let text = format!("---\n{line}\n---\n");
            let problems = read(&text, &Syntax::default()).problems;
            let [Problem { kind, fix: Some(fix), .. }] = &problems[..] else {
                panic!("{line}: {problems:?}")
            };
            assert_eq!(kind, &ProblemKind::SwallowedKey { key: "title".to_owned() });
            let mut fixed = text.clone();
            fixed.replace_range(fix.edits[0].span.range(), &fix.edits[0].replacement);
            assert_eq!(fixed, format!("---\n{repaired}\n---\n"));
        }
        assert!(kinds("---\nog:title: 산\n제목：가: 나\n---\n").is_empty());
    }

    #[test]
    fn body_text_in_the_front_matter_is_noticed() {
        for (text, later) in [
            ("---\ntitle: 산\n\n산에 갔다.\n\n---\n\n또 갔다.\n", true),
            ("---\ntitle: 산\n\n기록: 산에 갔다.\n\n---\n\n또 갔다.\n", true),
            ("---\ntitle: 산\n\n## 오르는 길\n\n---\n\n내려오는 길\n", true),
            ("---\ntitle: 산\n\n산에 갔다.\n", false),
        ] {
            let front = read(text, &Syntax::default());
            let [Problem { kind: ProblemKind::Unclosed { later: found }, .. }] = &front.problems[..] else {
                panic!("{text:?}: {:?}", front.problems)
            };
            assert_eq!(found.is_some(), later, "{text:?}");
            assert_eq!(
                front.root().and_then(|root| root.get("title")).and_then(Node::as_str),
                Some("산"),
                "{text:?}"
            );
            assert!(text[front.body_start..].starts_with('\n'), "the body begins after the title: {text:?}");
        }
        assert_eq!(kinds("---\ntitle: 산\n----\n\n본문\n\n---\n끝\n"), [ProblemKind::WrongDelimiter]);
        for sound in
            ["---\ntitle: 산\n\n# 갈래\ntags: [산]\n\n---\n본문\n", "---\ntitle: 산\n\n---\n본문\n\n---\n"]
        {
            assert!(kinds(sound).is_empty(), "{sound:?}");
        }
    }

    #[test]
    fn hexo_forgives_tabs_and_hugo_reads_json() {
        let hexo = Syntax { delimiters: Delimiters::Hexo, yaml: YamlDialect::JsYaml, ..Syntax::default() };
        let text = "---\ntags:\n\t- 산\n\t- 강\n---\n본문\n";
        let front = read(text, &hexo);
        assert!(front.problems.is_empty(), "{:?}", front.problems);
        let tags = front.root().map(|root| root.at_path("tags[]")).unwrap_or_default();
        assert_eq!(tags.iter().map(|tag| tag.span.slice(text)).collect::<Vec<_>>(), ["산", "강"]);

        let hugo = Syntax { delimiters: Delimiters::Hugo, yaml: YamlDialect::GoYaml, ..Syntax::default() };
        let front = read("{\n  \"title\": \"산\"\n}\n본문\n", &hugo);
        assert_eq!(front.root().and_then(|root| root.get("title")).and_then(Node::as_str), Some("산"));
        assert_eq!(front.block.map(|block| block.format), Some(Format::Json));
    }

    #[test]
    fn hostile_pages_end_in_one_problem() {
        let page = |yaml: String| format!("---\ntitle: 산\n{yaml}\n---\n본문\n");
        assert_eq!(kinds(&page(format!("a: {}", "[".repeat(10_000)))), [ProblemKind::TooDeep]);
        assert_eq!(kinds(&page(format!("a: {}", "{a: ".repeat(10_000)))), [ProblemKind::TooDeep]);
        assert!(!kinds(&page("a: b: c\n".repeat(20_000))).is_empty());
    }

    /// What Jekyll made of 145 small sites, if the record is at hand.
    #[test]
    fn agrees_with_jekyll() {
        let record = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reference/jekyll-cases.json");
        let Ok(record) = std::fs::read_to_string(record) else {
            println!("skipped: no {record}");
            return;
        };
        let cases: Vec<serde_json::Value> = serde_json::from_str(&record).expect("the record is JSON");
        let mut asked = 0;
        for case in &cases {
            let main = case["main"].as_str().unwrap_or_default();
            let Some(text) = case["files"][main].as_str() else { continue };
            let observed = case["observed"]["deb"].as_str().unwrap_or_default();
            let is_of =
                |family: &str| case["families"].as_array().is_some_and(|all| all.iter().any(|f| f == family));
            let about_loading = ["YAML Exception", "Unknown alias", "undefined method `key?'"]
                .iter()
                .any(|e| observed.contains(e))
                || is_of("duplicate-key")
                || (is_of("delimiter") && text.contains("---"));
            let index = LineIndex::new(text);
            let lines: Vec<u64> = read(text, &Syntax::default())
                .problems
                .iter()
                .map(|problem| u64::from(index.position(text, problem.span.start).line))
                .collect();
            match case["expect"].as_str() {
                Some("silent") => assert!(lines.is_empty(), "{}: {text:?} {lines:?}", case["id"]),
                Some("report") if about_loading => {
                    let others = case["lines_ok"].as_array().into_iter().flatten();
                    let wanted: Vec<u64> =
                        others.chain([&case["line"]]).filter_map(|line| line.as_u64()).collect();
                    assert!(
                        lines.iter().any(|line| wanted.contains(line)),
                        "{}: {text:?} {lines:?}",
                        case["id"]
                    );
                    asked += 1;
                }
                _ => {}
            }
        }
        assert!(asked >= 25, "{asked} cases");
    }
}
