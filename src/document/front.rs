//! Front matter: found, read with the place of every key and value, and explained where it fails.
//!
//! It is read as its author meant it. A page whose `---` stands one line too low has no front matter
//! for Jekyll; here it has one, and a [`Problem`].

mod diagnose;
mod instant;
mod lines;
mod parse;
mod problem;
mod repair;
pub mod scalar;
mod split;
mod tabs;
pub mod tree;
mod unclosed;

use std::borrow::Cow;
use std::collections::HashMap;

use self::parse::Loaded;
pub use self::problem::{Problem, ProblemKind, Reason};
use self::split::Delimited;
use self::tree::{Kind, Node};
use self::unclosed::{Evidence, misshapen_closer, swallowed};
use super::syntax::{Delimiters, Syntax};
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
    /// Its keys and values, always a mapping. None where it is empty or does not load, and for TOML
    /// and Hexo's JSON without braces, which are recognised but not read.
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
    let Some(mut front) = split.front else { return Front { block: None, problems, body_start: split.body_start } };
    let mut body_start = split.body_start;
    let mut loaded = None;
    if front.format == Format::Yaml || front.content.slice(text).starts_with('{') {
        let reading = load(text, front, syntax);
        if reading.front != front {
            body_start = reading.front.span.end as usize;
        }
        front = reading.front;
        problems.extend(reading.problems);
        loaded = reading.loaded;
    }
    problems.sort_by_key(|problem| problem.span);
    let (root, comments) = loaded.map_or((None, Vec::new()), |loaded| (loaded.root, loaded.comments));
    let block = Block { span: front.span, content: front.content, format: front.format, root, comments };
    Front { block: Some(block), problems, body_start }
}

/// What came of loading a block.
struct Reading {
    /// The block, shorter than it was where body text was taken out of it.
    front: Delimited,
    loaded: Option<Loaded>,
    problems: Vec<Problem>,
}

fn load(text: &str, front: Delimited, syntax: &Syntax) -> Reading {
    let parsed = |front: Delimited| parse::load(&yaml(text, front, syntax), front.content.start as usize, syntax.yaml);
    let ending_early = |early: unclosed::Early| {
        let loaded = parsed(early.front).ok();
        let problems = loaded.iter().flat_map(|loaded| oddities(text, loaded)).chain([early.problem]).collect();
        Reading { front: early.front, loaded, problems }
    };
    let is_yaml = front.format == Format::Yaml;
    if let Some(early) = swallowed(text, front, syntax, Evidence::Rule).filter(|_| is_yaml) {
        return ending_early(early);
    }
    let failure = match parsed(front) {
        Ok(loaded) => {
            let problems = oddities(text, &loaded);
            return Reading { front, loaded: Some(loaded), problems };
        }
        Err(failure) => failure,
    };
    if let Some(early) = misshapen_closer(text, front, syntax).filter(|_| is_yaml) {
        return ending_early(early);
    }
    let diagnosis = diagnose::diagnose(&yaml(text, front, syntax), front.content.start as usize, syntax.yaml, failure);
    match swallowed(text, front, syntax, Evidence::Text).filter(|_| is_yaml && !diagnosis.proven) {
        Some(early) => ending_early(early),
        None => Reading { front, loaded: None, problems: diagnosis.problems },
    }
}

/// The text between the delimiters, as the generator hands it to its YAML library.
fn yaml<'t>(text: &'t str, front: Delimited, syntax: &Syntax) -> Cow<'t, str> {
    let content = front.content.slice(text);
    if syntax.delimiters == Delimiters::Hexo && content.contains('\t') {
        // Hexo puts two spaces for each of these tabs. With one, every offset stays as it is, and only
        // lines indented in both ways can come out otherwise.
        Cow::Owned(tabs::without_leading(content))
    } else {
        Cow::Borrowed(content)
    }
}

/// What loads and is wrong all the same.
fn oddities(text: &str, loaded: &Loaded) -> Vec<Problem> {
    let mut problems: Vec<Problem> = loaded.root.iter().flat_map(duplicates).collect();
    problems.extend(loaded.tags.iter().map(|tag| {
        let span = Span { start: tag.span.start, end: tag.value.end.max(tag.span.end) };
        let edit = Edit { span, replacement: repair::quoted(span.slice(text)) };
        let one_line = !span.slice(text).contains('\n');
        let fix = one_line.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
        Problem { kind: ProblemKind::StrayTag, span, fix }
    }));
    problems
}

/// Keys given twice, anywhere in the tree.
fn duplicates(root: &Node) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        match &node.kind {
            Kind::Sequence(items) => open.extend(items),
            Kind::Mapping(entries) => {
                let mut seen: HashMap<&str, Span> = HashMap::new();
                for entry in entries {
                    open.extend([&entry.key, &entry.value]);
                    // `<<` merges, and may do so more than once.
                    let Some(key) = entry.key.as_str().filter(|key| *key != "<<") else { continue };
                    let first = *seen.entry(key).or_insert(entry.key.span);
                    if first != entry.key.span {
                        let kind = ProblemKind::DuplicateKey { first, key: key.to_owned() };
                        problems.push(Problem { kind, span: entry.key.span, fix: None });
                    }
                }
            }
            Kind::Scalar { .. } | Kind::Alias => {}
        }
    }
    problems
}
