//! Which theme a site has, by the name of its field table, and in which version.

use std::cmp::Ordering;
use std::iter;

use super::Site;
use super::config::{Settings, Texts};
use super::tree::Tree;
use crate::generator::Generator;
use crate::rule::{Book, FieldTable, Owner};

/// A theme there is a field table for.
struct Known {
    generator: Generator,
    /// The name of its table.
    table: &'static str,
    /// Its names in lower case, without what [`bare`] takes off.
    names: &'static [&'static str],
    /// Files and folders that a site has which the theme was copied into.
    signs: &'static [&'static str],
}

const KNOWN: [Known; 16] = [
    // Forks of minimal-mistakes are the most common blogs of all.
    Known {
        generator: Generator::Jekyll,
        table: "minimal-mistakes",
        names: &["minimal-mistakes"],
        signs: &["_sass/minimal-mistakes", "_sass/minimal-mistakes.scss"],
    },
    Known {
        generator: Generator::Jekyll,
        table: "chirpy",
        names: &["chirpy"],
        signs: &["_sass/jekyll-theme-chirpy.scss", "_sass/main.bundle.scss"],
    },
    Known { generator: Generator::Jekyll, table: "minima", names: &["minima"], signs: &[] },
    Known { generator: Generator::Jekyll, table: "just-the-docs", names: &["just-the-docs"], signs: &[] },
    Known {
        generator: Generator::Jekyll,
        table: "hydejack",
        names: &["hydejack"],
        signs: &["_sass/hydejack"],
    },
    Known {
        generator: Generator::Jekyll,
        table: "beautiful-jekyll",
        names: &["beautiful", "beautiful-jekyll"],
        signs: &["assets/css/beautifuljekyll.css"],
    },
    Known { generator: Generator::Jekyll, table: "text", names: &["text", "jekyll-text"], signs: &[] },
    Known { generator: Generator::Jekyll, table: "so-simple", names: &["so-simple"], signs: &[] },
    Known {
        generator: Generator::Jekyll,
        table: "al-folio",
        names: &["al-folio", "al_folio"],
        signs: &["_layouts/bib.liquid", "_layouts/bib.html"],
    },
    Known { generator: Generator::Hugo, table: "papermod", names: &["papermod"], signs: &[] },
    Known { generator: Generator::Hugo, table: "stack", names: &["stack"], signs: &[] },
    Known { generator: Generator::Hugo, table: "blowfish", names: &["blowfish"], signs: &[] },
    Known { generator: Generator::Hugo, table: "congo", names: &["congo"], signs: &[] },
    Known { generator: Generator::Hexo, table: "next", names: &["next"], signs: &[] },
    Known { generator: Generator::Hexo, table: "butterfly", names: &["butterfly"], signs: &[] },
    Known { generator: Generator::Hexo, table: "icarus", names: &["icarus"], signs: &[] },
];

impl Site {
    /// The tables of the fields this site reads, those that go first at the beginning: the blog's own,
    /// then the theme's, then the generator's. A Jekyll site of no known theme is taken to have the
    /// fields of the themes that most others derive from.
    pub fn field_tables<'a>(&'a self, book: &'a Book) -> impl Iterator<Item = &'a FieldTable> {
        let generator = self.generator.unwrap_or(Generator::Jekyll).name();
        let is_own = |owner: &Owner| self.theme.as_deref().map_or(owner.usual, |name| owner.name == name);
        let of_theme = book.tables_of(move |owner| owner.generator == generator && is_own(owner));
        let of_generator = book.tables_of(move |owner| owner.name == generator);
        iter::once(self.config.own_fields()).chain(of_theme).chain(of_generator)
    }
}

/// The theme by the name of its field table (or as it is written, where there is none), and what gives
/// it away.
pub fn find(
    generator: Generator,
    settings: &Settings,
    tree: &Tree,
    texts: &Texts,
) -> Option<(String, String)> {
    if let Some(name) = settings.theme.as_deref().and_then(|written| table_name(generator, written)) {
        return Some((name, "theme".to_owned()));
    }
    let own = || KNOWN.iter().filter(|known| known.generator == generator);
    for known in own() {
        if let Some(sign) = known.signs.iter().find(|sign| tree.is_file(sign) || tree.is_directory(sign)) {
            return Some((known.table.to_owned(), (*sign).to_owned()));
        }
    }
    let files: &[&str] = match generator {
        Generator::Jekyll => &["Gemfile", "package.json"],
        Generator::Hugo => &["go.mod"],
        _ => &[],
    };
    for file in files {
        let names = texts.get(*file).map(|text| named_in(file, text)).unwrap_or_default();
        // A new site's Gemfile names minima, whatever theme is in use later.
        let known = own().filter(|known| known.table != "minima");
        if let Some(known) = known.into_iter().find(|known| names.iter().any(|name| known.is_named(name))) {
            return Some((known.table.to_owned(), (*file).to_owned()));
        }
    }
    if generator != Generator::Jekyll {
        return None;
    }
    let specification = tree.children("").map(|(name, _)| name).find(|name| name.ends_with(".gemspec"))?;
    table_name(generator, specification.trim_end_matches(".gemspec"))
        .map(|name| (name, specification.to_owned()))
}

impl Known {
    /// Whether `written` is a name of the theme: of its repository, its gem, its Go module.
    fn is_named(&self, written: &str) -> bool {
        let lower = written.to_lowercase();
        // These two have forks under all kinds of names.
        let has_forks = matches!(self.table, "minimal-mistakes" | "chirpy");
        self.names.contains(&bare(&lower)) || (has_forks && lower.contains(self.table))
    }
}

/// `mmistakes/minimal-mistakes@4.26.2`, `jekyll-theme-chirpy` and `next` by the name of the theme.
fn table_name(generator: Generator, written: &str) -> Option<String> {
    let name = last_part(written);
    let known = KNOWN.iter().filter(|known| known.generator == generator).find(|known| known.is_named(name));
    let plain = name.strip_prefix("jekyll-theme-").unwrap_or(name);
    known.map(|known| known.table).or((!plain.is_empty()).then_some(plain)).map(str::to_owned)
}

/// The repository's name in `owner/name@version` or `github.com/owner/name/v3`.
fn last_part(written: &str) -> &str {
    let path = written.split('@').next().unwrap_or(written).trim().trim_end_matches('/');
    let is_version = |part: &&str| {
        part.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    path.rsplit('/').find(|part| !is_version(part)).unwrap_or(path)
}

/// The name without what says that it is a theme, and of which generator.
fn bare(name: &str) -> &str {
    let before = ["jekyll-theme-", "hexo-theme-", "hugo-theme-", "hugo-"];
    let after = ["-jekyll-theme", "-theme", "-jekyll"];
    let name = before.iter().find_map(|affix| name.strip_prefix(affix)).unwrap_or(name);
    let name = name.strip_suffix("-pro").unwrap_or(name);
    after.iter().find_map(|affix| name.strip_suffix(affix)).unwrap_or(name)
}

/// The names that a Gemfile, a `package.json` or a `go.mod` mentions outside comments.
fn named_in<'t>(file: &str, text: &'t str) -> Vec<&'t str> {
    let lines = text.lines().map(str::trim);
    match file {
        "Gemfile" => lines.filter_map(|line| gem(line).map(|(name, _)| name)).collect(),
        "go.mod" => {
            let paths = lines.filter(|line| !line.starts_with("//")).flat_map(str::split_whitespace);
            paths.filter(|word| word.contains('/')).map(last_part).collect()
        }
        _ => lines.filter_map(|line| line.strip_prefix("\"name\"")?.split('"').nth(1)).collect(),
    }
}

/// `gem "name", "~> 7.2"` as the name and what follows it.
fn gem(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("gem ")?.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest[1..].split_once(quote)
}

/// A version: `7.2.4`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(Vec<u32>);

impl Version {
    /// Reads the number a text begins with.
    pub fn parse(text: &str) -> Option<Version> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let mut parts = text[..end].trim_end_matches('.').split('.').map(str::parse);
        let mut numbers: Vec<u32> = parts.by_ref().collect::<Result<_, _>>().ok()?;
        while numbers.len() > 1 && numbers.last() == Some(&0) {
            numbers.pop();
        }
        Some(Version(numbers))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Version) -> Option<Ordering> {
        Some(self.0.cmp(&other.0))
    }
}

/// The version of the theme with this table, or the least it can be; `None` where nothing says so.
pub fn version(table: &str, settings: &Settings, texts: &Texts) -> Option<Version> {
    let known = KNOWN.iter().find(|known| known.table == table)?;
    let text = |file: &str| texts.get(file).map(String::as_str).unwrap_or_default();
    let pinned = settings.theme.as_deref().and_then(|theme| theme.split_once('@'));
    let pinned = pinned.map(|(_, version)| version.trim_start_matches('v'));
    let locked = || {
        let mut lines = text("Gemfile.lock").lines();
        lines.find_map(|line| {
            let (name, version) = line.trim().split_once(" (")?;
            known.is_named(name).then_some(version).filter(|version| version.starts_with(digit))
        })
    };
    let asked = || {
        let mut gems = text("Gemfile").lines().map(str::trim).filter_map(gem);
        let (_, rest) = gems.find(|(name, _)| known.is_named(name))?;
        let first = rest.split(['"', '\'']).nth(1)?;
        let least = first.trim_start_matches(['~', '>', '=', ' ']);
        least.starts_with(digit).then_some(least)
    };
    let copied = || {
        let mut lines = text("jekyll-theme-chirpy.gemspec").lines();
        let line = lines.find(|line| line.trim().starts_with("spec.version"))?;
        line.split(['"', '\'']).nth(1)
    };
    let packaged = || {
        let package = text("package.json");
        named_in("package.json", package).first().filter(|name| known.is_named(name))?;
        package.lines().find_map(|line| line.trim().strip_prefix("\"version\"")?.split('"').nth(1))
    };
    let written = pinned.or_else(locked).or_else(asked);
    written.or_else(|| copied().filter(|_| table == "chirpy")).or_else(packaged).and_then(Version::parse)
}

fn digit(c: char) -> bool {
    c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(generator: Generator, written: &str) -> Option<String> {
        table_name(generator, written)
    }

    #[test]
    fn themes_are_known_by_all_their_names() {
        let cases = [
            (Generator::Jekyll, "mmistakes/minimal-mistakes@4.26.2", "minimal-mistakes"),
            (Generator::Jekyll, "jekyll-theme-chirpy", "chirpy"),
            (Generator::Jekyll, "jekyll-theme-hydejack-pro", "hydejack"),
            (Generator::Jekyll, "daattali/beautiful-jekyll@6.0.1", "beautiful-jekyll"),
            (Generator::Jekyll, "kitian616/jekyll-text-theme", "text"),
            (Generator::Jekyll, "minima", "minima"),
            (Generator::Jekyll, "minimal", "minimal"),
            (Generator::Jekyll, "Simpleyyt/jekyll-theme-next", "next"),
            (Generator::Hugo, "hugo-PaperMod", "papermod"),
            (Generator::Hugo, "github.com/CaiJimmy/hugo-theme-stack/v3", "stack"),
            (Generator::Hexo, "hexo-theme-icarus", "icarus"),
            (Generator::Hexo, "landscape", "landscape"),
        ];
        for (generator, written, wanted) in cases {
            assert_eq!(name(generator, written).as_deref(), Some(wanted), "{written}");
        }
    }

    #[test]
    fn every_known_theme_has_a_table_of_its_generator() {
        let tables = &crate::bundled::book().tables;
        for known in &KNOWN {
            let owner = tables.iter().map(|(owner, _)| owner).find(|owner| owner.name == known.table);
            assert_eq!(
                owner.map(|owner| owner.generator.as_str()),
                Some(known.generator.name()),
                "{}",
                known.table
            );
        }
        let of_themes = tables.iter().filter(|(owner, _)| !Generator::is_name(&owner.name)).count();
        assert_eq!(of_themes, KNOWN.len());
    }

    #[test]
    fn the_version_is_the_one_that_is_written_down() {
        let ask = |table: &str, theme: Option<&str>, file: &str, text: &str| {
            let settings = Settings { theme: theme.map(str::to_owned), ..Settings::default() };
            version(table, &settings, &[(file.to_owned(), text.to_owned())].into())
        };
        let seven = Version::parse("7.0");
        assert_eq!(seven, Version::parse("7"));
        assert_eq!(
            ask("minimal-mistakes", Some("mmistakes/minimal-mistakes@4.26.2"), "a", ""),
            Version::parse("4.26.2")
        );
        let lock = "    jekyll-theme-chirpy (7.2.4)\nDEPENDENCIES\n  jekyll-theme-chirpy (~> 7.2)\n";
        assert_eq!(ask("chirpy", None, "Gemfile.lock", lock), Version::parse("7.2.4"));
        let gemfile = "# gem \"jekyll-theme-chirpy\", \"~> 5\"\ngem \"jekyll-theme-chirpy\", \"~> 7.2\", \">= 7.2.4\"\n";
        assert_eq!(ask("chirpy", None, "Gemfile", gemfile), Version::parse("7.2"));
        assert_eq!(ask("chirpy", None, "Gemfile", "gem 'jekyll-theme-chirpy', '< 7'"), None);
        assert_eq!(
            ask("chirpy", None, "jekyll-theme-chirpy.gemspec", "  spec.version = \"6.5.5\"\n"),
            Version::parse("6.5.5")
        );
        let package = "{\n  \"name\": \"minimal-mistakes\",\n  \"version\": \"4.24.0\",\n";
        assert_eq!(ask("minimal-mistakes", None, "package.json", package), Version::parse("4.24.0"));
        assert!(
            Version::parse("4.24") < Version::parse("4.24.1")
                && Version::parse("4.9") < Version::parse("4.10")
        );
    }
}
