//! Pages that share an address or a title.

use super::SiteContext;
use crate::diagnostic::Finding;
use crate::rule::check::TwinCase;
use crate::site::names::fold;

/// Reports a page when one before it, in the order of paths, has the same address or title already.
pub fn check(case: TwinCase, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let (all, facts) = (context.all, context.facts());
    let earlier = |twins: Option<&Vec<usize>>, is_twin: &dyn Fn(usize) -> bool| {
        twins.and_then(|twins| twins.iter().copied().find(|&other| other < context.at && is_twin(other)))
    };
    let (value, span, other) = match (case, &facts.file, &facts.title) {
        // A post of a day to come is in nobody's way until then.
        (TwinCase::Address | TwinCase::NearAddress, Some(file), _) if !facts.is_to_come => {
            let same = case == TwinCase::Address;
            let is_twin = |other: usize| {
                let other = &all.facts[other];
                !other.is_to_come && (other.file.as_ref() == Some(file)) == same
            };
            let twins = all.by_file.get(&*fold(file));
            (address(file), facts.file_span, earlier(twins, &is_twin))
        }
        (TwinCase::Title, _, Some((title, span))) => (
            title.clone(),
            *span,
            earlier(all.by_title.get(&(facts.language.as_deref(), title.as_str())), &|_| true),
        ),
        _ => return,
    };
    if let Some(other) = other {
        let args = vec![value, all.paths[other].clone()];
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
