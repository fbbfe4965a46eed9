//! Links to a place in a page: `#제목`, `/글/#제목`.

use std::collections::HashSet;

use super::missing::{Inner, inner};
use super::{Context, SiteContext, links, replace};
use crate::diagnostic::Finding;
use crate::document::anchor::{Anchors, HeadingIds};
use crate::facts::LinkReference;
use crate::site::Role;
use crate::site::names::{fold, is_near};
use crate::site::reference::percent_decoded;
use crate::span::Span;

/// Ids that themes, comment services and footnotes bring into the page, and what is written where a link
/// is to lead nowhere.
const OF_THEMES: [&str; 48] = [
    "top",
    "toc",
    "main",
    "content",
    "comments",
    "comment",
    "disqus_thread",
    "disqus",
    "giscus",
    "utterances",
    "respond",
    "footer",
    "header",
    "site-nav",
    "site-footer",
    "main-content",
    "maincontent",
    "page-title",
    "title",
    "sidebar",
    "search",
    "nav",
    "navigation",
    "menu",
    "none",
    "nolink",
    "void",
    "a",
    "more",
    "back-to-top",
    "related",
    "tags",
    "categories",
    "post",
    "article",
    "body",
    "container",
    "wrap",
    "wrapper",
    "page",
    "skip",
    "intro",
    "home",
    "gitalk-container",
    "vcomments",
    "share",
    "author",
    "tableofcontents",
];

/// The id a fragment asks for; `None` if it asks for none, or for one of the theme.
fn wanted(fragment: &str) -> Option<String> {
    let id = percent_decoded(fragment)?;
    let is_footnote = ["fn", "fnref", "user-content-", "footnote", "cite", "ref-", "comment-", "bib"]
        .iter()
        .any(|start| id.starts_with(start));
    let is_none =
        id.is_empty() || id.contains([';', '/', '!', '=', '{', '<', '"', '&']) || id.starts_with(':');
    let is_of_theme = OF_THEMES.contains(&fold(&id).as_ref());
    (!is_none && !is_footnote && !is_of_theme).then_some(id)
}

/// Who gives ids to the headings of the page, if they are all it has: the layouts of other pages than posts
/// may add others, such as those of a list of tags.
pub(super) fn rule(context: Context<'_>) -> Option<HeadingIds> {
    let is_post = context.role == Role::Post;
    context.site.settings().heading_ids.filter(|_| is_post)
}

/// For how many links of a page it is asked which place was meant: each is held against all places.
const MOST_GUESSES: usize = 100;

/// Reports the links to places that the page itself does not have.
pub(super) fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(rule) = rule(context) else { return };
    let mut anchors: Option<(Anchors, HashSet<String>)> = None;
    let mut guesses = 0;
    for link in links(context) {
        let Some(id) = link.target.strip_prefix('#').and_then(wanted) else { continue };
        let (anchors, known) = anchors.get_or_insert_with(|| {
            let anchors = context.document.anchors(rule);
            let known = anchors.ids.iter().cloned().collect();
            (anchors, known)
        });
        if !anchors.complete || known.contains(&id) {
            continue;
        }
        guesses += 1;
        let near = if guesses <= MOST_GUESSES { nearest(&id, &anchors.ids) } else { None };
        let text = &context.document.text;
        // The `#` stays as it is written.
        let written = link.span.slice(text);
        let fix = near.filter(|_| written.starts_with('#')).and_then(|near| {
            let place = Span::new(link.span.start as usize + 1, link.span.end as usize);
            replace(place, near.to_owned())
        });
        let args = vec![format!("#{id}"), near.map(|near| format!("#{near}")).unwrap_or_default()];
        emit(Finding { span: link.span, variant: u8::from(near.is_some()), args, fix });
    }
}

/// The id that was meant: the same letters, or nearly.
fn nearest<'i>(id: &str, ids: &'i [String]) -> Option<&'i str> {
    let key = letters(id);
    let mut same = ids.iter().filter(|other| letters(other) == key && !key.is_empty());
    if let Some(first) = same.next() {
        return same.next().is_none().then_some(first);
    }
    // A heading that was longer from the start, or has grown since.
    let mut longer = ids.iter().filter(|other| letters(other).starts_with(&key) && key.len() >= 6);
    if let Some(first) = longer.next() {
        return longer.next().is_none().then_some(first);
    }
    let folded = fold(id);
    let mut near = ids.iter().filter(|other| is_near(&folded, &fold(other)));
    let first = near.next()?;
    near.next().is_none().then_some(first)
}

/// The letters and digits of an id.
fn letters(id: &str) -> String {
    fold(id).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A link to a place in another page: where that leads, the id, and which page.
type Place<'l> = (Inner<'l>, String, usize);

/// The place in another page that a link leads to, if it does.
fn elsewhere<'l>(context: SiteContext<'_>, link: &'l LinkReference) -> Option<Place<'l>> {
    let inner = inner(context, link)?;
    let tail = inner.reference.tail;
    let id = tail.split_once('#').and_then(|(_, fragment)| wanted(fragment))?;
    if tail.contains(['\'', '}']) {
        return None;
    }
    let page = context.pages().find(&inner.path, context.site.forgives_slashes())??;
    Some((inner, id, page))
}

/// The pages in which links of the document lead to a place.
pub(super) fn asked(context: SiteContext<'_>) -> Vec<usize> {
    let links = context.facts().links.iter();
    links.filter_map(|link| elsewhere(context, link)).map(|(_, _, page)| page).collect()
}

/// Reports the links to places that another page does not have.
pub(super) fn on_site(context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    for link in &context.facts().links {
        let Some((inner, id, page)) = elsewhere(context, link) else { continue };
        let Some(ids) = &context.all.facts()[page].anchors else { continue };
        if has(ids, &id) {
            continue;
        }
        let near = [id.to_lowercase(), id.replace(' ', "-").to_lowercase(), id.replace('_', "-")]
            .into_iter()
            .find(|near| has(ids, near));
        let args = vec![format!("#{id}"), near.as_ref().map(|near| format!("#{near}")).unwrap_or_default()];
        let fix = near.as_ref().filter(|_| link.exact).and_then(|near| {
            let length = inner.reference.tail.split_once('#').map_or(0, |(_, fragment)| fragment.len());
            let end = link.span.end as usize;
            replace(Span::new(end - length, end), near.clone())
        });
        emit(Finding { span: link.span, variant: 2 + u8::from(near.is_some()), args, fix });
    }
}

/// Ids as the facts keep them: four bytes each, sorted.
pub(super) fn hashes(ids: &[String]) -> Vec<u32> {
    let mut hashes: Vec<u32> = ids.iter().map(|id| hash(id)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn has(hashes: &[u32], id: &str) -> bool {
    hashes.binary_search(&hash(id)).is_ok()
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_nowhere_on_purpose_is_left_alone() {
        for fragment in ["", "top", "TOC", "fn:1", "fnref:1", "none", "/slide/3", "!", ":~:text=a"] {
            assert_eq!(wanted(fragment), None, "{fragment}");
        }
        assert_eq!(wanted("%EC%A0%9C%EB%AA%A9").as_deref(), Some("제목"));
    }

    #[test]
    fn the_id_that_was_meant_has_the_same_letters() {
        let ids = ["modeling-및".to_owned(), "1-개요".to_owned(), "2-개요".to_owned()];
        assert_eq!(nearest("Modeling-및", &ids), Some("modeling-및"));
        assert_eq!(nearest("1.-개요", &ids), Some("1-개요"));
        assert_eq!(nearest("3-개요", &ids), None);
    }
}
