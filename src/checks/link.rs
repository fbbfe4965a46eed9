//! Links: where they lead, and whether what they name is there.
//!
//! What the page itself shows is said while it is read ([`check`]); whether another page is there only
//! when all of them were ([`on_site`]), on the links that [`facts`] keeps: those within the site that lead
//! to no file of it.

mod anchor;
mod missing;
mod named;
mod swallowed;
mod written;

use super::{Context, SiteContext};
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::Front;
use crate::document::html::Tag;
use crate::facts::{Facts, LinkReference};
use crate::rule::check::LinkCase;
use crate::site::reference::{Anchor, Reference};
use crate::site::tree::Entry;
use crate::span::Span;

/// A link or an image as it is written.
#[derive(Clone, Copy)]
struct Written<'d> {
    target: &'d str,
    /// Where the target is written.
    span: Span,
    /// The link with everything around the target.
    whole: Span,
}

/// The links of a document: in Markdown and in HTML, each place once.
fn links<'d>(context: Context<'d>) -> impl Iterator<Item = Written<'d>> {
    let body = &context.document.body;
    let mut seen = Vec::new();
    let of_markdown = body.links.iter().map(|link| Written {
        target: &link.target,
        span: link.target_span,
        whole: link.span,
    });
    let is_link = |tag: &&Tag| tag.opens("a") || tag.opens("area");
    let of_html = body.tags.iter().filter(is_link).filter_map(|tag| {
        let href = tag.attribute("href")?;
        Some(Written { target: href.value.as_deref()?, span: href.value_span?, whole: tag.span })
    });
    of_markdown.chain(of_html).filter(move |link| {
        // Links that share a definition share its mistake.
        let is_new = link.span.is_empty() || !seen.contains(&link.span);
        if is_new && !link.whole.overlaps(link.span) {
            seen.push(link.span);
        }
        is_new
    })
}

/// Runs a case that one document shows.
pub fn check(case: LinkCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    match case {
        LinkCase::Empty => written::empty(context, emit),
        LinkCase::Scheme => written::scheme(context, emit),
        LinkCase::HttpImage => written::http_images(context, emit),
        LinkCase::Hotlink => written::hotlinks(context, emit),
        LinkCase::Anchor => anchor::check(context, emit),
        LinkCase::Swallowed => swallowed::swallowed(context, emit),
        LinkCase::Cut => swallowed::cut(context, emit),
        LinkCase::Missing => named::check(context, emit),
        LinkCase::Localhost => {}
    }
}

/// Runs a case that only the whole site shows.
pub fn on_site(case: LinkCase, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    match case {
        LinkCase::Missing => missing::check(context, emit),
        LinkCase::Localhost => missing::localhost(context, emit),
        LinkCase::Anchor => anchor::on_site(context, emit),
        _ => {}
    }
}

/// What the links of a document ask of the bodies of other pages.
pub enum Asked {
    /// Where they may have been.
    Everything,
    /// What places there are in these.
    Pages(Vec<usize>),
}

/// What the links of a document ask for, where the front matter of all pages is known.
pub fn asked(context: SiteContext<'_>) -> Asked {
    if missing::asks_all(context) { Asked::Everything } else { Asked::Pages(anchor::asked(context)) }
}

/// The links within the site that lead to no file of it, the other addresses of the page, and its ids.
pub fn facts(context: Context<'_>) -> Facts {
    let site = context.site;
    let mut kept = Vec::new();
    for link in links(context).filter(|link| !link.span.is_empty()) {
        let is_inner = match Reference::parse(link.target, site.settings()) {
            Reference::Local(local) => {
                let is_file = local.anchor == Anchor::Root
                    && local.readings().first().is_some_and(|path| site.tree().lookup(path) == Entry::File);
                !is_file && written::mistake(context, &link).is_none()
            }
            Reference::External => missing::is_preview(link.target),
            _ => false,
        };
        if is_inner {
            let exact = link.span.slice(&context.document.text) == link.target;
            kept.push(LinkReference { target: link.target.to_owned(), span: link.span, exact });
        }
    }
    let ids = anchor::rule(context).map(|rule| context.document.anchors(rule));
    let anchors = ids.filter(|anchors| anchors.complete).map(|anchors| anchor::hashes(&anchors.ids));
    Facts { links: kept, aliases: aliases(&context.document.front), anchors, ..Facts::default() }
}

/// Other addresses that lead to the page.
pub fn aliases(front: &Front) -> Vec<String> {
    let Some(root) = front.root() else { return Vec::new() };
    let values = ["redirect_from", "aliases", "alias"].iter().filter_map(|key| root.get(key));
    let texts = values.flat_map(|node| {
        node.as_str().into_iter().chain(node.items().iter().filter_map(|item| item.as_str()))
    });
    texts.map(|text| text.trim_matches('/').to_owned()).filter(|text| !text.is_empty()).collect()
}

fn replace(span: Span, replacement: String) -> Option<Fix> {
    Some(Fix { edits: vec![Edit { span, replacement }], safety: Safety::Suggestion })
}
