//! The hook of pre-commit that `toego init` writes.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::generator::Generator;
use crate::site::Site;
use crate::site::load::Blog;

/// Whether a file of settings has something run toego; what stands in comments does not count.
pub(super) fn runs_toego(settings: &str) -> bool {
    settings.lines().any(|line| line.split('#').next().is_some_and(|said| said.contains("toego")))
}

/// The entry of toego in the list `repos`, with two spaces before it. `below` leads from the folder of Git to
/// the blog: empty, or with `/` at the end.
pub(super) fn entry(blog: &Blog, below: &str) -> String {
    let files = files(blog, below).map(|files| format!("        files: {}\n", scalar(&files)));
    format!(
        "  - repo: local
    hooks:
      - id: toego
        name: toego
        entry: toego
        language: system
        types_or: [markdown, mdx]
{}        require_serial: true
",
        files.unwrap_or_default()
    )
}

/// The entry as it is written in `settings`, whose list may be indented otherwise.
pub(super) fn fitting(entry: &str, settings: &str) -> String {
    let Some(first) = settings.lines().find(|line| line.trim_start().starts_with("- repo:")) else {
        return format!("repos:\n{entry}");
    };
    let indent = &first[..first.len() - first.trim_start().len()];
    entry.lines().map(|line| format!("{indent}{}\n", line.strip_prefix("  ").unwrap_or(line))).collect()
}

/// A regular expression of Python for the files in which toego looks for posts by itself, so that a commit is
/// not refused for a README; `None` where it finds none and does not know where they will be.
fn files(blog: &Blog, below: &str) -> Option<String> {
    let mut places: BTreeSet<String> = blog.posts.iter().map(|post| place(&blog.site, post)).collect();
    if places.is_empty() {
        places.extend(usual(&blog.site));
    }
    let mut spelled = BTreeSet::new();
    for place in places {
        // Git on a Mac composes names that the disk has decomposed.
        spelled.insert(escaped(&format!("{below}{place}").nfc().collect::<String>()));
        spelled.insert(escaped(&format!("{below}{place}")));
    }
    let ends: Vec<String> =
        spelled.into_iter().map(|place| if place.ends_with('/') { place } else { place + "$" }).collect();
    match ends.as_slice() {
        [] => None,
        [one] => Some(format!("^{one}")),
        all => match all.iter().map(|place| place.strip_suffix('/')).collect::<Option<Vec<_>>>() {
            Some(folders) => Some(format!("^({})/", folders.join("|"))),
            None => Some(format!("^({})", all.join("|"))),
        },
    }
}

/// The folder, with `/` at its end, that holds a post and those like it; the file itself at the root.
fn place(site: &Site, post: &str) -> String {
    let source = site.settings().source.as_str();
    let below_source = post.strip_prefix(source).filter(|_| !source.is_empty());
    if let (Some(_), Some(Generator::Hugo | Generator::Hexo)) = (below_source, site.generator()) {
        return source.to_owned();
    }
    let inner = below_source.unwrap_or(post);
    // Of `src/`, nearly all is code.
    let depth = if inner.starts_with("src/") { 2 } else { 1 };
    let end = inner.match_indices('/').take(depth).last().map_or(inner.len(), |(at, _)| at + 1);
    post[..post.len() - inner.len() + end].to_owned()
}

/// Where the posts of a blog will be that has none yet.
fn usual(site: &Site) -> Option<String> {
    let source = &site.settings().source;
    match site.generator()? {
        Generator::Jekyll => Some(format!("{source}_posts/")),
        Generator::Hugo | Generator::Hexo => Some(source.clone()).filter(|source| !source.is_empty()),
        Generator::Gatsby => Some("content/".to_owned()),
        Generator::Astro => Some("src/content/".to_owned()),
    }
}

/// A text that matches itself.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '.' | '^' | '$' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text as a scalar of YAML: with quotation marks where it could be read as something else.
pub(super) fn scalar(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "^(|)/\\.$_-".contains(c);
    if text.chars().all(is_plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_comment_runs_nothing() {
        assert!(runs_toego("repos:\n  - repo: https://example.org/toego # checks\n"));
        assert!(!runs_toego("repos: [] # toego\n"));
    }

    #[test]
    fn an_entry_fits_the_list_it_is_for() {
        let entry = "  - repo: local\n    hooks:\n";
        assert_eq!(fitting(entry, "repos:\n- repo: a\n"), "- repo: local\n  hooks:\n");
        assert_eq!(fitting(entry, "repos:\n    - repo: a\n"), "    - repo: local\n      hooks:\n");
        assert_eq!(fitting(entry, "# nothing\n"), "repos:\n  - repo: local\n    hooks:\n");
    }

    #[test]
    fn expressions_are_read_back_as_they_were() {
        for text in ["^(_posts|글)/", r"^(content/|about\.md$)", r"^글 '모음' #1\+: \{가\}/", "^-a/"] {
            let read: std::collections::BTreeMap<String, String> =
                serde_yaml::from_str(&format!("files: {}\n", scalar(text))).unwrap();
            assert_eq!(read["files"], text);
        }
        assert_eq!(escaped("글 (1).md"), r"글 \(1\)\.md");
    }
}
