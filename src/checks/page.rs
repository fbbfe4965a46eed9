//! What a page tells the rest of the site about itself: its address, title, categories and tags.

use std::sync::LazyLock;

use regex::Regex;

use super::Context;
use crate::document::front::Problem;
use crate::document::front::tree::Node;
use crate::facts::Facts;
use crate::site::{Role, terms};
use crate::span::Span;

/// `site.categories['회고']`, `site.categories.회고`: a list of the posts of one category.
static LISTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"site\.categories(?:\.([\p{L}\d_-]+)|\[\s*(?:'([^']+)'|"([^"]+)")\s*\])"#).ok()
});

/// The facts of the page.
pub fn facts(context: Context<'_>) -> Facts {
    let front = &context.document.front;
    let role = context.site.role(context.path);
    // Front matter that is not seen is none; one that does not load says nothing, not even where the
    // page is.
    let loads = !front.problems.iter().any(Problem::is_fatal);
    let is_seen = !front.problems.iter().any(Problem::is_out_of_place);
    let root = front.root().filter(|_| is_seen);
    let span_of = |key: &str| root.and_then(|root| root.get(key)).map_or(Span::default(), |node| node.span);
    let mut facts = Facts {
        file: context.site.published(context.path, root).filter(|_| loads || !is_seen),
        file_span: span_of("permalink"),
        is_to_come: context.site.is_to_come(context.path, root),
        language: context.site.language(context.path).map(str::to_owned),
        ..Facts::default()
    };
    if role == Role::Post && loads {
        let title =
            root.and_then(|root| root.get("title")).and_then(|node| Some((node.as_str()?, node.span)));
        facts.title =
            title.map(|(text, span)| (text.trim().to_owned(), span)).filter(|(text, _)| !text.is_empty());
        facts.categories = terms::categories(context.site, context.path, root);
        facts.tags = terms::tags(context.site, root);
    } else if role != Role::Post && context.site.is_jekyll() {
        facts.listed = listed(context, root);
    }
    facts
}

fn listed(context: Context<'_>, root: Option<&Node>) -> Vec<String> {
    let text = &context.document.text;
    let mut listed = Vec::new();
    if let Some(pattern) = LISTED.as_ref().filter(|_| text.contains("site.categories")) {
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
