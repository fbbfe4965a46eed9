//! Tags, comments and text of HTML, with places: as much of the HTML tokenizer as a check of a page
//! needs. It reads the masked text, so that a template in an attribute cannot end it, and takes values
//! from the file.
//!
//! It never fails and never backtracks twice over the same bytes: a tag whose quotation marks do not
//! close ends at the first `>`, and so do all tags after it.

use std::borrow::Cow;
use std::ops::Range;

use super::element;
use super::mask::Mask;
use crate::span::Span;

/// A start or end tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// From `<` to `>`.
    pub span: Span,
    /// The name as it is written.
    pub name: String,
    /// `</p>`.
    pub closing: bool,
    /// `<br/>`.
    pub self_closing: bool,
    /// The attributes, in order, doubles included.
    pub attributes: Vec<Attribute>,
}

impl Tag {
    /// The first attribute of that name (in any case), the one that counts.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }

    /// Whether this is a start tag of that name (in any case).
    pub fn opens(&self, name: &str) -> bool {
        !self.closing && self.name.eq_ignore_ascii_case(name)
    }
}

/// An attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Name, `=` and value with its quotation marks.
    pub span: Span,
    /// The name as it is written.
    pub name: String,
    /// The value without quotation marks, `&amp;` read as `&`; `None` when there is no `=`.
    pub value: Option<String>,
    /// Where the value is written, without quotation marks.
    pub value_span: Option<Span>,
}

/// What HTML consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Tag(Tag),
    /// `<!-- … -->`.
    Comment(Span),
    /// Text between tags, as a range of the file.
    Text(Range<usize>),
    /// The content of an element whose content is not text, such as `script`.
    Raw(Range<usize>),
}

/// Elements whose content is not prose to toego, and is skipped to the end tag.
const RAW: [&str; 8] = ["script", "style", "textarea", "pre", "code", "svg", "math", "template"];

/// Whether the content of an element is not prose.
pub(super) fn is_raw(name: &str) -> bool {
    RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name))
}

/// Elements that browsers show in a line of text; all others separate what is before from what is after.
const INLINE: [&str; 31] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt",
    "u", "var",
];

/// Whether an element stands in a line of text.
pub(super) fn is_inline(name: &str) -> bool {
    INLINE.iter().any(|inline| inline.eq_ignore_ascii_case(name))
}

/// Whether kramdown reads Markdown after a start tag in a line of text: in `<span>`, not in `<u>`.
pub fn holds_markdown(tag: &Tag) -> bool {
    let asks = tag.attribute("markdown").is_some_and(|markdown| markdown.value.as_deref() == Some("span"));
    asks || element::is_read_in_lines(&tag.name)
}

/// The tokens in a range of the body.
pub(super) struct Tokens<'m> {
    mask: &'m Mask<'m>,
    bytes: &'m [u8],
    /// Where `bytes` begin in the file.
    base: usize,
    /// Next byte to read, in `bytes`.
    at: usize,
    /// What was found behind the text that was returned last.
    after_text: Option<Token>,
    /// Name of the element whose content comes next.
    raw: Option<String>,
    /// Whether quotation marks have turned out not to be in pairs.
    unpaired: bool,
    /// Whether no `>` follows.
    no_more_tags: bool,
}

impl<'m> Tokens<'m> {
    pub fn new(mask: &'m Mask<'m>, range: Range<usize>) -> Self {
        let bytes = mask.masked(range.clone()).as_bytes();
        Tokens {
            mask,
            bytes,
            base: range.start,
            at: 0,
            after_text: None,
            raw: None,
            unpaired: false,
            no_more_tags: false,
        }
    }

    fn file(&self, range: Range<usize>) -> Range<usize> {
        self.base + range.start..self.base + range.end
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn written(&self, range: Range<usize>) -> &'m str {
        self.mask.written(self.file(range))
    }

    /// What begins with `<` at `at`, and where it ends.
    fn markup(&mut self, at: usize) -> Option<(Option<Token>, usize)> {
        let rest = &self.bytes[at..];
        if rest.starts_with(b"<!--") {
            let end = find(&rest[4..], b"-->").map_or(self.bytes.len(), |ahead| at + 4 + ahead + 3);
            return Some((Some(Token::Comment(self.span(at..end))), end));
        }
        match rest.get(1)? {
            b'!' | b'?' => {
                let end = rest
                    .iter()
                    .position(|&byte| byte == b'>')
                    .map_or(self.bytes.len(), |ahead| at + ahead + 1);
                Some((None, end))
            }
            b'/' | b'a'..=b'z' | b'A'..=b'Z' if !self.no_more_tags => {
                let (tag, end) = self.tag(at)?;
                Some((Some(Token::Tag(tag)), end))
            }
            _ => None,
        }
    }

    fn tag(&mut self, at: usize) -> Option<(Tag, usize)> {
        let closing = self.bytes.get(at + 1) == Some(&b'/');
        let name_start = at + 1 + usize::from(closing);
        let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        let name_end = name_start + self.bytes[name_start..].iter().take_while(is_name).count();
        let begins = self.bytes.get(name_start).is_some_and(u8::is_ascii_alphabetic);
        let ends =
            self.bytes.get(name_end).is_some_and(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte));
        if !begins || !ends {
            return None;
        }
        let (attributes, end) = self.attributes_to_end(name_end)?;
        let tag = Tag {
            span: self.span(at..end),
            name: self.written(name_start..name_end).to_owned(),
            closing,
            self_closing: self.bytes[..end].ends_with(b"/>"),
            attributes,
        };
        Some((tag, end))
    }

    /// The attributes from `at` on and the end of the tag, by pairs of quotation marks if possible,
    /// else by the first `>`.
    fn attributes_to_end(&mut self, at: usize) -> Option<(Vec<Attribute>, usize)> {
        if !self.unpaired {
            if let (attributes, Some(end)) = self.attributes(at, self.bytes.len()) {
                return Some((attributes, end));
            }
            self.unpaired = true;
        }
        let Some(ahead) = self.bytes[at..].iter().position(|&byte| byte == b'>') else {
            self.no_more_tags = true;
            return None;
        };
        Some((self.attributes(at, at + ahead).0, at + ahead + 1))
    }

    /// The attributes from `at` on, and the end of the tag if it is before `limit`.
    fn attributes(&self, mut at: usize, limit: usize) -> (Vec<Attribute>, Option<usize>) {
        let mut attributes = Vec::new();
        loop {
            at = self.skip(at, limit, |byte| byte.is_ascii_whitespace() || byte == b'/');
            if at >= limit {
                return (attributes, None);
            }
            if self.bytes[at] == b'>' {
                return (attributes, Some(at + 1));
            }
            let start = at;
            // A `=` that no name precedes is part of one.
            at = self.skip(at + 1, limit, |byte| !byte.is_ascii_whitespace() && !b"/>=".contains(&byte));
            let name = start..at;
            let equals = self.skip(at, limit, |byte| byte.is_ascii_whitespace());
            let mut value = None;
            if equals < limit && self.bytes[equals] == b'=' {
                let open = self.skip(equals + 1, limit, |byte| byte.is_ascii_whitespace());
                let inside = match self.bytes[..limit].get(open) {
                    Some(&quote @ (b'"' | b'\'')) => {
                        let close = self.skip(open + 1, limit, |byte| byte != quote);
                        at = (close + 1).min(limit);
                        open + 1..close
                    }
                    _ => {
                        at = self.skip(open, limit, |byte| !byte.is_ascii_whitespace() && byte != b'>');
                        open..at
                    }
                };
                value = Some(inside);
            }
            attributes.push(Attribute {
                span: self.span(start..at),
                name: self.written(name).to_owned(),
                value: value.clone().map(|range| unescaped(self.written(range)).into_owned()),
                value_span: value.map(|range| self.span(range)),
            });
        }
    }

    fn skip(&self, at: usize, limit: usize, passes: impl Fn(u8) -> bool) -> usize {
        at + self.bytes.get(at..limit).unwrap_or_default().iter().take_while(|&&byte| passes(byte)).count()
    }

    /// The content of `name` from here on, up to its end tag.
    fn raw_content(&mut self, name: &str) -> Range<usize> {
        let start = self.at;
        let mut end = start;
        while let Some(ahead) = find(&self.bytes[end..], b"</") {
            end += ahead;
            let follows = self.bytes.get(end + 2..end + 2 + name.len());
            if follows.is_some_and(|follows| follows.eq_ignore_ascii_case(name.as_bytes())) {
                return start..end;
            }
            end += 2;
        }
        start..self.bytes.len()
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(markup) = self.after_text.take() {
            return Some(markup);
        }
        if let Some(name) = self.raw.take() {
            let content = self.raw_content(&name);
            self.at = content.end;
            if !content.is_empty() {
                return Some(Token::Raw(self.file(content)));
            }
        }
        let mut text = self.at;
        while self.at < self.bytes.len() {
            let at = self.at;
            let markup = if self.bytes[at] == b'<' { self.markup(at) } else { None };
            let Some((token, end)) = markup else {
                self.at += 1;
                continue;
            };
            self.at = end;
            if let Some(Token::Tag(tag)) = &token
                && !tag.closing
                && !tag.self_closing
                && is_raw(&tag.name)
            {
                self.raw = Some(tag.name.clone());
            }
            if text < at {
                self.after_text = token;
                return Some(Token::Text(self.file(text..at)));
            }
            if token.is_some() {
                return token;
            }
            text = end;
        }
        (text < self.at).then(|| Token::Text(self.file(text..self.at)))
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

/// The value an attribute has: `&amp;` is how HTML writes `&` in addresses.
fn unescaped(value: &str) -> Cow<'_, str> {
    if value.contains("&amp;") { Cow::Owned(value.replace("&amp;", "&")) } else { Cow::Borrowed(value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::syntax::Syntax;

    fn tokens(text: &str) -> Vec<Token> {
        let mask = Mask::new(text, 0, &Syntax::default());
        Tokens::new(&mask, 0..text.len()).collect()
    }

    fn tag(text: &str) -> Tag {
        match tokens(text).into_iter().next() {
            Some(Token::Tag(tag)) => tag,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_image_of_a_post() {
        let text = "<img src=\"/images/2024회고글/클로버.jpeg\" height=\"300px\" width='300px'/>";
        let img = tag(text);
        assert_eq!((img.span.slice(text), img.name.as_str(), img.self_closing), (text, "img", true));
        let src = img.attribute("SRC").unwrap();
        assert_eq!(src.value.as_deref(), Some("/images/2024회고글/클로버.jpeg"));
        assert_eq!(src.value_span.unwrap().slice(text), "/images/2024회고글/클로버.jpeg");
        assert_eq!(img.attribute("width").unwrap().span.slice(text), "width='300px'");
        assert!(img.attribute("alt").is_none());
    }

    #[test]
    fn attributes_without_quotes_or_value() {
        let text = "<video controls src=a.mp4?b&amp;c width = 3>";
        let video = tag(text);
        let values: Vec<_> = video.attributes.iter().map(|a| (a.name.as_str(), a.value.as_deref())).collect();
        assert_eq!(values, [("controls", None), ("src", Some("a.mp4?b&c")), ("width", Some("3"))]);
        assert_eq!(video.attributes[1].value_span.unwrap().slice(text), "a.mp4?b&amp;c");
    }

    #[test]
    fn a_template_does_not_end_an_attribute() {
        let text = "<a href=\"{{ \"/글\" | relative_url }}\">글</a>";
        assert_eq!(
            tag(text).attribute("href").unwrap().value.as_deref(),
            Some("{{ \"/글\" | relative_url }}")
        );
    }

    #[test]
    fn unpaired_quotes_end_at_the_first_bracket() {
        let text = "<a href=\"/글>앞</a> <b class='x'>뒤</b>";
        let found = tokens(text);
        let Token::Tag(first) = &found[0] else { panic!("{found:?}") };
        assert_eq!(first.span.slice(text), "<a href=\"/글>");
        assert_eq!(first.attributes[0].value.as_deref(), Some("/글"));
        assert_eq!(found.len(), 7);
    }

    #[test]
    fn text_comments_and_raw_content() {
        let text = "앞<!-- 주 석 --><pre><b>가</pre>1 < 2 <제목>";
        let shown: Vec<_> = tokens(text)
            .into_iter()
            .map(|token| match token {
                Token::Tag(tag) => tag.span.slice(text),
                Token::Comment(span) => span.slice(text),
                Token::Text(range) | Token::Raw(range) => &text[range],
            })
            .collect();
        assert_eq!(shown, ["앞", "<!-- 주 석 -->", "<pre>", "<b>가", "</pre>", "1 < 2 <제목>"]);
    }

    #[test]
    fn what_never_ends_costs_one_pass() {
        for piece in ["<", "<a ", "<a b=\"", "<a b='>", "<!", "<!>", "<!--", "</", "<pre>"] {
            let text = piece.repeat(200_000 / piece.len());
            let last = tokens(&text).into_iter().last();
            assert!(last.is_some() || piece == "<!" || piece == "<!>", "{piece}");
        }
    }
}
