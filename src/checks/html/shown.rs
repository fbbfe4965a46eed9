//! Tags that are shown as they are written.

use std::collections::HashMap;

use memchr::memchr_iter;

use super::super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::element;
use crate::document::html::Tag;
use crate::document::line;
use crate::document::mask::RegionKind;
use crate::document::prose::BlockKind;
use crate::document::raw;
use crate::span::{Span, meeting};

pub(super) fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if context.site.surely(|way| way.is_kramdown()) {
        in_lines(context, emit);
        strays_in_raw(context, emit);
        lone(context, emit);
        unquoted(context, emit);
    }
    if context.site.surely(|_| true) {
        broken(context, emit);
    }
}

fn shown(context: Context<'_>, span: Span, name: &str, variant: u8) -> Finding {
    let args = vec![span.slice(&context.document.text).to_owned(), name.to_owned()];
    Finding { span, variant, args, ..Finding::default() }
}

/// Block elements in a line of text, and end tags that close nothing there.
fn in_lines(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    if body.tags.is_empty() {
        return;
    }
    let uses = Uses::new(context);
    let mut tags = body.tags.iter().peekable();
    let mut lines: Vec<Span> =
        body.texts.iter().filter(|lines| lines.kind != BlockKind::Html).map(|lines| lines.span).collect();
    lines.sort_unstable();
    for span in lines {
        while tags.peek().is_some_and(|tag| tag.span.start < span.start) {
            tags.next();
        }
        let mut open: Vec<&str> = Vec::new();
        while let Some(tag) = tags.next_if(|tag| tag.span.end <= span.end) {
            let in_raw = body.in_raw(tag.span);
            if in_raw || super::is_hidden(context, tag.span) || element::is_void(&tag.name) && !tag.closing {
                continue;
            }
            if begins_block(text, tag) {
                continue;
            }
            if element::is_block(&tag.name) {
                // The end tag of one that is shown is shown, too: the start tag speaks for both.
                if is_meant(context, tag, span) {
                    emit(shown(context, tag.span, &tag.name, 0));
                }
            } else if !tag.closing {
                if !tag.self_closing {
                    open.push(&tag.name);
                }
            } else if let Some(at) = innermost(&open, &tag.name) {
                open.truncate(at);
            } else if uses.is_opened_before(tag.span, &tag.name) {
                emit(shown(context, tag.span, &tag.name, 1));
            }
        }
    }
}

/// Which of the open elements an end tag of this name closes.
fn innermost(open: &[&str], name: &str) -> Option<usize> {
    let from = open.len().saturating_sub(raw::DEEPEST);
    open[from..].iter().rposition(|open| open.eq_ignore_ascii_case(name)).map(|at| from + at)
}

/// Whether a tag is meant as one, and is not what the sentence is about: it says how its element looks, and
/// the element ends in the same lines.
fn is_meant(context: Context<'_>, tag: &Tag, lines: Span) -> bool {
    let has_look = ["style", "align", "class"].iter().any(|name| tag.attribute(name).is_some());
    let text = &context.document.text;
    let rest = line::near(text, tag.span.range().end, lines.range().end).trim_start();
    let holds_another = ["<li", "<tr", "<td", "<th"].iter().any(|start| rest.starts_with(start));
    let closes = rest.to_ascii_lowercase().contains(&format!("</{}>", tag.name.to_ascii_lowercase()));
    !tag.closing
        && !tag.self_closing
        && closes
        && (has_look || holds_another || tag.opens("div") && !rest.starts_with("</"))
}

/// How often each element has been used from tag to tag.
struct Uses<'t> {
    text: &'t str,
    /// By name: where a tag is, and how many are open and how many were closed behind it.
    of: HashMap<String, Vec<(u32, u32, u32)>>,
}

impl<'t> Uses<'t> {
    fn new(context: Context<'t>) -> Self {
        let mut of: HashMap<String, Vec<(u32, u32, u32)>> = HashMap::new();
        let tags = context.document.body.tags.iter();
        for tag in tags.filter(|tag| !super::is_hidden(context, tag.span)) {
            let own = of.entry(tag.name.to_ascii_lowercase()).or_default();
            let (open, pairs) = own.last().map_or((0, 0), |(_, open, pairs)| (*open, *pairs));
            own.push(match (tag.closing, open) {
                (false, _) => (tag.span.start, open + 1, pairs),
                (true, 0) => (tag.span.start, 0, pairs),
                (true, _) => (tag.span.start, open - 1, pairs + 1),
            });
        }
        Uses { text: &context.document.text, of }
    }

    /// Whether an end tag was meant as one: the element is used above, and not only talked about.
    fn is_opened_before(&self, span: Span, name: &str) -> bool {
        const LOOKS: [&str; 11] =
            ["u", "b", "i", "s", "em", "strong", "span", "font", "mark", "small", "del"];
        let name = name.to_ascii_lowercase();
        let all = self.of.get(&name).map_or(&[][..], Vec::as_slice);
        let before = &all[..all.partition_point(|(start, ..)| *start < span.start)];
        let (open, pairs) = before.last().map_or((0, 0), |(_, open, pairs)| (*open, *pairs));
        let is_look = LOOKS.contains(&name.as_str());
        (open > 0 || pairs > 0 && is_look)
            && !element::is_void(&name)
            && !self.text[line::around(self.text, span.range().start)].contains("\\<")
    }
}

/// Whether a tag begins a line and a block of HTML there.
fn begins_block(text: &str, tag: &Tag) -> bool {
    let start = tag.span.range().start;
    let before = &text[line::around(text, start).start..start];
    let is_marker = |c: char| matches!(c, ' ' | '\t' | '>' | '-' | '+' | '*' | '.') || c.is_ascii_digit();
    !tag.closing && !element::is_span(&tag.name) && before.chars().all(is_marker)
}

/// End tags in a block of HTML that close nothing there.
fn strays_in_raw(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if context.document.body.raw.is_empty() {
        return;
    }
    let uses = Uses::new(context);
    for block in &context.document.body.raw {
        for &stray in &block.strays {
            let name = stray.slice(&context.document.text).trim_matches(['<', '/', '>', ' ']).to_owned();
            if uses.is_opened_before(stray, &name) && !super::is_hidden(context, stray) {
                emit(shown(context, stray, &name, 1));
            }
        }
    }
}

/// An end tag on a line of its own that closes nothing.
fn lone(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    let mut open: Vec<&str> = Vec::new();
    let first_template = body.regions.iter().find(|region| region.kind == RegionKind::Tag);
    for tag in &body.tags {
        let in_raw = body.in_raw(tag.span);
        if in_raw || super::is_hidden(context, tag.span) {
            continue;
        }
        if !tag.closing {
            open.push(&tag.name);
            continue;
        }
        if let Some(at) = innermost(&open, &tag.name) {
            open.truncate(at);
            continue;
        }
        let start = tag.span.range().start;
        let is_alone = text[line::around(text, start)].trim() == tag.span.slice(text);
        let in_lines = body.text_at(tag.span).is_some();
        // What a template writes may have opened it.
        let may_be_open = first_template.is_some_and(|region| region.span.start < tag.span.start);
        if is_alone && !in_lines && !may_be_open && !element::is_void(&tag.name) {
            emit(shown(context, tag.span, &tag.name, 1));
        }
    }
}

/// Elements that writers of blogs give attributes: what else looks like a tag may be meant as text.
const KNOWN: [&str; 12] =
    ["img", "a", "iframe", "span", "font", "div", "p", "video", "table", "td", "details", "source"];

/// Tags with a value that has more than letters and digits in it and no quotation marks: `<img src=a.png>`.
fn unquoted(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    for tag in &context.document.body.tags {
        let bare = tag.attributes.iter().filter_map(|attribute| {
            let (value, span) = (attribute.value.as_deref()?, attribute.value_span?);
            let is_bare = !text[..span.range().start].ends_with(['"', '\'']);
            let is_plain = value.chars().all(|c| c.is_alphanumeric() || c == '_');
            (is_bare && !is_plain && !value.contains(['{', '"', '\'', '<'])).then_some(span)
        });
        let edits: Vec<Edit> = bare
            .flat_map(|span| [span.range().start, span.range().end])
            .map(|at| Edit { span: Span::at(at), replacement: "\"".to_owned() })
            .collect();
        let is_known = KNOWN.iter().any(|known| tag.opens(known));
        if is_known && !edits.is_empty() && !super::is_hidden(context, tag.span) {
            let fix = Some(Fix { edits, safety: Safety::Suggestion });
            emit(Finding { fix, ..shown(context, tag.span, &tag.name, 2) });
        }
    }
}

/// Known tags with a slip in them, which make them text: `<img src="a"alt="b">`.
fn broken(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    const WRITTEN: [&str; 12] = [
        "<img ", "<a href", "<br ", "<iframe ", "<span ", "<font ", "<div ", "<p ", "<video ", "<sup ",
        "<u ", "<b ",
    ];
    let text = &context.document.text;
    let body = &context.document.body;
    for lines in body.texts.iter().filter(|lines| lines.kind != BlockKind::Html) {
        let range = lines.span.range();
        for at in memchr_iter(b'<', text[range.clone()].as_bytes()) {
            let start = range.start + at;
            let rest = line::near(text, start, range.end);
            if !WRITTEN
                .iter()
                .any(|known| rest.get(..known.len()).is_some_and(|own| own.eq_ignore_ascii_case(known)))
            {
                continue;
            }
            let Some(length) = rest.find('>') else { continue };
            let span = Span::new(start, start + length + 1);
            let is_tag =
                body.in_tag(span) || meeting(&body.comments, |comment| *comment, span).next().is_some();
            let is_escaped = text[..start].ends_with('\\');
            if is_tag || is_escaped || !rest[..length].contains('=') || super::is_hidden(context, span) {
                continue;
            }
            let name: String = rest[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
            emit(shown(context, span, &name, 2));
        }
    }
}
