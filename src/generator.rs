//! What Jekyll, Hugo, Hexo, Gatsby and Astro do differently, as far as it fits in a table.
//!
//! Where a site keeps its files, and so where a path leads, is the business of [`crate::site`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::document::syntax::{Delimiters, Renderer, Syntax, Templates, YamlDialect};

/// A program that makes a site of Markdown files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Generator {
    /// <https://jekyllrb.com>, also behind GitHub Pages.
    Jekyll,
    /// <https://gohugo.io>
    Hugo,
    /// <https://hexo.io>
    Hexo,
    /// <https://www.gatsbyjs.com>
    Gatsby,
    /// <https://astro.build>
    Astro,
}

impl Generator {
    /// All of them, the most common among Korean blogs first.
    pub const ALL: [Generator; 5] =
        [Generator::Jekyll, Generator::Hugo, Generator::Gatsby, Generator::Astro, Generator::Hexo];

    /// The name in configuration, on the command line and of the field table: `jekyll`.
    pub fn name(self) -> &'static str {
        match self {
            Generator::Jekyll => "jekyll",
            Generator::Hugo => "hugo",
            Generator::Hexo => "hexo",
            Generator::Gatsby => "gatsby",
            Generator::Astro => "astro",
        }
    }

    /// Whether `name` is a generator's (and not, say, a theme's).
    pub fn is_name(name: &str) -> bool {
        Generator::ALL.iter().any(|generator| generator.name() == name)
    }

    /// How it reads a `.md` page when nothing is configured.
    pub fn syntax(self) -> Syntax {
        match self {
            Generator::Jekyll => Syntax {
                yaml: YamlDialect::Psych,
                delimiters: Delimiters::Jekyll,
                renderer: Renderer::Kramdown,
                templates: Templates::Liquid,
            },
            Generator::Hugo => Syntax {
                yaml: YamlDialect::GoYaml,
                delimiters: Delimiters::Hugo,
                renderer: Renderer::Goldmark,
                templates: Templates::Shortcodes,
            },
            Generator::Hexo => Syntax {
                yaml: YamlDialect::JsYaml,
                delimiters: Delimiters::Hexo,
                renderer: Renderer::Marked,
                templates: Templates::Nunjucks,
            },
            Generator::Gatsby => Syntax {
                yaml: YamlDialect::JsYaml3,
                delimiters: Delimiters::GrayMatter,
                renderer: Renderer::Remark,
                templates: Templates::None,
            },
            Generator::Astro => Syntax {
                yaml: YamlDialect::JsYaml,
                delimiters: Delimiters::Astro,
                renderer: Renderer::Remark,
                templates: Templates::None,
            },
        }
    }
}

impl fmt::Display for Generator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}

/// A name that is no generator's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownGenerator(pub String);

impl fmt::Display for UnknownGenerator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "no generator is called ‘{}’", self.0)
    }
}

impl std::error::Error for UnknownGenerator {}

impl FromStr for Generator {
    type Err = UnknownGenerator;

    fn from_str(name: &str) -> Result<Generator, UnknownGenerator> {
        let known = Generator::ALL.into_iter().find(|generator| generator.name().eq_ignore_ascii_case(name));
        known.ok_or_else(|| UnknownGenerator(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for generator in Generator::ALL {
            assert_eq!(generator.to_string().parse(), Ok(generator));
            assert!(Generator::is_name(generator.name()));
        }
        assert_eq!("Hugo".parse(), Ok(Generator::Hugo));
        assert_eq!("지킬".parse::<Generator>(), Err(UnknownGenerator("지킬".to_owned())));
        assert!(!Generator::is_name("chirpy"));
    }

    #[test]
    fn an_unknown_site_is_read_like_jekyll() {
        assert_eq!(Generator::Jekyll.syntax(), Syntax::default());
    }
}
