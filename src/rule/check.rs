//! The kinds of check a rule can name, with what each lets a rule file say.
//!
//! The code that runs a kind is the file of the same name under `checks/`.

mod markdown;
mod wording;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use markdown::*;

/// What a rule looks for. `kind: { options }` in a rule file, or `kind: {}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// Patterns in Korean prose.
    Pattern(Patterns),
    /// Wrong words with their right ones in Korean prose.
    Words(Words),
    /// A particle that does not agree with what stands before it.
    Josa(Josa),
    /// Characters that cannot be seen or are not what they look like.
    Characters(Characters),
    /// The file itself: not text, empty, unreadable.
    File(FileCase),
    /// The front matter as a whole: where it stands, whether it loads.
    FrontMatter(FrontCase),
    /// A key that no generator or theme reads but that looks like one they do.
    Key {},
    /// A value of another type than its field has.
    Field {},
    /// A value between double quotes in which a backslash made a tab or a line break.
    Escape {},
    /// A key that the blog requires and the front matter lacks.
    Required {},
    /// Keys in another order than the blog's.
    Order {},
    /// A key that the theme has given up or renamed.
    Renamed {},
    /// The name of a category or tag.
    Term(TermCase),
    /// A date that is not one, or another one than was meant.
    Date(DateCase),
    /// A file name that the generator does not take for a post.
    FileName(NameCase),
    /// A layout that neither the site nor its theme has.
    Layout {},
    /// Text that is lost behind a `#`.
    Hash(Hash),
    /// A placeholder that permalinks do not have.
    Permalink {},
    /// `draft: true` where it does not keep a post back.
    Draft {},
    /// A value that is no key of a data file.
    DataKey(DataKey),
    /// Formulas on a page that does not switch them on.
    Math {},
    /// Another page with the same address or title.
    Twin(TwinCase),
    /// A category or tag that other posts spell otherwise.
    Spelling(Terms),
    /// A category that no page lists.
    Listed(ListedCase),
    /// Sentences in another style than the others.
    Endings {},
    /// An eojeol that stands twice in a row.
    Repeated {},
    /// An exclamation or question mark that stands many times.
    Marks {},
    /// One word spelt in several ways.
    Variants(Variants),
    /// A table of contents that is switched on where there is nothing to list.
    Toc {},
    /// An image whose file is there, but not as it should be.
    Asset(AssetCase),
    /// An image file that nothing names.
    Unused {},
    /// A comment that keeps no diagnostic back.
    Suppression {},
    /// An image that readers do not see.
    Image(ImageCase),
    /// An image without a text that stands for it.
    Alt(AltCase),
    /// An HTML attribute whose value HTML does not allow.
    Attribute {},
    /// A backslash that breaks no line.
    Backslash {},
    /// Emphasis that fails, or that nobody meant.
    Emphasis(EmphasisCase),
    /// Liquid in a page of Jekyll.
    Liquid(LiquidCase),
    /// A link.
    Link(LinkCase),
    /// A heading of Markdown.
    Heading(HeadingCase),
    /// Code between fences.
    Fence(FenceCase),
    /// A table of Markdown.
    Table(TableCase),
    /// A list of Markdown.
    List(ListCase),
    /// A footnote.
    Footnote(FootnoteCase),
    /// HTML among Markdown.
    Html(HtmlCase),
    /// `{: … }` after a block or a part of a line.
    AttributeList(AttributeListCase),
}

impl Check {
    /// Whether its repairs change words and marks of the prose, and nothing of the structure around them.
    pub fn mends_prose(&self) -> bool {
        matches!(
            self,
            Check::Pattern(_)
                | Check::Words(_)
                | Check::Josa(_)
                | Check::Characters(_)
                | Check::Repeated {}
                | Check::Marks {}
        )
    }
}

/// `pattern:`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Patterns {
    /// The patterns, each with what to write instead.
    pub find: Vec<Find>,
    /// Innocent texts: where one of these overlaps what was found, nothing is reported.
    pub except: Vec<String>,
    /// Classes of words: a found text that is such a word as it stands is not reported.
    pub unless: Vec<String>,
}

/// One pattern of a `pattern:` check, in the notation of [`crate::pattern::parse`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// What to match.
    pub text: String,
    /// What to write instead of the reported part.
    #[serde(default)]
    pub replace: Option<String>,
}

/// `words:`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// `wrong → right`, with `^` before a wrong word that begins an eojeol and `$` after one that ends
    /// it but for a particle; ` ! ` and a list of innocent words may follow.
    pub pairs: Vec<String>,
    /// Innocent words, for all pairs.
    pub except: Vec<String>,
}

/// `josa:`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Josa {
    /// After what the particle stands.
    pub after: After,
    /// For [`After::Latin`]: words by how their reading ends. Words not listed are left alone.
    #[serde(default)]
    pub readings: Readings,
}

/// Latin words, in lower case unless they are read otherwise in capitals.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Readings {
    /// Read with a vowel at the end: `API` (에이피아이).
    pub vowel: BTreeSet<String>,
    /// Read with ㄹ at the end: `URL` (유아르엘).
    pub rieul: BTreeSet<String>,
    /// Read with another consonant at the end: `spring` (스프링).
    pub consonant: BTreeSet<String>,
}

/// What a particle can stand after besides Hangul.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum After {
    /// A closing parenthesis: the word before the opening one decides.
    #[default]
    Parenthesis,
    /// A number, read in Sino-Korean.
    Number,
    /// A word of Latin letters whose reading is known.
    Latin,
}

/// `characters:`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Characters {
    /// Which.
    pub kind: CharacterKind,
}

/// Characters that a reader cannot tell from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CharacterKind {
    /// Of no width: ZERO WIDTH SPACE, WORD JOINER, a byte order mark inside the text, SOFT HYPHEN.
    #[default]
    ZeroWidth,
    /// Control characters.
    Control,
    /// Spaces that are not U+0020: NO-BREAK SPACE, IDEOGRAPHIC SPACE, HANGUL FILLER.
    Space,
    /// Hangul written with conjoining jamo (NFD).
    Decomposed,
    /// U+FFFD: what is left of characters that were lost.
    Replacement,
    /// Full-width forms of ASCII: ，．！？：；（）, and of letters and digits.
    FullWidth,
    /// A letter of Hangul alone within a word: `나갔ㄷ다`.
    LoneJamo,
    /// ㆍ and ・ where the middle dot is meant.
    MiddleDot,
    /// Hangul whose bytes were read as another encoding: `ì•ˆë…•`.
    Mojibake,
}

/// `file:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileCase {
    /// The bytes are not UTF-8.
    Encoding,
    /// There is nothing in it.
    Empty,
    /// It could not be read, or is too large.
    Unreadable,
}

/// `front-matter:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrontCase {
    /// The YAML does not load.
    Syntax,
    /// The delimiters are not where they must be.
    Delimiter,
    /// A byte order mark before the delimiter.
    ByteOrderMark,
    /// A key twice.
    Duplicate,
    /// A post without any.
    Missing,
}

/// `term:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermCase {
    /// Not one of those the blog allows.
    Allowed,
    /// Commas or spaces that become part of the name.
    Shape,
}

/// `date:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateCase {
    /// Not a date the generator reads.
    Invalid,
    /// A zone copied from a template: `+/-TTTT`.
    Template,
    /// Another day than the file name says.
    Differs,
    /// A day the site shows as another one.
    Moves,
    /// A time the site shows as another one.
    Zone,
    /// A day that is still to come.
    Future,
}

/// `file-name:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameCase {
    /// Not taken for a post, or for one of another day.
    Skipped,
    /// A date without leading zeros.
    Unpadded,
}

/// `variants:`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variants {
    /// The spellings of each word, `^` before one that begins an eojeol.
    pub groups: Vec<Vec<String>>,
}

impl Variants {
    /// What all spellings of a word go by: the first of them.
    pub fn name(group: &[String]) -> Option<&str> {
        group.first().map(|word| word.trim_start_matches('^'))
    }

    /// Whether a word that goes by `name` is among these.
    pub fn has(&self, name: &str) -> bool {
        self.groups.iter().any(|group| Variants::name(group) == Some(name))
    }
}

/// `hash:`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hash {
    /// Keys whose value is one text.
    pub text: Vec<String>,
    /// Keys whose value is a list of texts.
    pub lists: Vec<String>,
    /// Keys whose value is a name, looked at only where nothing is left of it.
    pub names: Vec<String>,
}

/// `data-key:`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataKey {
    /// The file of `_data/`, without its extension.
    pub file: String,
    /// The fields, by dotted path.
    pub fields: Vec<String>,
    /// The themes that look there.
    pub themes: Vec<String>,
}

/// `twin:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TwinCase {
    /// The same file of the published site.
    Address,
    /// The same but for letter case or normalization.
    NearAddress,
    /// The same title.
    Title,
}

/// `spelling:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Terms {
    /// Categories.
    Categories,
    /// Tags.
    Tags,
}

/// `listed:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListedCase {
    /// A page lists it under another spelling.
    Otherwise,
    /// No page lists it, in a blog that has a page for nearly every category.
    Nowhere,
}

/// `asset:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssetCase {
    /// Another format than the name says; browsers show it all the same.
    Extension,
    /// Nothing that browsers show under this name.
    Content,
    /// Nothing at all.
    Empty,
    /// A format that few browsers show.
    Format,
    /// Larger than the blog's `image.max-size`.
    TooLarge,
}

/// `image:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImageCase {
    /// Not in the site.
    Missing,
    /// In the site, but not published.
    NotPublished,
    /// Found by an editor, not from the address of the page.
    EditorOnly,
    /// At an address that opens for a while only.
    Expiring,
    /// In a notation that only Obsidian shows.
    Obsidian,
    /// Text to the renderer, because of what is in its address.
    Text,
}

/// `alt:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AltCase {
    /// No `alt` at all.
    Missing,
    /// An empty one where the image is not said to be decoration.
    Empty,
    /// An `alt` that says nothing: `image`, a file name.
    Meaningless,
}

/// `emphasis:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmphasisCase {
    /// `*` and `_` that readers see.
    Shown,
    /// `~~` that readers see.
    StrikeShown,
    /// Text struck out by tildes that were not meant to.
    Struck,
    /// `==` that readers see.
    Highlight,
}

/// `liquid:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LiquidCase {
    /// A tag nobody defines.
    UnknownTag,
    /// Braces or a block without an end, an end without a beginning.
    Unclosed,
    /// Code that Liquid takes away.
    InCode,
    /// A file to include that is not there.
    Include,
    /// A post or page to link to that is not there.
    PostUrl,
}

/// `link:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkCase {
    /// To a page or file that is not in the site.
    Missing,
    /// To a place that the page does not have.
    Anchor,
    /// With a particle in its address.
    Swallowed,
    /// Without the Hangul of its address.
    Cut,
    /// To nothing.
    Empty,
    /// Without `https://`, or with a slip in it.
    Scheme,
    /// To a page of the site on the writer's own machine.
    Localhost,
    /// An image asked for without encryption.
    HttpImage,
    /// An image of a host that does not give it to other sites.
    Hotlink,
}
