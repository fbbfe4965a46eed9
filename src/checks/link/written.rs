//! What is wrong with an address however the site looks.

use super::{Context, Written, links, replace};
use crate::diagnostic::Finding;
use crate::site::reference::{is_host, unquoted};
use crate::span::Span;

/// Links and images without an address.
pub(super) fn empty(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let text = &context.document.text;
    for image in &context.document.body.images {
        if image.target.trim().is_empty()
            && image.target_span.slice(text).trim().is_empty()
            && !context.document.is_code(image.span)
        {
            emit(Finding { span: image.span, variant: 1, ..Finding::default() });
        }
    }
    for Written { target, span, whole } in links(context) {
        // What is written is asked too: an address may be a template.
        if target.trim().is_empty() && span.slice(text).trim().is_empty() && !context.document.is_code(whole)
        {
            emit(Finding { span: whole, ..Finding::default() });
        }
    }
}

/// A mistake in the part of an address before the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    variant: u8,
    /// What to write instead.
    repaired: String,
}

/// What is wrong with the beginning of an address, so that browsers take it for one of the site.
pub(super) fn mistake(context: Context<'_>, link: &Written<'_>) -> Option<Mistake> {
    let target = link.target.trim();
    if target.starts_with(['/', '#', '.', '?', '{', '<', '\\']) || target.contains(['{', '<']) {
        return None;
    }
    if let Some(inside) = unwrapped(target) {
        return Some(Mistake { variant: 3, repaired: inside.to_owned() });
    }
    if let Some(inside) = unquoted(target) {
        return Some(Mistake { variant: 4, repaired: inside.to_owned() });
    }
    let misspelt = |variant, rest: &str| Some(Mistake { variant, repaired: format!("https://{rest}") });
    let lower = target.to_ascii_lowercase();
    for doubled in ["https://https://", "http://http://", "https://http://", "http://https://"] {
        if lower.starts_with(doubled) {
            let first = doubled.find("://").map_or(0, |at| at + "://".len());
            return Some(Mistake { variant: 2, repaired: target[first..].to_owned() });
        }
    }
    // `https//a`, `https;//a`, `https:/a`, `https:a.com`: one slip in `https://`.
    for scheme in ["https", "http"] {
        let Some(after) = lower.strip_prefix(scheme) else { continue };
        let rest = &target[scheme.len()..];
        let slips = ["//", ";//", ".//", ":/"];
        if let Some(slip) = slips.iter().find(|slip| after.starts_with(**slip) && !after.starts_with("://")) {
            let host = rest[slip.len()..].trim_start_matches('/');
            return is_host(host.split(['/', '?', '#']).next().unwrap_or(host))
                .then(|| Mistake { variant: 1, repaired: format!("{scheme}://{host}") });
        }
    }
    if let Some((scheme, rest)) = target.split_once("://") {
        const KNOWN: [&str; 4] = ["http", "https", "shttp", "httpu"];
        let is_letters = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
        let scheme = scheme.to_ascii_lowercase();
        let is_slip = scheme.len() >= 3
            && !KNOWN.contains(&scheme.as_str())
            && (strsim::osa_distance(&scheme, "https") <= 1
                || ["htp", "ttp", "htttp", "hhttp"].contains(&scheme.as_str()));
        return if is_letters && is_slip { misspelt(1, rest) } else { None };
    }
    let host = target.split(['/', '?', '#']).next().unwrap_or(target);
    let is_file = || {
        let folder = context.path.rfind('/').map_or("", |at| &context.path[..=at]);
        let tree = context.site.tree();
        [folder, ""].iter().any(|folder| {
            tree.is_file(&format!("{folder}{host}")) || tree.is_directory(&format!("{folder}{host}"))
        })
    };
    // Who shows a reader `a.xyz/en` means a host.
    let shows_address = || {
        let whole = link.whole.slice(&context.document.text);
        whole.strip_prefix('[').is_some_and(|text| text.starts_with(&format!("{target}](")))
    };
    let names_host = is_host(host) || host.len() < target.len() && ends_like_host(host) && shows_address();
    let is_address = names_host && !target.contains('@') && !is_file();
    if is_address { misspelt(0, target) } else { None }
}

/// Whether it ends like the name of a host, and hardly like that of a file.
fn ends_like_host(name: &str) -> bool {
    const DOMAINS: [&str; 36] = [
        "academy", "asia", "au", "be", "biz", "ca", "camp", "cloud", "de", "design", "es", "eu", "example",
        "fr", "gg", "hk", "in", "info", "it", "land", "link", "live", "news", "nl", "online", "pro", "shop",
        "space", "store", "studio", "tech", "tv", "tw", "wiki", "world", "xyz",
    ];
    let last = name.rsplit_once('.').map(|(_, last)| last.to_ascii_lowercase());
    last.is_some_and(|last| DOMAINS.contains(&last.as_str()))
}

/// The address in another pair of parentheses, or in a link of its own: `[글]((https://a))`,
/// `[글]([https://a](https://a))`.
fn unwrapped(target: &str) -> Option<&str> {
    let inside = match target.strip_prefix('[') {
        Some(link) => link.split_once("](")?.1,
        None => target.strip_prefix('(')?,
    };
    let inside = inside.strip_suffix(')')?.trim();
    let is_address = inside.starts_with("https://") || inside.starts_with("http://");
    (is_address && !inside.contains(['(', ')', ' '])).then_some(inside)
}

/// Addresses without `https://`, or with a slip in it, or in quotation marks.
pub(super) fn scheme(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    for link in links(context) {
        let Some(mistake) = mistake(context, &link) else { continue };
        let Written { target, span, .. } = link;
        let is_exact = span.slice(&context.document.text) == target;
        let fix = if is_exact { replace(span, mistake.repaired.clone()) } else { None };
        emit(Finding {
            span,
            variant: mistake.variant,
            args: vec![target.to_owned(), mistake.repaired],
            fix,
        });
    }
}

/// The images of a document, in Markdown and HTML, with where their address is written.
fn images<'d>(context: Context<'d>) -> impl Iterator<Item = (&'d str, Span)> {
    let body = &context.document.body;
    let of_markdown = body.images.iter().map(|image| (image.target.as_str(), image.target_span));
    let of_html = body.tags.iter().filter(|tag| tag.opens("img")).filter_map(|tag| {
        let src = tag.attribute("src")?;
        Some((src.value.as_deref()?, src.value_span?))
    });
    of_markdown.chain(of_html)
}

/// The host of an address, without the port.
fn host(target: &str) -> Option<&str> {
    let rest = target.split_once("//").filter(|(scheme, _)| ["", "http:", "https:"].contains(scheme))?.1;
    rest.split(['/', ':', '?', '#']).next()
}

/// Images that are asked for without encryption, on a site that has it.
pub(super) fn http_images(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let is_secure = context.site.settings().url.as_deref().is_some_and(|url| url.starts_with("https://"));
    for (target, span) in images(context).filter(|_| is_secure) {
        let Some(rest) = target.strip_prefix("http://") else { continue };
        let host = host(target).unwrap_or_default();
        let is_local = ["localhost", "127.0.0.1"].contains(&host) || host.is_empty() || host.contains('{');
        if !is_local {
            let is_exact = span.slice(&context.document.text) == target;
            let fix = if is_exact { replace(span, format!("https://{rest}")) } else { None };
            emit(Finding { span, args: vec![host.to_owned()], fix, ..Finding::default() });
        }
    }
}

/// Images on hosts that show them on their own pages only.
pub(super) fn hotlinks(context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    for (target, span) in images(context) {
        let Some(host) = host(target) else { continue };
        let is_guarded = host.ends_with(".pstatic.net") || host.ends_with(".naver.net");
        let guarded =
            ["postfiles", "blogfiles", "mblogthumb", "blogthumb", "cafefiles", "cafeptthumb", "cafethumb"];
        let is_guarded = is_guarded && guarded.iter().any(|start| host.starts_with(start));
        if is_guarded {
            emit(Finding { span, args: vec![host.to_owned()], ..Finding::default() });
        }
    }
}
