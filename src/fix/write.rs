//! Writing a repaired file: whole or not at all.
//!
//! The new text is written beside the file and takes its name in one step, so that a file is always the old or
//! the new one, whenever the program ends. A file that changed since it was read is not written.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

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
    pub fn take(root: &Path) -> Result<Turn, String> {
        let lock = File::open(root).ok();
        if let Some(Err(TryLockError::WouldBlock)) = lock.as_ref().map(File::try_lock) {
            return Err(format!("{}: another toego is repairing this blog; try again later", root.display()));
        }
        let root = fs::canonicalize(root).map_err(|error| format!("{}: {error}", root.display()))?;
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
    pub fn write(&self, path: &str, before: &str, after: &str) -> Result<(), String> {
        let say = |reason: &dyn std::fmt::Display| format!("{path}: not written: {reason}");
        // A link stays one: what it leads to is written, if that is in the blog.
        let target = fs::canonicalize(self.root.join(path)).map_err(|error| say(&error))?;
        if !target.starts_with(&self.root) {
            return Err(say(&"it is a link to a file outside the blog"));
        }
        let permissions = fs::metadata(&target).map_err(|error| say(&error))?.permissions();
        if permissions.readonly() {
            return Err(say(&"it is read-only"));
        }
        let new = beside(&target, after).map_err(|error| say(&error))?;
        new.as_file().set_permissions(permissions).map_err(|error| say(&error))?;
        // As late as can be: an editor may have saved it in the meantime.
        if fs::read(&target).map_err(|error| say(&error))? != before.as_bytes() {
            return Err(say(&"it changed since it was read; run toego again"));
        }
        new.persist(&target).map_err(|error| say(&error.error))?;
        Ok(())
    }
}

/// Writes a file whole or not at all.
///
/// # Errors
/// A sentence about why it was not written. The file is what it was.
pub fn write_whole(file: &Path, text: &str) -> Result<(), String> {
    let say = |error: std::io::Error| format!("{}: not written: {error}", file.display());
    let new = beside(file, text).map_err(say)?;
    new.persist(file).map_err(|error| say(error.error))?;
    Ok(())
}

/// A file with `text` beside `target`, which it is to become. As readable as files usually are.
fn beside(target: &Path, text: &str) -> std::io::Result<tempfile::NamedTempFile> {
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
