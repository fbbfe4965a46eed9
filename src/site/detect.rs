//! Which generator a site is made with, seen from its own files.

use super::config::{Texts, first};
use crate::generator::Generator;

/// The generator, and the file that gives it away.
pub fn generator(is_directory: &dyn Fn(&str) -> bool, texts: &Texts) -> Option<(Generator, String)> {
    let present = |stem: &str| first(texts, stem).map(|(name, _)| name.to_owned());
    let depends_on = |name: &str| texts.get("package.json").is_some_and(|text| has_dependency(text, name));
    if let Some(name) = present("astro.config.") {
        return Some((Generator::Astro, name));
    }
    if let Some(name) = present("gatsby-config.") {
        return Some((Generator::Gatsby, name));
    }
    if let Some(name) = present("hugo.").or_else(|| present("config/_default/")) {
        return Some((Generator::Hugo, name));
    }
    if let Some(name) = present("config.").filter(|_| is_directory("content")) {
        return Some((Generator::Hugo, format!("{name}, content/")));
    }
    if let Some(name) = present("_config.y") {
        return Some(if depends_on("hexo") {
            (Generator::Hexo, format!("{name}, package.json"))
        } else if is_directory("scaffolds") && is_directory("source") {
            (Generator::Hexo, format!("{name}, scaffolds/, source/"))
        } else if is_directory("source/_posts") && !is_directory("_posts") {
            (Generator::Hexo, format!("{name}, source/_posts/"))
        } else {
            (Generator::Jekyll, name)
        });
    }
    if let Some(name) = present("_config.toml") {
        return Some((Generator::Jekyll, name));
    }
    let dependencies =
        [(Generator::Astro, "astro"), (Generator::Gatsby, "gatsby"), (Generator::Hexo, "hexo")];
    if let Some((generator, _)) = dependencies.into_iter().find(|(_, name)| depends_on(name)) {
        return Some((generator, "package.json".to_owned()));
    }
    is_directory("_posts").then(|| (Generator::Jekyll, "_posts/".to_owned()))
}

fn has_dependency(package: &str, name: &str) -> bool {
    let package: serde_json::Value = serde_json::from_str(package).unwrap_or_default();
    ["dependencies", "devDependencies"].iter().any(|kind| package[*kind].get(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::config::Settings;
    use crate::site::theme;
    use crate::site::tree::Tree;

    fn detect(files: &[(&str, &str)]) -> Option<(Generator, Option<String>)> {
        let tree: Tree = files.iter().map(|(path, _)| *path).collect();
        let texts: Texts =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        let (generator, _) = generator(&|path| tree.is_directory(path), &texts)?;
        let (settings, _) = Settings::read(Some(generator), &texts);
        Some((generator, theme::find(generator, &settings, &tree, &texts).map(|(name, _)| name)))
    }

    #[test]
    fn generators_are_recognised() {
        assert_eq!(detect(&[("_posts/2024-01-02-글.md", "")]), Some((Generator::Jekyll, None)));
        assert_eq!(detect(&[("글.md", "")]), None);
        let hexo = [("_config.yml", "theme: next"), ("package.json", "{\"dependencies\":{\"hexo\":\"^6\"}}")];
        assert_eq!(detect(&hexo), Some((Generator::Hexo, Some("next".to_owned()))));
        let old_hexo = [("_config.yml", ""), ("scaffolds/post.md", ""), ("source/_posts/글.md", "")];
        assert_eq!(detect(&old_hexo), Some((Generator::Hexo, None)));
        assert_eq!(detect(&[("config.toml", ""), ("content/글.md", "")]), Some((Generator::Hugo, None)));
        assert_eq!(detect(&[("config.toml", ""), ("글.md", "")]), None);
        assert_eq!(
            detect(&[("astro.config.ts", ""), ("package.json", "{}")]),
            Some((Generator::Astro, None))
        );
    }

    #[test]
    fn themes_are_recognised_named_or_copied() {
        let theme = |files: &[(&str, &str)]| detect(files).and_then(|(_, theme)| theme);
        let named = theme(&[("_config.yml", "remote_theme: \"mmistakes/minimal-mistakes@4.26.2\"")]);
        assert_eq!(named.as_deref(), Some("minimal-mistakes"));
        assert_eq!(theme(&[("_config.yml", "theme: jekyll-theme-chirpy")]).as_deref(), Some("chirpy"));
        let copied = theme(&[("_config.yml", "# theme:"), ("_sass/minimal-mistakes/_page.scss", "")]);
        assert_eq!(copied.as_deref(), Some("minimal-mistakes"));
        let commented = [("_config.yml", ""), ("Gemfile", "# gem \"jekyll-theme-chirpy\"\ngem \"minima\"\n")];
        assert_eq!(theme(&commented), None);
    }
}
