//! YAML text to a tree, by the events of granit-parser.
//!
//! The parser reads YAML 1.2. What the generators' libraries refuse and it does not is refused here:
//! put to 20,000 broken pages, it and libyaml 0.2.5 agreed on 99.7 in 100 whether they load.

use std::borrow::Cow;
use std::ops;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StructureStyle, options};

use super::repair::quote_end;
use super::tabs::{self, Shield};
use super::tree::{Entry, Kind, Known, Node, Style};
use crate::document::syntax::YamlDialect;
use crate::span::Span;

/// Collections inside collections; beyond it, reading stops. No front matter is as deep as this.
const MAX_DEPTH: usize = 250;

/// Byte offsets in the YAML that is being read.
type Range = ops::Range<usize>;

/// Nodes in one front matter; beyond it, reading stops.
const MAX_NODES: usize = 100_000;

/// Comments right after a quote that are looked for.
const MAX_GLUED: usize = 8;

/// Lines of flow collections that begin with a tab and are read one by one; with more, all tabs give way.
const MAX_TABBED: usize = 50;

/// YAML that loads.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The first document, a mapping; none when there is nothing but comments.
    pub root: Option<Node>,
    /// `# …` up to the line end, in order.
    pub comments: Vec<Span>,
    /// Tags that are none of YAML's own, each with the scalar it is attached to.
    pub tags: Vec<Tag>,
}

/// A tag such as `!` or `!중요` and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// The tag itself.
    pub span: Span,
    /// The value after it.
    pub value: Span,
}

/// Why YAML does not load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// Where the parser gave up: a byte offset in the original file.
    pub at: usize,
    /// Why.
    pub cause: Cause,
}

/// The kinds of [`Failure`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// A limit was met.
    TooDeep,
    /// It is one text or a list, without keys.
    NotAMapping,
    /// A tab where a token must begin.
    Tab,
    /// In the parser's words.
    Syntax(String),
}

/// Loads the first YAML document of `yaml`, which begins at byte `base` of the original file.
pub(super) fn load(yaml: &str, base: usize, dialect: YamlDialect) -> Result<Loaded, Failure> {
    let mut text = Cow::Borrowed(yaml);
    let mut builder = Builder::new(yaml, base, dialect);
    let mut outcome = builder.read(yaml);
    for _ in 0..MAX_GLUED {
        // All libraries take `"값"# 말` for a comment, the parser does not.
        let Some(comment) = outcome.as_ref().err().and_then(|failure| glued(&text, failure.at - base)) else {
            break;
        };
        text.to_mut().replace_range(comment.clone(), &" ".repeat(comment.len()));
        builder = Builder::new(yaml, base, dialect);
        outcome = builder.read(&text);
    }
    // The parser minds tabs in flow collections, and no library does.
    for _ in 0..MAX_TABBED {
        let in_flow = outcome.as_ref().err().filter(|own| own.cause == Cause::Tab && builder.flow_depth > 0);
        let Some(indent) = in_flow.and_then(|own| tabs::indent(&text, own.at - base)) else { break };
        text.to_mut().replace_range(indent.clone(), &" ".repeat(indent.len()));
        builder = Builder::new(yaml, base, dialect);
        outcome = builder.read(&text);
    }
    // Elsewhere, libyaml does not mind all that it minds, and js-yaml 3 none; libyaml minds others, see below.
    let forgives = builder.flow_depth > 0 || matches!(dialect, YamlDialect::Psych | YamlDialect::JsYaml3);
    if forgives && matches!(&outcome, Err(Failure { cause: Cause::Tab, .. })) {
        builder = Builder::new(yaml, base, dialect);
        outcome = builder.read(&tabs::without_leading(&text));
    }
    if dialect != YamlDialect::JsYaml3 {
        let end = outcome.as_ref().err().map_or(yaml.len(), |failure| failure.at - base);
        let libyaml = dialect == YamlDialect::Psych;
        let tab = tabs::first_forbidden(yaml.get(..end).unwrap_or(yaml), &builder.shields, libyaml);
        outcome = tab.map_or(outcome, |at| Err(builder.failure(at, Cause::Tab)));
    }
    outcome?;
    match &builder.root {
        Some(Node { kind: Kind::Mapping(_), .. }) | None => {}
        Some(node) => return Err(Failure { at: node.span.start as usize, cause: Cause::NotAMapping }),
    }
    Ok(Loaded { root: builder.root, comments: builder.comments, tags: builder.tags })
}

/// The comment right after the closing quote of the value on the line of byte `at`.
fn glued(yaml: &str, at: usize) -> Option<Range> {
    let line = yaml.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let rest = yaml.get(line..)?.lines().next()?;
    let marks = [": ", "- "].iter().filter_map(|mark| rest.find(mark).map(|at| at + mark.len()));
    let value = rest.get(marks.min()?..)?.trim_start();
    let comment = value.get(quote_end(value)? + 1..).filter(|comment| comment.starts_with('#'))?;
    Some(line + rest.len() - comment.len()..line + rest.len())
}

fn cause(kind: &ErrorKind) -> Cause {
    match kind {
        ErrorKind::RecursionLimitExceeded => Cause::TooDeep,
        ErrorKind::TabInBlockIndentation | ErrorKind::TabInPlainScalar | ErrorKind::TabNotAllowed => {
            Cause::Tab
        }
        kind => Cause::Syntax(kind.to_string()),
    }
}

/// A collection whose end has not been met.
enum Open {
    Sequence { start: usize, items: Vec<Node> },
    Mapping { start: usize, entries: Vec<Entry>, key: Option<Node> },
}

struct Builder<'t> {
    yaml: &'t str,
    base: usize,
    dialect: YamlDialect,
    open: Vec<Open>,
    /// Whether each of `open` is a flow collection. `[a: b]` has two: that of the pair has no brackets.
    in_flow: Vec<bool>,
    /// Flow collections among `open`, and where the first of them begins.
    flow_depth: usize,
    flow_start: usize,
    /// Nodes so far.
    nodes: usize,
    root: Option<Node>,
    comments: Vec<Span>,
    tags: Vec<Tag>,
    shields: Vec<Shield>,
}

impl<'t> Builder<'t> {
    fn new(yaml: &'t str, base: usize, dialect: YamlDialect) -> Self {
        Builder {
            yaml,
            base,
            dialect,
            open: Vec::new(),
            in_flow: Vec::new(),
            flow_depth: 0,
            flow_start: 0,
            nodes: 0,
            root: None,
            comments: Vec::new(),
            tags: Vec::new(),
            shields: Vec::new(),
        }
    }

    /// Takes the events of the first document of `yaml`, which may differ from `self.yaml` in blanks.
    fn read(&mut self, yaml: &str) -> Result<(), Failure> {
        let options = options! {
            emit_anchor_events: true,
            disallow_directives: true,
            bom_inside_document_as_content: true,
            block_scalar_eof_without_line_feed: true,
            max_buffered_comment_events: usize::MAX,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        let mut has_ended = false;
        for next in Parser::new_from_str_with_options(yaml, options) {
            if has_ended {
                let at = match &next {
                    Ok((Event::Comment(..) | Event::StreamEnd, _)) => None,
                    Ok((_, span)) => span.byte_range().map(|range| range.start),
                    Err(error) => error.marker().byte_offset(),
                };
                let rest = at.and_then(|at| yaml.get(at..)).unwrap_or("").trim_ascii_start();
                if !rest.is_empty() && !rest.starts_with("---") {
                    // Psych reads no further and says nothing; others refuse all of it.
                    return Err(self.failure(at.unwrap_or(0), Cause::Syntax("text after the end".to_owned())));
                }
            }
            let (event, span) = next.map_err(|error| {
                if self.flow_depth > 0 {
                    self.shields.push(Shield { range: self.flow_start..yaml.len(), plain: false });
                }
                let at = error.marker().byte_offset().unwrap_or(0).min(yaml.len());
                self.failure(at, cause(error.kind()))
            })?;
            if has_ended && !matches!(event, Event::Comment(..)) {
                break;
            }
            has_ended |= matches!(event, Event::DocumentEnd);
            let tag = span.tag_span().and_then(|tag| tag.byte_range());
            self.accept(event, span.byte_range().unwrap_or_default(), tag)?;
        }
        Ok(())
    }

    fn accept(&mut self, event: Event<'_>, range: Range, tag: Option<Range>) -> Result<(), Failure> {
        match event {
            Event::Comment(..) => self.comments.push(self.span(&range)),
            Event::Anchor(_, name) => self.check_name(&name, range.start)?,
            Event::Alias(_) => {
                self.check_name(self.written(&range).trim_start_matches('*'), range.start)?;
                let span = self.span(&range);
                self.add(Node { span, kind: Kind::Alias })?;
            }
            Event::Scalar(text, style, _, known) => {
                let is_text = known.as_ref().is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                let node = self.scalar(&text, style, &range, is_text);
                let is_own = known.is_none_or(|tag| tag.is_yaml_core_schema());
                if let (false, Some(tag)) = (is_own, &tag) {
                    self.tags.push(Tag { span: self.span(tag), value: node.span });
                }
                self.add(node)?;
            }
            Event::SequenceStart(style, ..) => {
                self.enter(style, range.start);
                let is_block = style == StructureStyle::Block;
                let start = if is_block { self.first_dash(range.start) } else { range.start };
                self.open.push(Open::Sequence { start, items: Vec::new() });
            }
            Event::MappingStart(style, ..) => {
                self.enter(style, range.start);
                self.open.push(Open::Mapping { start: range.start, entries: Vec::new(), key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&range)?,
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, range: &Range, is_text: bool) -> Node {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        if self.flow_depth == 0 {
            self.shields.push(Shield { range: range.clone(), plain: style == Style::Plain });
        }
        let written = self.written(range);
        // The parser says `~` where nothing is written, and puts it before the colon.
        let (text, range) = if written.is_empty() {
            ("", self.empty(range.start))
        } else {
            (text, range.start..range.start + written.trim_ascii_end().len())
        };
        Node {
            span: self.span(&range),
            kind: Kind::Scalar { style, text: text.to_owned(), known: is_text.then_some(Known::Text) },
        }
    }

    /// The place of an empty node that the parser reports at `at`, before the colon or after a comment.
    fn empty(&self, at: usize) -> Range {
        let at = match self.open.last() {
            Some(Open::Mapping { key: Some(_), .. }) => {
                let rest = self.written(&(at..self.yaml.len()));
                let after = rest.trim_ascii_start();
                if after.starts_with(':') { at + rest.len() - after.len() + 1 } else { at }
            }
            Some(Open::Sequence { start, items }) => {
                let from =
                    items.last().map_or(*start, |item| (item.span.end as usize).saturating_sub(self.base));
                self.after_dash(from, at)
            }
            _ => at,
        };
        at..at
    }

    /// The `-` of a sequence that the parser reports at `at`: there, or before a comment.
    fn first_dash(&self, at: usize) -> usize {
        let before = self.written(&(0..at));
        let mut start = at;
        for line in
            before.split_inclusive('\n').rev().filter(|_| !self.written(&(at..at + 1)).starts_with('-'))
        {
            start -= line.len();
            let text = line.trim_ascii_start();
            if text.starts_with('-') {
                return start + line.len() - text.len();
            }
        }
        at
    }

    /// After the last `-` that begins a line from byte `from` to `at`, or what is left of its line at `from`, where
    /// the first of a sequence may stand.
    fn after_dash(&self, from: usize, at: usize) -> usize {
        let mut start = from;
        let mut found = at;
        for line in self.written(&(from..at)).split_inclusive('\n') {
            let text = line.trim_ascii_start();
            if text.starts_with('-') {
                found = start + line.len() - text.len() + 1;
            }
            start += line.len();
        }
        found
    }

    fn enter(&mut self, style: StructureStyle, at: usize) {
        self.in_flow.push(style == StructureStyle::Flow);
        if style == StructureStyle::Flow {
            self.flow_start = if self.flow_depth == 0 { at } else { self.flow_start };
            self.flow_depth += 1;
        }
    }

    fn close(&mut self, range: &Range) -> Result<(), Failure> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (start, end, kind) = match open {
            Open::Sequence { start, items } => {
                let end = items.last().map(|item| item.span.end);
                (start, end, Kind::Sequence(items))
            }
            Open::Mapping { start, entries, .. } => {
                let end = entries.last().map(|entry| entry.value.span.end);
                (start, end, Kind::Mapping(entries))
            }
        };
        // A block collection ends with its last value; the parser says where the next thing begins.
        let is_flow = range.len() == 1;
        if self.in_flow.pop() == Some(true) {
            self.flow_depth -= 1;
            if self.flow_depth == 0 {
                self.shields.push(Shield { range: self.flow_start..range.end, plain: false });
            }
        }
        let start = self.span(&(start..start)).start;
        let end = if is_flow { self.span(range).end } else { end.unwrap_or(start) };
        self.add(Node { span: Span { start, end: end.max(start) }, kind })
    }

    /// Puts a finished node where it belongs.
    fn add(&mut self, node: Node) -> Result<(), Failure> {
        self.nodes += 1;
        let at = (node.span.start as usize).saturating_sub(self.base);
        if self.nodes > MAX_NODES || self.open.len() > MAX_DEPTH {
            return Err(self.failure(at, Cause::TooDeep));
        }
        let lacks_key = self.dialect != YamlDialect::GoYaml && self.yaml.as_bytes().get(at) == Some(&b':');
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { key: key @ None, .. }) => {
                if lacks_key && node.span.is_empty() {
                    return Err(self.failure(at, Cause::Syntax("did not find expected key".to_owned())));
                }
                *key = Some(node);
            }
            Some(Open::Mapping { entries, key, .. }) => {
                entries.extend(key.take().map(|key| Entry { key, value: node }));
            }
        }
        Ok(())
    }

    /// libyaml takes only ASCII letters, digits, `-` and `_` in the name of an anchor.
    fn check_name(&self, name: &str, at: usize) -> Result<(), Failure> {
        let fine = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        if fine || self.dialect != YamlDialect::Psych {
            return Ok(());
        }
        Err(self
            .failure(at, Cause::Syntax("did not find expected alphabetic or numeric character".to_owned())))
    }

    fn written(&self, range: &Range) -> &str {
        self.yaml.get(range.clone()).unwrap_or("")
    }

    fn failure(&self, at: usize, cause: Cause) -> Failure {
        Failure { at: self.base + at, cause }
    }

    fn span(&self, range: &Range) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(yaml: &str) -> Node {
        load(yaml, 0, YamlDialect::Psych).expect("it loads").root.expect("it is not empty")
    }

    fn value<'t>(yaml: &'t str, key: &str) -> &'t str {
        root(yaml).get(key).expect("the key is there").span.slice(yaml)
    }

    #[test]
    fn spans_are_exact() {
        let yaml = "제목: 봄날   \ntags: [산, 바다 ]  # 말\nq: \"안녕\"  \nlit: |\n  첫 줄\n  둘째\n\nlong: 여러\n  줄 \n";
        assert_eq!(value(yaml, "제목"), "봄날");
        assert_eq!(value(yaml, "tags"), "[산, 바다 ]");
        assert_eq!(value(yaml, "q"), "\"안녕\"");
        assert_eq!(value(yaml, "lit"), "첫 줄\n  둘째");
        assert_eq!(value(yaml, "long"), "여러\n  줄");
        let loaded = load(yaml, 0, YamlDialect::Psych).expect("it loads");
        assert_eq!(loaded.comments.iter().map(|span| span.slice(yaml)).collect::<Vec<_>>(), ["# 말"]);
    }

    #[test]
    fn carriage_returns_and_a_base_shift_nothing_else() {
        let yaml = "title: 봄날 \r\nheader:\r\n  image: /가.png\r\n";
        let root = load(yaml, 100, YamlDialect::JsYaml).expect("it loads").root.expect("it is not empty");
        let image = root.at_path("header.image")[0];
        let start = yaml.find("/가").expect("it is there");
        assert_eq!(image.span, Span::new(100 + start, 100 + start + "/가.png".len()));
        let header = root.get("header").expect("the key is there");
        assert_eq!(header.span.end, image.span.end);
    }

    #[test]
    fn nothing_written_stands_after_the_colon() {
        let yaml = "title:\ntags :   # 없음\n";
        let root = root(yaml);
        assert_eq!(root.get("title").map(|node| node.span), Some(Span::at(6)));
        assert_eq!(root.get("tags").map(|node| node.span), Some(Span::at(yaml.find(" :").unwrap_or(0) + 2)));
        assert_eq!(root.get("title").and_then(Node::as_str), Some(""));
    }

    #[test]
    fn nothing_written_stands_after_the_dash() {
        let yaml = "tags:\n- # 없음\n- 산 # - 아님\n-\n- #x\nin:\n  - - #y\n    - z\n  - [a: b]\n  - #z\n";
        let mut empty: Vec<usize> = root(yaml)
            .everywhere()
            .filter(|node| node.span.is_empty())
            .map(|node| node.span.start as usize)
            .collect();
        empty.sort_unstable();
        let after = |text: &str| yaml.find(text).map(|at| at + 1);
        let wanted = [after("- # 없음"), after("-\n- #x"), after("- #x"), after("- #y"), after("- #z")];
        assert_eq!(empty.into_iter().map(Some).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn limits_end_hostile_input() {
        let deep = "[".repeat(10_000);
        assert_eq!(load(&deep, 0, YamlDialect::Psych).map(|_| ()).map_err(|f| f.cause), Err(Cause::TooDeep));
        let wide = format!("[{}]", "가,".repeat(MAX_NODES + 1));
        assert_eq!(load(&wide, 0, YamlDialect::Psych).map(|_| ()).map_err(|f| f.cause), Err(Cause::TooDeep));
        let blocks = "- ".repeat(10_000);
        assert_eq!(
            load(&blocks, 0, YamlDialect::Psych).map(|_| ()).map_err(|f| f.cause),
            Err(Cause::TooDeep)
        );
    }

    #[test]
    fn up_to_the_limits_all_is_read() {
        // One node a name, the list, its key and the mapping around them.
        let wide = |names: usize| load(&format!("a: [{}]", "가,".repeat(names)), 0, YamlDialect::Psych);
        assert!(wide(MAX_NODES - 3).is_ok());
        assert_eq!(wide(MAX_NODES - 2).map(|_| ()).map_err(|f| f.cause), Err(Cause::TooDeep));
        let deep = |lists: usize| {
            let yaml = format!("a: {}{}", "[".repeat(lists), "]".repeat(lists));
            load(&yaml, 0, YamlDialect::Psych).is_ok()
        };
        assert!(deep(MAX_DEPTH) && !deep(MAX_DEPTH + 1));
    }

    #[test]
    fn an_alias_is_not_expanded() {
        let bomb = "a: &a [가, 가]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";
        let root = root(bomb);
        assert!(root.at_path("c[]").iter().all(|item| item.kind == Kind::Alias));
    }

    #[test]
    fn psych_refuses_what_libyaml_refuses() {
        let loads = |yaml: &str, dialect| load(yaml, 0, dialect).is_ok();
        for yaml in [
            "list:\n\t- a\n",
            "title: 봄\n\ttoc: true\n",
            "title: 봄\n\t\ntoc: true\n",
            "title: \"봄\"\n \t\ntoc: true\n",
            "name: &봄 값\n",
            "a: 1\n: 2\n",
            "color: \"#2a9d8f\"}\n",
        ] {
            assert!(!loads(yaml, YamlDialect::Psych), "{yaml:?}");
        }
        for yaml in [
            "toc:\ttrue\n",
            "title: \"봄\"# 말\ntags:\n  - '#산'#말\n",
            "title: 봄\n  \ntoc: true\n",
            "title: 봄\n \t\ntoc: true\n",
            "tags: [\n\t가, # 말\n\t나\n]\ntoc: true\n",
            "tags: [\n\t가,\n\t나\n]\n",
            "tags: [\n\t가: 나,\n\t다\n]\n",
            "tags: [가: 나]\ntitle: 봄\n \t여름\n",
            "title: \"봄\n\t여름\"\n",
            "text: |\n  봄\n  \t여름\n",
            "? toc\n: true\n",
        ] {
            assert!(loads(yaml, YamlDialect::Psych), "{yaml:?}");
        }
        assert!(loads("name: &봄 값\n", YamlDialect::JsYaml));
    }
}
