//! `_config.yml` of Hexo.

use super::said::{Said, first};
use super::{Settings, Texts, directory};
use crate::document::syntax::{Renderer, YamlDialect};
use crate::site::Problem;

/// The settings in `_config.yml`.
pub(super) fn settings(texts: &Texts, problems: &mut Vec<Problem>) -> Settings {
    let (name, text) = first(texts, "_config.y").unwrap_or_default();
    let said = Said::read(name, text, YamlDialect::JsYaml, problems);
    let markdown_it =
        texts.get("package.json").is_some_and(|text| text.contains("\"hexo-renderer-markdown-it"));
    Settings {
        theme: said.text("theme").map(str::to_owned),
        source: directory(said.text("source_dir").unwrap_or("source")),
        renderer: markdown_it.then_some(Renderer::MarkdownIt),
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
