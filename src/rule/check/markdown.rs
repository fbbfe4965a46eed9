//! The cases of the kinds that look at Markdown and HTML as the renderer shows them.

use serde::{Deserialize, Serialize};

/// `heading:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadingCase {
    /// Shown as text, because of a space that is missing or too many.
    Text,
    /// Without a text.
    Empty,
    /// A text that a line below it makes a heading.
    Underlined,
    /// Two or more levels below the one before.
    Skipped,
    /// One of several of the first level, which the title of the post has.
    Several,
}

/// `fence:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FenceCase {
    /// Not closed, or closed too late.
    Unclosed,
    /// Not taken for code.
    Text,
}

/// `table:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableCase {
    /// Not taken for a table, or longer than it was meant.
    Text,
    /// A line with more cells than are shown.
    Cells,
    /// A text that is taken for a table.
    Accidental,
}

/// `list:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListCase {
    /// A date that becomes lists.
    Date,
    /// Another number than is shown.
    Number,
    /// Meant to be inside another one.
    Outside,
}

/// `footnote:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FootnoteCase {
    /// A mark that nothing explains.
    Undefined,
    /// A note that no mark leads to.
    Unused,
}

/// `html:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HtmlCase {
    /// Markdown that is shown as it is written.
    Markdown,
    /// An element without its end tag.
    Unclosed,
    /// A tag that is shown as it is written.
    Shown,
    /// Taken out by the generator.
    Dropped,
    /// `</br>`.
    Break,
    /// Elements and attributes that HTML has given up.
    Obsolete,
    /// An id that another element has.
    Id,
}

/// `attribute-list:`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttributeListCase {
    /// Belongs to nothing, or to something else than was meant.
    Detached,
    /// Has no effect, because of how it is written.
    Misspelt,
    /// Shown as it is written.
    Shown,
}
