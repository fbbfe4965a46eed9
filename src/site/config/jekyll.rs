//! `_config.yml` of Jekyll.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use regex::Regex;

use super::said::{Said, first};
use super::{Settings, Texts, directory, markdown};
use crate::document::anchor::HeadingIds;
use crate::document::front;
use crate::document::front::tree::Node;
use crate::document::markdown::Markdown;
use crate::document::syntax::{Renderer, YamlDialect};
use crate::site::Problem;
use crate::site::defaults::Scope;

/// The settings in `_config.yml`.
pub(super) fn settings(texts: &Texts, problems: &mut Vec<Problem>) -> Settings {
    let Some((name, text)) = first(texts, "_config.y") else {
        return Settings { markdown: vec![Markdown::usual(Renderer::Kramdown)], ..Settings::default() };
    };
    let said = Said::read(name, text, YamlDialect::Psych, problems);
    let collections = said.names("collections");
    let permalink = |name: &String| {
        let permalink = said.get("collections")?.get(name)?.get("permalink");
        Some((name.clone(), permalink.and_then(|node| said.text_of(node))?.to_owned()))
    };
    let mut plugins = [said.names("plugins"), said.names("gems")].concat();
    plugins.extend(texts.get("Gemfile").into_iter().flat_map(|text| gems(text)));
    let source = said.text("source").map(directory).unwrap_or_default();
    let below = |path: &str| format!("{source}{}", directory(path));
    Settings {
        layouts: Some(below(said.text("layouts_dir").unwrap_or("_layouts"))),
        collections_directory: below(said.text("collections_dir").unwrap_or_default()),
        // The plugin behind `remote_theme` disregards `theme`.
        theme: said.text("remote_theme").or(said.text("theme")).map(str::to_owned),
        section_permalinks: collections.iter().filter_map(permalink).collect(),
        collections,
        plugins,
        plugin_directory: directory(said.text("plugins_dir").unwrap_or("_plugins")),
        include_directory: below(said.text("includes_dir").unwrap_or("_includes")),
        collections_are_moved: said.text("collections_dir").is_some(),
        include: said.names("include"),
        exclude: said.names("exclude"),
        defaults: said.get("defaults").map(Scope::read).unwrap_or_default(),
        time_zone: said.text("timezone").map(zone),
        future: said.is_truthy("future"),
        unpublished: said.is_truthy("unpublished"),
        permalink: said.text("permalink").map(str::to_owned),
        data: data(texts),
        math_key: math_key(texts),
        source: source.clone(),
        relative_is_unknown: texts
            .iter()
            .any(|(path, text)| path.ends_with(".html") && text.contains("<base ")),
        uses_cdn: said.text("cdn").or(said.text("img_cdn")).is_some(),
        heading_ids: heading_ids(&said)
            .filter(|_| said.text("markdown").is_none_or(|name| name == "kramdown")),
        markdown: markdown::of_jekyll(&said),
        ..Settings::default()
    }
    .published_at(said.text("url"), Some(said.text("baseurl").unwrap_or_default()))
}

/// A zone by its name, `Asia/Seoul`, or as POSIX has it, `KST-9`. A name that the machine does not know,
/// `Seoul`, is UTC to it.
fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).or_else(|_| TimeZone::posix(name)).unwrap_or(TimeZone::UTC)
}

/// kramdown's ids, unless the settings change them.
fn heading_ids(said: &Said) -> Option<HeadingIds> {
    let plain =
        |key: &str| ["input", "auto_ids", "auto_id_prefix", "transliterated_header_ids"].contains(&key);
    let is_usual = |key: &str, value: Option<&str>| match key {
        "input" => value == Some("GFM"),
        "auto_ids" => value == Some("true"),
        _ => value == Some("false"),
    };
    let settings = said.get("kramdown").map_or(&[][..], Node::entries);
    let mut own = settings.iter().filter_map(|entry| Some((entry.key.as_str()?, entry.value.as_str())));
    own.all(|(key, value)| !plain(key) || is_usual(key, value)).then_some(HeadingIds::Kramdown)
}

/// The gems of a Gemfile that Jekyll loads of its own accord, in the group `jekyll_plugins`, or that
/// are made for it by their name.
fn gems(text: &str) -> Vec<String> {
    let mut gems = Vec::new();
    let mut in_group = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("group ") {
            in_group = line.contains(":jekyll_plugins");
        } else if line == "end" {
            in_group = false;
        } else if let Some(rest) = line.strip_prefix("gem ").or_else(|| line.strip_prefix("gem(")) {
            let name = rest.trim_start().split(['"', '\'']).nth(1).unwrap_or_default();
            let makers = ["jekyll", "liquid", "octopress", "github-pages"];
            let is_made_for_jekyll = makers.iter().any(|word| name.contains(word));
            if in_group || line.contains(":jekyll_plugins") || is_made_for_jekyll {
                gems.push(name.to_owned());
            }
        }
    }
    gems
}

/// The keys at the top of each data file that is there.
fn data(texts: &Texts) -> BTreeMap<String, Vec<String>> {
    let files = texts.iter().filter_map(|(path, text)| {
        let (name, _) = path.strip_prefix("_data/")?.rsplit_once('.')?;
        let root = front::yaml(text, YamlDialect::Psych).ok()??;
        let keys = root.entries().iter().filter_map(|entry| entry.key.as_str()).map(str::to_owned);
        Some((name.to_owned(), keys.collect()))
    });
    files.collect()
}

/// `page.use_math`, where a template asks for it.
static MATH_KEY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\bpage\.([a-z_]*(?:math|katex|latex)[a-z_]*)").ok());

/// The key that the site's own templates ask for before they load what shows formulas. Two keys are none.
fn math_key(texts: &Texts) -> Option<String> {
    let templates = texts.iter().filter(|(path, _)| Settings::PARTS.contains(&path.as_str()));
    let asking = templates.filter(|(_, text)| text.contains("page."));
    let pattern = MATH_KEY.as_ref()?;
    let mut keys: Vec<&str> = asking
        .flat_map(|(_, text)| pattern.captures_iter(text))
        .filter_map(|found| found.get(1).map(|key| key.as_str()))
        .collect();
    keys.dedup();
    match keys[..] {
        [key] => Some(key.to_owned()),
        _ => None,
    }
}
