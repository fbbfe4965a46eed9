//! HTML attributes whose value HTML does not allow: sizes with a unit.
//!
//! Source: HTML Living Standard 4.8.17, Dimension attributes: valid non-negative integers.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};

/// Tags whose `width` and `height` are numbers of pixels.
const SIZED: [&str; 8] = ["img", "iframe", "embed", "object", "video", "canvas", "source", "input"];

/// `width="300px"`.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    for tag in &context.document.body.tags {
        if !SIZED.iter().any(|name| tag.name.eq_ignore_ascii_case(name)) {
            continue;
        }
        for attribute in &tag.attributes {
            let name = attribute.name.as_str();
            let sized = name.eq_ignore_ascii_case("width") || name.eq_ignore_ascii_case("height");
            let (true, Some(value), Some(span)) = (sized, attribute.value.as_deref(), attribute.value_span)
            else {
                continue;
            };
            let Some(number) = value.trim().strip_suffix("px").map(str::trim) else { continue };
            if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            let exact = span.slice(&context.document.text) == value;
            let edit = Edit { span, replacement: number.to_owned() };
            emit(Finding {
                span: attribute.span,
                args: vec![name.to_owned(), value.to_owned(), number.to_owned()],
                fix: exact.then(|| Fix { edits: vec![edit], safety: Safety::Safe }),
                ..Finding::default()
            });
        }
    }
}
