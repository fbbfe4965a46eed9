//! HTML among Markdown: its tags, its comments, and the prose in it.

use std::ops::Range;

use super::walk::Walk;
use super::{Code, CodeKind};
use crate::document::html::{self, Tag, Token, Tokens};
use crate::document::prose::BlockKind;
use crate::span::Span;

impl Walk<'_, '_> {
    /// A block of HTML, read as a whole.
    pub(super) fn html_block(&mut self, range: Range<usize>) {
        self.in_html = true;
        for token in Tokens::new(self.mask, range) {
            match token {
                Token::Tag(tag) => self.tag(tag),
                Token::Comment(span) => self.body.comments.push(span),
                Token::Text(range) => {
                    if !self.mask.masked(range.clone()).trim().is_empty() {
                        self.body.html_texts.push(Span::new(range.start, range.end));
                    }
                    self.html_text(range);
                }
                Token::Raw(range) => self.raw_content(range),
            }
        }
        self.close_block();
        self.in_html = false;
    }

    /// A tag or a comment in a line of text. Markdown goes on inside elements here, so the content of
    /// those that hold no prose is passed over event by event.
    pub(super) fn inline_html(&mut self, range: Range<usize>) {
        match Tokens::new(self.mask, range).next() {
            Some(Token::Comment(span)) => self.body.comments.push(span),
            Some(Token::Tag(tag)) => {
                self.marks.tag(self.mask, &tag);
                let span = tag.span.range();
                match self.raw.take() {
                    Some((name, start)) if tag.closing && name.eq_ignore_ascii_case(&tag.name) => {
                        self.raw_content(start..span.start);
                    }
                    Some(raw) => {
                        self.raw = Some(raw);
                        return;
                    }
                    None => {}
                }
                let raw =
                    (!tag.closing && !tag.self_closing && html::is_raw(&tag.name)).then(|| tag.name.clone());
                if self.image_depth == 0 {
                    self.tag(tag);
                    self.raw = raw.map(|name| (name, span.end));
                }
            }
            _ => {}
        }
    }

    fn tag(&mut self, tag: Tag) {
        if tag.opens("img") {
            self.object(tag.span.range());
            if let Some(alt) = tag.attribute("alt")
                && let (Some(value), Some(span)) = (&alt.value, alt.value_span)
                && span.slice(self.mask.file) == value
                && !value.trim().is_empty()
                && !value.contains('\n')
            {
                self.writer.aside(BlockKind::Alt, [span.range()]);
            }
        } else if tag.opens("br") {
            self.writer.hard_break();
        } else if ["code", "sub", "sup"].iter().any(|name| tag.opens(name)) {
            // Raised and lowered characters are not read on with those before: 5² is not 52.
            self.object(tag.span.range());
        } else if !html::is_inline(&tag.name) {
            self.close_block();
        }
        self.body.tags.push(tag);
    }

    fn raw_content(&mut self, range: Range<usize>) {
        let span = Span::new(range.start, range.end);
        self.body.code.push(Code { span, content: span, kind: CodeKind::Html });
    }

    /// Text between tags: a line end in it is a space.
    fn html_text(&mut self, range: Range<usize>) {
        let text = self.mask.masked(range.clone());
        let mut at = range.start;
        for line in text.split_inclusive(['\n', '\r']) {
            let mut start = at;
            if at > range.start {
                self.writer.soft_break();
                // In a quotation, the markers of the next line are not part of the HTML.
                let rest =
                    line.trim_start_matches(|c: char| c == ' ' || c == '\t' || (c == '>' && self.quotes > 0));
                start += line.len() - rest.len();
            }
            let end = at + line.trim_end_matches(['\n', '\r']).len();
            if start < end && !self.mask.masked(start..end).trim().is_empty() {
                self.open_block();
            }
            if start < end {
                self.html_line(start..end);
            }
            at += line.len();
        }
        if text.ends_with(['\n', '\r']) {
            self.writer.soft_break();
        }
    }

    fn html_line(&mut self, range: Range<usize>) {
        let text = self.mask.masked(range.clone());
        let mut at = 0;
        for (ampersand, _) in text.match_indices('&') {
            if let Some((length, decoded)) = entity(&text[ampersand..]) {
                self.visible(range.start + at..range.start + ampersand);
                at = ampersand + length;
                self.writer.decoded(range.start + ampersand..range.start + at, decoded);
            }
        }
        self.visible(range.start + at..range.end);
    }
}

/// The entity that `text` begins with: its length, and the character it stands for.
fn entity(text: &str) -> Option<(usize, &'static str)> {
    const ENTITIES: [(&str, &str); 12] = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&hellip;", "…"),
        ("&middot;", "·"),
        ("&lsquo;", "‘"),
        ("&rsquo;", "’"),
        ("&ndash;", "–"),
    ];
    let (written, decoded) = ENTITIES.into_iter().find(|(written, _)| text.starts_with(written))?;
    Some((written.len(), decoded))
}
