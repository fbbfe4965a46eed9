//! What Git knows of the files: which it keeps, which it ignores, which are another repository's.

use std::collections::BTreeSet;
use std::iter;
use std::path::Path;

use super::path::slashed;
use super::regular::{self, read};
use crate::site::ignored::{Rules, tracked};

/// The index of the repository that the site is in, and the path from there to the site: empty, or with
/// `/` at the end.
pub(super) fn index(root: &Path) -> Option<(Vec<u8>, String)> {
    let top = root.ancestors().find(|directory| directory.join(".git").exists())?;
    let prefix = root.strip_prefix(top).ok()?.to_str().map(slashed)?;
    let prefix = if prefix.is_empty() { prefix } else { prefix + "/" };
    Some((read(&top.join(".git/index")).ok()?, prefix))
}

/// The paths in a `.gitmodules`.
pub(super) fn submodules(text: &str) -> impl Iterator<Item = &str> {
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs.filter(|(key, _)| key.trim() == "path").map(|(_, path)| path.trim())
}

/// Those of the files of the site at `root` that Git ignores and has never been told to keep.
pub(super) fn ignored(root: &Path, files: &[String], index: &[u8], prefix: &str) -> BTreeSet<String> {
    let Some(tracked) = tracked(index).filter(|_| !files.is_empty()) else { return BTreeSet::new() };
    let folders = files.iter().flat_map(|path| {
        let ends = path.match_indices('/').map(|(at, _)| at + 1);
        iter::once(0).chain(ends).map(|end| &path[..end])
    });
    let folders: BTreeSet<&str> = folders.collect();
    let texts = folders
        .into_iter()
        .filter_map(|folder| Some((folder, regular::text(&root.join(folder).join(".gitignore")).ok()?)));
    let texts: Vec<(&str, String)> = texts.collect();
    let rules = Rules::new(texts.iter().map(|(folder, text)| (*folder, text.as_str())));
    let is_lost =
        |path: &String| rules.ignore(path) && !tracked.contains(format!("{prefix}{path}").as_bytes());
    files.iter().filter(|path| is_lost(path)).cloned().collect()
}
