//! Front matter that a page has without writing it: Jekyll's `defaults`, Hugo's `cascade`.
//!
//! Source: Jekyll 4.4, `frontmatter_defaults.rb`.

use super::Site;
use crate::document::front;
use crate::document::front::tree::Node;
use crate::generator::Generator;

/// One entry of `defaults`: values for some pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// The beginning of the path of the pages, or a pattern with `*`; empty for all. With a slash before
    /// it, it covers none.
    path: String,
    /// `posts`, `pages` or the name of a collection; all of them where it is not given.
    kind: Option<String>,
    /// Keys with values.
    values: Node,
}

impl Scope {
    /// Reads `[{ scope: { path, type }, values: { … } }]`; what has another form is passed over.
    pub fn read(defaults: &Node) -> Vec<Scope> {
        let scope = |default: &Node| {
            let values = default.get("values").filter(|values| !values.entries().is_empty())?;
            let of = |key: &str| default.get("scope").and_then(|scope| scope.get(key)?.as_str());
            let kind = of("type").map(|kind| match kind {
                "post" | "draft" | "drafts" => "posts",
                "page" => "pages",
                other => other,
            });
            let path = of("path").unwrap_or_default();
            Some(Scope { path: path.to_owned(), kind: kind.map(str::to_owned), values: values.clone() })
        };
        defaults.items().iter().filter_map(scope).collect()
    }

    /// Reads the `cascade` of Hugo's settings: values, or a list of values each with a target.
    pub fn cascade(cascade: &Node, source: &str) -> Vec<Scope> {
        let items = if cascade.items().is_empty() { std::slice::from_ref(cascade) } else { cascade.items() };
        let scope = |values: &Node| {
            let target = values.get("target").or(values.get("_target"));
            let path = match target {
                None => source.to_owned(),
                Some(target) => {
                    let pattern = target.get("path").filter(|_| target.entries().len() == 1)?.as_str()?;
                    let folder = pattern.strip_suffix("**").filter(|folder| !folder.contains(['*', '{']))?;
                    format!("{source}{}", folder.trim_start_matches('/'))
                }
            };
            Some(Scope { path, kind: None, values: values.clone() })
        };
        items.iter().filter(|values| !values.entries().is_empty()).filter_map(scope).collect()
    }

    /// What the `_index.md` at `path` hands down to the pages of its section (Hugo).
    pub fn of_section(path: &str, text: &str) -> Vec<Scope> {
        let section = path.rsplit_once('/').filter(|(_, name)| name.starts_with("_index."));
        let Some((folder, _)) = section else { return Vec::new() };
        let front = front::read(text, &Generator::Hugo.syntax());
        let cascade = front.root().and_then(|root| root.get("cascade"));
        cascade.map(|cascade| Scope::cascade(cascade, &format!("{folder}/"))).unwrap_or_default()
    }

    fn covers(&self, path: &str, kind: &str) -> bool {
        self.kind.as_deref().is_none_or(|own| own == kind)
            && match self.path.contains('*') {
                true => glob_covers(&self.path, path),
                false => path.starts_with(&self.path),
            }
    }

    /// The more closely a scope describes a page, the more it counts.
    fn rank(&self) -> (usize, bool) {
        (self.path.len(), self.kind.is_some())
    }
}

/// Whether a file or directory that `pattern` matches is at, or above, `path`; `*` stays in a directory,
/// `**/` does not.
fn glob_covers(pattern: &str, path: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('/') else {
        return path.split('/').next().is_some_and(|name| wildcard(pattern, name));
    };
    if first == "**" {
        let mut tails = path.match_indices('/').map(|(at, _)| &path[at + 1..]);
        return glob_covers(rest, path) || tails.any(|tail| glob_covers(rest, tail));
    }
    path.split_once('/').is_some_and(|(name, below)| wildcard(first, name) && glob_covers(rest, below))
}

fn wildcard(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => name.strip_prefix(before).is_some_and(|rest| {
            after.is_empty() || rest.char_indices().any(|(at, _)| wildcard(after, &rest[at..]))
        }),
    }
}

impl Site {
    /// The value that `key` has on the page at `path` (relative to the root) without being written
    /// there.
    pub fn default_of(&self, path: &str, key: &str) -> Option<&Node> {
        let kind = self.kind(path);
        let mut best: Option<(&Scope, &Node)> = None;
        for scope in self.settings.defaults.iter().filter(|scope| scope.covers(path, kind)) {
            let Some(value) = scope.values.get(key) else { continue };
            if best.is_none_or(|(other, _)| scope.rank() >= other.rank()) {
                best = Some((scope, value));
            }
        }
        best.map(|(_, value)| value)
    }

    /// What `defaults` calls the type of the page at `path`.
    pub(super) fn kind(&self, path: &str) -> &str {
        if path.split('/').rev().skip(1).any(|name| name == "_posts" || name == "_drafts") {
            return "posts";
        }
        self.collection(path).unwrap_or("pages")
    }

    /// Whether the page at `path` belongs to a collection besides posts.
    pub(super) fn is_collected(&self, path: &str) -> bool {
        self.collection(path).is_some()
    }

    fn collection(&self, path: &str) -> Option<&str> {
        let name = path.split_once('/')?.0.strip_prefix('_')?;
        self.settings.collections.iter().find(|collection| *collection == name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_scope_counts() {
        let config = "collections: { tabs: { output: true } }\ndefaults:\n\
                      - { scope: { path: '' }, values: { layout: default, toc: false } }\n\
                      - { scope: { path: '', type: posts }, values: { layout: post } }\n\
                      - { scope: { path: _posts/여행, type: posts }, values: { layout: travel } }\n\
                      - { scope: { path: '_posts/*/공개' }, values: { layout: open } }\n\
                      - { scope: { path: /_posts }, values: { layout: none } }\n\
                      - { scope: { path: '', type: tabs }, values: { layout: tab } }\n\
                      - { scope: { path: '' }, values: 3 }\n";
        let site = Site::in_memory(&[("_config.yml".to_owned(), config.to_owned())].into());
        let layout = |path| site.default_of(path, "layout").and_then(Node::as_str);
        assert_eq!(layout("소개.md"), Some("default"));
        assert_eq!(layout("_posts/2024-01-02-글.md"), Some("post"));
        assert_eq!(layout("여행/_posts/2024-01-02-글.md"), Some("post"));
        assert_eq!(layout("_posts/여행/2024-01-02-글.md"), Some("travel"));
        assert_eq!(layout("_posts/일/공개/2024-01-02-글.md"), Some("open"));
        assert_eq!(layout("_tabs/소개.md"), Some("tab"));
        assert_eq!(site.default_of("_tabs/소개.md", "toc").and_then(Node::as_str), Some("false"));
        assert_eq!(site.default_of("_tabs/소개.md", "math"), None);
    }
}
