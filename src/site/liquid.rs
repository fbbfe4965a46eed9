//! What a Jekyll site decides about Liquid: which pages go through it, which tags there may be, and
//! whether the files that tags name are there. Of posts, `post_names` says so.

use super::tree::{Cause, Entry};
use super::{Role, Site};
use crate::date;
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::syntax::YamlDialect::Psych;
use crate::generator::Generator;
use crate::rule::TagTable;

/// A file that a tag names and that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfound {
    /// Why.
    pub cause: Cause,
    /// The name to write instead, where one file fits.
    pub repair: Option<String>,
}

impl Site {
    /// Whether Jekyll runs the page at `path` through Liquid, if its front matter does not say
    /// otherwise; `has_front` is whether it has any.
    pub fn runs_liquid(&self, path: &str, has_front: bool) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let top = path.split('/').next().unwrap_or_default();
        let is_read = match self.role(path) {
            Role::Post => date::post_name(name).is_some_and(|name| name.day.is_real_month()),
            Role::Draft => true,
            Role::Page => {
                let collection = top.trim_start_matches('_');
                let is_collection = self.settings.collections.iter().any(|name| name == collection);
                has_front && (is_collection || self.is_included(path))
            }
            Role::Other => has_front,
            Role::Skipped => false,
        };
        let by_default = self.default_of(path, "render_with_liquid");
        let is_switched_off = by_default.is_some_and(|node| resolve(node, Psych) == Scalar::Bool(false));
        self.generator == Some(Generator::Jekyll) && is_read && !is_switched_off
    }

    /// Whether no plugin but those of `table` can define a tag.
    pub fn has_known_tags(&self, table: &TagTable) -> bool {
        let settings = &self.settings;
        let is_known = |plugin: &String| table.plugins.contains_key(plugin);
        let is_known_theme = |theme: &String| {
            // A theme taken from GitHub brings no plugins along.
            theme.contains('/')
                || table.themes.iter().any(|known| match known.strip_suffix('*') {
                    Some(start) => theme.starts_with(start),
                    None => theme == known,
                })
        };
        let mut own = self.tree.children(&settings.plugin_directory);
        self.problems.is_empty()
            && settings.plugins.iter().all(is_known)
            && settings.theme.iter().all(is_known_theme)
            && own.all(|(name, is_directory)| {
                !is_directory
                    && (!name.ends_with(".rb") || table.plugin_files.iter().any(|known| known == name))
            })
    }

    /// What is wrong with `{% include name %}`; `None` if the file is there or that cannot be known.
    pub fn missing_include(&self, name: &str) -> Option<Unfound> {
        let directory = &self.settings.include_directory;
        let is_own = self.settings.theme.is_none()
            && self.theme.is_none()
            && self.problems.is_empty()
            && (self.tree.is_directory(directory.trim_end_matches('/')) || self.has_no_theme_gem());
        if is_own { self.missing_in(directory, name) } else { None }
    }

    /// Whether the settings are at hand and nothing that the site loads looks like a theme, so that it
    /// has no files to include but its own.
    fn has_no_theme_gem(&self) -> bool {
        let is_theme =
            |gem: &String| ["theme", "github-pages", "include"].iter().any(|word| gem.contains(word));
        self.tree.lookup("_config.yml") != Entry::Missing && !self.settings.plugins.iter().any(is_theme)
    }

    /// What is wrong with `{% include_relative name %}` in the page at `page`.
    pub fn missing_relative(&self, page: &str, name: &str) -> Option<Unfound> {
        let directory = page.rfind('/').map_or("", |at| &page[..=at]);
        self.missing_in(directory, name)
    }

    fn missing_in(&self, directory: &str, name: &str) -> Option<Unfound> {
        let wanted = format!("{directory}{}", name.trim_start_matches('/'));
        if self.tree.lookup(&wanted) != Entry::Missing {
            return None;
        }
        let cause = self.tree.explain(&[wanted], &|path| path.starts_with(directory));
        if matches!(cause, Cause::Normalization { .. }) {
            return None;
        }
        let repair = cause.actual().and_then(|actual| actual.strip_prefix(directory)).map(str::to_owned);
        Some(Unfound { cause, repair })
    }

    /// What is wrong with `{% link path %}`: only of Markdown files, since plugins and themes add others.
    pub fn missing_link(&self, path: &str) -> Option<Unfound> {
        let plain = path.trim_start_matches('/');
        let is_markdown = |path: &str| path.ends_with(".md") || path.ends_with(".markdown");
        if !is_markdown(path)
            || self.settings.collections_are_moved
            || self.tree.lookup(plain) != Entry::Missing
        {
            return None;
        }
        let cause = self.tree.explain(&[plain.to_owned()], &|path| is_markdown(path));
        if matches!(cause, Cause::Normalization { .. }) {
            return None;
        }
        let repair = cause.actual().map(str::to_owned);
        Some(Unfound { cause, repair })
    }
}
