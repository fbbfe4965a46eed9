//! `hugo.toml`, `hugo.yaml`, `config.toml` … of Hugo.

use super::said::{Said, first, get};
use super::{Settings, Texts, directory, markdown};
use crate::document::anchor::HeadingIds;
use crate::document::front::tree::Node;
use crate::document::syntax::YamlDialect;
use crate::site::Problem;
use crate::site::defaults::Scope;

/// The settings in the first of the files that is there.
pub(super) fn settings(texts: &Texts, problems: &mut Vec<Problem>) -> Settings {
    let found = ["hugo.", "config.", "config/"].iter().find_map(|stem| first(texts, stem));
    let (name, text) = found.unwrap_or_default();
    let said = Said::read(name, text, YamlDialect::GoYaml, problems);
    let own = first(texts, "config/_default/markup.")
        .map(|(name, text)| Said::read(name, text, YamlDialect::GoYaml, problems));
    let source = directory(said.text("contentDir").unwrap_or("content"));
    let mut static_directories = said.names("staticDir");
    if static_directories.is_empty() {
        static_directories.push("static".to_owned());
    }
    // Since 0.131 by kind: `permalinks.page.posts`.
    let by_kind = said.get("permalinks").and_then(|permalinks| get(permalinks, "page"));
    let by_kind = by_kind
        .map_or(&[][..], Node::entries)
        .iter()
        .filter_map(|entry| Some((entry.key.as_str()?.to_owned(), said.text_of(&entry.value)?.to_owned())));
    let mut defaults: Vec<Scope> =
        said.get("cascade").map(|node| Scope::cascade(node, &source)).unwrap_or_default();
    defaults.extend(texts.iter().flat_map(|(path, text)| Scope::of_section(path, text)));
    let module = said.get("module");
    let mounts: Vec<(String, String)> = module
        .and_then(|module| get(module, "mounts"))
        .map_or(&[][..], Node::items)
        .iter()
        .filter_map(|mount| {
            let of = |key: &str| Some(get(mount, key)?.as_str()?.trim_matches('/').to_owned());
            Some((of("target")?, of("source")?))
        })
        .collect();
    // What is mounted as a whole is a directory more; what is mounted deeper, a link.
    let wholes = mounts.iter().filter(|(target, source)| target == "static" && source != "static");
    static_directories.extend(wholes.map(|(_, source)| source.clone()));
    let deeper = mounts.iter().filter(|(target, source)| target.contains('/') && target != source);
    Settings {
        mounts: deeper.cloned().collect(),
        relative_is_unknown: said.get("uglyURLs").is_some(),
        rewrites_images: module.and_then(|module| get(module, "imports")).is_some()
            || text.contains("renderHooks")
            || said.is_on("canonifyURLs")
            || said.is_on("relativeURLs"),
        theme: said.names("theme").into_iter().next(),
        static_directories: static_directories.iter().map(|path| directory(path)).collect(),
        time_zone: said.zone("timeZone"),
        future: said.is_on("buildFuture"),
        section_permalinks: said.pairs("permalinks").chain(by_kind).collect(),
        keeps_case: said.is_on("disablePathToLower"),
        languages: languages(&said),
        heading_ids: heading_ids(&said),
        markdown: markdown::of_hugo(&said, own.as_ref()),
        defaults,
        source,
        ..Settings::default()
    }
    .published_at(said.text("baseURL"), None)
}

/// The languages, that of the root first.
fn languages(said: &Said) -> Vec<String> {
    let mut languages = said.names("languages");
    let default = said.text("defaultContentLanguage").unwrap_or("en");
    languages.sort_by_key(|language| language != default);
    languages
}

/// goldmark's ids, unless the settings change them.
fn heading_ids(said: &Said) -> Option<HeadingIds> {
    let goldmark = said.get("markup").and_then(|markup| get(markup, "goldmark"));
    let parser = goldmark.and_then(|goldmark| get(goldmark, "parser"));
    let of = |key: &str| parser.and_then(|parser| get(parser, key)).and_then(Node::as_str);
    let usual = of("autoHeadingIDType").is_none_or(|kind| kind == "github")
        && of("autoHeadingID").is_none_or(|on| on == "true")
        && said.get("markup").and_then(|markup| get(markup, "defaultMarkdownHandler")).is_none();
    usual.then_some(HeadingIds::Goldmark)
}
