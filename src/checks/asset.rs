//! Images whose file is there, and holds nothing a reader could see, or more than was asked for.

use super::SiteContext;
use crate::bytes;
use crate::diagnostic::Finding;
use crate::rule::check::AssetCase;
use crate::site::content::{Fit, Format};

/// Checks the files that a document shows. One it shows several times is reported once.
pub fn check(case: AssetCase, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let limit = context.site.config().image.max_size.map(|size| size.0);
    let mut reported: Vec<&str> = Vec::new();
    for (image, asset) in context.assets.shown_by(context.at) {
        let path = asset.path.as_str();
        let fit = Fit::of(path, asset.content, context.site.converts(path));
        let (variant, format) = match (case, fit) {
            (AssetCase::Extension, Fit::Shown(real)) => (0, Some(real)),
            (AssetCase::Content, Fit::NotShown(real)) => (0, Some(real)),
            (AssetCase::Content, Fit::Html) => (1, None),
            (AssetCase::Content, Fit::Text) => (2, None),
            (AssetCase::Content, Fit::Pointer) => (3, None),
            (AssetCase::Empty, Fit::Empty) => (0, None),
            (AssetCase::Format, Fit::Rare(real)) => (0, Some(real)),
            (AssetCase::TooLarge, _) if limit.is_some_and(|limit| asset.bytes > limit) => {
                (u8::from(asset.dimensions.is_some()), None)
            }
            _ => continue,
        };
        let Some(image) = context.facts().images.get(image).filter(|_| !reported.contains(&path)) else {
            continue;
        };
        reported.push(path);
        let dimensions = asset.dimensions.map(|(width, height)| format!("{width}×{height}"));
        let args = vec![
            path.to_owned(),
            format.map_or("", Format::name).to_owned(),
            format.map_or("", Format::extension).to_owned(),
            bytes::shown(asset.bytes),
            limit.map(bytes::shown).unwrap_or_default(),
            dimensions.unwrap_or_default(),
        ];
        emit(Finding { span: image.span, variant, args, fix: None });
    }
}
