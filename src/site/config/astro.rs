//! `astro.config.mjs` and the aliases in `tsconfig.json`.

use regex::Regex;

use super::{Settings, Texts, script, slugger};

/// The settings of a site of Astro, as far as they stand there as plain strings.
pub(super) fn settings(texts: &Texts) -> Settings {
    let settings = script(texts, "astro.config", r"\bsite", r"\bbase");
    let mut configs = texts.iter().filter(|(name, _)| name.starts_with("astro.config"));
    // A plugin of the site's own may do anything to paths.
    let has_own_plugin = |text: &String| {
        let imports_own = ["from './", "from \"./", "from '@", "from \"@/"];
        text.contains("Plugins") && imports_own.iter().any(|import| text.contains(import))
            || ["rehype-urls", "rewrite", "base-url", "relative-markdown"]
                .iter()
                .any(|word| text.contains(word))
    };
    Settings {
        heading_ids: slugger(texts),
        rewrites_images: configs.any(|(_, text)| has_own_plugin(text)),
        aliases: ["tsconfig.json", "jsconfig.json"]
            .iter()
            .filter_map(|name| texts.get(*name))
            .flat_map(|text| aliases(text))
            .collect(),
        ..settings
    }
}

/// The `paths` of a `tsconfig.json`, `"@/*": ["./src/*"]` as `@/` and `src/`. The file may hold comments, so
/// it is not read as JSON. An alias with several directories is left out.
fn aliases(text: &str) -> Vec<(String, String)> {
    let Ok(paths) = Regex::new(r#"(?m)^\s*"([@~$#][^"*]*)\*"\s*:\s*\[\s*"([^"*]*)\*"\s*,?\s*\]"#) else {
        return Vec::new();
    };
    let base = Regex::new(r#"(?m)^\s*"baseUrl"\s*:\s*"([^"]*)""#).ok();
    let base = base.and_then(|base| Some(base.captures(text)?.get(1)?.as_str())).unwrap_or_default();
    let base = super::directory(base);
    let own = paths.captures_iter(text).map(|found| {
        let directory = found[2].trim_start_matches("./");
        (found[1].to_owned(), format!("{base}{directory}"))
    });
    own.filter(|(alias, directory)| alias.ends_with('/') && !directory.contains("..")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_read_among_comments() {
        let text = "{\n  // 별칭\n  \"compilerOptions\": {\n    \"baseUrl\": \".\",\n    \"paths\": {\n      \
                    \"@/*\": [\"./src/*\"],\n      \"@assets/*\": [\"src/assets/*\"],\n      \
                    // \"~/*\": [\"x/*\"],\n      \"$lib/*\": [\"a/*\", \"b/*\"],\n    },\n  },\n}\n";
        let own = |(alias, directory): (&str, &str)| (alias.to_owned(), directory.to_owned());
        assert_eq!(aliases(text), [("@/", "src/"), ("@assets/", "src/assets/")].map(own));
    }
}
