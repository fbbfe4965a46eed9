//! HTML among Markdown: what readers see of it that was not meant.

mod markdown;
mod shown;
mod tags;
mod unclosed;

use super::Context;
use crate::diagnostic::Finding;
use crate::document::syntax::Templates;
use crate::rule::check::HtmlCase;
use crate::span::Span;

/// Runs a case.
pub fn check(case: HtmlCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    // What looks like HTML in MDX is code.
    if context.document.syntax.templates == Templates::Mdx {
        return;
    }
    match case {
        HtmlCase::Markdown => markdown::check(context, emit),
        HtmlCase::Unclosed => unclosed::check(context, emit),
        HtmlCase::Shown => shown::check(context, emit),
        HtmlCase::Dropped => tags::dropped(context, emit),
        HtmlCase::Break => tags::breaks(context, emit),
        HtmlCase::Obsolete => tags::obsolete(context, emit),
        HtmlCase::Id => tags::ids(context, emit),
    }
}

/// Whether a place is in code, or begins in what is no HTML to the generator.
fn is_hidden(context: Context<'_>, span: Span) -> bool {
    let regions = &context.document.body.regions;
    let before = regions.partition_point(|region| region.span.start <= span.start);
    let in_region = regions[..before].last().is_some_and(|region| region.span.end > span.start);
    in_region || context.document.is_code(span)
}
