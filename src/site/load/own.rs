//! A blog's own rules: `.toego/rules/NAME.yml` is `own/NAME`, `.toego/rules/GROUP/NAME.yml` is `GROUP/NAME`.

use std::fs;
use std::io;
use std::iter;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use super::path::not_utf_8;
use super::regular;
use crate::lang::{Localized, both};
use crate::rule::compile::Input;
use crate::rule_set::RuleSet;
use crate::site::Problem;

/// Where they lie, at the root of the blog.
const FOLDER: &str = ".toego/rules";

/// The group of rules that lie in no folder of their own.
const GROUP: &str = "own";

/// The rules of the blog at `root`.
pub(super) fn rules(root: &Path) -> Result<RuleSet, Problem> {
    let mut files = Vec::new();
    collect(&root.join(FOLDER), None, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    RuleSet::with_own(files).map_err(|mistakes| {
        let mut mistakes = mistakes.into_iter();
        let Some(first) = mistakes.next() else {
            return said(root, both!("규칙이 없습니다.", "no rules"));
        };
        // The others follow, each on a line of its own.
        let others = mistakes.map(|mistake| mistake.said());
        let reason = Localized::lines(iter::once(first.text).chain(others));
        Problem { path: format!("{}:{}", first.path, first.line), reason }
    })
}

fn collect(folder: &Path, group: Option<&str>, files: &mut Vec<Input>) -> Result<(), Problem> {
    let entries = match fs::read_dir(folder) {
        Err(error) if group.is_none() && error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| said(folder, &error))?,
    };
    for entry in entries {
        let path = entry.map_err(|error| said(folder, &error))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(not_utf_8(&path));
        };
        // On a Mac the names of files may be decomposed; in a comment nobody writes them so.
        let name: String = name.nfc().collect();
        // What systems and editors put beside the files.
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if group.is_some() {
                return Err(said(
                    &path,
                    both!(
                        "규칙은 `{FOLDER}`나 그 바로 아래 폴더에만 둡니다.",
                        "rules lie in `{FOLDER}` or one folder deeper"
                    ),
                ));
            }
            collect(&path, Some(&name), files)?;
        } else if let Some(stem) = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml")) {
            let text = regular::text(&path).map_err(|error| said(&path, &error))?;
            let name = format!("{}/{stem}", group.unwrap_or(GROUP));
            files.push(Input { name, path: path.display().to_string(), text });
        }
    }
    Ok(())
}

fn said(path: &Path, reason: impl Into<Localized>) -> Problem {
    Problem { path: path.display().to_string(), reason: reason.into() }
}
