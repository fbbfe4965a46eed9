//! Layouts that are not there: Jekyll prints such a page bare.

use super::Context;
use crate::diagnostic::{Edit, Finding, Fix, Safety};
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::Node;
use crate::site::Role;

/// How far a name may be from a layout's to be a slip of it, in letters.
const FARTHEST: usize = 2;

/// The rule's cases after a near name, in the order of `Check::variants`.
#[derive(Clone, Copy)]
enum Case {
    /// No name at all.
    Empty = 2,
    /// A number, which is the name of nothing.
    Number = 3,
}

/// Reports the layout of a page if neither the site nor its theme has it.
pub fn check(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let Some(node) = context.document.front.root().and_then(|root| root.get("layout")) else { return };
    let Some(known) = layouts(context) else { return };
    let name = match resolve(node, context.document.syntax.yaml) {
        Scalar::Str("") | Scalar::Int(_) if context.role == Role::Post => {
            let written = node.as_str().unwrap_or_default().to_owned();
            let variant = if written.is_empty() { Case::Empty } else { Case::Number };
            let args = vec![written, String::new()];
            return emit(Finding { span: node.span, variant: variant as u8, args, fix: None });
        }
        Scalar::Str(name) => name,
        // Without quotes as well Jekyll looks for a layout of that name; false stands for none.
        Scalar::Bool(true) => "true",
        _ => return,
    };
    if name == "none" || name.is_empty() || known.contains(&name) {
        return;
    }
    let nearest = nearest(name, &known);
    let fix = nearest.and_then(|nearest| renamed(node, nearest, context));
    let args = vec![name.trim().to_owned(), nearest.unwrap_or_default().to_owned()];
    emit(Finding { span: node.span, variant: u8::from(nearest.is_some()), args, fix });
}

/// The layouts of a Jekyll site, if all of them can be known.
fn layouts(context: Context<'_>) -> Option<Vec<&str>> {
    let site = context.site;
    let folder = site.settings().layouts.as_deref().unwrap_or("_layouts/");
    let own = site.tree().files_below(folder);
    let mut known: Vec<&str> = own.map(|path| path.rsplit_once('.').map_or(path, |(stem, _)| stem)).collect();
    let themes = context.fields().filter(|table| Some(table.name.as_str()) == site.theme());
    let of_theme: Vec<&str> = themes.flat_map(|table| &table.layouts).map(String::as_str).collect();
    let theme_is_known = site.settings().theme.is_none() || !of_theme.is_empty();
    known.extend(of_theme);
    (site.is_jekyll() && theme_is_known && !known.is_empty()).then_some(known)
}

/// The layout that was meant: the same but for spaces, an extension or letter case, or nearly the same.
fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let bare = name.trim();
    let bare = bare.strip_suffix(".html").or(bare.strip_suffix(".md")).unwrap_or(bare);
    let same = known.iter().find(|known| known.eq_ignore_ascii_case(bare));
    let distance = |known: &str| strsim::damerau_levenshtein(known, bare);
    // `post` and `posts` are two layouts.
    let is_plural =
        |known: &str| known.strip_suffix('s') == Some(bare) || bare.strip_suffix('s') == Some(known);
    let is_near =
        |known: &str| distance(known) <= FARTHEST && known.len() > FARTHEST + 1 && !is_plural(known);
    let near = || known.iter().filter(|known| is_near(known));
    same.or_else(|| near().min_by_key(|known| distance(known))).copied()
}

fn renamed(node: &Node, name: &str, context: Context<'_>) -> Option<Fix> {
    let span = node.content_span();
    let exact = Some(span.slice(&context.document.text)) == node.as_str();
    let edit = Edit { span, replacement: name.to_owned() };
    exact.then(|| Fix { edits: vec![edit], safety: Safety::Suggestion })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_a_name() {
        let known = ["single", "splash", "home", "post"];
        assert_eq!(nearest("singel", &known), Some("single"));
        assert_eq!(nearest("Single ", &known), Some("single"));
        assert_eq!(nearest("post.html", &known), Some("post"));
        assert_eq!(nearest("글", &known), None);
        assert_eq!(nearest("homes", &known), None);
        assert_eq!(nearest("gallery", &known), None);
    }
}
