//! The files that say something of the whole site: they are read, the others only listed.

use std::io::{self, Read};
use std::path::Path;

use super::regular::{self, read};
use crate::site::config::{Settings, Texts};
use crate::site::tree::Listing;
use crate::site::{Problem, is_layout, is_template};

pub(super) fn settings(root: &Path, problems: &mut Vec<Problem>) -> Texts {
    let mut texts = Texts::new();
    let names = Settings::FILES.into_iter().chain(Settings::PARTS);
    for name in names.filter(|name| root.join(name).is_file()) {
        match read(&root.join(name)) {
            Ok(bytes) => _ = texts.insert(name.to_owned(), String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => problems.push(Problem { path: name.to_owned(), reason: (&error).into() }),
        }
    }
    texts
}

/// The pages of Hugo's sections, which hand front matter down.
pub(super) fn sections(root: &Path, listing: &Listing) -> Texts {
    let is_section = |path: &&String| {
        path.rsplit('/').next().is_some_and(|name| name.starts_with("_index.")) && path.ends_with(".md")
    };
    whole(root, listing.entries.iter().filter(is_section))
}

/// The layouts of Hugo, of the site and its themes, which may read keys of their own.
pub(super) fn layouts(root: &Path, listing: &Listing) -> Texts {
    whole(root, listing.entries.iter().filter(|path| is_layout(path)))
}

/// The files that can be read, with all their text.
fn whole<'p>(root: &Path, paths: impl Iterator<Item = &'p String>) -> Texts {
    paths.filter_map(|path| Some((path.clone(), regular::text(&root.join(path)).ok()?))).collect()
}

/// The front matter of Jekyll's pages of HTML, which says where they are published.
pub(super) fn templates(root: &Path, listing: &Listing) -> Texts {
    let is_below =
        |path: &str| ["_includes/", "_layouts/", "_sass/", "assets/"].iter().any(|top| path.starts_with(top));
    let pages = listing.entries.iter().filter(|path| is_template(path) && !is_below(path));
    let texts = pages.filter_map(|path| Some((path.clone(), front_matter(&root.join(path)).ok()??)));
    texts.collect()
}

/// What a file begins with up to the end of its front matter, if it has any.
fn front_matter(path: &Path) -> io::Result<Option<String>> {
    const LONGEST: u64 = 64 << 10;
    if !has_front_matter(path)? {
        return Ok(None);
    }
    let mut start = Vec::new();
    regular::open(path)?.take(LONGEST).read_to_end(&mut start)?;
    let mut text = String::from_utf8_lossy(&start).into_owned();
    if let Some(end) = text.find("\n---") {
        text.truncate(end + "\n---".len());
        text.push('\n');
    }
    Ok(Some(text))
}

/// Whether a regular file begins like front matter does.
pub(super) fn has_front_matter(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    regular::open(path)?.take(6).read_to_end(&mut start)?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    Ok([b"---", b"+++", b";;;"].iter().any(|opener| start.starts_with(*opener)))
}
