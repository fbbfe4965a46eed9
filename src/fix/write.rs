//! Writing a repaired file: whole or not at all.
//!
//! The new text is written beside the file and takes its name in one step, so that a file is always the old or
//! the new one, whenever the program ends. A file that changed since it was read is not written.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::lang::{Localized, both};

/// What the names of files begin and end with that are not yet what they will be.
const BEFORE: &str = ".toego-fix-";
const AFTER: &str = ".tmp";

/// The right to write in a blog, which one process has at a time.
#[derive(Debug)]
pub struct Turn {
    root: PathBuf,
    /// Held as long as this lives; `None` where directories cannot be locked.
    _lock: Option<File>,
}

impl Turn {
    /// Takes the turn for the blog at `root`.
    ///
    /// # Errors
    /// Another process has it.
    pub fn take(root: &Path) -> Result<Turn, Localized> {
        let lock = File::open(root).ok();
        if let Some(Err(TryLockError::WouldBlock)) = lock.as_ref().map(File::try_lock) {
            let text = both!(
                "다른 toego가 이 블로그를 고치고 있습니다. 조금 뒤에 다시 실행합니다.",
                "another toego is repairing this blog; try again later"
            );
            return Err(text.at(root.display()));
        }
        let root = fs::canonicalize(root).map_err(|error| Localized::from(&error).at(root.display()))?;
        Ok(Turn { root, _lock: lock })
    }

    /// Removes what a run that was killed left in the folders of `paths`.
    pub fn clean<'p>(&self, paths: impl Iterator<Item = &'p str>) {
        let folders: BTreeSet<&str> =
            paths.map(|path| path.rsplit_once('/').map_or("", |(at, _)| at)).collect();
        for entry in
            folders.iter().filter_map(|folder| fs::read_dir(self.root.join(folder)).ok()).flatten().flatten()
        {
            let name = entry.file_name();
            let is_left = name.to_str().is_some_and(|name| name.starts_with(BEFORE) && name.ends_with(AFTER));
            if is_left {
                // Where it cannot be removed it does no harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Writes `after` to the file at `path`, relative to the root, if it still is `before`.
    ///
    /// # Errors
    /// A sentence about why it was not written. The file is what it was.
    pub fn write(&self, path: &str, before: &str, after: &str) -> Result<(), Localized> {
        self.put(path, before, after).map_err(|reason| not_written(path, reason))
    }

    /// As [`Turn::write`]; says only why it was not written.
    fn put(&self, path: &str, before: &str, after: &str) -> Result<(), Localized> {
        let say = |error: io::Error| Localized::from(&error);
        // A link stays one: what it leads to is written, if that is in the blog.
        let target = fs::canonicalize(self.root.join(path)).map_err(say)?;
        if !target.starts_with(&self.root) {
            return Err(both!(
                "블로그 밖의 파일을 가리키는 링크입니다.",
                "it is a link to a file outside the blog"
            ));
        }
        let permissions = fs::metadata(&target).map_err(say)?.permissions();
        if permissions.readonly() {
            return Err(both!("읽기 전용 파일입니다.", "it is read-only"));
        }
        let new = beside(&target, after).map_err(say)?;
        new.as_file().set_permissions(permissions).map_err(say)?;
        // As late as can be: an editor may have saved it in the meantime.
        if fs::read(&target).map_err(say)? != before.as_bytes() {
            return Err(both!(
                "읽은 뒤에 내용이 바뀌었습니다. toego를 다시 실행합니다.",
                "it changed since it was read; run toego again"
            ));
        }
        new.persist(&target).map_err(|error| say(error.error))?;
        Ok(())
    }
}

fn not_written(path: impl Display, reason: Localized) -> Localized {
    let Localized { ko, en } = reason;
    both!("{path}: 고쳐 적지 못했습니다. {ko}", "{path}: not written: {en}")
}

/// Writes a file whole or not at all.
///
/// # Errors
/// A sentence about why it was not written. The file is what it was.
pub fn write_whole(file: &Path, text: &str) -> Result<(), Localized> {
    let say = |error: io::Error| not_written(file.display(), (&error).into());
    let new = beside(file, text).map_err(say)?;
    new.persist(file).map_err(|error| say(error.error))?;
    Ok(())
}

/// A file with `text` beside `target`, which it is to become. As readable as files usually are.
fn beside(target: &Path, text: &str) -> io::Result<tempfile::NamedTempFile> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut new = builder.prefix(BEFORE).suffix(AFTER).tempfile_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_beside_a_post_goes_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |path: &str| folder.path().join(path);
        fs::create_dir(at("_posts")).expect("a folder");
        let kept = ["_posts/글.md", "_posts/.toego-fix-a", "_posts/a.tmp", ".toego-fix-a.tmp"];
        for path in kept.iter().chain(&["_posts/.toego-fix-a.tmp"]) {
            fs::write(at(path), "봄").expect("a file");
        }
        let turn = Turn::take(folder.path()).expect("no other runs");
        turn.clean(["_posts/글.md"].into_iter());
        assert!(!at("_posts/.toego-fix-a.tmp").exists());
        assert!(kept.iter().all(|path| at(path).exists()), "only in the folders of the posts");
        turn.clean(["글.md"].into_iter());
        assert!(!at(".toego-fix-a.tmp").exists());
    }
}
