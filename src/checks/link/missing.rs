//! Links to pages and files that the site does not have.

use super::{SiteContext, replace};
use crate::diagnostic::Finding;
use crate::facts::LinkReference;
use crate::site::missing::is_image;
use crate::site::pages::Lost;
use crate::site::reference::{Anchor, Local, Reference};
use crate::site::{Origin, Site};

/// A link within the site: the reference and the address it leads to, without the `/` before it.
pub(super) struct Inner<'t> {
    pub(super) reference: Local<'t>,
    pub(super) path: String,
}

/// Where a link of the page leads within the site, if that is certain.
pub(super) fn inner<'t>(context: SiteContext<'_>, link: &'t LinkReference) -> Option<Inner<'t>> {
    let site = context.site;
    let Reference::Local(reference) = Reference::parse(&link.target, site.settings()) else { return None };
    // An address that the template of the theme came with is not that of the site.
    const OF_TEMPLATES: [&str; 4] =
        ["mmistakes.github.io", "cotes.page", "example.com", "username.github.io"];
    if reference.with_host && OF_TEMPLATES.iter().any(|host| reference.lead.contains(host)) {
        return None;
    }
    let written = reference.readings().into_iter().next().filter(|path| !path.contains('\\'))?;
    let path = match reference.anchor {
        Anchor::Root => {
            let base = &site.settings().base;
            let is_below =
                base.is_empty() || reference.lead.ends_with(base.as_str()) || reference.lead.contains("{{");
            // What is not below the base is another site.
            is_below.then_some(written)?
        }
        Anchor::Alias(_) => return None,
        Anchor::Page(ups) => {
            // Editors, plugins and render hooks find the source of a page.
            if written.ends_with(".md") || written.ends_with(".markdown") || written.is_empty() {
                return None;
            }
            let source = joined(context.path(), ups, &written);
            let is_source = |path: &str| site.tree().is_file(path) || site.tree().is_directory(path);
            if is_source(source.trim_end_matches('/'))
                || is_source(&format!("{}.md", source.trim_end_matches('/')))
            {
                return None;
            }
            joined(context.facts().file.as_deref()?, ups, &written)
        }
    };
    Some(Inner { reference, path })
}

/// `path` as seen from the folder of `from`, so many folders higher: addresses never leave the root.
fn joined(from: &str, ups: usize, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.truncate(parts.len().saturating_sub(1 + ups));
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Whether it depends on the links of all other pages what is said of those of this one.
pub(super) fn asks_all(context: SiteContext<'_>) -> bool {
    let pages = context.pages();
    context.facts().links.iter().filter_map(|link| inner(context, link)).any(|inner| {
        let has_moved = || matches!(pages.lost(&inner.path), Some(Lost::Moved(_)));
        let is_asked =
            pages.depends_on_links(&inner.path) || may_be_elsewhere(context, &inner) && has_moved();
        !is_image(&inner.path) && is_asked
    })
}

/// Whether an address on `me.github.io` may be that of another repository, which is published there below its
/// name.
fn may_be_elsewhere(context: SiteContext<'_>, inner: &Inner<'_>) -> bool {
    inner.reference.with_host
        && inner.reference.lead.contains(".github.io/")
        && !context.pages().knows_top(&inner.path)
}

/// Reports the links that lead nowhere.
pub(super) fn check(context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let (site, pages) = (context.site, context.pages());
    for link in &context.facts().links {
        if let Some(path) = without_base(context, link) {
            let args = vec![link.target.clone(), path.clone()];
            emit(Finding {
                span: link.span,
                variant: 6,
                args,
                fix: replace(link.span, path).filter(|_| link.exact),
            });
            continue;
        }
        // Images are looked for with the others.
        let Some(inner) = inner(context, link).filter(|inner| !is_image(&inner.path)) else { continue };
        let Some(lost) = pages.lost(&inner.path) else { continue };
        let (variant, meant) = match lost {
            Lost::Absent => (0, Vec::new()),
            Lost::Case(address) => (1, vec![address]),
            Lost::Normalization(address) => (2, vec![address]),
            Lost::Slash(address) => (3, vec![address]),
            Lost::Moved(addresses) => {
                let is_own = |address: &String| pages.find(address, false) == Some(Some(context.at));
                let is_name = !inner.path.trim_end_matches('/').contains('/');
                if may_be_elsewhere(context, &inner) && (is_name || addresses.iter().all(is_own)) {
                    continue;
                }
                (4, addresses)
            }
            Lost::Near(address) => (5, vec![address]),
        };
        let meant: Vec<&str> = meant.iter().map(|address| shown(&inner, address)).collect();
        let fix = match meant[..] {
            [only] if link.exact => replace(link.span, rewritten(site, &inner, only)),
            _ => None,
        };
        let shown: Vec<String> = meant.iter().map(|address| format!("/{address}")).collect();
        emit(Finding { span: link.span, variant, args: vec![link.target.clone(), shown.join(", ")], fix });
    }
}

/// The link with what it lacks, if it leads past the site for want of the path the site is published
/// under.
fn without_base(context: SiteContext<'_>, link: &LinkReference) -> Option<String> {
    let settings = context.site.settings();
    let rest = link.target.strip_prefix('/').filter(|_| !settings.base.is_empty())?;
    let Reference::Local(local) = Reference::parse(&link.target, settings) else { return None };
    let path = local.readings().into_iter().next().filter(|path| local.lead == "/" && !path.is_empty())?;
    context.pages().find(&path, false)?;
    context.site.leaves_links().then(|| format!("/{}{rest}", settings.base))
}

/// The link with another address.
fn rewritten(site: &Site, inner: &Inner<'_>, address: &str) -> String {
    let local = &inner.reference;
    match local.anchor {
        Anchor::Root => local.with_path(local.lead, address),
        Anchor::Page(_) | Anchor::Alias(_) => local.with_path(&format!("/{}", site.settings().base), address),
    }
}

/// An address in the style of the link: with or without `.html`.
fn shown<'a>(inner: &Inner<'_>, address: &'a str) -> &'a str {
    let is_written = inner.path.ends_with(".html") || inner.path.ends_with('/');
    address.strip_suffix(".html").filter(|_| !is_written).unwrap_or(address)
}

/// The ports of the servers that show a site while it is written.
const PORTS: [&str; 6] = ["4000", "1313", "4321", "8000", "9000", "3000"];

/// Whether an address is on the writer's own machine, at the port of such a server.
pub(super) fn is_preview(target: &str) -> bool {
    preview_path(target).is_some()
}

/// The path of such an address, without the `/` before it.
fn preview_path(target: &str) -> Option<&str> {
    let rest = target.strip_prefix("http://").or(target.strip_prefix("https://"))?;
    let (host, path) = rest.split_once('/')?;
    let (name, port) = host.split_once(':')?;
    let is_own = ["localhost", "127.0.0.1", "0.0.0.0"].contains(&name) || name.starts_with("192.168.");
    (is_own && PORTS.contains(&port) && !path.is_empty()).then_some(path)
}

/// Reports links to a page of the site on the writer's own machine, and images there.
pub(super) fn localhost(context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let settings = context.site.settings();
    for image in &context.facts().images {
        let Some(path) = preview_path(&image.target) else { continue };
        let rooted = format!("/{path}");
        let origin = Origin::of(image, context.path(), context.facts());
        let Some(file) = context.site.file_of(origin, &rooted).filter(|file| is_image(file)) else {
            continue;
        };
        let is_seen = image.exact && context.site.missing_image(origin, &rooted).is_none();
        let fix = if is_seen { replace(image.span, rooted) } else { None };
        emit(Finding { span: image.span, variant: 1, args: vec![image.target.to_string(), file], fix });
    }
    for link in &context.facts().links {
        let Some(path) = preview_path(&link.target).filter(|path| !is_image(path)) else { continue };
        let rooted = format!("/{path}");
        let Reference::Local(local) = Reference::parse(&rooted, settings) else { continue };
        let Some(address) = local.readings().into_iter().next().filter(|path| !path.is_empty()) else {
            continue;
        };
        if context.pages().find(&address, true).is_none() {
            continue;
        }
        let fix = if link.exact { replace(link.span, rooted.clone()) } else { None };
        emit(Finding { span: link.span, variant: 0, args: vec![link.target.clone(), rooted], fix });
    }
}
