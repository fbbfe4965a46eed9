//! Liquid in code: Liquid takes it out before Markdown sees that it is code.

use super::{Page, first_line};
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::Document;
use crate::document::blocks::{Code, CodeKind};
use crate::document::line;
use crate::document::liquid::{Token, TokenKind};
use crate::span::Span;

/// How `raw` could be put around a token.
pub struct Guard {
    /// Whether the token stands in code.
    pub is_code: bool,
    /// Whether an earlier token of that code was asked about: one repair is enough.
    pub is_repeated: bool,
    /// The repair that guards the code.
    pub fix: Option<Fix>,
}

/// The code of a page, and which of it was asked about last.
pub struct Guards<'a> {
    document: &'a Document,
    asked: Option<Span>,
}

impl<'a> Guards<'a> {
    /// Nothing asked about yet.
    pub fn new(document: &'a Document) -> Self {
        Guards { document, asked: None }
    }

    /// The guard around `token`. Tokens are asked about in the order of the file.
    pub fn around(&mut self, token: &Token) -> Guard {
        let Some(content) = code_around(self.document, token).and_then(|code| content(self.document, code))
        else {
            return Guard { is_code: false, is_repeated: false, fix: None };
        };
        let is_repeated = self.asked == Some(content);
        self.asked = Some(content);
        let fix = if is_repeated { None } else { guard(self.document, content) };
        Guard { is_code: true, is_repeated, fix }
    }
}

impl Page<'_> {
    pub(super) fn in_code(&self, emit: &mut dyn FnMut(Finding)) {
        let document = self.context.document;
        let own = self.own_names();
        let mut guards = Guards::new(document);
        let mut reported = None;
        // Where Liquid gives up, the whole site is missing: another rule says so.
        let code_of = |problem| Some(code_around(document, self.token(problem))?.span);
        let broken: Vec<Span> = self.problems().filter_map(code_of).collect();
        for (token, place) in document.liquid.iter().zip(&self.nesting.places) {
            if place.is_comment || place.is_opaque {
                continue;
            }
            let Some(code) = code_around(document, token) else { continue };
            if reported == Some(code.span) || broken.binary_search(&code.span).is_ok() {
                continue;
            }
            let variant = match token.kind {
                TokenKind::Output => lost_output(self.text(token.markup), &own),
                TokenKind::Tag => self.lost_tag(token, code),
                TokenKind::OpenOutput | TokenKind::OpenTag => None,
            };
            let Some(variant) = variant else { continue };
            reported = Some(code.span);
            let span = first_line(token.span, self.text(token.span));
            let args = vec![span.slice(&document.text).to_owned(), String::new()];
            emit(Finding { span, variant, args, fix: guards.around(token).fix });
        }
    }

    /// The variables that the page itself sets.
    fn own_names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for token in &self.context.document.liquid {
            let markup = self.text(token.markup).trim_start();
            match self.text(token.name) {
                "assign" | "capture" | "for" | "tablerow" | "increment" | "decrement" => {
                    names.push(identifier(markup.trim_start_matches(['"', '\''])));
                }
                _ => {}
            }
        }
        names
    }

    /// A tag that shows nothing itself is lost from code. Others are often meant: `{% include a.js %}`.
    /// Who knows of `raw` and leaves it out may want to show what the tags do.
    fn lost_tag(&self, token: &Token, code: &Code) -> Option<u8> {
        const SILENT: [&str; 17] = [
            "if",
            "elsif",
            "else",
            "unless",
            "case",
            "when",
            "for",
            "tablerow",
            "ifchanged",
            "assign",
            "capture",
            "increment",
            "decrement",
            "cycle",
            "comment",
            "highlight",
            "endhighlight",
        ];
        let name = self.text(token.name);
        let is_lost = !self.knows_raw && code.kind != CodeKind::Indented && SILENT.contains(&name);
        is_lost.then_some(2)
    }
}

/// What becomes of an output with this inside: which message tells, or nothing if it is meant to be
/// evaluated. `own` are the variables the page sets.
fn lost_output(markup: &str, own: &[&str]) -> Option<u8> {
    /// What Jekyll gives every page.
    const GIVEN: [&str; 8] =
        ["site", "page", "layout", "paginator", "theme", "jekyll", "forloop", "tablerowloop"];
    let inside = markup.trim();
    let ends = |rest: &str| rest.trim_start().is_empty() || rest.trim_start().starts_with('|');
    if let Some(quote) = inside.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        // `{{ "{{" }}` is a way to write braces.
        let is_text = inside[1..].split_once(quote).is_some_and(|(_, rest)| ends(rest));
        return (!is_text).then_some(1);
    }
    let filtered = inside.contains('|');
    let number = inside.trim_start_matches('-').trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if inside.starts_with(|c: char| c.is_ascii_digit() || c == '-') && ends(number) {
        return (!filtered).then_some(1);
    }
    if inside.starts_with('(') {
        return None;
    }
    match identifier(inside) {
        "true" | "false" => Some(1),
        name if GIVEN.contains(&name) || own.contains(&name) => None,
        _ => Some(u8::from(filtered)),
    }
}

fn identifier(text: &str) -> &str {
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    &text[..length.count()]
}

/// The innermost code that `token` begins in.
fn code_around<'a>(document: &'a Document, token: &Token) -> Option<&'a Code> {
    /// Code stands in code at most in this many ways.
    const DEEPEST: usize = 4;
    let all = &document.body.code;
    let before = all.partition_point(|code| code.span.start <= token.span.start);
    let start = Span::new(token.span.start as usize, token.span.start as usize + 1);
    let around = all[..before].iter().rev().take(DEEPEST).find(|code| code.span.contains(start))?;
    content(document, around)?.contains(start).then_some(around)
}

/// What is between the marks of `code`, without the last line end; nothing for what readers do not see
/// as code.
fn content(document: &Document, code: &Code) -> Option<Span> {
    let content = match code.kind {
        CodeKind::Html => {
            let tags = &document.body.tags;
            let before = tags.partition_point(|tag| tag.span.start < code.span.start);
            let element = tags[..before].last()?;
            if !["pre", "code"].iter().any(|name| element.opens(name)) {
                return None;
            }
            code.content
        }
        CodeKind::Template => {
            let tokens = &document.liquid;
            let open = tokens.get(tokens.partition_point(|token| token.span.start < code.span.start))?;
            let close = tokens[..tokens.partition_point(|token| token.span.end <= code.span.end)].last()?;
            if open.name.slice(&document.text) != "highlight" || close.span.start < open.span.end {
                return None;
            }
            Span { start: open.span.end, end: close.span.start }
        }
        CodeKind::Fenced { .. } | CodeKind::Indented | CodeKind::Span => code.content,
    };
    let trimmed = content.slice(&document.text).trim_end_matches(['\n', '\r']);
    Some(Span::new(content.start as usize, content.start as usize + trimmed.len()))
}

/// `{% raw %}` and `{% endraw %}` right around `content`: what Liquid gives back is the text as it was.
fn guard(document: &Document, content: Span) -> Option<Fix> {
    let text = content.slice(&document.text);
    let first = document.liquid.partition_point(|token| token.span.end <= content.start);
    let inside = document.liquid[first..].iter().take_while(|token| token.span.start < content.end);
    // Braces that were already written as text, as in `{{ "{{" }}`, would be shown as they are written.
    let is_escape = |token: &Token| {
        let inside = token.markup.slice(&document.text).trim_start();
        token.kind == TokenKind::Output && inside.starts_with(['"', '\'']) && inside.contains(['{', '%'])
    };
    let in_the_way = |token: &Token| {
        token.span.start < content.start || token.name.slice(&document.text) == "raw" || is_escape(token)
    };
    if text.is_empty() || text.contains("endraw") || inside.into_iter().any(in_the_way) {
        return None;
    }
    if opens_block(text) && may_be_excerpt(document, content) {
        return None;
    }
    let insert = |at: u32, tag: &str| Edit { span: Span { start: at, end: at }, replacement: tag.to_owned() };
    let edits = vec![insert(content.start, "{% raw %}"), insert(content.end, "{% endraw %}")];
    Some(Fix { edits, safety: Safety::Suggestion })
}

/// Whether a tag in `text` has no end there.
fn opens_block(text: &str) -> bool {
    text.split("{%").skip(1).any(|tag| {
        let name = identifier(tag.trim_start_matches(|c: char| c == '-' || c.is_ascii_whitespace()));
        let is_part = name.starts_with("end") || ["else", "elsif", "when"].contains(&name);
        !is_part && !text.contains(&format!("end{name}"))
    })
}

/// Whether `content` may lie in the excerpt that Jekyll makes of the beginning of a post. To that it
/// adds an end for every block it sees opened, even in `raw`: where `raw` has ended, such an end aborts
/// the build.
fn may_be_excerpt(document: &Document, content: Span) -> bool {
    let before = Span { start: Span::at(document.front.body_start).start, end: content.start };
    let after = document.text.get(content.range().end..).unwrap_or("");
    let is_named = document.front.root().is_some_and(|root| root.get("excerpt_separator").is_some());
    let is_marked = ["<!--more", "<!-- more", "<!-- excerpt"].iter().any(|mark| after.contains(mark));
    is_named || is_marked || !line::holds_blank(before.slice(&document.text).trim_start())
}
