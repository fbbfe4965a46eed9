//! What a document tells the rest of the site: plain data that outlives its text.

use serde::{Deserialize, Serialize};

use crate::span::Span;
use crate::suppress::Suppressions;

/// The facts of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The images it shows.
    pub images: Vec<ImageReference>,
    /// The folder its images are looked for in (Chirpy's `media_subpath`).
    pub media_subpath: Option<String>,
    /// Where it does not want to be told what, so that site checks heed it too.
    pub suppressions: Suppressions,
}

/// A place where a document names an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageReference {
    /// The destination as it is written.
    pub target: String,
    /// Where it is written.
    pub span: Span,
    /// Whether the bytes at the span are the target, so that it can be replaced there.
    pub exact: bool,
}
