//! What a page tells the rest of the site about itself: its address, title, categories and tags.

use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use crate::document::front::tree::Node;
use crate::document::front::{Front, Problem};
use crate::facts::Facts;
use crate::site::{Role, Site, terms};
use crate::span::Span;

/// `site.categories['회고']`, `site.categories.회고`: a list of the posts of one category.
static LISTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"site\.categories(?:\.([\p{L}\d_-]+)|\[\s*(?:'([^']+)'|"([^"]+)")\s*\])"#).ok()
});

/// The facts of the page at `path`, with this front matter and text: what stands in the body of a post does not
/// matter to them.
pub fn facts(site: &Site, path: &str, front: &Front, text: &str) -> Facts {
    let role = site.role(path);
    // Front matter that is not seen is none; one that does not load says nothing, not even where the
    // page is.
    let loads = !front.problems.iter().any(Problem::is_fatal);
    let is_seen = !front.problems.iter().any(Problem::is_out_of_place);
    let root = front.root().filter(|_| is_seen);
    let span_of = |key: &str| root.and_then(|root| root.get(key)).map_or(Span::default(), |node| node.span);
    let mut facts = Facts {
        file: site.published(path, root).filter(|_| loads || !is_seen),
        file_span: span_of("permalink"),
        is_to_come: site.is_to_come(path, root),
        language: site.language(path).map(str::to_owned),
        ..Facts::default()
    };
    if role == Role::Post && loads {
        let title =
            root.and_then(|root| root.get("title")).and_then(|node| Some((node.as_str()?, node.span)));
        facts.title =
            title.map(|(text, span)| (text.trim().to_owned(), span)).filter(|(text, _)| !text.is_empty());
        facts.categories = terms::categories(site, path, root);
        facts.tags = terms::tags(site, root);
    } else if role != Role::Post && site.is_jekyll() {
        facts.listed = listed(text, root);
    }
    facts
}

fn listed(text: &str, root: Option<&Node>) -> Vec<String> {
    let mut listed = Vec::new();
    if memmem::find(text.as_bytes(), b"site.categories").is_some()
        && let Some(pattern) = LISTED.as_ref()
    {
        let names = pattern
            .captures_iter(text)
            .filter_map(|found| found.iter().skip(1).flatten().next().map(|name| name.as_str().to_owned()));
        // Filters of the template language are no categories.
        listed.extend(names.filter(|name| !["size", "first", "last"].contains(&name.as_str())));
    }
    let value = |key: &str| root.and_then(|root| root.get(key)?.as_str());
    if value("layout") == Some("category") {
        listed.extend(value("taxonomy").or(value("category")).map(str::to_owned));
    }
    listed
}
