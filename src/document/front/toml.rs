//! TOML text to the same tree that YAML becomes.
//!
//! The parser reads TOML 1.1. Hugo reads 1.0, so what only 1.1 allows (a line break in `{…}`) is let pass.

mod repair;

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

pub(super) use self::repair::repairs;
use super::parse::{Cause, Failure, Loaded};
use super::tree::{Entry, Kind, Known, Node, Style};
use crate::span::Span;

/// What TOML is that does not load.
#[derive(Debug)]
pub(super) struct Unloaded {
    /// Keys given twice, where given later, in the original file.
    pub twice: Vec<Span>,
    /// The first other thing that stopped the parser.
    pub failure: Option<Failure>,
}

/// Loads `toml`, which begins at byte `base` of the original file.
pub(super) fn load(toml: &str, base: usize) -> Result<Loaded, Unloaded> {
    let (table, errors) = DeTable::parse_recoverable(toml);
    let reader = Reader { toml, base };
    if !errors.is_empty() {
        let place = |error: &toml::de::Error| error.span().unwrap_or(0..0);
        let (twice, others): (Vec<_>, Vec<_>) =
            errors.iter().partition(|error| error.message().starts_with("duplicate key"));
        let first = others.into_iter().min_by_key(|error| place(error).start);
        return Err(Unloaded {
            twice: twice.into_iter().map(|error| reader.span(place(error))).collect(),
            failure: first
                .map(|error| Failure { at: base + place(error).start, cause: cause(error.message()) }),
        });
    }
    let root = reader.table(table.get_ref(), 0..0);
    let root = Some(root).filter(|root| !root.entries().is_empty());
    Ok(Loaded { root, comments: reader.comments(), tags: Vec::new() })
}

fn cause(message: &str) -> Cause {
    if message.contains("cannot recurse") { Cause::TooDeep } else { Cause::Syntax(message.to_owned()) }
}

struct Reader<'t> {
    toml: &'t str,
    base: usize,
}

impl Reader<'_> {
    /// The table reported at `place`: its braces, or a header. Without braces it reaches from its
    /// first key to its last value.
    fn table(&self, table: &DeTable<'_>, place: Range<usize>) -> Node {
        let mut entries: Vec<Entry> = table.iter().map(|(key, value)| self.entry(key, value)).collect();
        entries.sort_by_key(|entry| entry.key.span);
        let has_braces = self.written(&place).starts_with('{');
        let start = entries.first().map(|entry| entry.key.span.start).filter(|_| !has_braces);
        let end = entries.iter().map(|entry| entry.value.span.end).max().filter(|_| !has_braces);
        let place = self.span(place);
        let span = Span { start: start.unwrap_or(place.start), end: end.unwrap_or(place.end) };
        Node { span, kind: Kind::Mapping(entries) }
    }

    fn entry(&self, key: &Spanned<Cow<'_, str>>, value: &Spanned<DeValue<'_>>) -> Entry {
        let place = key.span();
        let style = self.style(place.start);
        let kind = Kind::Scalar { style, text: key.get_ref().to_string(), known: Some(Known::Text) };
        Entry { key: Node { span: self.span(place), kind }, value: self.value(value) }
    }

    fn value(&self, value: &Spanned<DeValue<'_>>) -> Node {
        let place = value.span();
        let (style, known) = match value.get_ref() {
            DeValue::Table(table) => return self.table(table, place),
            DeValue::Array(items) => {
                let is_inline = items.iter().all(|item| place.end >= item.span().end);
                let items: Vec<Node> = items.iter().map(|item| self.value(item)).collect();
                // `[[gallery]]` stands before each of its tables, not around them.
                let span = match (items.first(), items.last()) {
                    (Some(first), Some(last)) if !is_inline => {
                        Span { start: first.span.start, end: last.span.end }
                    }
                    _ => self.span(place),
                };
                return Node { span, kind: Kind::Sequence(items) };
            }
            DeValue::String(_) => (self.style(place.start), Known::Text),
            DeValue::Integer(_) => (Style::Plain, Known::Integer),
            DeValue::Float(_) => (Style::Plain, Known::Float),
            DeValue::Boolean(_) => (Style::Plain, Known::Boolean),
            DeValue::Datetime(at) => match (at.date, at.time) {
                (Some(_), Some(_)) => (Style::Plain, Known::Timestamp),
                (Some(_), None) => (Style::Plain, Known::Date),
                _ => (Style::Plain, Known::Text),
            },
        };
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            _ => self.written(&place).to_owned(),
        };
        Node { span: self.span(place), kind: Kind::Scalar { style, text, known: Some(known) } }
    }

    fn written(&self, place: &Range<usize>) -> &str {
        self.toml.get(place.clone()).unwrap_or("")
    }

    fn style(&self, at: usize) -> Style {
        let rest = self.toml.get(at..).unwrap_or("");
        match rest.as_bytes() {
            [b'"', b'"', b'"', ..] | [b'\'', b'\'', b'\'', ..] => Style::Block,
            [b'"', ..] => Style::DoubleQuoted,
            [b'\'', ..] => Style::SingleQuoted,
            _ => Style::Plain,
        }
    }

    fn comments(&self) -> Vec<Span> {
        let tokens = Source::new(self.toml).lex();
        tokens
            .filter(|token| token.kind() == TokenKind::Comment)
            .map(|token| self.span(token.span().start()..token.span().end()))
            .collect()
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::{Scalar, resolve};
    use super::*;
    use crate::document::syntax::YamlDialect;

    fn root(toml: &str) -> Node {
        load(toml, 0).expect("it loads").root.expect("it is not empty")
    }

    #[test]
    fn spans_are_exact() {
        let toml = "title = \"봄날\" # 말\r\ntags = [ '산', \"바다\" ]\r\nheader.image = '/가.png'\r\n\r\n[params]\r\nmath = true\r\n\
                    [[gallery]]\r\nurl = '/나.png'\r\n[[gallery]]\r\nurl = '/다.png'\r\nalt = \"\"\r\n[빈]\r\n".replace("[빈]", "[none]");
        let root = root(&toml);
        let written = |path| root.at_path(path).iter().map(|node| node.span.slice(&toml)).collect::<Vec<_>>();
        assert_eq!(written("title"), ["\"봄날\""]);
        assert_eq!(written("tags"), ["[ '산', \"바다\" ]"]);
        assert_eq!(written("tags[]"), ["'산'", "\"바다\""]);
        assert_eq!(written("header"), ["image = '/가.png'"]);
        assert_eq!(written("params.math"), ["true"]);
        assert_eq!(written("params"), ["math = true"]);
        assert_eq!(written("gallery[].url"), ["'/나.png'", "'/다.png'"]);
        assert!(
            written("gallery")[0].starts_with("url = '/나") && written("gallery")[0].ends_with("alt = \"\"")
        );
        assert_eq!(root.get("title").map(|title| title.content_span().slice(&toml)), Some("봄날"));
        let loaded = load(&toml, 0).expect("it loads");
        assert_eq!(loaded.comments.iter().map(|span| span.slice(&toml)).collect::<Vec<_>>(), ["# 말"]);
        let keys: Vec<_> = root.entries().iter().filter_map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["title", "tags", "header", "params", "gallery", "none"]);
    }

    #[test]
    fn values_have_the_types_of_toml() {
        let cases = [
            ("\"2024\"", Scalar::Str("2024")),
            ("'C:\\temp'", Scalar::Str("C:\\temp")),
            ("\"\"\"\n봄\n여름\"\"\"", Scalar::Str("봄\n여름")),
            ("true", Scalar::Bool(true)),
            ("1_000", Scalar::Int(1000)),
            ("-0", Scalar::Int(0)),
            ("0xfF", Scalar::Int(255)),
            ("0o17", Scalar::Int(15)),
            ("+7", Scalar::Int(7)),
            ("2024.10", Scalar::Float(2024.1)),
            ("1e3", Scalar::Float(1000.0)),
            ("-inf", Scalar::Float(f64::NEG_INFINITY)),
            ("2024-01-02", Scalar::Date("2024-01-02")),
            ("2024-01-02T10:00:00+09:00", Scalar::Timestamp("2024-01-02T10:00:00+09:00")),
            ("2024-01-02 10:00:00", Scalar::Timestamp("2024-01-02 10:00:00")),
            ("07:30:00", Scalar::Str("07:30:00")),
            ("[1]", Scalar::Compound),
        ];
        for (value, wanted) in cases {
            let root = root(&format!("x = {value}\n"));
            assert_eq!(root.get("x").map(|x| resolve(x, YamlDialect::GoYaml)), Some(wanted), "{value}");
        }
    }

    #[test]
    fn what_does_not_load_says_where() {
        let unloaded = load("title = 봄\ntitle = \"봄\"\n", 10).expect_err("it does not load");
        assert_eq!(unloaded.failure.map(|failure| failure.at), Some(18));
        let unloaded = load("a = 1\na = 2\n", 10).expect_err("it does not load");
        assert_eq!((unloaded.twice, unloaded.failure), (vec![Span::new(16, 17)], None));
        let deep = format!("a = {}", "[".repeat(10_000));
        let failure = load(&deep, 0).expect_err("it does not load").failure;
        assert_eq!(failure.map(|failure| failure.cause), Some(Cause::TooDeep));
    }

    #[test]
    fn keys_within_keys_end_somewhere() {
        for toml in ["{}a = 1\n", "[{}a]\nb = 1\n", "[[{}a]]\n"] {
            assert!(load(&toml.replace("{}", &"a.".repeat(200_000)), 0).is_err(), "{toml}");
        }
    }
}
