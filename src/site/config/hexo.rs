//! `_config.yml` of Hexo.

use super::said::{Said, first};
use super::{Settings, Texts, directory, markdown};
use crate::document::anchor::HeadingIds;
use crate::document::syntax::YamlDialect;
use crate::site::Problem;

/// The settings in `_config.yml`.
pub(super) fn settings(texts: &Texts, problems: &mut Vec<Problem>) -> Settings {
    let (name, text) = first(texts, "_config.y").unwrap_or_default();
    let said = Said::read(name, text, YamlDialect::JsYaml, problems);
    Settings {
        theme: said.text("theme").map(str::to_owned),
        source: directory(said.text("source_dir").unwrap_or("source")),
        heading_ids: marked(texts, &said).then_some(HeadingIds::Hexo),
        markdown: markdown::of_hexo(texts, &said),
        exclude: said.names("skip_render"),
        time_zone: said.zone("timezone"),
        future: !said.is_off("future"),
        permalink: Some(said.text("permalink").unwrap_or(":year/:month/:day/:title/").to_owned()),
        post_asset_folder: said.is_on("post_asset_folder"),
        built_here: said.get("deploy").is_some_and(|deploy| !deploy.entries().is_empty()),
        new_post_name: said.text("new_post_name").map(str::to_owned),
        ..Settings::default()
    }
    .published_at(said.text("url"), said.text("root"))
}

/// Whether hexo-renderer-marked gives the ids, in its usual way.
fn marked(texts: &Texts, said: &Said) -> bool {
    let package = texts.get("package.json").map_or("", String::as_str);
    let usual = said.get("marked").is_none_or(|marked| {
        let changed = ["headerIds", "modifyAnchors", "headerIdPrefix", "smartypants", "quotes"];
        marked.entries().iter().filter_map(|entry| entry.key.as_str()).all(|key| !changed.contains(&key))
    });
    package.contains("\"hexo-renderer-marked\"")
        && package.matches("\"hexo-renderer-mark").count() == 1
        && usual
}
