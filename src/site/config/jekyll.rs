//! `_config.yml` of Jekyll.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use regex::Regex;

use super::{Settings, Texts, directory, first};
use crate::document::front;
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::Node;
use crate::document::syntax::{Renderer, YamlDialect};
use crate::site::Problem;
use crate::site::defaults::Scope;

/// The settings in `_config.yml`.
pub(super) fn settings(texts: &Texts, problems: &mut Vec<Problem>) -> Settings {
    let Some((name, text)) = first(texts, "_config.y") else { return Settings::default() };
    let root = front::yaml(text, YamlDialect::Psych).unwrap_or_else(|reason| {
        problems.push(Problem { path: name.to_owned(), reason });
        None
    });
    let Some(root) = root else { return Settings::default() };
    let get = |key: &str| root.get(key);
    let said = |key: &str| get(key).and_then(text_of);
    // To Ruby all is true but false and nothing.
    let is_on = |key: &str| {
        let value = get(key).map(|node| resolve(node, YamlDialect::Psych));
        value.is_some_and(|value| !matches!(value, Scalar::Bool(false) | Scalar::Null))
    };

    let collections = get("collections").map(names).unwrap_or_default();
    let permalink = |name: &String| {
        Some((name.clone(), get("collections")?.get(name)?.get("permalink").and_then(text_of)?.to_owned()))
    };
    let common_mark = said("markdown").is_some_and(|name| name.starts_with("CommonMark"));
    let source = said("source").map(directory).unwrap_or_default();
    Settings {
        layouts: Some(format!("{source}{}", directory(said("layouts_dir").unwrap_or("_layouts")))),
        collections_directory: format!(
            "{source}{}",
            said("collections_dir").map(directory).unwrap_or_default()
        ),
        source,
        // The plugin behind `remote_theme` disregards `theme`.
        theme: said("remote_theme").or(said("theme")).map(str::to_owned),
        collection_permalinks: collections.iter().filter_map(permalink).collect(),
        collections,
        include: get("include").map(names).unwrap_or_default(),
        exclude: get("exclude").map(names).unwrap_or_default(),
        defaults: get("defaults").map(Scope::read).unwrap_or_default(),
        time_zone: said("timezone").map(zone),
        future: is_on("future"),
        unpublished: is_on("unpublished"),
        permalink: said("permalink").map(str::to_owned),
        data: data(texts),
        math_key: math_key(texts),
        uses_cdn: said("cdn").or(said("img_cdn")).is_some(),
        renderer: common_mark.then_some(Renderer::Remark),
        ..Settings::default()
    }
    .published_at(said("url"), Some(said("baseurl").unwrap_or_default()))
}

/// A zone by its name, `Asia/Seoul`, or as POSIX has it, `KST-9`. A name that the machine does not know,
/// `Seoul`, is UTC to it.
fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).or_else(|_| TimeZone::posix(name)).unwrap_or(TimeZone::UTC)
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
    let templates = texts.iter().filter(|(path, _)| path.ends_with(".html"));
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

/// Text that is not empty.
fn text_of(node: &Node) -> Option<&str> {
    match resolve(node, YamlDialect::Psych) {
        Scalar::Str(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// A text, a list of texts, or the keys of a map.
fn names(node: &Node) -> Vec<String> {
    let keys = node.entries().iter().filter_map(|entry| entry.key.as_str());
    let items = node.items().iter().filter_map(text_of);
    text_of(node).into_iter().chain(items).chain(keys).map(str::to_owned).collect()
}
