//! The spanned tree that front matter becomes, be it YAML, TOML or JSON.
//!
//! It keeps what a map of values would lose: where everything stands, how it was quoted, and keys
//! given twice. Aliases stay aliases, so a document cannot grow when it is read.

use crate::span::Span;

/// A value, or a key, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its bytes in the original file: with the quotes of a quoted scalar and the brackets of a flow
    /// collection, without tag and anchor. Empty, right after the `:` or `-`, where nothing is written.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a [`Node`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One value, not yet given a type: see [`super::scalar::resolve`].
    Scalar {
        /// How it is written.
        style: Style,
        /// The text, with quotes and escapes undone and lines folded.
        text: String,
        /// Its type, where the notation settles it: everywhere in TOML, and after `!!str` in YAML.
        known: Option<Known>,
    },
    /// `- a` or `[a]`; TOML's `[[a]]` as well.
    Sequence(Vec<Node>),
    /// `a: b` or `{a: b}`, in the order written; a TOML table.
    Mapping(Vec<Entry>),
    /// `*name`: stands for a value given elsewhere.
    Alias,
}

/// A type that does not depend on who reads the scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number as TOML writes it: `1_000`, `0xff`.
    Integer,
    /// Any other number as TOML writes it.
    Float,
    /// A day.
    Date,
    /// A day and a time, perhaps with a zone.
    Timestamp,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|` and `>`, where the span begins at the first line of text, and TOML's `"""` and `'''`.
    Block,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key; almost always a scalar.
    pub key: Node,
    /// The value; an empty plain scalar where nothing is written.
    pub value: Node,
}

impl Node {
    /// The entries of a mapping, in the order written; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence; none of anything else.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The value of `key` in a mapping. Given twice, the last one counts, as in Psych.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().rev().find(|entry| entry.key.as_str() == Some(key)).map(|entry| &entry.value)
    }

    /// The text of a scalar, whatever type it resolves to.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The bytes of a scalar's text: without its quotes, if it has any.
    pub fn content_span(&self) -> Span {
        match self.kind {
            Kind::Scalar { style: Style::SingleQuoted | Style::DoubleQuoted, .. } if self.span.len() >= 2 => {
                Span { start: self.span.start + 1, end: self.span.end - 1 }
            }
            _ => self.span,
        }
    }

    /// The node and all nodes in it, keys included, in no particular order.
    pub fn everywhere(&self) -> impl Iterator<Item = &Node> {
        let mut open = vec![self];
        std::iter::from_fn(move || {
            let node = open.pop()?;
            open.extend(node.items());
            open.extend(node.entries().iter().flat_map(|entry| [&entry.key, &entry.value]));
            Some(node)
        })
    }

    /// The nodes at a path of keys: `header.image`, or with `[]` for every item of a sequence,
    /// `gallery[].image_path`. In the order written; none where the path does not lead anywhere.
    pub fn at_path(&self, path: &str) -> Vec<&Node> {
        let mut found = vec![self];
        for step in path.split('.') {
            let (key, every_item) = step.strip_suffix("[]").map_or((step, false), |key| (key, true));
            found = found.into_iter().filter_map(|node| node.get(key)).collect();
            if every_item {
                found = found.into_iter().flat_map(Node::items).collect();
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::load;
    use super::*;
    use crate::document::syntax::YamlDialect;

    fn tree(yaml: &str) -> Node {
        load(yaml, 0, YamlDialect::Psych).expect("it loads").root.expect("it is not empty")
    }

    #[test]
    fn paths_lead_through_mappings_and_sequences() {
        let root = tree(
            "header:\n  image: /a.png\ngallery:\n  - image_path: /b.png\n  - alt: 없음\n  - image_path: /c.png\n",
        );
        let texts = |path| root.at_path(path).into_iter().filter_map(Node::as_str).collect::<Vec<_>>();
        assert_eq!(texts("header.image"), ["/a.png"]);
        assert_eq!(texts("gallery[].image_path"), ["/b.png", "/c.png"]);
        assert!(texts("header.teaser").is_empty());
        assert!(texts("header[].image").is_empty());
    }

    #[test]
    fn the_last_of_two_keys_counts_and_both_are_kept() {
        let root = tree("title: 처음\ntitle: 나중\n");
        assert_eq!(root.get("title").and_then(Node::as_str), Some("나중"));
        assert_eq!(root.entries().len(), 2);
    }

    #[test]
    fn content_leaves_the_quotes_out() {
        let yaml = "title: '가을 소풍'\n";
        let root = tree(yaml);
        let title = root.get("title").expect("there is a title");
        assert_eq!(title.span.slice(yaml), "'가을 소풍'");
        assert_eq!(title.content_span().slice(yaml), "가을 소풍");
    }
}
