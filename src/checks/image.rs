//! Images that are not in the site, and why.
//!
//! The document says which images it names ([`facts`]); whether they are there is decided on those
//! facts and the list of the site's files.

use super::{Context, SiteContext};
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::facts::{Facts, ImageReference};
use crate::site::tree::Cause;
use crate::span::Span;

/// The images a document names: in Markdown, in HTML, and in the fields of its front matter.
pub fn facts(context: Context<'_>) -> Facts {
    let document = context.document;
    let body = &document.body;
    let mut images = Vec::new();
    let mut add = |target: &str, span: Span| {
        if !target.trim().is_empty() {
            let exact = span.slice(&document.text) == target;
            images.push(ImageReference { target: target.to_owned(), span, exact });
        }
    };
    for image in &body.images {
        add(&image.target, image.target_span);
    }
    for tag in body.tags.iter().filter(|tag| !tag.closing && tag.name.eq_ignore_ascii_case("img")) {
        if let Some((value, span)) =
            tag.attribute("src").and_then(|src| Some((src.value.as_deref()?, src.value_span?)))
        {
            add(value, span);
        }
    }
    let root = document.front.root();
    let mut subpath = None;
    if let Some(root) = root {
        let mut seen: Vec<&str> = Vec::new();
        for (path, _) in context.fields().flat_map(|table| &table.fields).filter(|(_, field)| field.image) {
            if seen.contains(&path.as_str()) {
                continue;
            }
            seen.push(path);
            for node in root.at_path(path) {
                if let Some(value) = node.as_str() {
                    add(value, node.content_span());
                }
            }
        }
        subpath =
            ["media_subpath", "img_path"].iter().find_map(|key| root.get(key)?.as_str()).map(str::to_owned);
    }
    Facts { images, media_subpath: subpath, ..Facts::default() }
}

/// Reports the images that are not there.
pub fn check(context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let (site, path, facts) = (context.site, context.path(), context.facts());
    for image in &facts.images {
        let Some(missing) = site.missing_image(path, &image.target, facts.media_subpath.as_deref()) else {
            continue;
        };
        let (variant, actual) = match &missing.cause {
            Cause::Absent => (0, String::new()),
            Cause::Case { actual } => (1, actual.clone()),
            Cause::Normalization { actual } => (2, actual.clone()),
            Cause::Extension { actual } => (3, actual.clone()),
            Cause::Moved { candidates } => (4, candidates.join(", ")),
            Cause::NearName { actual } => (5, actual.clone()),
            Cause::PercentEncoding { actual } => (6, actual.clone()),
            Cause::LocalPath => (7, String::new()),
        };
        let fix = missing.repair.filter(|_| image.exact).map(|replacement| Fix {
            edits: vec![Edit { span: image.span, replacement }],
            safety: Safety::Suggestion,
        });
        emit(Finding { span: image.span, variant, args: vec![image.target.clone(), actual], fix });
    }
}
