//! Blocks of HTML in which kramdown reads no Markdown.
//!
//! To CommonMark, a block of HTML ends at a blank line. To kramdown, it ends with its element: from a tag
//! at the beginning of a line (one that [`element::is_span`] does not name) to the tag that closes it, or to the
//! end of the page if none does, everything is left as it is, but for elements with `markdown="1"`.
//!
//! Source: kramdown 2.4.0, `parser/html.rb` and `parser/kramdown/html.rb`.

use std::ops::Range;

use super::blocks::{Body, RawBlock, RawText};
use super::element;
use super::html::{Tag, Token, Tokens};
use super::line;
use super::mask::Mask;
use crate::span::Span;

/// No page opens more elements in each other and means it: an end tag is held against so many.
pub const DEEPEST: usize = 100;

/// The raw blocks of a page.
pub(super) fn blocks(mask: &Mask<'_>, body: &Body) -> Vec<RawBlock> {
    let mut found: Vec<RawBlock> = Vec::new();
    let mut at = 0;
    for tag in &body.tags {
        let start = tag.span.range().start;
        let opens =
            !tag.closing && !tag.self_closing && !element::is_span(&tag.name) && !element::is_void(&tag.name);
        if start < at || !opens || reads_markdown(tag) || !begins_line(mask, start) {
            continue;
        }
        let block = whole(mask, start..limit(mask, body, start), tag);
        at = block.span.range().end;
        found.push(block);
    }
    found
}

/// Where code begins that CommonMark does not see, if there is any: a fence right below a block of HTML, which
/// to CommonMark goes on down to a blank line. From there on, the two may take each other's text for code.
pub(super) fn unseen_code(mask: &Mask<'_>, body: &Body) -> Option<usize> {
    let is_read = |span: &&Span| !body.in_raw(**span);
    body.html_texts.iter().filter(is_read).find_map(|span| {
        line::each(mask.file, span.range()).map(|line| line.start).find(|&start| {
            let line = mask.file[start..].trim_start_matches([' ', '\t', '>']);
            line.starts_with("```") || line.starts_with("~~~")
        })
    })
}

/// `markdown="1"` and its like.
pub fn reads_markdown(tag: &Tag) -> bool {
    let value = tag.attribute("markdown").and_then(|attribute| attribute.value.as_deref());
    match value {
        Some("block" | "span") => true,
        // As much as it can, which is nothing in elements that kramdown does not know.
        Some("1") => element::is_readable(&tag.name),
        _ => false,
    }
}

/// Whether only indentation and markers of containers stand before `at` on its line.
fn begins_line(mask: &Mask<'_>, at: usize) -> bool {
    let before = mask.masked(mask.start..at);
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let is_marker = |c: char| matches!(c, ' ' | '\t' | '>' | '-' | '+' | '*' | '.') || c.is_ascii_digit();
    line.chars().all(is_marker)
}

/// Where the list or the quotation ends in which `at` stands, or the page.
fn limit(mask: &Mask<'_>, body: &Body, at: usize) -> usize {
    let end = mask.start + mask.body.len();
    let before = body.lists.partition_point(|list| list.span.range().start <= at);
    let outer = body.lists[..before].iter().rev().map(|list| list.span.range());
    // Lists that follow each other are looked through until one holds the place.
    let list = outer.take(8).find(|list| list.end > at).map_or(end, |list| list.end);
    let line_start = mask.masked(mask.start..at).rfind('\n').map_or(mask.start, |end| mask.start + end + 1);
    if !mask.masked(line_start..at).trim_start().starts_with('>') {
        return list;
    }
    let mut quote_end = line_start;
    for line in mask.masked(line_start..list).split_inclusive('\n') {
        if !line.trim_start().starts_with('>') {
            break;
        }
        quote_end += line.len();
    }
    quote_end
}

/// The element of `tag`, which begins `range`.
fn whole(mask: &Mask<'_>, range: Range<usize>, tag: &Tag) -> RawBlock {
    let mut block = RawBlock {
        open: tag.span,
        name: tag.name.clone(),
        span: Span::new(range.start, range.end),
        closed: false,
        texts: Vec::new(),
        unclosed: Vec::new(),
        strays: Vec::new(),
    };
    let mut open: Vec<(Span, String)> = Vec::new();
    // The element with `markdown="1"` that is open, and how many of its name are.
    let mut read: Option<(String, usize)> = None;
    for token in Tokens::new(mask, range) {
        match (token, &mut read) {
            (Token::Tag(tag), Some((name, depth))) => {
                if tag.name.eq_ignore_ascii_case(name) && !tag.self_closing {
                    *depth = if tag.closing { *depth - 1 } else { *depth + 1 };
                }
                if *depth == 0 {
                    read = None;
                }
            }
            (_, Some(_)) => {}
            (Token::Tag(tag), None) if tag.closing => {
                if open.last().is_some_and(|(_, name)| name.eq_ignore_ascii_case(&tag.name)) {
                    open.pop();
                    if open.is_empty() {
                        block.closed = true;
                        block.span = Span::new(block.open.range().start, tag.span.range().end);
                        break;
                    }
                } else {
                    block.strays.push(tag.span);
                }
            }
            (Token::Tag(tag), None) => {
                if reads_markdown(&tag) && !open.is_empty() {
                    read = Some((tag.name, 1));
                } else if !tag.self_closing && !element::is_void(&tag.name) {
                    open.push((tag.span, tag.name));
                }
            }
            (Token::Text(range), None) => {
                if let Some((parent, name)) = open.last()
                    && !mask.masked(range.clone()).trim().is_empty()
                {
                    let span = Span::new(range.start, range.end);
                    block.texts.push(RawText { span, parent: *parent, name: name.clone() });
                }
            }
            (Token::Raw(_) | Token::Comment(_), None) => {}
        }
    }
    block.unclosed = open;
    block
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::syntax::Syntax;

    fn raw(text: &str) -> Vec<RawBlock> {
        Document::parse(text.to_owned(), Syntax::default()).body.raw
    }

    fn texts(text: &str) -> Vec<&str> {
        raw(text).iter().flat_map(|block| &block.texts).map(|piece| piece.span.slice(text).trim()).collect()
    }

    #[test]
    fn an_element_is_raw_down_to_its_end_tag() {
        let text = "앞\n<div>\n\n**가**\n\n<div>나</div>\n</div>\n\n**뒤**\n";
        assert_eq!(texts(text), ["**가**", "나"]);
        assert!(raw(text)[0].closed);
        assert_eq!(texts("가 <b>나</b>\n<span>**다**</span>"), [""; 0]);
    }

    #[test]
    fn one_that_is_not_closed_is_raw_down_to_the_end_of_the_page() {
        let text = "<T> 꼴\n\n**가**\n";
        assert_eq!(raw(text)[0].unclosed.len(), 1);
        assert!(!raw(text)[0].closed);
        let text = "- <div>가\n\n나\n";
        assert_eq!(texts(text), ["가"]);
    }

    #[test]
    fn markdown_is_read_where_it_is_asked_for() {
        let text = "<details>\n<summary>가</summary>\n<div markdown=\"1\">\n\n**나** <div>다</div>\n</div>\n라</details>\n";
        assert_eq!(texts(text), ["가", "라"]);
        assert_eq!(texts("<div markdown=\"1\">\n\n**가**\n</div>"), [""; 0]);
    }

    #[test]
    fn end_tags_that_close_nothing() {
        let text = "<div><b>가</div>\n\n나";
        let block = &raw(text)[0];
        assert_eq!(block.strays.iter().map(|span| span.slice(text)).collect::<Vec<_>>(), ["</div>"]);
        assert_eq!(block.unclosed.len(), 2);
    }
}
