//! Names of HTML elements, as kramdown sorts them. Lists of what other programs do with an element stand
//! where they are asked; their names overlap with these, but not what they say.
//!
//! Source: kramdown 2.4.0, `parser/html.rb`.

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "command", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that begin no block.
const SPAN: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdo", "big", "br", "button", "cite", "code", "del", "dfn", "em", "i",
    "img", "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby",
    "samp", "select", "small", "span", "strong", "sub", "sup", "textarea", "tt", "u", "var",
];

/// Elements that do not stand in a line of text.
const BLOCK: &[&str] = &[
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "col",
    "colgroup",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "iframe",
    "legend",
    "li",
    "main",
    "map",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Other elements in a line of text in which Markdown is read.
const READ_IN_LINES: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdo", "big", "button", "cite", "del", "details", "dfn", "em", "figure",
    "html", "i", "ins", "keygen", "label", "noscript", "object", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby",
    "select", "small", "span", "strong", "sub", "sup", "tt",
];

/// Blocks in which `markdown="1"` has Markdown read; elements that stand in lines are not listed.
const READABLE: &[&str] = &[
    "a",
    "address",
    "applet",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "iframe",
    "label",
    "legend",
    "li",
    "main",
    "map",
    "menu",
    "nav",
    "noscript",
    "object",
    "optgroup",
    "p",
    "ruby",
    "section",
    "small",
    "span",
    "strong",
    "summary",
    "td",
    "th",
];

/// Whether an element has no content and needs no end tag.
pub fn is_void(name: &str) -> bool {
    is_in(VOID, name)
}

/// Whether an element is a part of a line wherever it stands.
pub fn is_span(name: &str) -> bool {
    is_in(SPAN, name)
}

/// Whether an element does not stand in a line of text: its tag is shown there.
pub fn is_block(name: &str) -> bool {
    is_in(BLOCK, name)
}

/// Whether Markdown goes on to be read after the start tag of an element in a line of text: it is read in the
/// element, or the element has no content, or the tag is text.
pub(super) fn is_read_in_lines(name: &str) -> bool {
    is_in(READ_IN_LINES, name) || is_void(name) || is_block(name)
}

/// Whether `markdown="1"` has Markdown read in an element.
pub(super) fn is_readable(name: &str) -> bool {
    is_in(READABLE, name)
}

fn is_in(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
