//! A table of contents that is switched on where there is nothing to list.

use super::Context;
use crate::diagnostic::Finding;
use crate::document::front::scalar::{Scalar, resolve};

/// `toc: true` in a post without headings, where the theme is known to draw the box all the same.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let document = context.document;
    if context.site.theme().is_none() {
        return;
    }
    let Some(toc) = document.front.root().and_then(|root| root.get("toc")) else { return };
    let switched_on = matches!(resolve(toc, document.syntax.yaml), Scalar::Bool(true));
    if switched_on && document.body.headings.is_empty() {
        emit(Finding { span: toc.span, ..Finding::default() });
    }
}
