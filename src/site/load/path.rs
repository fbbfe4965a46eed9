//! Paths of the machine, and of the site: relative to its root and `/`-separated.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::lang::both;
use crate::site::Problem;

/// The absolute path of a file, links followed; of one that is not there, those of its directory.
pub fn absolute(path: &Path) -> PathBuf {
    let of_directory = || Some(fs::canonicalize(path.parent()?).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(of_directory).unwrap_or_else(|| path.to_owned())
}

/// Where a file is or would be, without symbolic links.
pub(super) fn place(name: &Path) -> io::Result<PathBuf> {
    let full = std::path::absolute(name)?;
    for known in full.ancestors() {
        if let (Ok(real), Ok(new)) = (fs::canonicalize(known), full.strip_prefix(known)) {
            return Ok(if new.as_os_str().is_empty() { real } else { real.join(new) });
        }
    }
    Ok(full)
}

pub(super) fn canonical(path: &Path) -> Result<PathBuf, Problem> {
    fs::canonicalize(path)
        .map_err(|error| Problem { path: path.display().to_string(), reason: (&error).into() })
}

/// The path below `root`, `/`-separated; `None` if it is not UTF-8 or not below.
pub(crate) fn relative(root: &Path, path: &Path) -> Option<String> {
    path.strip_prefix(root).ok()?.to_str().map(slashed)
}

pub(super) fn slashed(path: &str) -> String {
    path.replace(std::path::MAIN_SEPARATOR, "/")
}

pub(super) fn not_utf_8(path: &Path) -> Problem {
    Problem {
        path: path.display().to_string(),
        reason: both!("경로가 UTF-8이 아닙니다.", "the path is not UTF-8"),
    }
}
