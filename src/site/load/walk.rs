//! What there is in a site's directory, seen in one walk: everything, since an image may well be ignored
//! by Git, and the files that neither Git nor the writer ignores.

use std::fs;
use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::path::{not_utf_8, relative};
use crate::generator::Generator;
use crate::site::Problem;
use crate::site::tree::Listing;

/// A site's directory, without some directories at its top.
pub(super) struct Disk<'a> {
    pub(super) root: &'a Path,
    pub(super) skip: &'static [&'static str],
    /// Whether what lies in its directories is looked at.
    pub(super) is_deep: bool,
}

/// Directories at the root that the generator writes, not the writer.
pub(crate) fn output_directories(generator: Option<Generator>) -> &'static [&'static str] {
    match generator {
        Some(Generator::Jekyll) => &["_site", "vendor", ".jekyll-cache", ".sass-cache"],
        Some(Generator::Hugo) => &["public", "resources"],
        Some(Generator::Hexo) => &["public", ".deploy_git"],
        Some(Generator::Gatsby) => &["public", ".cache"],
        Some(Generator::Astro) => &["dist", ".astro"],
        None => &[],
    }
}

/// What a walk met.
#[derive(Debug, Default)]
pub struct Walk {
    /// Everything.
    pub listing: Listing,
    /// The files that are not ignored, relative to the root.
    pub kept: Vec<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// What a directory says of what is in it and below.
struct Ignoring {
    by_writer: Gitignore,
    by_git: Gitignore,
}

impl Ignoring {
    /// What the directory at `full`, in the site at `directory`, says, if it says anything.
    fn read(full: &Path, directory: &str) -> Option<Ignoring> {
        let [by_writer, by_git] = [".toegoignore", ".gitignore"].map(|name| {
            let path = full.join(name);
            if !path.is_file() {
                return Gitignore::empty();
            }
            let mut builder = GitignoreBuilder::new(directory);
            // A line that is no pattern is passed over.
            _ = builder.add(path);
            builder.build().unwrap_or_else(|_| Gitignore::empty())
        });
        let is_silent = by_writer.is_empty() && by_git.is_empty();
        (!is_silent).then_some(Ignoring { by_writer, by_git })
    }
}

impl Disk<'_> {
    /// Walks the site. What is ignored does not depend on the machine, nor on whether the site is a clone
    /// or a copy: only the files in it count.
    pub(super) fn walk(&self) -> Walk {
        let mut walk = Walk::default();
        self.enter("", false, &mut Vec::new(), &mut walk);
        walk.problems.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        walk
    }

    /// Walks a directory: empty for the root, or with `/` at the end. `rules` are those of the
    /// directories above.
    fn enter(&self, directory: &str, is_ignored: bool, rules: &mut Vec<Ignoring>, walk: &mut Walk) {
        let full = self.root.join(directory);
        let entries = match fs::read_dir(&full) {
            Ok(entries) => entries,
            Err(error) => {
                let path = directory.trim_end_matches('/').to_owned();
                walk.listing.unseen.insert(path.clone());
                walk.problems.push(Problem { path, reason: (&error).into() });
                return;
            }
        };
        let above = rules.len();
        rules.extend(Ignoring::read(&full, directory).filter(|_| !is_ignored));
        for entry in entries.flatten() {
            let file_name = entry.file_name();
            let Some(name) = file_name.to_str() else {
                let below = Path::new(directory).join(&file_name);
                walk.problems.push(not_utf_8(&below));
                continue;
            };
            let is_output = directory.is_empty() && self.skip.contains(&name);
            let Some(kind) = entry.file_type().ok().filter(|_| !is_output && !NEVER.contains(&name)) else {
                continue;
            };
            let path = [directory, name].concat();
            let is_ignored = is_ignored || ignores(rules, &path, name, kind.is_dir());
            if kind.is_file() {
                walk.kept.extend(Some(&path).filter(|_| !is_ignored).cloned());
                walk.listing.entries.push(path);
            } else if kind.is_dir() && !self.is_deep {
                walk.listing.unseen.insert(path);
            } else if kind.is_dir() {
                let below = path + "/";
                self.enter(&below, is_ignored, rules, walk);
                walk.listing.entries.push(below);
            } else if kind.is_symlink() {
                self.link(path, &mut walk.listing);
            }
        }
        rules.truncate(above);
    }

    /// A link is asked what it leads to; nothing is opened. One that leads nowhere is missing.
    fn link(&self, path: String, listing: &mut Listing) {
        let full = self.root.join(&path);
        let Ok(target) = fs::metadata(&full) else { return };
        let inside = fs::canonicalize(&full).ok().and_then(|target| relative(self.root, &target));
        match inside {
            Some(_) if target.is_file() => listing.entries.push(path),
            Some(inside) if target.is_dir() => _ = listing.links.insert(path, inside),
            None if target.is_file() || target.is_dir() => _ = listing.outside.insert(path),
            _ => {}
        }
    }
}

/// Directories that are nobody's writing.
const NEVER: [&str; 2] = [".git", "node_modules"];

/// Whether what stands at `path` is ignored, as Git does it: the nearest directory decides. The writer
/// goes before Git, and what is hidden is ignored unless somebody wants it.
fn ignores(rules: &[Ignoring], path: &str, name: &str, is_directory: bool) -> bool {
    let by = |rules_of: fn(&Ignoring) -> &Gitignore| {
        let mut decisions = rules.iter().rev().map(|rules| rules_of(rules).matched(path, is_directory));
        decisions.find(|decision| !decision.is_none()).map(|decision| decision.is_ignore())
    };
    let decision = by(|rules| &rules.by_writer).or_else(|| by(|rules| &rules.by_git));
    decision.unwrap_or(name.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::load::tests::Folder;

    #[test]
    fn what_is_ignored_is_what_git_ignores() {
        let folder = Folder::new(
            "ignored",
            &[
                (".gitignore", "*.log.md\n/top.md\nout/\n!.보임.md\n[\n"),
                (".toegoignore", "!kept.log.md\ndraft*\n"),
                ("kept.log.md", ""),
                ("lost.log.md", ""),
                ("top.md", ""),
                (".숨음.md", ""),
                (".보임.md", ""),
                (".hidden/a.md", ""),
                ("a/.gitignore", "!lost.log.md\n/b/*.md\n"),
                ("a/lost.log.md", ""),
                ("a/top.md", ""),
                ("a/b/c.md", ""),
                ("a/b/.gitignore", "!d.md\n"),
                ("a/b/d.md", ""),
                ("a/out/e.md", ""),
                ("a/out/.gitignore", "!e.md\n"),
                ("a/drafts/f.md", ""),
            ],
        );
        let mut builder = ignore::WalkBuilder::new(&folder.0);
        builder.ignore(false).git_global(false).git_exclude(false).parents(false).require_git(false);
        builder.add_custom_ignore_filename(".toegoignore");
        let files = builder.build().flatten().filter(|entry| entry.path().is_file());
        let mut wanted: Vec<String> = files.filter_map(|entry| relative(&folder.0, entry.path())).collect();
        let mut kept = Disk { root: &folder.0, skip: &[], is_deep: true }.walk().kept;
        wanted.sort();
        kept.sort();
        assert_eq!(kept, wanted);
        assert_eq!(kept, [".보임.md", "a/b/d.md", "a/lost.log.md", "a/top.md", "kept.log.md"]);
    }
}
