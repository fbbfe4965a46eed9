//! Pages that share an address or a title.

use super::SiteContext;
use crate::diagnostic::Finding;
use crate::rule::check::TwinCase;

/// Reports a page when one before it, in the order of paths, has the same address or title already.
pub fn check(case: TwinCase, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let (all, pages, facts) = (context.all, context.pages(), context.facts());
    let (value, span, twin) = match (case, &facts.file, &facts.title) {
        // A post of a day to come is in nobody's way until then.
        (TwinCase::Address | TwinCase::NearAddress, Some(file), _) if !facts.is_to_come => {
            let twin = match case {
                TwinCase::Address => all.same_address(context.site, file),
                _ => all.similar_address(context.site, file),
            };
            (address(file), facts.file_span, twin)
        }
        (TwinCase::Title, _, Some((title, span))) => {
            (title.clone(), *span, pages.titled(facts.language.as_deref(), title).next())
        }
        _ => return,
    };
    if let Some(other) = twin.filter(|twin| *twin < context.at) {
        let args = vec![value, pages.paths[other].clone()];
        emit(Finding { span, args, ..Finding::default() });
    }
}

/// The address of a published file: `/a/index.html` is `/a/`.
fn address(file: &str) -> String {
    format!(
        "/{}",
        file.strip_suffix("index.html").filter(|path| path.is_empty() || path.ends_with('/')).unwrap_or(file)
    )
}
