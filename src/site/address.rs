//! Addresses of pages, as published files have them.

use super::names::fold;

/// The address of a published file: `a/index.html` is `a/`, `a.html` is `a.html`.
pub(super) fn address(file: &str) -> &str {
    file.strip_suffix("index.html").filter(|path| path.is_empty() || path.ends_with('/')).unwrap_or(file)
}

/// The files that an address may lead to; with all ways to write it, if `loosely`.
pub(super) fn candidates(path: &str, loosely: bool) -> Vec<String> {
    let bare = path.trim_end_matches('/');
    if bare.is_empty() {
        return vec!["index.html".to_owned()];
    }
    if loosely {
        let bare = bare.strip_suffix("/index.html").or(bare.strip_suffix(".html")).unwrap_or(bare);
        return vec![format!("{bare}.html"), format!("{bare}/index.html"), bare.to_owned()];
    }
    if path.ends_with('/') {
        return vec![format!("{bare}/index.html")];
    }
    vec![bare.to_owned(), format!("{bare}.html"), format!("{bare}/index.html")]
}

/// The last part of the address of a file.
pub(super) fn name(file: &str) -> &str {
    let address = address(file).trim_end_matches('/');
    let name = address.rsplit('/').next().unwrap_or(address);
    name.strip_suffix(".html").unwrap_or(name)
}

/// What the last part of the address of a page is likely to be.
pub(super) fn name_of_source(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let own =
        if stem == "index" || stem == "_index" { folder.rsplit('/').next().unwrap_or(stem) } else { stem };
    undated(&fold(own)).replace(' ', "-")
}

/// `2024-01-02-글` without the date.
pub(super) fn undated(name: &str) -> &str {
    let is_date = name.len() > 11
        && name.is_char_boundary(11)
        && name[..11].bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 | 10 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_date { &name[11..] } else { name }
}

/// What stands before the last part of an address.
pub(super) fn parent(address: &str) -> &str {
    address.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder)
}
