//! Single tags and attributes.

use std::collections::{HashMap, HashSet};

use super::super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::html::Tag;
use crate::document::markdown::Html;
use crate::span::Span;

/// Start tags that a browser would see.
fn starts<'d>(context: Context<'d>) -> impl Iterator<Item = &'d Tag> {
    let tags = context.document.body.tags.iter();
    tags.filter(move |tag| !tag.closing && !super::is_hidden(context, tag.span))
}

/// `</br>`, which kramdown shows; browsers read it as `<br>`.
pub(super) fn breaks(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if !context.site.surely(|_| true) {
        return;
    }
    let kramdown = context.site.surely(|way| way.is_kramdown());
    for tag in &context.document.body.tags {
        if tag.closing && tag.name.eq_ignore_ascii_case("br") && !super::is_hidden(context, tag.span) {
            let edit = Edit { span: tag.span, replacement: "<br>".to_owned() };
            emit(Finding {
                span: tag.span,
                variant: u8::from(kramdown),
                args: vec![tag.span.slice(&context.document.text).to_owned(), tag.name.clone()],
                fix: Some(Fix { edits: vec![edit], safety: Safety::Safe }),
            });
        }
    }
}

/// The first tag on a page whose tags Hugo leaves out.
pub(super) fn dropped(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if !context.site.surely(|way| way.html == Html::Dropped) {
        return;
    }
    // A line break or an anchor that is left out is hardly missed.
    let is_missed = |tag: &&Tag| !["br", "a", "span", "p", "center"].iter().any(|name| tag.opens(name));
    if let Some(tag) = starts(context).find(is_missed) {
        let args = vec![tag.span.slice(&context.document.text).to_owned(), tag.name.clone()];
        emit(Finding { span: tag.span, args, ..Finding::default() });
    }
}

/// Elements that HTML has given up.
const ELEMENTS: [&str; 8] = ["center", "font", "big", "strike", "tt", "marquee", "acronym", "nobr"];

/// Attributes that HTML has given up, with the elements they stood on; on all, if there are none.
const ATTRIBUTES: [(&str, &[&str]); 11] = [
    ("align", &[]),
    ("valign", &[]),
    ("bgcolor", &[]),
    ("hspace", &[]),
    ("vspace", &[]),
    ("border", &["img", "table", "iframe"]),
    ("cellpadding", &["table"]),
    ("cellspacing", &["table"]),
    ("frameborder", &["iframe"]),
    ("scrolling", &["iframe"]),
    ("name", &["a"]),
];

/// What HTML has given up, once a tag.
pub(super) fn obsolete(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    for tag in starts(context) {
        let text = &context.document.text;
        if ELEMENTS.iter().any(|name| tag.opens(name)) {
            let args = vec![tag.span.slice(text).to_owned(), tag.name.clone()];
            emit(Finding { span: tag.span, variant: 1, args, ..Finding::default() });
            continue;
        }
        let is_given_up = |name: &str| {
            let of = ATTRIBUTES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            of.is_some_and(|(_, elements)| {
                elements.is_empty() || elements.iter().any(|element| tag.opens(element))
            })
        };
        if let Some(attribute) = tag.attributes.iter().find(|attribute| is_given_up(&attribute.name)) {
            let args = vec![attribute.span.slice(text).to_owned(), attribute.name.clone()];
            emit(Finding { span: attribute.span, args, ..Finding::default() });
        }
    }
}

/// An id that stands twice where a link of the page leads to it.
pub(super) fn ids(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    let body = &context.document.body;
    let in_markdown = body.headings.iter().filter_map(|heading| heading.id);
    let in_html = starts(context).filter_map(|tag| {
        let id = tag.attribute("id").or_else(|| tag.attribute("name").filter(|_| tag.opens("a")))?;
        id.value_span
    });
    let mut all: Vec<Span> = in_markdown.chain(in_html).filter(|id| !id.is_empty()).collect();
    if all.len() < 2 {
        return;
    }
    all.sort_unstable();
    let addresses = body.tags.iter().filter(|tag| tag.opens("a")).filter_map(|tag| tag.attribute("href"));
    let addresses = addresses.filter_map(|href| href.value.as_deref());
    let targets = body.links.iter().map(|link| link.target.as_str()).chain(addresses);
    let linked: HashSet<&str> = targets.filter_map(|target| target.strip_prefix('#')).collect();
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for span in all {
        let id = span.slice(text);
        if seen.insert(id, span).is_some() && linked.contains(id) {
            emit(Finding { span, args: vec![id.to_owned(), String::new()], ..Finding::default() });
        }
    }
}
