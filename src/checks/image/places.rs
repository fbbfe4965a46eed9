//! Every place of a document where the path of an image lives.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use super::super::Context;
use crate::document::Document;
use crate::document::front::tree::Node;
use crate::document::html::{Attribute, Tag};
use crate::document::line;
use crate::document::mask::RegionKind;
use crate::document::syntax::{Renderer, Templates};
use crate::facts::{Facts, ImageReference, ReadBy};
use crate::site::Site;
use crate::site::missing::is_image;
use crate::span::Span;

/// `name="value"` in a tag of a template language.
static PARAMETER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"([A-Za-z_][\w-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')"#).ok());

/// A word of a tag of Hexo, in quotation marks or not.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#""([^"]*)"|'([^']*)'|(\S+)"#).ok());

/// `url(…)` in CSS.
static CSS_URL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)url\(\s*["']?([^"')]+?)["']?\s*\)"#).ok());

/// Parameters of includes and shortcodes that hold a path.
const PATHS: [&str; 12] = [
    "image_path",
    "src",
    "path",
    "url",
    "file",
    "img",
    "image",
    "image_url",
    "href",
    "link",
    "poster",
    "cover",
];

/// Includes and shortcodes of themes and generators that take a path as it is.
const KNOWN: [&str; 5] = ["figure", "figure.html", "figure.liquid", "img", "gallery"];

/// The images a document names: in Markdown, in HTML, in templates, and in the fields of its front
/// matter.
pub fn facts(context: Context<'_>) -> Facts {
    let mut places = Places { document: context.document, images: Vec::new() };
    places.markdown();
    places.html();
    places.templates();
    places.lost(context.site);
    places.front_matter(context);
    places.images.sort_by_key(|image| image.span);
    let root = context.document.front.root();
    let subpath = ["media_subpath", "img_path"].iter().find_map(|key| root?.get(key)?.as_str());
    Facts { images: places.images, media_subpath: subpath.map(str::to_owned), ..Facts::default() }
}

struct Places<'d> {
    document: &'d Document,
    images: Vec<ImageReference>,
}

impl Places<'_> {
    fn add(&mut self, target: &str, span: Span, read_by: ReadBy) {
        let is_data = target.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
        if !target.trim().is_empty() && !is_data {
            let exact = span.slice(&self.document.text) == target;
            self.images.push(ImageReference { target: target.into(), span, exact, read_by });
        }
    }

    fn markdown(&mut self) {
        let document = self.document;
        for image in &document.body.images {
            match self.cut_short(image.span, image.target_span) {
                Some(whole) => self.add(whole.slice(&document.text), whole, ReadBy::Text),
                None => self.add(&image.target, image.target_span, ReadBy::Markdown),
            }
        }
        for link in document.body.links.iter().filter(|link| names_image(&link.target)) {
            self.add(&link.target, link.target_span, ReadBy::Link);
        }
    }

    /// The destination that was meant, where a parenthesis in it has ended the image: `(/a)1.png)`.
    fn cut_short(&self, image: Span, target: Span) -> Option<Span> {
        let text = &self.document.text;
        let is_inline = target.end + 1 == image.end && text[..image.end as usize].ends_with(')');
        if !is_inline || names_image(target.slice(text)) {
            return None;
        }
        let rest = line::ahead(text, image.end as usize).split(char::is_whitespace).next()?;
        let end = image.end as usize + rest.find(')')?;
        let whole = Span::new(target.start as usize, end);
        names_image(whole.slice(text)).then_some(whole)
    }

    fn html(&mut self) {
        for tag in self.document.body.tags.iter().filter(|tag| !tag.closing) {
            let name = tag.name.to_ascii_lowercase();
            match name.as_str() {
                "img" | "source" => {
                    ["src", "data-src"].iter().for_each(|key| self.attribute(tag, key, ReadBy::Browser));
                    ["srcset", "data-srcset"].iter().for_each(|key| self.source_set(tag, key));
                }
                "video" | "audio" => {
                    ["src", "poster"].iter().for_each(|key| self.attribute(tag, key, ReadBy::Browser));
                }
                "image" | "embed" | "object" => {
                    let holds_image =
                        |key: &&&str| value(tag, key).is_some_and(|(text, _)| names_image(text));
                    let keys = ["src", "href", "data"];
                    let own = keys.iter().filter(holds_image);
                    own.for_each(|key| self.attribute(tag, key, ReadBy::Browser));
                }
                "a" if value(tag, "href").is_some_and(|(text, _)| names_image(text)) => {
                    self.attribute(tag, "href", ReadBy::Link);
                }
                _ => {}
            }
            if let Some((style, attribute)) = value(tag, "style") {
                let urls = CSS_URL.as_ref().map(|pattern| pattern.captures_iter(style));
                for url in urls.into_iter().flatten().filter_map(|found| found.get(1)) {
                    self.part(style, url.range(), attribute, ReadBy::Link);
                }
            }
        }
    }

    fn attribute(&mut self, tag: &Tag, key: &str, read_by: ReadBy) {
        if let Some((text, attribute)) = value(tag, key)
            && let Some(span) = attribute.value_span
        {
            // `{…}` of MDX is a program.
            if !text.starts_with('{') || text.starts_with("{{") {
                self.add(text, span, read_by);
            }
        }
    }

    /// `a.png 1x, b.png 2x`.
    fn source_set(&mut self, tag: &Tag, key: &str) {
        let Some((text, attribute)) = value(tag, key).filter(|(text, _)| !text.contains(['{', '%'])) else {
            return;
        };
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let start =
                at + rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',').len();
            let word = text[start..].split(char::is_whitespace).next().unwrap_or_default();
            let address = word.trim_end_matches(',');
            self.part(text, start..start + address.len(), attribute, ReadBy::Browser);
            let after = start + word.len();
            // What follows is the size, up to a comma.
            let size = if address.len() < word.len() {
                0
            } else {
                text[after..].find(',').map_or(text.len() - after, |at| at + 1)
            };
            at = (after + size).max(at + 1);
        }
    }

    /// A part of the value of an attribute.
    fn part(&mut self, whole: &str, range: Range<usize>, attribute: &Attribute, read_by: ReadBy) {
        let Some(span) = attribute.value_span else { return };
        let is_exact = span.slice(&self.document.text) == whole;
        let own = Span::new(span.start as usize + range.start, span.start as usize + range.end);
        self.add(&whole[range], if is_exact { own } else { span }, read_by);
    }

    /// Paths that are given to tags of Liquid and Nunjucks, and to shortcodes.
    fn templates(&mut self) {
        let body = &self.document.body;
        let tags = body.regions.iter().filter(|region| region.kind == RegionKind::Tag);
        for region in tags.filter(|region| !body.is_code(region.span)) {
            let text = region.span.slice(&self.document.text);
            let start = region.span.start as usize;
            let Some(inside) = text.get(..text.len().saturating_sub(2)) else { continue };
            let inside = inside.trim_start_matches(['{', '%', '<', '-', ' ', '\n']);
            let name = inside.split_whitespace().next().unwrap_or_default();
            let from =
                text.len() - text.trim_start_matches(['{', '%', '<', '-', ' ', '\n']).len() + name.len();
            match (self.document.syntax.templates, name) {
                (Templates::Liquid, "include" | "include_cached") => {
                    let file = inside.split_whitespace().nth(1).unwrap_or_default();
                    self.parameters(text, start, KNOWN.contains(&file));
                }
                (Templates::Shortcodes, _) => self.parameters(text, start, KNOWN.contains(&name)),
                (Templates::Nunjucks, "asset_img" | "img") => self.words(text, from, start, name),
                _ => {}
            }
        }
    }

    fn parameters(&mut self, text: &str, start: usize, is_known: bool) {
        let read_by = if is_known { ReadBy::Theme } else { ReadBy::Include };
        let found = PARAMETER.as_ref().map(|pattern| pattern.captures_iter(text));
        for found in found.into_iter().flatten() {
            let Some(value) = found.get(2).or(found.get(3)) else { continue };
            if PATHS.contains(&&found[1]) && names_image(value.as_str()) {
                let span = Span::new(start + value.start(), start + value.end());
                self.add(value.as_str(), span, read_by);
            }
        }
    }

    /// `{% asset_img [class] name … %}` and `{% img [class] /path … %}` of Hexo: the first word that is a
    /// path.
    fn words(&mut self, text: &str, from: usize, start: usize, name: &str) {
        let inside = text.get(from..text.len().saturating_sub(2)).unwrap_or_default();
        let words = WORD.as_ref().map(|pattern| pattern.captures_iter(inside));
        let mut words = words.into_iter().flatten().filter_map(|found| found.iter().skip(1).flatten().next());
        let in_folder = name == "asset_img";
        let is_path = |word: &str| names_image(word) && (in_folder || word.starts_with('/'));
        if let Some(word) = words.find(|word| is_path(word.as_str())) {
            let span = Span::new(start + from + word.start(), start + from + word.end());
            self.add(word.as_str(), span, if in_folder { ReadBy::PostFolder } else { ReadBy::Browser });
        }
    }

    /// `![[…]]`, and `![…](…)` that is no image to CommonMark for a space or a parenthesis in it.
    fn lost(&mut self, site: &Site) {
        let (document, text) = (self.document, self.document.text.as_str());
        let body = &document.body;
        let begin = document.front.body_start.min(text.len());
        if !text.is_char_boundary(begin) {
            return;
        }
        for ahead in memmem::find_iter(&text.as_bytes()[begin..], "![") {
            let at = begin + ahead;
            let line = line::ahead(text, at);
            let line = &line[..line::floor(line, LONGEST)];
            let here = Span::new(at, at + 2);
            let is_image = body.images.binary_search_by_key(&here.start, |image| image.span.start).is_ok();
            if is_image
                || text[..at].ends_with('\\')
                || body.is_code(here)
                || is_in(here, &body.comments, |comment| *comment)
                || is_in(here, &body.regions, |region| region.span)
                || is_in(here, &body.tags, |tag| tag.span)
            {
                continue;
            }
            let is_embed = line.starts_with("![[");
            let open = line.find("](").map(|at| at + 2).filter(|open| !line[2..*open].contains('['));
            if !is_embed && open.is_none() {
                continue;
            }
            let html = html_around(text, at);
            if html
                .is_some_and(|html| document.syntax.renderer != Renderer::Kramdown || !reads_markdown(html))
            {
                continue;
            }
            if let Some((inside, _)) = line.strip_prefix("![[").and_then(|rest| rest.split_once("]]")) {
                let name = inside.split('|').next().unwrap_or_default();
                if names_image(name.trim()) && !site.settings().reads_wiki_links && site.generator().is_some()
                {
                    let span = Span::new(at, at + "![[]]".len() + inside.len());
                    self.images.push(ImageReference {
                        target: inside.into(),
                        span,
                        exact: false,
                        read_by: ReadBy::Wiki,
                    });
                }
                continue;
            }
            let Some(open) = open else { continue };
            let Some(target) = destination(&line[open..]) else { continue };
            let span = Span::new(at + open, at + open + target.len());
            if html.is_some() {
                self.add(target, span, ReadBy::Markdown);
                continue;
            }
            let reads_spaces = document.syntax.renderer == Renderer::Kramdown && is_balanced(target);
            // Others than those known here may show it.
            if (target.contains(' ') || !is_balanced(target)) && site.surely(|way| !way.pedantic) {
                self.add(target, span, if reads_spaces { ReadBy::Markdown } else { ReadBy::Text });
            }
        }
    }

    fn front_matter(&mut self, context: Context<'_>) {
        let Some(root) = self.document.front.root() else { return };
        let mut seen: Vec<&str> = Vec::new();
        for (path, _) in context.fields().flat_map(|table| &table.fields).filter(|(_, field)| field.image) {
            if seen.contains(&path.as_str()) {
                continue;
            }
            seen.push(path);
            for node in root.at_path(path) {
                self.field(node);
                node.items().iter().for_each(|item| self.field(item));
            }
        }
        if !context.site.is_jekyll() {
            return;
        }
        // Galleries of minimal-mistakes, which can have any name.
        let galleries = root.entries().iter().flat_map(|entry| entry.value.items());
        for item in galleries.filter(|item| item.get("image_path").is_some()) {
            let is_seen =
                |node: &Node, own: &Self| own.images.iter().any(|image| image.span == node.content_span());
            let url = item.get("url").filter(|node| node.as_str().is_some_and(names_image));
            for node in item.get("image_path").into_iter().chain(url) {
                if !is_seen(node, self) {
                    self.field(node);
                }
            }
        }
    }

    fn field(&mut self, node: &Node) {
        if let Some(value) = node.as_str() {
            self.add(value, node.content_span(), ReadBy::Theme);
        }
    }
}

/// Whether `span` shares a byte with one of the items, which are in the order of the file.
fn is_in<T>(span: Span, items: &[T], span_of: impl Fn(&T) -> Span) -> bool {
    let after = items.partition_point(|item| span_of(item).start < span.end);
    items[..after].last().is_some_and(|item| span_of(item).overlaps(span))
}

/// The text of an attribute.
fn value<'t>(tag: &'t Tag, key: &str) -> Option<(&'t str, &'t Attribute)> {
    let attribute = tag.attribute(key)?;
    Some((attribute.value.as_deref()?, attribute))
}

/// Whether an address ends like that of an image.
fn names_image(address: &str) -> bool {
    let address = address.trim().trim_end_matches("}}").trim_end();
    let whole = address.split(" |").next().unwrap_or_default().trim_end().trim_end_matches(['"', '\'']);
    let path = whole.split(['?', '#']).next().unwrap_or_default();
    // An unescaped `#` may be in the name of a folder.
    is_image(path) || (path.len() < whole.len() && !whole.contains('?') && is_image(whole))
}

/// The destination at the beginning of `rest`, up to the end of the name of an image.
fn destination(rest: &str) -> Option<&str> {
    if rest.starts_with('<') {
        return None;
    }
    let ends = rest.match_indices([')', '"', '\'']).map(|(at, _)| rest[..at].trim_end());
    let target = ends.take(4).find(|target| !target.contains("](") && names_image(target))?;
    // A quotation mark belongs to the one before the address.
    let mark = target.chars().next().filter(|mark| matches!(mark, '"' | '\''));
    let is_quoted = mark.is_some_and(|mark| rest[target.len()..].starts_with(mark));
    Some(&rest[..target.len() + usize::from(is_quoted)])
}

/// The longest image that is looked for where Markdown sees none, in bytes.
const LONGEST: usize = 1_000;

/// Whether every parenthesis in it is one of a pair.
fn is_balanced(target: &str) -> bool {
    let mut depth = 0_i32;
    for c in target.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// The paragraph around byte `at`, up to there, if it begins with a tag: Markdown is not read in it.
fn html_around(text: &str, at: usize) -> Option<&str> {
    let far = line::ceil(text, at.saturating_sub(line::REACH));
    let before = &text[far..at];
    let ends = ["\n\n", "\n\r\n"].map(|blank| before.rfind(blank).map(|start| start + blank.len()));
    let paragraph = ends.into_iter().max().flatten().or((far == 0).then_some(0))?;
    Some(before[paragraph..].trim_start()).filter(|paragraph| paragraph.starts_with('<'))
}

/// Whether kramdown reads Markdown in a block that begins like this: `<div markdown="1">`.
fn reads_markdown(html: &str) -> bool {
    let tag = html.split('>').next().unwrap_or_default();
    ["1", "block", "span"].iter().any(|value| {
        tag.contains(&format!("markdown=\"{value}\"")) || tag.contains(&format!("markdown='{value}'"))
    })
}
