//! What a document tells the rest of the site: plain data that outlives its text.

use serde::{Deserialize, Serialize};

use crate::span::Span;
use crate::suppress::Suppressions;

/// The facts of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The images it shows.
    pub images: Vec<ImageReference>,
    /// Its links within the site that lead to no file of it, and those to the writer's own machine.
    pub links: Vec<LinkReference>,
    /// The ids in the page, hashed and sorted, if all of them are known.
    pub anchors: Option<Vec<u32>>,
    /// Other addresses that lead to it, without `/` at the ends.
    pub aliases: Vec<String>,
    /// The folder its images are looked for in (Chirpy's `media_subpath`).
    pub media_subpath: Option<String>,
    /// The file it is published as (see [`crate::site::url`]), if it is and that is known.
    pub file: Option<String>,
    /// Where its address is given; empty where it follows from the rest.
    pub file_span: Span,
    /// Whether it is a post of a day that is still to come, and not written until then.
    pub is_to_come: bool,
    /// Its language, where a site has several.
    pub language: Option<String>,
    /// The title of a post, and where it is written.
    pub title: Option<(String, Span)>,
    /// The categories of a post.
    pub categories: Vec<Term>,
    /// The tags of a post.
    pub tags: Vec<Term>,
    /// Words it spells in one of several ways.
    pub variants: Vec<Variant>,
    /// The categories whose posts it lists, by name.
    pub listed: Vec<String>,
    /// Where it does not want to be told what, so that site checks heed it too.
    pub suppressions: Suppressions,
}

impl Facts {
    /// Whether others hear the same from both: places, images and what is not to be told do not matter to them.
    pub fn tell_the_same(&self, other: &Facts) -> bool {
        let same_names = |one: &[Term], other: &[Term]| {
            one.iter().map(|term| &term.name).eq(other.iter().map(|term| &term.name))
        };
        let targets = |facts: &Facts| facts.links.iter().map(|link| link.target.clone()).collect::<Vec<_>>();
        let words = |facts: &Facts| {
            let mut words: Vec<_> =
                facts.variants.iter().map(|own| (own.group.clone(), own.word.clone(), own.count)).collect();
            words.sort_unstable();
            words
        };
        self.anchors == other.anchors
            && self.aliases == other.aliases
            && self.file == other.file
            && self.is_to_come == other.is_to_come
            && self.language == other.language
            && self.title.as_ref().map(|(title, _)| title) == other.title.as_ref().map(|(title, _)| title)
            && same_names(&self.categories, &other.categories)
            && same_names(&self.tags, &other.tags)
            && self.listed == other.listed
            && targets(self) == targets(other)
            && words(self) == words(other)
    }

    /// The same without room for more: thousands of them wait for the last document.
    pub fn compact(mut self) -> Facts {
        self.images.shrink_to_fit();
        self.links.shrink_to_fit();
        self.aliases.shrink_to_fit();
        self.categories.shrink_to_fit();
        self.tags.shrink_to_fit();
        self
    }
}

/// A place where a document names an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageReference {
    /// The destination as it is written.
    pub target: Box<str>,
    /// Where it is written.
    pub span: Span,
    /// Whether the bytes at the span are the target, so that it can be replaced there.
    pub exact: bool,
    /// Who makes an address of it.
    pub read_by: ReadBy,
}

/// Who makes an address of a path that is written in a page, and so where it begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadBy {
    /// The renderer: an image of Markdown.
    #[default]
    Markdown,
    /// The browser: `src` in HTML.
    Browser,
    /// The browser, of a link.
    Link,
    /// A template of the theme or the generator: front matter, `{% include figure %}`.
    Theme,
    /// A template that may put a directory before the path.
    Include,
    /// A tag that looks in the folder of the post (Hexo).
    PostFolder,
    /// Nobody but Obsidian: `![[…]]`.
    Wiki,
    /// Nobody: what was meant as an image is text to the renderer.
    Text,
}

/// A word in one of its spellings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// What the spellings share.
    pub group: String,
    /// The spelling.
    pub word: String,
    /// How often it stands in the document.
    pub count: u32,
    /// Where it stands first.
    pub span: Span,
}

/// A link, where a document has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkReference {
    /// The destination as it is written.
    pub target: String,
    /// Where it is written.
    pub span: Span,
    /// Whether the bytes at the span are the target, so that it can be replaced there.
    pub exact: bool,
}

/// A category or a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Its name.
    pub name: String,
    /// Where it is written; empty for one that the page has without writing it.
    pub span: Span,
}
