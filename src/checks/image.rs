//! Images that readers do not see, and why.
//!
//! The document says which images it names ([`facts`]); whether they are there is decided on those
//! facts and the list of the site's files.

mod places;

use super::SiteContext;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::facts::ImageReference;
use crate::generator::Generator;
use crate::rule::check::ImageCase;
use crate::site::reference::{Expiring, expiring, percent_decoded};
use crate::site::tree::{Cause, Unpublished};
use crate::site::{Missing, Origin, ReadBy};

pub use places::facts;

/// Reports the images that readers do not see.
pub fn check(case: ImageCase, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    for image in &context.facts().images {
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
            (ImageCase::Missing, _) => {
                let missing = context.site.missing_image(origin(context, image), &image.target);
                missing.and_then(|missing| not_seen(case, context, image, missing))
            }
            (ImageCase::NotPublished | ImageCase::EditorOnly, _) => {
                let hidden = context.site.hidden_image(origin(context, image), &image.target);
                hidden.and_then(|hidden| not_seen(case, context, image, hidden))
            }
        };
        if let Some(finding) = found {
            emit(finding);
        }
    }
}

fn origin<'a>(context: SiteContext<'a>, image: &ImageReference) -> Origin<'a> {
    Origin { bundles: Some(&context.all.bundles), ..image.origin(context.path(), context.facts()) }
}

/// What `case` says of an image that is not seen, if it is its case.
fn not_seen(
    case: ImageCase,
    context: SiteContext<'_>,
    image: &ImageReference,
    mut missing: Missing,
) -> Option<Finding> {
    let is_written = |c: &[char]| image.target.contains(c);
    let (own, variant, actual) = match missing.cause {
        Cause::Absent => (ImageCase::Missing, 0, String::new()),
        Cause::Case { actual } => (ImageCase::Missing, 1, actual),
        Cause::Normalization { actual } => (ImageCase::Missing, 2, actual),
        Cause::Extension { actual } => (ImageCase::Missing, 3, actual),
        Cause::Moved { candidates } => (ImageCase::Missing, 4, candidates.join(", ")),
        Cause::NearName { actual } => (ImageCase::Missing, 5, actual),
        Cause::PercentEncoding { actual } if is_written(&['\\']) => (ImageCase::Missing, 7, actual),
        Cause::PercentEncoding { actual } if is_written(&['#', '?']) => (ImageCase::Missing, 8, actual),
        Cause::PercentEncoding { actual } => (ImageCase::Missing, 6, actual),
        Cause::LocalPath => (ImageCase::Missing, 9, String::new()),
        Cause::Typora => (ImageCase::Missing, 10, String::new()),
        Cause::NotionExport => (ImageCase::Missing, 11, String::new()),
        Cause::WithoutBase { actual } => (ImageCase::Missing, 12, actual),
        Cause::WithoutScheme => (ImageCase::Missing, 13, String::new()),
        Cause::EditorOnly { actual, published: true } if is_in_post_folder(context, &actual) => {
            (ImageCase::EditorOnly, 3, actual)
        }
        Cause::EditorOnly { actual, published: true } if context.site.theme() == Some("chirpy") => {
            (ImageCase::EditorOnly, 4, actual)
        }
        Cause::EditorOnly { actual, published: true } => (ImageCase::EditorOnly, 0, actual),
        Cause::EditorOnly { actual, published: false } => (ImageCase::EditorOnly, 1, actual),
        Cause::WithPage { actual, address } => {
            missing.wanted = address;
            (ImageCase::EditorOnly, 2, actual)
        }
        Cause::Unpublished { actual, reason } => {
            let variant = match reason {
                Unpublished::Excluded => 0,
                Unpublished::Private => 1,
                Unpublished::Ignored => 2,
                Unpublished::Outside => 3,
                Unpublished::OnDemand => 4,
                Unpublished::PostFolder => 5,
            };
            (ImageCase::NotPublished, variant, actual)
        }
    };
    let path = match own {
        // Where the reference leads instead, or should lead.
        ImageCase::EditorOnly => format!("/{}", context.site.below_root(&missing.wanted)),
        _ => shown(&image.target),
    };
    let fix = missing.repair.and_then(|repair| replacing(image, repair));
    (own == case).then(|| Finding { span: image.span, variant, args: vec![path, actual], fix })
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
