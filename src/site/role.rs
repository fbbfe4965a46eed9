//! What a Markdown file is to the generator.

use super::Site;
use crate::date::post_name;
use crate::generator::Generator;

/// What the generator makes of a Markdown file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A post.
    Post,
    /// A post that is not published yet.
    Draft,
    /// Another page of the site.
    Page,
    /// A file that is content only if it begins with front matter: elsewhere it is a README.
    Other,
    /// A file the generator does not read: part of a theme, a template, excluded, hidden.
    Skipped,
}

/// Files about a repository, not of a blog, by their name in upper case.
const ABOUT_REPOSITORY: [&str; 7] =
    ["README", "LICENSE", "CHANGELOG", "CONTRIBUTING", "CODE_OF_CONDUCT", "SECURITY", "CLAUDE"];

impl Site {
    /// What the generator makes of the Markdown file at `path` (relative to the root).
    pub fn role(&self, path: &str) -> Role {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut directories = above.split('/');
        if directories.clone().any(|name| name.starts_with('.') || name == "node_modules") {
            return Role::Skipped;
        }
        let first = directories.clone().next().unwrap_or_default();
        match self.generator {
            Some(Generator::Jekyll) => self.jekyll_role(path, directories),
            Some(Generator::Hugo) => match path.strip_prefix(&self.settings.source) {
                Some(_) if name.starts_with("_index.") => Role::Page,
                Some(_) => Role::Post,
                None if ["archetypes", "themes", "layouts", "exampleSite"].contains(&first) => Role::Skipped,
                None => Role::Other,
            },
            Some(Generator::Hexo) => match path.strip_prefix(&self.settings.source) {
                // What is not rendered is copied as it is.
                Some(inner) if self.settings.exclude.iter().any(|pattern| covers(pattern, inner)) => {
                    Role::Skipped
                }
                Some(inner) if inner.starts_with("_posts/") => Role::Post,
                Some(inner) if inner.starts_with("_drafts/") => Role::Draft,
                Some(inner) if inner.split('/').any(|name| name.starts_with('_')) => Role::Skipped,
                Some(_) => Role::Page,
                None if ["scaffolds", "themes"].contains(&first) => Role::Skipped,
                None => Role::Other,
            },
            Some(Generator::Gatsby | Generator::Astro) => match (first, directories.nth(1)) {
                ("src", Some("pages")) => Role::Page,
                ("src", Some("content" | "data" | "posts")) => Role::Post,
                ("content" | "contents" | "posts" | "blog" | "_posts", _) => Role::Post,
                _ => Role::Other,
            },
            None => {
                let stem = name.split('.').next().unwrap_or(name).to_ascii_uppercase();
                if ABOUT_REPOSITORY.contains(&stem.as_str()) { Role::Other } else { Role::Page }
            }
        }
    }

    /// Whether the file at `path` is Markdown that the generator reads, or text that it would have to.
    pub fn reads(&self, path: &str) -> bool {
        const ENDINGS: [&str; 6] = ["md", "markdown", "mdx", "mkd", "mkdn", "mkdown"];
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is = |known: &&str| known.eq_ignore_ascii_case(ending);
        match self.role(path) {
            Role::Skipped => ENDINGS.iter().any(is) && self.is_lost_post(path),
            // Jekyll publishes such a post, and shows its text raw; without an extension it does not.
            Role::Post if self.is_jekyll() => {
                ENDINGS.iter().any(is) || self.shows_raw(ending) || is_post_without_ending(path)
            }
            _ => ENDINGS.iter().any(is),
        }
    }

    /// Whether a post of Jekyll with this ending is text that nothing turns into HTML: no converter of
    /// Jekyll itself, nor a plugin of the site.
    pub fn shows_raw(&self, ending: &str) -> bool {
        const KINDS: [(&[&str], &str); 3] = [
            (&["txt", "text", "mdx", "markdow", "mardown", "makrdown"], ""),
            (&["textile"], "textile"),
            (&["adoc", "asciidoc"], "asciidoc"),
        ];
        let of_ending = |known: &str| known.eq_ignore_ascii_case(ending);
        let kind = KINDS.iter().find(|(endings, _)| endings.iter().any(|known| of_ending(known)));
        kind.is_some_and(|(_, plugin)| {
            let mut own = self.tree.children(&self.settings.plugin_directory);
            let is_named = self.settings.plugins.iter().any(|gem| gem.contains(plugin));
            plugin.is_empty() || !(is_named || own.any(|(name, _)| name.ends_with(".rb")))
        })
    }

    /// Whether the file is named like a post of Jekyll and lies in a folder whose name is a slip of
    /// `_posts`: `_post`, `_Posts`.
    pub fn is_lost_post(&self, path: &str) -> bool {
        let mut folders: Vec<&str> = path.split('/').collect();
        let name = folders.pop().unwrap_or_default();
        let is_slip = |folder: &&str| {
            let folder = folder.to_ascii_lowercase();
            folder == "_post" || folder == "_posts"
        };
        let is_hidden = folders.iter().any(|name| name.starts_with('.') || *name == "node_modules");
        self.is_jekyll()
            && folders.last().is_some_and(is_slip)
            && !folders.contains(&"_posts")
            && !is_hidden
            && self.role(path) == Role::Skipped
            && !self.is_excluded(path)
            && post_name(name).is_some()
    }

    fn jekyll_role<'p>(&self, path: &str, mut directories: impl Iterator<Item = &'p str> + Clone) -> Role {
        if self.is_excluded(path) {
            return Role::Skipped;
        }
        if directories.clone().any(|name| name == "_posts") {
            return Role::Post;
        }
        if directories.clone().any(|name| name == "_drafts") {
            return Role::Draft;
        }
        let listed = |name: &str| {
            let name = name.trim_start_matches('_');
            let tabs = name == "tabs" || name == "pages";
            tabs || self.settings.collections.iter().any(|collection| collection == name)
        };
        match directories.find(|name| name.starts_with('_')) {
            Some(name) if listed(name) || self.is_included(path) => Role::Page,
            Some(_) => Role::Skipped,
            None => Role::Other,
        }
    }

    /// Whether Jekyll's `exclude` covers the path.
    pub(super) fn is_excluded(&self, path: &str) -> bool {
        self.settings.exclude.iter().any(|pattern| covers(pattern, path)) && !self.is_included(path)
    }

    /// Whether Jekyll's `include` covers the path.
    pub(super) fn is_included(&self, path: &str) -> bool {
        self.settings.include.iter().any(|pattern| covers(pattern, path))
    }
}

fn is_post_without_ending(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !name.contains('.') && post_name(&format!("{name}.md")).is_some()
}

/// Whether `pattern`, relative to the root, matches the path or a directory above it. As in Jekyll, a
/// `*` passes over `/`.
fn covers(pattern: &str, path: &str) -> bool {
    let mut pattern = pattern.trim_end_matches('/');
    while let Some(rest) = pattern.strip_prefix("./").or_else(|| pattern.strip_prefix('/')) {
        pattern = rest;
    }
    // Most are of other files: their first letter tells.
    if pattern.bytes().next().is_some_and(|first| first != b'*' && path.bytes().next() != Some(first)) {
        return false;
    }
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| path.strip_prefix(start)) else { return false };
    let mut last = "";
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = part;
    }
    let open = pattern.ends_with('*');
    !pattern.is_empty()
        && (open || rest.is_empty() || rest.starts_with('/') || (!last.is_empty() && rest.ends_with(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Site {
        Site::in_memory(&files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn jekyll_reads_posts_pages_and_collections() {
        let config =
            "include: [_pages]\nexclude: [/docs, '*.tmp']\ncollections: { 여행기: { output: true } }\n";
        let site = site(&[("_config.yml", config)]);
        let role = |path| site.role(path);
        assert_eq!(role("_posts/2024/2024-05-06-산책.md"), Role::Post);
        assert_eq!(role("여행/_posts/2024-05-06-바다.md"), Role::Post);
        assert_eq!(role("_drafts/아직.md"), Role::Draft);
        assert_eq!((role("_pages/소개.md"), role("_여행기/제주.md")), (Role::Page, Role::Page));
        assert_eq!((role("소개.md"), role("README.md")), (Role::Other, Role::Other));
        for path in
            ["docs/_posts/2020-01-01-a.md", "_templates/글.md", ".github/ISSUE_TEMPLATE/버그.md", "글.tmp"]
        {
            assert_eq!(role(path), Role::Skipped, "{path}");
        }
    }

    #[test]
    fn posts_that_jekyll_does_not_find_are_read_all_the_same() {
        let site = site(&[("_config.yml", "exclude: [old]\n")]);
        for path in ["_post/2024-05-06-산책.md", "_Posts/2024-05-06-산책.md", "_posts/2024-05-06-산책"]
        {
            assert!(site.reads(path), "{path}");
        }
        for path in
            ["_post/산책.md", "old/_post/2024-05-06-산책.md", "_posts/산책", "_postings/2024-05-06-a.md"]
        {
            assert!(!site.reads(path), "{path}");
        }
    }

    #[test]
    fn other_generators_keep_their_content_in_one_place() {
        let hugo = site(&[("hugo.toml", "")]);
        assert_eq!(hugo.role("content/posts/글/index.md"), Role::Post);
        assert_eq!(hugo.role("content/posts/_index.md"), Role::Page);
        assert_eq!(hugo.role("archetypes/default.md"), Role::Skipped);
        let hexo =
            site(&[("_config.yml", "source_dir: 원고"), ("scaffolds/post.md", ""), ("source/a.md", "")]);
        assert_eq!(hexo.role("원고/_posts/글.md"), Role::Post);
        assert_eq!(hexo.role("원고/_data/글.md"), Role::Skipped);
        assert_eq!(hexo.role("themes/next/docs/글.md"), Role::Skipped);
        let plain = site(&[("글.md", "")]);
        assert_eq!((plain.role("글.md"), plain.role("README.ko.md")), (Role::Page, Role::Other));
    }
}
