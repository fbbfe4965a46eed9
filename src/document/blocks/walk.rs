//! One walk over the events of pulldown-cmark, which fills the lists of [`Body`] and writes the prose.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag as Markdown, TagEnd};

use super::marks::Marks;
use super::{Body, Code, CodeKind, Definition, Footnote, Heading, List, Table, Text, destination, span};
use crate::document::front::Front;
use crate::document::mask::{Mask, RegionKind};
use crate::document::prose::{BlockKind, Prose, Writer};
use crate::span::Span;

/// Reads the body under `mask`; the prose begins with what `front` holds of it.
pub fn read(mask: &Mask<'_>, front: &Front) -> (Body, Prose) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH;
    let mut walk = Walk::new(mask);
    walk.front(front);
    let mut events = Parser::new_ext(&mask.body, options).into_offset_iter();
    let in_file = |range: Range<usize>| range.start + mask.start..range.end + mask.start;
    for (_, definition) in events.reference_definitions().iter() {
        walk.definition(in_file(definition.span.clone()));
    }
    while let Some((event, range)) = events.next() {
        if let Event::Start(Markdown::Link { id, .. } | Markdown::Image { id, .. }) = &event {
            let definition = events.reference_definitions().get(id);
            walk.defined = definition.map(|definition| in_file(definition.span.clone()));
        }
        walk.event(event, in_file(range));
    }
    walk.finish()
}

/// The state of the walk. All ranges are byte offsets in the file.
pub(super) struct Walk<'m, 't> {
    pub(super) mask: &'m Mask<'t>,
    pub(super) writer: Writer<'t>,
    pub(super) body: Body,
    /// The definition that the link or image refers to whose start comes next.
    pub(super) defined: Option<Range<usize>>,
    /// How many block quotations are open.
    pub(super) quotes: usize,
    /// How many list items are open.
    items: usize,
    in_cell: bool,
    /// The lines of text that are open, as far as they have been read.
    lines: Option<Range<usize>>,
    pub(super) in_html: bool,
    pub(super) heading: Option<Heading>,
    /// The content of the code block that is open, once there is some.
    pub(super) code_block: Option<Range<usize>>,
    /// Links, and the image in one, that are open.
    pub(super) links: Vec<OpenLink>,
    /// How many images and links are open from the outermost image inwards.
    pub(super) image_depth: usize,
    pub(super) alt: String,
    /// Where the text of `alt` is written.
    pub(super) alt_pieces: Vec<Range<usize>>,
    /// Whether an autolink is open: its text is an address.
    pub(super) in_autolink: bool,
    /// The element that is open in a line of text and whose content is no prose: its name, and where its
    /// content begins.
    pub(super) raw: Option<(String, usize)>,
    pub(super) marks: Marks,
}

/// A link or an image whose end has not come yet.
pub(super) struct OpenLink {
    pub(super) link_type: LinkType,
    pub(super) target: String,
    pub(super) title: Option<String>,
    pub(super) defined: Option<Range<usize>>,
    /// Where the last event inside it ends.
    pub(super) inner_end: usize,
}

impl<'m, 't> Walk<'m, 't> {
    fn new(mask: &'m Mask<'t>) -> Self {
        Walk {
            mask,
            writer: Writer::new(mask.file),
            body: Body::default(),
            defined: None,
            quotes: 0,
            items: 0,
            in_cell: false,
            lines: None,
            in_html: false,
            heading: None,
            code_block: None,
            links: Vec::new(),
            image_depth: 0,
            alt: String::new(),
            alt_pieces: Vec::new(),
            in_autolink: false,
            raw: None,
            marks: Marks::default(),
        }
    }

    fn finish(mut self) -> (Body, Prose) {
        let templates = self.mask.regions.iter().filter(|region| region.kind == RegionKind::Code);
        let code = |span| Code { span, content: span, kind: CodeKind::Template };
        self.body.code.extend(templates.map(|region| code(region.span)));
        self.body.sort();
        (self.body, self.writer.finish())
    }

    fn front(&mut self, front: &Front) {
        let Some(root) = front.root() else { return };
        let fields = [
            ("title", BlockKind::Title),
            ("description", BlockKind::Description),
            ("excerpt", BlockKind::Description),
        ];
        for (key, kind) in fields {
            let Some(node) = root.get(key) else { continue };
            let range = node.content_span().range();
            let is_verbatim = node.as_str() == Some(self.mask.written(range.clone()));
            if is_verbatim && !self.mask.written(range.clone()).contains('\n') {
                self.writer.open(kind, false);
                self.writer.text(range);
                self.writer.close();
            }
        }
    }

    fn definition(&mut self, range: Range<usize>) {
        let target = destination::defined(self.mask, range.clone());
        self.body.definitions.push(Definition { span: span(&range), target_span: span(&target) });
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(_) => self.code_span(range),
            Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.reach(&range);
                if let Some(heading) = &mut self.heading {
                    heading.text.push_str(self.mask.written(range.clone()).trim_matches('$'));
                }
                self.object(range);
            }
            Event::InlineHtml(_) => {
                self.reach(&range);
                self.inline_html(range);
            }
            Event::FootnoteReference(_) => {
                self.reach(&range);
                let label = Span::new(range.start + "[^".len(), range.end - "]".len());
                self.body.footnotes.push(Footnote { span: span(&range), label, defines: false });
            }
            Event::SoftBreak if self.image_depth > 0 => self.alt.push(' '),
            Event::SoftBreak => {
                self.marks.end_line();
                self.writer.soft_break();
            }
            Event::HardBreak => {
                self.marks.end_line();
                self.writer.hard_break();
            }
            Event::Rule => self.end_lines(),
            // Read as a whole where its block starts.
            Event::Html(_) => {}
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Markdown<'_>, range: Range<usize>) {
        match tag {
            Markdown::Emphasis | Markdown::Strong | Markdown::Strikethrough => {
                self.reach(&range);
                if self.image_depth == 0 {
                    let length = self.mark_length(&tag.to_end(), range.start);
                    self.marks.taken(self.mask, range.start..range.start + length);
                }
                return;
            }
            Markdown::Link { link_type, dest_url, title, .. } => {
                self.reach(&range);
                if self.image_depth > 0 {
                    self.image_depth += 1;
                } else {
                    self.marks.enter_link();
                    self.in_autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
                    if self.in_autolink {
                        self.object(range.clone());
                    }
                    self.open_link(link_type, dest_url, title, range.start + "[".len());
                }
                return;
            }
            Markdown::Image { link_type, dest_url, title, .. } => {
                self.reach(&range);
                self.image_depth += 1;
                if self.image_depth == 1 {
                    self.open_link(link_type, dest_url, title, range.start + "![".len());
                }
                return;
            }
            _ => self.end_lines(),
        }
        match tag {
            Markdown::Heading { level, .. } => {
                let (span, text_span) = (span(&range), Span::at(range.end));
                let id = self.heading_id(&range);
                self.heading = Some(Heading { span, level: level as u8, text_span, text: String::new(), id });
            }
            Markdown::BlockQuote(_) => self.quotes += 1,
            Markdown::CodeBlock(kind) => self.open_code_block(&kind, range),
            Markdown::HtmlBlock => self.html_block(range),
            Markdown::List(first) => self.body.lists.push(List { span: span(&range), first }),
            Markdown::Item => self.items += 1,
            Markdown::FootnoteDefinition(_) => {
                let end = self.mask.masked(range.clone()).find(']').map_or(range.end, |at| range.start + at);
                let label = Span::new((range.start + "[^".len()).min(end), end);
                self.body.footnotes.push(Footnote { span: span(&range), label, defines: true });
            }
            Markdown::Table(columns) => {
                self.body.tables.push(Table { span: span(&range), columns: columns.len() });
            }
            Markdown::TableCell => self.in_cell = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                if self.image_depth == 0 {
                    let length = self.mark_length(&tag, range.start);
                    self.marks.taken(self.mask, range.end - length..range.end);
                }
                return;
            }
            TagEnd::Link if self.image_depth > 0 => {
                self.image_depth -= 1;
                return;
            }
            TagEnd::Link => {
                self.marks.leave_link();
                return self.close_link(range);
            }
            TagEnd::Image => {
                self.image_depth = self.image_depth.saturating_sub(1);
                if self.image_depth == 0 {
                    self.close_image(range);
                }
                return;
            }
            _ => self.end_lines(),
        }
        match tag {
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::CodeBlock => self.close_code_block(range),
            TagEnd::Item => self.items = self.items.saturating_sub(1),
            TagEnd::TableCell => self.in_cell = false,
            _ => {}
        }
    }

    /// How many marks make emphasis of this kind, which begins at byte `at`.
    fn mark_length(&self, tag: &TagEnd, at: usize) -> usize {
        match tag {
            TagEnd::Emphasis => 1,
            TagEnd::Strikethrough if !self.mask.file[at..].starts_with("~~") => 1,
            _ => 2,
        }
    }

    /// Notes that something inline covers `range`, for the lines, the link and the heading it is in.
    pub(super) fn reach(&mut self, range: &Range<usize>) {
        let lines = self.lines.get_or_insert_with(|| range.clone());
        lines.end = lines.end.max(range.end);
        self.marks.reach(range);
        if let Some(link) = self.links.last_mut() {
            link.inner_end = link.inner_end.max(range.end);
        }
        if let Some(heading) = &mut self.heading {
            let text = heading.text_span.range();
            heading.text_span = match text.is_empty() {
                true => Span::new(range.start, range.end),
                false => Span::new(text.start, text.end.max(range.end)),
            };
        }
    }

    /// Begins a block of prose for what stands in a line here, unless there is one.
    pub(super) fn open_block(&mut self) {
        self.writer.open(self.kind(), self.quotes > 0);
    }

    /// What is open.
    fn kind(&self) -> BlockKind {
        match &self.heading {
            Some(heading) => BlockKind::Heading(heading.level),
            None if self.in_html => BlockKind::Html,
            None if self.in_cell => BlockKind::TableCell,
            None if self.items > 0 => BlockKind::ListItem,
            None => BlockKind::Paragraph,
        }
    }

    /// Ends the lines of text that are open.
    fn end_lines(&mut self) {
        self.body.passages.extend(self.marks.finish(self.mask));
        if let Some(lines) = self.lines.take() {
            self.body.texts.push(Text { span: span(&lines), kind: self.kind() });
        }
        self.close_block();
    }

    pub(super) fn close_block(&mut self) {
        self.raw = None;
        self.writer.close();
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(content) = &mut self.code_block {
            let start = if content.start == content.end {
                // A line of nothing but tags is blank here, and loses the indentation of the fence all the same.
                let tag = self.mask.regions_in(range.clone()).first().map(|region| region.span.range().start);
                tag.filter(|tag| *tag > content.start).map_or(range.start, |tag| tag.min(range.start))
            } else {
                content.start
            };
            *content = start..range.end;
            return;
        }
        self.reach(&range);
        let is_verbatim = self.mask.masked(range.clone()) == text;
        if is_verbatim && self.image_depth == 0 && self.raw.is_none() && !self.in_autolink {
            self.marks.text(self.mask, range.clone());
        }
        let shown = if is_verbatim { self.mask.written(range.clone()) } else { text };
        if self.image_depth > 0 {
            self.alt.push_str(shown);
            if is_verbatim && self.mask.regions_in(range.clone()).is_empty() {
                self.alt_pieces.push(range);
            }
            return;
        }
        if let Some(heading) = &mut self.heading {
            let mut rest = shown;
            let mut at = range.start;
            let hidden = self.mask.regions_in(range.clone()).iter().filter(|region| !region.kind.is_shown());
            for region in hidden.filter(|_| is_verbatim) {
                let hidden = region.span.range();
                heading.text.push_str(self.mask.written(at..hidden.start));
                at = hidden.end;
                rest = self.mask.written(at..range.end);
            }
            heading.text.push_str(rest);
        }
        if self.raw.is_some() || self.in_autolink {
            return;
        }
        self.open_block();
        if is_verbatim {
            self.visible(range);
        } else {
            self.writer.decoded(range, &shown.replace('\n', " "));
        }
    }

    /// Writes text of the file but for the regions in it.
    pub(super) fn visible(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for region in self.mask.regions_in(range.clone()) {
            let hidden = region.span.range();
            if at < hidden.start {
                self.writer.text(at..hidden.start);
            }
            if region.kind.is_shown() {
                self.writer.object(hidden.clone());
            }
            at = hidden.end;
        }
        if at < range.end {
            self.writer.text(at..range.end);
        }
    }

    /// Writes something that is no text, unless it is inside something that is none either.
    pub(super) fn object(&mut self, range: Range<usize>) {
        if self.image_depth == 0 && self.raw.is_none() {
            self.open_block();
            self.writer.object(range);
        }
    }

    /// The id in an attribute list at the end of a heading or on the line after it.
    fn heading_id(&self, heading: &Range<usize>) -> Option<Span> {
        const INDENTATION: usize = 3;
        let regions = self.mask.regions_in(heading.start..heading.end + "\n".len() + INDENTATION);
        let list = regions.iter().find(|region| region.kind == RegionKind::Attributes)?;
        let written = list.span.slice(self.mask.file);
        let start = written.find('#')? + 1;
        let length = written[start..].find([' ', '\t', '}', '.']).unwrap_or(0);
        let start = list.span.range().start + start;
        Some(Span::new(start, start + length))
    }

    fn close_heading(&mut self) {
        let Some(mut heading) = self.heading.take() else { return };
        let text = heading.text_span.range();
        if let Some(list) = self.mask.regions_in(text.clone()).last()
            && list.kind == RegionKind::Attributes
            && list.span.range().end == text.end
        {
            let before = self.mask.written(text.start..list.span.range().start);
            heading.text_span = Span::new(text.start, text.start + before.trim_end().len());
            heading.text.truncate(heading.text.trim_end().len());
        }
        self.body.headings.push(heading);
    }
}
