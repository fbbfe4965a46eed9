//! Values that must be keys of a data file: authors, menus.

use super::Context;
use crate::diagnostic::Finding;
use crate::document::front::scalar::{Scalar, resolve};
use crate::rule::check::DataKey;

/// Reports names that the data file, if there is one, does not have.
pub fn check(check: &DataKey, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let site = context.site;
    let reads = site.theme().is_some_and(|theme| check.themes.iter().any(|known| known == theme));
    let keys = site.settings().data.get(&check.file).filter(|keys| reads && !keys.is_empty());
    let (Some(root), Some(keys)) = (context.document.front.root(), keys) else { return };
    for node in check.fields.iter().flat_map(|field| root.at_path(field)) {
        for node in std::iter::once(node).chain(node.items()) {
            let Scalar::Str(name) = resolve(node, context.document.syntax.yaml) else { continue };
            if name.is_empty() || keys.iter().any(|key| key == name) {
                continue;
            }
            let distance = |key: &str| strsim::damerau_levenshtein(&key.to_lowercase(), &name.to_lowercase());
            let near = keys.iter().filter(|key| distance(key) <= 2).min_by_key(|key| distance(key));
            let nearest = near.cloned().unwrap_or_default();
            let args = vec![name.to_owned(), format!("_data/{}.yml", check.file), nearest];
            emit(Finding { span: node.span, variant: u8::from(near.is_some()), args, fix: None });
        }
    }
}
