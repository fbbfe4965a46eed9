//! `_config.yml` of Hexo.

use super::markdown::Package;
use super::said::{Said, first, get};
use super::{Settings, Texts, directory, markdown};
use crate::document::anchor::HeadingIds;
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::syntax::YamlDialect;
use crate::site::Problem;

/// The settings in `_config.yml`.
pub(super) fn settings(texts: &Texts, problems: &mut Vec<Problem>) -> Settings {
    let (name, text) = first(texts, "_config.y").unwrap_or_default();
    let said = Said::read(name, text, YamlDialect::JsYaml, problems);
    Settings {
        theme: said.text("theme").map(str::to_owned),
        source: directory(said.text("source_dir").unwrap_or("source")),
        heading_ids: heading_ids(texts, &said),
        markdown: markdown::of_hexo(texts, &said),
        exclude: said.names("skip_render"),
        time_zone: said.zone("timezone"),
        future: !said.is_off("future"),
        permalink: Some(said.text("permalink").unwrap_or(":year/:month/:day/:title/").to_owned()),
        post_asset_folder: said.is_on("post_asset_folder"),
        built_here: said.get("deploy").is_some_and(|deploy| !deploy.entries().is_empty()),
        relative_is_unknown: said.is_on("relative_link"),
        prepends_root: prepends_root(texts, &said),
        finds_post_assets: marked_option(&said, "postAsset") == Some(true),
        new_post_name: said.text("new_post_name").map(str::to_owned),
        ..Settings::default()
    }
    .published_at(said.text("url"), said.text("root"))
}

/// What `marked:` says of `key`.
fn marked_option(said: &Said, key: &str) -> Option<bool> {
    match resolve(get(said.get("marked")?, key)?, YamlDialect::JsYaml) {
        Scalar::Bool(value) => Some(value),
        _ => None,
    }
}

/// Whether the renderer puts the root before the path of every image: hexo-renderer-marked does since its
/// fourth version, unless it is told otherwise, or another plugin looks for images in its own way.
fn prepends_root(texts: &Texts, said: &Said) -> bool {
    let package = texts.get("package.json").map_or("", String::as_str);
    let version = package.split("\"hexo-renderer-marked\"").nth(1).and_then(|rest| {
        let quoted = rest.split('"').nth(1)?.trim_start_matches(['^', '~', '>', '=', 'v', ' ']);
        quoted.split('.').next()?.parse::<u32>().ok()
    });
    let others = ["asset", "image", "img", "typora", "obsidian", "hexo-renderer-markdown-it", "pandoc"];
    let is_alone =
        !package.lines().any(|line| line.contains("hexo-") && others.iter().any(|word| line.contains(word)));
    let is_relative = said.is_on("relative_link");
    version.is_some_and(|version| version >= 4)
        && is_alone
        && !is_relative
        && marked_option(said, "prependRoot") != Some(false)
}

/// hexo-renderer-marked, if it gives the ids in its usual way, and its version is known.
fn heading_ids(texts: &Texts, said: &Said) -> Option<HeadingIds> {
    let package = texts.get("package.json").map_or("", String::as_str);
    let usual = said.get("marked").is_none_or(|marked| {
        let changed = ["headerIds", "modifyAnchors", "headerIdPrefix", "smartypants", "quotes"];
        marked.entries().iter().filter_map(|entry| entry.key.as_str()).all(|key| !changed.contains(&key))
    });
    let is_alone = package.matches("\"hexo-renderer-mark").count() == 1;
    let version = Package::of(texts).major("hexo-renderer-marked").filter(|_| usual && is_alone)?;
    Some(if version < 6 { HeadingIds::HexoEscaped } else { HeadingIds::Hexo })
}
