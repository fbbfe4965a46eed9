//! The `.toego.yml` that holds for a blog: where it lies and what it says.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::rule::Book;
use crate::site::Problem;

/// The nearest `.toego.yml`, from the root upwards as far as the repository goes.
pub(super) fn above(root: &Path) -> Option<PathBuf> {
    for directory in root.ancestors() {
        let file = directory.join(Config::FILE);
        if file.is_file() {
            return Some(file);
        }
        if directory.join(".git").exists() {
            break;
        }
    }
    None
}

/// What a `.toego.yml` says.
pub(super) fn read(file: Option<&Path>, book: &Book) -> Result<Config, Problem> {
    let Some(file) = file else { return Ok(Config::default()) };
    let text = fs::read_to_string(file)
        .map_err(|error| Problem { path: file.display().to_string(), reason: (&error).into() })?;
    Config::parse_with(&text, book).map_err(|mistake| Problem {
        path: format!("{}:{}:{}", file.display(), mistake.line, mistake.column),
        reason: mistake.message,
    })
}
