//! Elements without their end tag.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use memchr::memchr_iter;

use super::super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::element;
use crate::document::html::Tag;
use crate::document::line;
use crate::document::markdown::Html;
use crate::document::prose::BlockKind;
use crate::document::raw;
use crate::hangul;
use crate::span::Span;

/// Elements whose end tag the standard of HTML lets writers leave out.
const OPTIONAL: [&str; 18] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup",
    "rt", "rp", "body", "html", "head",
];

/// Elements by which browsers change how the text in them looks: of one left open, readers see it.
const LOOKS: [&str; 25] = [
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "q",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
];

/// Elements that hold others in a browser: what follows one left open gets into it.
const HOLDS: [&str; 21] = [
    "article",
    "aside",
    "blockquote",
    "button",
    "center",
    "details",
    "div",
    "dl",
    "figcaption",
    "figure",
    "footer",
    "header",
    "iframe",
    "nav",
    "object",
    "ol",
    "section",
    "summary",
    "table",
    "ul",
    "video",
];

/// The variant for words that are no elements.
const NAME: u8 = 2;
/// The variant for several words of another script.
const WORDS: u8 = 3;
/// The variant for either in a block of HTML, where Markdown has no say.
const IN_HTML: u8 = 4;

pub(super) fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if context.site.surely(|way| way.is_kramdown()) {
        in_raw(context, emit);
        in_lines(context, emit);
        names(context, emit);
    } else if context.site.surely(|way| !way.is_kramdown() && way.html == Html::Kept) {
        in_page(context, emit);
    }
}

fn is_in(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether HTML has an element of this name, or may have one day: all those of the standard, old ones and those
/// to come, whatever kramdown holds of them.
fn is_known(name: &str) -> bool {
    const OTHERS: [&str; 34] = [
        "address", "audio", "base", "bdi", "bdo", "canvas", "caption", "data", "datalist", "dfn", "dialog",
        "embed", "fieldset", "form", "hgroup", "input", "legend", "link", "main", "map", "math", "menu",
        "meter", "nobr", "noscript", "output", "picture", "pre", "progress", "ruby", "script", "select",
        "style", "svg",
    ];
    const MORE: [&str; 18] = [
        "template", "textarea", "time", "track", "var", "wbr", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "rb", "rtc", "marquee", "acronym", "applet",
    ];
    is_in(&OPTIONAL, name)
        || is_in(&LOOKS, name)
        || is_in(&HOLDS, name)
        || is_in(&OTHERS, name)
        || is_in(&MORE, name)
        || element::is_void(name)
        || name.contains(['-', ':'])
}

/// `<T>`, `<이름>`: no element, but a word in angle brackets.
fn is_word(tag: &Tag) -> bool {
    !is_known(&tag.name) && !tag.closing && !tag.self_closing && tag.attributes.is_empty()
}

fn found(context: Context<'_>, span: Span, variant: u8, name: &str) -> Finding {
    let args = vec![span.slice(&context.document.text).to_owned(), name.to_owned()];
    let start = span.range().start;
    let body = &context.document.body;
    let lines = body.text_at(span);
    // A backslash keeps a tag from being one in Markdown, not in a block of HTML.
    let in_markdown = lines.is_some_and(|lines| lines.kind != BlockKind::Html) && !body.in_raw(span);
    let (place, sign) =
        if in_markdown { (Span::at(start), "\\") } else { (Span::new(start, start + "<".len()), "&lt;") };
    let edit = Edit { span: place, replacement: sign.to_owned() };
    let is_word = matches!(variant, NAME | WORDS);
    let variant = if is_word && !in_markdown { IN_HTML } else { variant };
    let fix = is_word.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion });
    Finding { span, variant, args, fix }
}

/// Where the last end tag of each name is.
fn last_ends(text: &str) -> HashMap<&str, usize> {
    let name = |at: usize| text[at + 2..].split(['>', '<', '\n']).next().unwrap_or_default();
    text.match_indices("</").map(|(at, _)| (name(at), at)).collect()
}

/// `<봄과 여름>`: kramdown takes letters of all scripts for names of elements and attributes. Browsers do not: they
/// show such a tag as it is written, so that only what kramdown adds to several words is seen.
fn names(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    let last_ends = LazyCell::new(|| last_ends(text));
    for lines in &body.texts {
        let range = lines.span.range();
        for at in memchr_iter(b'<', text[range.clone()].as_bytes()) {
            let start = range.start + at;
            let rest = &text[start + 1..range.end];
            if !rest.starts_with(hangul::is_in_hangul) {
                continue;
            }
            let Some(end) = rest.find(['>', '<', '\n']).filter(|&end| rest[end..].starts_with('>')) else {
                continue;
            };
            let inside = &rest[..end];
            let is_name = |word: &str| {
                word.starts_with(|c: char| c.is_alphabetic() || c == '_')
                    && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '·'))
            };
            let span = Span::new(start, start + 1 + end + 1);
            let hidden = super::is_hidden(context, span)
                || context.document.is_destination(span)
                || body.in_tag(span)
                || body.in_raw(span);
            let is_closed = last_ends.get(inside).is_some_and(|&end| end >= span.range().end);
            if inside.contains(' ')
                && inside.split(' ').all(is_name)
                && !hidden
                && !is_closed
                && !text[..start].ends_with('\\')
            {
                emit(found(context, span, WORDS, inside));
            }
        }
    }
}

/// Blocks of HTML that kramdown leaves as they are down to the end of the page.
fn in_raw(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    for block in body.raw.iter().filter(|block| !block.closed) {
        let of_outer = |stray: &Span| {
            let name = stray.slice(text).trim_matches(['<', '/', '>', ' ']);
            name.eq_ignore_ascii_case(&block.name)
        };
        // An end tag that closes nothing says that something inside is open.
        let culprit = match block.strays.iter().any(of_outer) {
            true => block.unclosed.last(),
            false => block.unclosed.first(),
        };
        let Some((span, name)) = culprit else { continue };
        let follows =
            |span: Span| line::holds_blank(text[span.range().end..block.span.range().end].trim_end());
        if !name.is_ascii() {
            // Browsers show it: see `names`.
        } else if !is_known(name) {
            emit(found(context, *span, NAME, name));
        } else if follows(*span) {
            emit(found(context, *span, 1, name));
        }
    }
}

/// Elements in lines of text, which kramdown ends with them.
fn in_lines(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    if body.tags.is_empty() {
        return;
    }
    let closed = closed_later(&body.tags);
    let mut lines: Vec<Span> = body.texts.iter().map(|lines| lines.span).collect();
    lines.sort_unstable();
    let mut tags = body.tags.iter().peekable();
    for span in lines {
        while tags.peek().is_some_and(|tag| tag.span.start < span.start) {
            tags.next();
        }
        let mut open: Vec<&Tag> = Vec::new();
        while let Some(tag) = tags.next_if(|tag| tag.span.end <= span.end) {
            // `<<interface>>`: kramdown makes guillemets of the marks.
            let is_doubled = text[..tag.span.start as usize].ends_with('<');
            if is_doubled || body.in_raw(tag.span) || super::is_hidden(context, tag.span) {
                continue;
            }
            if tag.closing {
                let from = open.len().saturating_sub(raw::DEEPEST);
                let is_own = |start: &&Tag| start.name.eq_ignore_ascii_case(&tag.name);
                if let Some(at) = open[from..].iter().rposition(is_own) {
                    open.truncate(from + at);
                }
            } else if !tag.self_closing && !element::is_void(&tag.name) {
                open.push(tag);
            }
        }
        for (tag, fix) in with_end(text, span.range().end, &open) {
            if is_word(tag) && !is_in_margin(context, tag) {
                emit(found(context, tag.span, NAME, &tag.name));
            } else if is_in(&LOOKS, &tag.name) && changes_look(tag) && !closed.contains(&tag.span) {
                emit(Finding { fix, ..found(context, tag.span, 0, &tag.name) });
            }
        }
    }
}

/// The tags, and how to close them if that is plain: by a `/` in a second start tag (`<u>가<u>`), by the `>`
/// that an end tag lacks (`<u>가</u`). The second of two is left out.
fn with_end<'t>(text: &str, until: usize, open: &[&'t Tag]) -> Vec<(&'t Tag, Option<Fix>)> {
    let fix = |at: usize, replacement: &str| {
        let edits = vec![Edit { span: Span::at(at), replacement: replacement.to_owned() }];
        Some(Fix { edits, safety: Safety::Suggestion })
    };
    let mut tags = open.iter().copied().peekable();
    let mut found = Vec::new();
    while let Some(tag) = tags.next() {
        let is_bare = |next: &&Tag| {
            next.name == tag.name && next.attributes.is_empty() && next.span.range().end <= until
        };
        let second = if is_word(tag) { None } else { tags.next_if(is_bare) };
        let end = tag.span.range().end;
        let torn = format!("</{}", tag.name);
        let torn = line::near(text, end, until.max(end)).find(&torn).map(|at| end + at + torn.len());
        let torn =
            torn.filter(|&at| !text[at..].starts_with(|c: char| c == '>' || c.is_ascii_alphanumeric()));
        let fix = match (second, torn) {
            (Some(second), _) => fix(second.span.range().start + 1, "/"),
            (None, Some(at)) => fix(at, ">"),
            (None, None) => None,
        };
        found.push((tag, fix));
    }
    found
}

/// Whether a line that begins with the tag may be indented code, which lists are of different minds about.
fn is_in_margin(context: Context<'_>, tag: &Tag) -> bool {
    let text = &context.document.text;
    let line = line::around(text, tag.span.range().start);
    text[line].starts_with(['\t', ' ']) && text[..tag.span.range().start].trim_end().ends_with("#include")
}

/// Whether readers see that the element is there: not a bare anchor or a `<span>` without style.
fn changes_look(tag: &Tag) -> bool {
    let has = |name: &str| tag.attribute(name).is_some();
    match tag.name.to_ascii_lowercase().as_str() {
        "a" => has("href"),
        "span" | "label" | "abbr" => has("style") || has("class"),
        _ => true,
    }
}

/// Where start tags are of which an end tag follows, in another block perhaps: there, one that closes nothing
/// is shown.
fn closed_later(tags: &[Tag]) -> HashSet<Span> {
    let mut open: HashMap<String, Vec<Span>> = HashMap::new();
    let mut closed = HashSet::new();
    for tag in tags {
        let own = open.entry(tag.name.to_ascii_lowercase()).or_default();
        if tag.closing {
            closed.extend(own.pop());
        } else {
            own.push(tag.span);
        }
    }
    closed
}

/// Elements that nothing on the page closes, to browsers.
fn in_page(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    let mut open: Vec<&Tag> = Vec::new();
    let mut unclosed: Vec<&Tag> = Vec::new();
    // Where the last end tag of a name is that closes nothing.
    let mut last_strays: HashMap<String, u32> = HashMap::new();
    for tag in &body.tags {
        if super::is_hidden(context, tag.span) || element::is_void(&tag.name) || tag.self_closing {
            continue;
        }
        if !tag.closing {
            open.push(tag);
            continue;
        }
        let from = open.len().saturating_sub(raw::DEEPEST);
        let is_own = |start: &&Tag| start.name.eq_ignore_ascii_case(&tag.name);
        match open[from..].iter().rposition(is_own) {
            Some(at) => unclosed.extend(open.drain(from + at..).skip(1)),
            None => _ = last_strays.insert(tag.name.to_ascii_lowercase(), tag.span.start),
        }
    }
    unclosed.append(&mut open);
    unclosed.sort_by_key(|tag| tag.span);
    let lines = |tag: &Tag| body.text_at(tag.span).map_or(0, |lines| lines.span.range().end);
    let mut rest: &[&Tag] = &unclosed;
    while let Some(&first) = rest.first() {
        let until = lines(first);
        let same = rest
            .iter()
            .take_while(|tag| tag.span.start == first.span.start || tag.span.range().end <= until)
            .count();
        let (group, others) = rest.split_at(same.max(1));
        rest = others;
        for (tag, fix) in with_end(text, until, group) {
            // Elements that cross are put right by browsers.
            let last = last_strays.get(&tag.name.to_ascii_lowercase());
            let crosses = last.is_some_and(|&stray| stray > tag.span.start);
            let matters = is_in(&HOLDS, &tag.name) || is_in(&LOOKS, &tag.name) && changes_look(tag);
            if is_word(tag) {
                emit(found(context, tag.span, NAME, &tag.name));
            } else if matters && !crosses {
                emit(Finding { fix, ..found(context, tag.span, 0, &tag.name) });
            }
        }
    }
}
