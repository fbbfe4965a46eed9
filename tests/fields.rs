//! The field tables, each field put to the checks in a site of its generator and theme.

use std::collections::BTreeMap;

use toego::bundled;
use toego::engine::Engine;
use toego::generator::Generator;
use toego::rule::{FieldTable, FieldType};
use toego::site::Site;

/// A site whose front matter this table describes, and where its posts lie.
fn site(table: &FieldTable) -> (Site, &'static str) {
    let theme = if table.generator.is_empty() { "" } else { table.name.as_str() };
    let generator = if theme.is_empty() { table.name.as_str() } else { table.generator.as_str() };
    let package = format!("{{ \"dependencies\": {{ \"{generator}\": \"^1\" }} }}");
    let (path, settings) = match generator {
        "jekyll" => ("_posts/2024-01-02-post.md", ("_config.yml", format!("theme: '{theme}'\n"))),
        "hugo" => ("content/posts/post.md", ("hugo.toml", format!("theme = '{theme}'\n"))),
        "hexo" => ("source/_posts/post.md", ("_config.yml", format!("theme: '{theme}'\n"))),
        "gatsby" => ("content/blog/post.md", ("gatsby-config.js", String::new())),
        _ => ("src/content/blog/post.md", ("astro.config.mjs", String::new())),
    };
    let files: BTreeMap<String, String> = [
        (path.to_owned(), String::new()),
        (settings.0.to_owned(), settings.1),
        ("package.json".to_owned(), package),
    ]
    .into();
    let site = Site::in_memory(&files);
    assert_eq!(site.generator().map(|generator| generator.name()), Some(generator), "{}", table.name);
    assert_eq!(site.theme().unwrap_or_default(), theme, "{}", table.name);
    (site, path)
}

/// The rules that speak about a post with this front matter.
fn rules(site: &Site, path: &str, front: &str) -> Vec<String> {
    let engine = Engine::recommended();
    let text = format!("---\n{front}---\n\n## 봄\n\n글을 썼다.\n\n## 여름\n\n또 썼다.\n");
    let checked = engine.document(site, path, text.into_bytes());
    checked.diagnostics.unpack().iter().map(|found| engine.book().rule(found.rule).id.clone()).collect()
}

/// `header.image` with a value, as YAML.
fn written(path: &str, value: &str) -> String {
    let mut lines = String::new();
    let steps: Vec<&str> = path.split('.').collect();
    for (depth, step) in steps.iter().enumerate() {
        let value = if depth + 1 == steps.len() { format!(" {value}") } else { String::new() };
        lines.push_str(&format!("{}{step}:{value}\n", "  ".repeat(depth)));
    }
    lines
}

#[test]
fn every_switch_wants_true_or_false() {
    let mut asked = 0;
    for table in bundled::book().tables_of(|_| true) {
        let (site, path) = site(table);
        let switches = table.fields.iter().filter(|(_, field)| field.types == [FieldType::Bool]);
        for (name, _) in switches.filter(|(name, _)| !name.contains('[')) {
            for wrong in ["ture", "\"false\"", "n", "켬", "7"] {
                // What Hugo makes of `n` depends on its version.
                if site.generator() == Some(Generator::Hugo) && wrong == "n" {
                    continue;
                }
                let found = rules(&site, path, &written(name, wrong));
                assert_eq!(found, ["front-matter/field-type"], "{}: {name}: {wrong}", table.name);
            }
            // A post that is published as nothing is not published.
            let rights = if name == "published" { &["true", "false"][..] } else { &["true", "false", ""] };
            for right in rights {
                let found = rules(&site, path, &written(name, right));
                let other = |rule: &String| rule.starts_with("front-matter/") && rule != "front-matter/draft";
                assert!(!found.iter().any(other), "{}: {name}: {right}: {found:?}", table.name);
            }
            asked += 1;
        }
    }
    assert!(asked > 150, "{asked} switches");
}

#[test]
fn defaults_aliases_and_limits_fit_their_tables() {
    for table in bundled::book().tables_of(|_| true) {
        let (site, path) = site(table);
        for (name, field) in &table.fields {
            if let Some(default) = &field.default {
                let found = rules(&site, path, &written(name, default));
                assert_eq!(found, [""; 0], "{}: {name}: {default}", table.name);
            }
            for version in field.since.iter().chain(&field.until) {
                assert!(
                    toego::site::theme::Version::parse(version).is_some(),
                    "{}: {name}: {version}",
                    table.name
                );
            }
            for alias in &field.aliases {
                let old = table.fields.get(alias);
                assert!(old.is_none_or(|old| old.until == field.since), "{}: {name}: {alias}", table.name);
            }
            for slip in &field.slips {
                assert!(!table.fields.contains_key(slip), "{}: {name}: {slip}", table.name);
            }
            if let Some(title) = &field.title {
                assert!(!title.ko.trim().is_empty() && !title.en.trim().is_empty(), "{}: {name}", table.name);
            }
            assert!(
                field.items.is_empty() || field.types.contains(&FieldType::List),
                "{}: {name}",
                table.name
            );
        }
    }
}
