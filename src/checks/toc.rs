//! A table of contents that is switched on where there is nothing to list.

use super::Context;
use crate::diagnostic::Finding;
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::mask::RegionKind;

/// `toc: true` in a post without headings, where the theme is known to draw the box all the same.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let document = context.document;
    if context.site.theme().is_none() {
        return;
    }
    let Some(toc) = document.front.root().and_then(|root| root.get("toc")) else { return };
    let switched_on = matches!(resolve(toc, document.syntax.yaml), Scalar::Bool(true));
    // Headings may also be written in HTML, or come with an included file.
    let is_heading = |name: &str| matches!(name.as_bytes(), [b'h' | b'H', b'1'..=b'6']);
    let in_html = document.body.tags.iter().any(|tag| !tag.closing && is_heading(&tag.name));
    let included = document.body.regions.iter().any(|region| region.kind == RegionKind::Tag);
    if switched_on && !in_html && !included && document.body.headings.is_empty() {
        emit(Finding { span: toc.span, ..Finding::default() });
    }
}
