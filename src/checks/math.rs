//! Formulas on a page that does not switch them on: readers see `$$ … $$`.

use super::Context;
use crate::diagnostic::Finding;
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::mask::RegionKind;
use crate::site::Role;

/// Reports the first formula of a post without the key that the blog switches formulas on with.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let (site, document) = (context.site, context.document);
    let Some(key) = site.math_key() else { return };
    let mut formulas = document.body.regions.iter().filter(|region| region.kind == RegionKind::Math);
    let Some(first) = formulas.next().filter(|_| context.role == Role::Post) else { return };
    let written = document.front.root().and_then(|root| root.get(key));
    let value = written.or_else(|| site.default_of(context.path, key));
    // Whoever switches them off knows why.
    let is_set = value.is_some_and(|value| resolve(value, document.syntax.yaml) != Scalar::Null);
    if !is_set && document.front.root().is_some() {
        emit(Finding { span: first.span, args: vec![key.to_owned()], ..Finding::default() });
    }
}
