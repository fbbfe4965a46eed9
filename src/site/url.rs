//! Where a page is published: the file the generator writes it to.
//!
//! A page is known by that file, relative to the root of the published site: `2024/01/02/글.html`. Two
//! pages with one file overwrite each other, and an address leads to a page if it leads to its file.
//! Nothing is percent-encoded here. Where a plugin, a setting or a missing date leaves the address open,
//! there is none.

mod hexo;
mod hugo;
mod jekyll;
mod slug;

use std::borrow::Cow;

use super::Site;
use crate::document::front::tree::Node;
use crate::generator::Generator;

pub use jekyll::{PLACEHOLDERS, STYLES};

impl Site {
    /// The file that the page at `path`, with this front matter, is written to; none for a page that is
    /// not published, or not known where.
    pub fn published(&self, path: &str, front: Option<&Node>) -> Option<String> {
        match self.generator? {
            Generator::Jekyll => jekyll::published(self, path, front),
            Generator::Hugo => hugo::published(self, path, front),
            Generator::Hexo => hexo::published(self, path, front),
            // Written as a program: anyone's guess.
            Generator::Gatsby | Generator::Astro => None,
        }
    }

    /// Whether the page at `path`, with this front matter, is a post of a day that is still to come, which
    /// Jekyll does not write.
    pub fn is_to_come(&self, path: &str, front: Option<&Node>) -> bool {
        self.is_jekyll() && !self.settings.future && jekyll::is_to_come(self, path, front)
    }

    /// The language of the page at `path`, where its name tells (Hugo).
    pub fn language<'p>(&self, path: &'p str) -> Option<&'p str> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        hugo::language(self, stem).1.filter(|_| self.generator == Some(Generator::Hugo))
    }
}

/// The placeholders of a template, `:title`, each with the byte offset of its colon. Jekyll takes letters
/// and underscores for the name.
pub fn placeholders(template: &str) -> impl Iterator<Item = (usize, &str)> {
    template.match_indices(':').filter_map(|(at, _)| {
        let rest = &template[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len());
        (end > 0).then(|| (at, &rest[..end]))
    })
}

/// The placeholder of Jekyll that `name` is, perhaps with an underscore after it that is none of it.
pub fn known(name: &str) -> Option<&str> {
    [Some(name), name.strip_suffix('_')].into_iter().flatten().find(|name| PLACEHOLDERS.contains(name))
}

/// Whether nothing of the name of a post is left in its address: `🎉`, or no name at all.
pub fn is_nameless(slug: &str) -> bool {
    slug::pretty(slug.trim_end_matches('.')).is_empty()
}

/// Fills in the placeholders of a template of Jekyll; none if one of them has no value.
fn filled<'v>(template: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> Option<String> {
    let placeholders = placeholders(template).map(|(at, name)| known(name).map(|name| (at, name)));
    fill(template, placeholders.collect::<Option<Vec<_>>>()?, value)
}

/// Fills in all placeholders of a template; none if one of them has no value.
fn filled_with<'v>(template: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> Option<String> {
    fill(template, placeholders(template), value)
}

fn fill<'t, 'v>(
    template: &'t str,
    placeholders: impl IntoIterator<Item = (usize, &'t str)>,
    value: impl Fn(&str) -> Option<Cow<'v, str>>,
) -> Option<String> {
    let mut out = String::with_capacity(template.len() + 32);
    let mut from = 0;
    for (at, name) in placeholders {
        out.push_str(&template[from..at]);
        out.push_str(&value(name)?);
        from = at + 1 + name.len();
    }
    out.push_str(&template[from..]);
    Some(out)
}

/// The file behind an address: `/a/` is `a/index.html`, `/a` is `a.html`.
fn file_of(address: &str, ending: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index{ending}")
    } else if path.ends_with(ending) {
        path.to_owned()
    } else {
        format!("{path}{ending}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_with_their_place() {
        let found: Vec<_> = placeholders("/:year/:month_:day/:title:output_ext").collect();
        assert_eq!(found, [(1, "year"), (7, "month_"), (14, "day"), (19, "title"), (25, "output_ext")]);
        assert_eq!((known("month_"), known("foo"), known("i_day")), (Some("month"), None, Some("i_day")));
        assert_eq!(placeholders("/a:b/:/12:30").map(|(_, name)| name).collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn addresses_are_files() {
        assert_eq!(file_of("/", ".html"), "index.html");
        assert_eq!(file_of("/글/", ".html"), "글/index.html");
        assert_eq!(
            (file_of("/글", ".html"), file_of("/글.html", ".html")),
            ("글.html".into(), "글.html".into())
        );
    }
}
