//! Addresses as Hexo makes them. Source: Hexo 7, `lib/plugins/filter/post_permalink.ts`.

use super::{file_of, filled_with};
use crate::date;
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::Node;
use crate::document::syntax::YamlDialect::JsYaml;
use crate::site::{Role, Site};

/// The file that a page is written to.
pub(super) fn published(site: &Site, path: &str, front: Option<&Node>) -> Option<String> {
    let value = |key: &str| front.and_then(|front| front.get(key));
    let text = |key: &str| value(key).and_then(Node::as_str).filter(|text| !text.is_empty());
    if value("published").is_some_and(|published| resolve(published, JsYaml) == Scalar::Bool(false)) {
        return None;
    }
    let inner = path.strip_prefix(&site.settings.source)?;
    let stem = inner.rsplit_once('.').map(|(stem, _)| stem)?;
    if let Some(permalink) = text("permalink").filter(|permalink| !permalink.contains(':')) {
        return Some(file_of(permalink, ".html"));
    }
    if site.role(path) != Role::Post {
        return Some(format!("{stem}.html"));
    }
    let written = || date::read(resolve(value("date")?, JsYaml), JsYaml).ok();
    let own = titled(stem.strip_prefix("_posts/")?, site.settings.new_post_name.as_deref());
    let address = filled_with(site.settings.permalink.as_deref()?, |name| {
        Some(match name {
            "title" => own.into(),
            "name" => own.rsplit('/').next().unwrap_or(own).into(),
            "post_title" => text("title")?.into(),
            "year" => written()?.civil.strftime("%Y").to_string().into(),
            "month" => written()?.civil.strftime("%m").to_string().into(),
            "i_month" => written()?.civil.strftime("%-m").to_string().into(),
            "day" => written()?.civil.strftime("%d").to_string().into(),
            "i_day" => written()?.civil.strftime("%-d").to_string().into(),
            // Any other key of the post; that of a plugin may be made up later.
            other => text(other)?.into(),
        })
    })?;
    Some(file_of(&address, ".html"))
}

/// The part of a file name that is the title, where new posts are named `:year-:month-:day-:title.md`.
fn titled<'n>(stem: &'n str, pattern: Option<&str>) -> &'n str {
    let dated = pattern.is_some_and(|pattern| pattern.contains(":year-:month-:day-:title"));
    let name = stem.rsplit('/').next().unwrap_or(stem);
    match date::post_name(&format!("{name}.md")).filter(|_| dated) {
        Some(parts) => &name[parts.date.len() + 1..],
        None => stem,
    }
}

#[cfg(test)]
mod tests {
    use crate::document::front;
    use crate::document::syntax::YamlDialect;
    use crate::site::Site;

    #[test]
    fn addresses_follow_the_permalink() {
        let site = |config: &str| {
            let files = [("_config.yml", config), ("scaffolds/post.md", ""), ("source/a.md", "")];
            Site::in_memory(&files.map(|(path, text)| (path.to_owned(), text.to_owned())).into())
        };
        let at = |site: &Site, path: &str, yaml: &str| {
            let front = front::yaml(yaml, YamlDialect::JsYaml).expect("it loads");
            site.published(path, front.as_ref())
        };
        let usual = site("title: 블로그\n");
        let post = "source/_posts/여행/제주.md";
        assert_eq!(at(&usual, post, "date: 2024-01-02").as_deref(), Some("2024/01/02/여행/제주/index.html"));
        assert_eq!(at(&usual, post, "title: 제주"), None);
        assert_eq!(at(&usual, "source/about/index.md", "title: 소개").as_deref(), Some("about/index.html"));
        let dated = site("permalink: :title.html\nnew_post_name: :year-:month-:day-:title.md\n");
        assert_eq!(at(&dated, "source/_posts/2024-01-02-제주.md", "{}").as_deref(), Some("제주.html"));
    }
}
