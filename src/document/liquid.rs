//! What Liquid sees of a body: its tags and outputs, cut as Liquid cuts them.
//!
//! Liquid runs before Markdown and knows nothing of it: a tag counts inside code, math and HTML comments
//! as well, and one that is not closed reaches over any number of paragraphs. The mask asks another
//! question (what is not Markdown), so it takes the cautious view and this list the exact one: it
//! follows the tokenizer that Liquid 4 and 5 share.

use crate::span::Span;

/// `{{ … }}`, `{% … %}`, or what should have been one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// From the opening to the closing braces; of an opening without an end, the two characters alone.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// The name of a tag, in ASCII letters, digits and `_`; empty without one.
    pub name: Span,
    /// What follows the name, or stands in an output, without the `-` that trims space; with spaces.
    pub markup: Span,
}

/// What a [`Token`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// `{{ … }}`
    Output,
    /// `{% … %}`. Between `raw` and its `endraw`, nothing is a token.
    Tag,
    /// `{{` that no `}}` closes: Liquid takes the first `}` for its end.
    OpenOutput,
    /// `{%` that no `%}` closes.
    OpenTag,
}

/// The tokens after byte `start` of `text`, in order.
pub fn tokens(text: &str, start: usize) -> Vec<Token> {
    let mut found = Vec::new();
    let mut last = Ends { text, tag: start, output: start, no_tag: false, no_output: false };
    let mut in_raw = false;
    let mut at = start;
    while let Some(ahead) = text.get(at..).and_then(|rest| memchr::memchr(b'{', rest.as_bytes())) {
        let open = at + ahead;
        at = open + 1;
        let Some(span) = last.token(open) else { continue };
        at = span.end as usize;
        if in_raw {
            if let Some(end) = end_of_raw(text, span) {
                found.push(end);
                in_raw = false;
            }
            continue;
        }
        let token = read(text, span);
        in_raw = token.kind == TokenKind::Tag && token.name.slice(text) == "raw";
        found.push(token);
    }
    found
}

/// Where the next closing braces are, each looked for once.
struct Ends<'t> {
    text: &'t str,
    tag: usize,
    output: usize,
    no_tag: bool,
    no_output: bool,
}

impl Ends<'_> {
    /// The token that begins with the `{` at `open`, if one does.
    fn token(&mut self, open: usize) -> Option<Span> {
        let inside = open + 2;
        match self.text.as_bytes().get(open + 1)? {
            b'%' => {
                if !self.no_tag && self.tag < inside {
                    let end = self.text[inside..].find("%}");
                    self.no_tag = end.is_none();
                    self.tag = end.map_or(self.tag, |ahead| inside + ahead);
                }
                Some(Span::new(open, if self.no_tag { inside } else { self.tag + 2 }))
            }
            b'{' => {
                if !self.no_output && self.output < inside {
                    let end = self.text[inside..].find('}');
                    self.no_output = end.is_none();
                    self.output = end.map_or(self.output, |ahead| inside + ahead);
                }
                if self.no_output {
                    return Some(Span::new(open, inside));
                }
                let both = self.text[self.output..].starts_with("}}");
                Some(Span::new(open, self.output + 1 + usize::from(both)))
            }
            _ => None,
        }
    }
}

fn read(text: &str, span: Span) -> Token {
    let written = span.slice(text);
    let start = span.start as usize;
    let nothing = Span::at(start + 2);
    let token = |kind, name, markup| Token { span, kind, name, markup };
    let (kind, close) = match written.starts_with("{{") {
        true => (TokenKind::Output, "}}"),
        false => (TokenKind::Tag, "%}"),
    };
    let Some(inside) = written.get(2..).and_then(|rest| rest.strip_suffix(close)) else {
        let open = if kind == TokenKind::Output { TokenKind::OpenOutput } else { TokenKind::OpenTag };
        return token(open, nothing, nothing);
    };
    let trimmed = inside.strip_prefix('-').unwrap_or(inside);
    let from = start + 2 + (inside.len() - trimmed.len());
    let trimmed = trimmed.strip_suffix('-').unwrap_or(trimmed);
    let end = from + trimmed.len();
    if kind == TokenKind::Output {
        return token(kind, nothing, Span::new(from, end));
    }
    let name = name(text, from, end);
    token(kind, name, Span::new(name.end as usize, end))
}

/// The name of a tag whose inside is `from..end`.
fn name(text: &str, from: usize, end: usize) -> Span {
    let inside = text.get(from..end).unwrap_or("");
    let start = from + (inside.len() - inside.trim_start_matches(is_space).len());
    let word = text.as_bytes()[start..end].iter();
    let length = word.take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    Span::new(start, start + length)
}

/// What Ruby's `\s` matches.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

/// The `endraw` at the end of a token inside `raw`. One that trims the space before it (`{%- endraw`)
/// does not count, in Liquid 4 and 5.4.
fn end_of_raw(text: &str, span: Span) -> Option<Token> {
    let written = span.slice(text);
    let inside = written.strip_suffix("%}")?;
    let open = span.start as usize + inside.rfind("{%")?;
    let end = span.end as usize - 2;
    let name = name(text, open + 2, end);
    (name.slice(text) == "endraw").then_some(Token {
        span: Span::new(open, span.end as usize),
        kind: TokenKind::Tag,
        name,
        markup: Span::new(name.end as usize, end),
    })
}

#[cfg(test)]
mod tests {
    use super::TokenKind::*;
    use super::*;

    fn found(text: &str) -> Vec<(&str, TokenKind)> {
        tokens(text, 0).into_iter().map(|token| (token.span.slice(text), token.kind)).collect()
    }

    #[test]
    fn tokens_are_cut_as_liquid_cuts_them() {
        assert_eq!(found("{{ a }}{%- if b -%} {c}"), [("{{ a }}", Output), ("{%- if b -%}", Tag)]);
        assert_eq!(found("{{ a: {b: 1} }}"), [("{{ a: {b: 1}", OpenOutput)]);
        assert_eq!(found("{{ 가\n\n나 }} {{ '}}' }}"), [("{{ 가\n\n나 }}", Output), ("{{ '}}", Output)]);
        assert_eq!(found("{{ a {% b %}"), [("{{ a {% b %}", OpenOutput)]);
        assert_eq!(found("{{ 가 {% 나"), [("{{", OpenOutput), ("{%", OpenTag)]);
        assert_eq!(found("{{}"), [("{{}", OpenOutput)]);
        assert_eq!(found("{%}"), [("{%", OpenTag)]);
    }

    #[test]
    fn nothing_is_a_token_in_raw() {
        let text = "{% raw %}{{ a }}{% if %}{{{% endraw -%}{{ b }}";
        assert_eq!(found(text), [("{% raw %}", Tag), ("{% endraw -%}", Tag), ("{{ b }}", Output)]);
        assert_eq!(found("{% raw %}{%- endraw %}{{ a }}"), [("{% raw %}", Tag)]);
    }

    #[test]
    fn names_and_markup() {
        let text = "{%-\n  include a.html b=\"c\" -%}{%한%}{% post-url %}";
        let tokens = tokens(text, 0);
        let parts: Vec<_> =
            tokens.iter().map(|token| (token.name.slice(text), token.markup.slice(text))).collect();
        assert_eq!(parts, [("include", " a.html b=\"c\" "), ("", "한"), ("post", "-url ")]);
    }
}
