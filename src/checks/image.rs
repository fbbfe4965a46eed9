//! Images that readers do not see, and why.
//!
//! The document says which images it names ([`facts`]); whether they are there is decided on those
//! facts and the list of the site's files.

mod places;

use super::SiteContext;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::facts::{ImageReference, ReadBy};
use crate::generator::Generator;
use crate::rule::check::ImageCase;
use crate::site::reference::{Expiring, expiring, percent_decoded};
use crate::site::tree::{Cause, Unpublished};
use crate::site::{Missing, Origin};

pub use places::facts;

/// Reports the images that readers do not see.
pub fn check(case: ImageCase, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    for (at, image) in context.facts().images.iter().enumerate() {
        let found = match (case, image.read_by) {
            (ImageCase::Obsidian, ReadBy::Wiki) => Some(attachment(context, image)),
            (ImageCase::Text, ReadBy::Text) => Some(as_text(context, image)),
            (_, ReadBy::Wiki | ReadBy::Text) | (ImageCase::Obsidian | ImageCase::Text, _) => None,
            (ImageCase::Expiring, _) => expiring(&image.target).map(|kind| Finding {
                span: image.span,
                variant: u8::from(kind == Expiring::Notion),
                args: vec![host(&image.target), String::new()],
                fix: None,
            }),
            (ImageCase::Missing | ImageCase::NotPublished | ImageCase::EditorOnly, _) => {
                let missing = context.missing.get_or_init(|| look(context)).get(at).cloned().flatten();
                let own = missing.filter(|missing| case_of(&missing.cause) == case);
                own.map(|missing| not_seen(context, image, missing))
            }
        };
        if let Some(finding) = found {
            emit(finding);
        }
    }
}

/// What is wrong with each image of the document.
fn look(context: SiteContext<'_>) -> Vec<Option<Missing>> {
    let is_address = |image: &&ImageReference| !matches!(image.read_by, ReadBy::Wiki | ReadBy::Text);
    let look = |image| context.site.missing_image(origin(context, image), &image.target);
    context.facts().images.iter().map(|image| Some(image).filter(is_address).and_then(look)).collect()
}

fn origin<'a>(context: SiteContext<'a>, image: &ImageReference) -> Origin<'a> {
    Origin { pages: Some(context.pages()), ..Origin::of(image, context.path(), context.facts()) }
}

/// Which case an image that is not seen is.
fn case_of(cause: &Cause) -> ImageCase {
    match cause {
        Cause::EditorOnly { .. } | Cause::WithPage { .. } => ImageCase::EditorOnly,
        Cause::Unpublished { .. } => ImageCase::NotPublished,
        _ => ImageCase::Missing,
    }
}

/// What is said of an image that is not seen.
fn not_seen(context: SiteContext<'_>, image: &ImageReference, missing: Missing) -> Finding {
    let is_written = |c: &[char]| image.target.contains(c);
    let path = match missing.cause {
        // Where the reference leads instead, or should lead.
        Cause::EditorOnly { .. } => format!("/{}", context.site.below_root(&missing.wanted)),
        Cause::WithPage { ref address, .. } => format!("/{address}"),
        _ => shown(&image.target),
    };
    let (variant, actual) = match missing.cause {
        Cause::Absent => (0, String::new()),
        Cause::Case { actual } => (1, actual),
        Cause::Normalization { actual } => (2, actual),
        Cause::Extension { actual } => (3, actual),
        Cause::Moved { candidates } => (4, candidates.join(", ")),
        Cause::NearName { actual } => (5, actual),
        Cause::PercentEncoding { actual } if is_written(&['\\']) => (7, actual),
        Cause::PercentEncoding { actual } if is_written(&['#', '?']) => (8, actual),
        Cause::PercentEncoding { actual } => (6, actual),
        Cause::LocalPath => (9, String::new()),
        Cause::Typora => (10, String::new()),
        Cause::NotionExport => (11, String::new()),
        Cause::WithoutBase { actual } => (12, actual),
        Cause::WithoutScheme => (13, String::new()),
        Cause::Quoted => (14, String::new()),
        Cause::EditorOnly { actual, published: false } => (1, actual),
        Cause::WithPage { actual, .. } => (2, actual),
        Cause::EditorOnly { actual, .. } if is_in_post_folder(context, &actual) => {
            (if context.site.settings().post_asset_folder { 3 } else { 5 }, actual)
        }
        Cause::EditorOnly { actual, .. } if context.site.theme() == Some("chirpy") => (4, actual),
        Cause::EditorOnly { actual, .. } => (0, actual),
        Cause::Unpublished { actual, reason } => {
            let variant = match reason {
                Unpublished::Excluded => 0,
                Unpublished::Private => 1,
                Unpublished::Ignored => 2,
                Unpublished::Outside => 3,
                Unpublished::OnDemand => 4,
                Unpublished::PostFolder => 5,
            };
            (variant, actual)
        }
    };
    let fix = missing.repair.and_then(|repair| replacing(image, repair));
    Finding { span: image.span, variant, args: vec![path, actual], fix }
}

/// Whether the file is in the folder of the post, where Hexo's renderer looks only if it is told to.
fn is_in_post_folder(context: SiteContext<'_>, file: &str) -> bool {
    let folder = context.path().rsplit_once('.').map_or("", |(stem, _)| stem);
    context.site.generator() == Some(Generator::Hexo)
        && file.strip_prefix(folder).is_some_and(|below| below.starts_with('/'))
}

/// What Obsidian alone shows.
fn attachment(context: SiteContext<'_>, image: &ImageReference) -> Finding {
    let name = image.target.split('|').next().unwrap_or_default().trim();
    let origin = Origin { read_by: ReadBy::Markdown, ..origin(context, image) };
    let (address, found) = context.site.attachment(origin, name);
    let variant = match found.len() {
        0 => 2,
        1 => 0,
        _ => 1,
    };
    // The last part is a size, or else the text that stands for the image.
    let alt = image.target.rsplit_once('|').map_or("", |(_, last)| last.trim());
    let is_size = alt.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x');
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let alt = if is_size { stem } else { alt };
    let fix = address.map(|address| Fix {
        edits: vec![Edit { span: image.span, replacement: format!("![{alt}]({address})") }],
        safety: Safety::Suggestion,
    });
    Finding { span: image.span, variant, args: vec![name.to_owned(), found.join(", ")], fix }
}

/// What is no image to the renderer.
fn as_text(context: SiteContext<'_>, image: &ImageReference) -> Finding {
    let origin = Origin { read_by: ReadBy::Markdown, ..origin(context, image) };
    let fix = context.site.encoded(origin, &image.target).and_then(|repair| replacing(image, repair));
    let variant = u8::from(!image.target.contains(' '));
    Finding { span: image.span, variant, args: vec![shown(&image.target), String::new()], fix }
}

fn replacing(image: &ImageReference, replacement: String) -> Option<Fix> {
    let edit = Edit { span: image.span, replacement };
    image.exact.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion })
}

/// The reference as it is read.
fn shown(target: &str) -> String {
    percent_decoded(target).unwrap_or_else(|| target.to_owned())
}

fn host(address: &str) -> String {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default().to_owned()
}
