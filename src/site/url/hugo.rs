//! Addresses as Hugo makes them: `content/posts/첫 글.md` is `/posts/첫-글/`.

use super::{file_of, filled_with};
use crate::date;
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::Node;
use crate::document::syntax::YamlDialect::GoYaml;
use crate::site::Site;

/// The file that a page is written to.
pub(super) fn published(site: &Site, path: &str, front: Option<&Node>) -> Option<String> {
    let value = |key: &str| front.and_then(|front| front.get(key)).or_else(|| site.default_of(path, key));
    let text = |key: &str| value(key).and_then(Node::as_str).filter(|text| !text.is_empty());
    if value("draft").is_some_and(|draft| resolve(draft, GoYaml) == Scalar::Bool(true)) {
        return None;
    }
    let inner = path.strip_prefix(&site.settings.source)?;
    let (folder, name) = inner.rsplit_once('/').unwrap_or(("", inner));
    let stem = name.strip_suffix(".md").or(name.strip_suffix(".markdown"))?;
    let (stem, language) = language(site, stem);
    let prefix = match language {
        Some(language) if site.settings.languages.first().is_none_or(|first| first != language) => {
            format!("{language}/")
        }
        _ => String::new(),
    };
    let clean = |path: &str| clean(path, site.settings.keeps_case);
    let at = |address: String| Some(format!("{prefix}{}", file_of(&address, ".html")));
    if let Some(url) = text("url") {
        return at(url.to_owned());
    }
    if stem == "_index" {
        return at(format!("{}/", clean(folder)));
    }
    // A page with its files beside it is called by its folder.
    let (folder, own) = match stem {
        "index" => folder.rsplit_once('/').unwrap_or(("", folder)),
        _ => (folder, stem),
    };
    let section = folder.split('/').next().unwrap_or_default();
    let slug = text("slug");
    let Some(template) = site.settings.section_permalinks.get(section) else {
        return at(format!("{}/{}/", clean(folder), clean(slug.unwrap_or(own))));
    };
    let written = || date::read(resolve(value("date")?, GoYaml), GoYaml).ok();
    let filled = filled_with(template, |name| {
        Some(match name {
            "section" => clean(section).into(),
            "sections" => clean(folder).into(),
            "title" => clean(text("title")?).into(),
            "slug" => clean(slug.or(text("title"))?).into(),
            "filename" | "contentbasename" => clean(own).into(),
            "slugorfilename" | "slugorcontentbasename" => clean(slug.unwrap_or(own)).into(),
            "year" => written()?.civil.strftime("%Y").to_string().into(),
            "month" => written()?.civil.strftime("%m").to_string().into(),
            "day" => written()?.civil.strftime("%d").to_string().into(),
            _ => return None,
        })
    })?;
    // Hugo ends every address with a slash.
    at(format!("{}/", filled.trim_end_matches('/')))
}

/// The name without its language, `첫-글.ko`, and the language. Two letters are one even if the settings
/// that are read do not list it: they may be in files of their own.
pub(super) fn language<'n>(site: &Site, stem: &'n str) -> (&'n str, Option<&'n str>) {
    let listed = |language: &str| site.settings.languages.iter().any(|known| known == language);
    let two_letters = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    match stem.rsplit_once('.').filter(|(_, language)| listed(language) || two_letters(language)) {
        Some((stem, language)) => (stem, Some(language)),
        None => (stem, None),
    }
}

/// A path as it stands in an address: in lower case, unless `keeps_case`, with hyphens for spaces, without
/// most marks.
///
/// Source: Hugo 0.111, `PathSpec.MakePathSanitized`.
fn clean(path: &str, keeps_case: bool) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.trim().chars() {
        let kept = c.is_alphanumeric()
            || matches!(c, '.' | '/' | '\\' | '_' | '#' | '+' | '~' | '-' | '@')
            || unicode_normalization::char::is_combining_mark(c);
        if kept && keeps_case {
            out.push(c);
        } else if kept {
            out.extend(c.to_lowercase());
        } else if c.is_whitespace() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::document::front;
    use crate::document::syntax::YamlDialect;
    use crate::site::Site;

    /// Checked with Hugo 0.111.
    #[test]
    fn addresses_follow_folders_names_and_permalinks() {
        let config = "defaultContentLanguage = 'ko'\n[languages.ko]\nweight = 1\n[languages.en]\nweight = 2\n\
                      [permalinks]\nlog = '/:year/:month/:slug/'\n";
        let site = Site::in_memory(&[("hugo.toml".to_owned(), config.to_owned())].into());
        let at = |path: &str, yaml: &str| {
            let front = front::yaml(yaml, YamlDialect::GoYaml).expect("it loads");
            site.published(path, front.as_ref())
        };
        for (path, yaml, file) in [
            ("content/posts/첫 글.md", "title: 글", "posts/첫-글/index.html"),
            ("content/posts/My Post!.md", "title: 글", "posts/my-post/index.html"),
            ("content/posts/묶음/index.md", "title: 글", "posts/묶음/index.html"),
            ("content/posts/묶음/index.en.md", "title: 글", "en/posts/묶음/index.html"),
            ("content/posts/_index.md", "title: 글", "posts/index.html"),
            ("content/posts/a.md", "slug: B C", "posts/b-c/index.html"),
            ("content/posts/a.md", "url: /x/y.html", "x/y.html"),
            ("content/log/a.md", "{ title: 첫 글, date: 2024-01-02 }", "2024/01/첫-글/index.html"),
        ] {
            assert_eq!(at(path, yaml).as_deref(), Some(file), "{path}");
        }
        let config = "disablePathToLower = true\n".to_owned();
        let keeps_case = Site::in_memory(&[("hugo.toml".to_owned(), config)].into());
        let file = keeps_case.published("content/posts/My Post.md", None);
        assert_eq!(file.as_deref(), Some("posts/My-Post/index.html"));
        assert_eq!(at("content/posts/a.md", "draft: true"), None);
        assert_eq!(at("content/log/a.md", "title: 날짜 없음"), None);
    }
}
