//! What is open in the editor.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, Position, Range, TextDocumentContentChangeEvent, TextDocumentItem, Uri,
};
use serde_json::json;
use url::Url;

use super::Server;
use crate::diagnostic::Diagnostic;
use crate::document::syntax::Syntax;
use crate::engine::Findings;
use crate::rule_set::RuleSet;
use crate::site::load::{self, Blog};
use crate::span::{LineIndex, Span, Unit};

/// The documents that are open, by address.
#[derive(Debug, Default)]
pub(super) struct Documents(BTreeMap<String, Open>);

/// A document that is open.
#[derive(Debug)]
pub(super) struct Open {
    /// Its address, as the editor writes it.
    pub(super) uri: Uri,
    /// The version of the text.
    pub(super) version: i32,
    /// The text, which may not be saved.
    pub(super) text: String,
    /// Where it lies.
    pub(super) place: Place,
    /// Whether the text changed since it was checked.
    pub(super) is_changed: bool,
    /// What only the other documents tell of it, if that has been asked.
    pub(super) told: Option<Findings>,
    /// What was found, in the order of the text.
    pub(super) found: Vec<Diagnostic>,
    /// The blog by whose rules it was found, if it lies in one.
    pub(super) blog: Option<Arc<Blog>>,
    /// How it was read.
    pub(super) syntax: Syntax,
    /// Whether the editor has not been told what was found.
    pub(super) is_unshown: bool,
}

/// Where a document lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the blog with this root, at this path.
    Blog(PathBuf, String),
    /// In none, under this name.
    Alone(String),
}

impl Documents {
    pub(super) fn get(&self, uri: &Uri) -> Option<&Open> {
        self.0.get(uri.as_str())
    }

    /// The one with an address, as the editor writes it.
    pub(super) fn at(&self, uri: &str) -> Option<&Open> {
        self.0.get(uri)
    }

    pub(super) fn all(&mut self) -> impl Iterator<Item = &mut Open> {
        self.0.values_mut()
    }

    /// Those in a blog, with their paths in it.
    pub(super) fn within(&mut self, root: &std::path::Path) -> impl Iterator<Item = (String, &mut Open)> {
        self.0.values_mut().filter_map(move |open| match &open.place {
            Place::Blog(own, path) if own == root => Some((path.clone(), open)),
            _ => None,
        })
    }
}

impl Open {
    /// The rules by which it was checked.
    pub(super) fn rules(&self) -> &RuleSet {
        self.blog.as_ref().map_or(RuleSet::bundled(), |blog| &blog.rules)
    }
}

impl Place {
    /// The place of an address, as far as it is that of a file.
    pub(super) fn of(uri: &Uri) -> Place {
        let path = file(uri).map(|path| load::absolute(&path));
        let in_blog = path.as_ref().and_then(|path| {
            let root = load::blog_above(path)?;
            let inner = load::relative(&root, path)?;
            Some(Place::Blog(root, inner))
        });
        let name = || uri.as_str().rsplit(['/', ':']).next().unwrap_or_default().to_owned();
        in_blog.unwrap_or_else(|| Place::Alone(name()))
    }
}

/// The file of an address.
pub(super) fn file(uri: &Uri) -> Option<PathBuf> {
    Url::parse(uri.as_str()).ok()?.to_file_path().ok()
}

/// Whether a document is one that toego reads.
fn is_markdown(item: &TextDocumentItem) -> bool {
    let ending = item.uri.as_str().rsplit('.').next().unwrap_or_default();
    let is = |known: &&str| ending.eq_ignore_ascii_case(known);
    item.language_id.to_lowercase().contains("markdown")
        || ["md", "markdown", "mdx", "mkd", "mkdn", "mkdown"].iter().any(is)
}

impl Server<'_> {
    pub(super) fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let item = params.text_document;
        if !is_markdown(&item) {
            return;
        }
        let open = Open {
            place: Place::of(&item.uri),
            uri: item.uri,
            version: item.version,
            text: item.text,
            is_changed: true,
            told: None,
            found: Vec::new(),
            blog: None,
            syntax: Syntax::default(),
            is_unshown: false,
        };
        self.documents.0.insert(open.uri.as_str().to_owned(), open);
        self.check();
    }

    pub(super) fn edited(&mut self, params: DidChangeTextDocumentParams) {
        let unit = self.client.unit;
        let Some(open) = self.documents.0.get_mut(params.text_document.uri.as_str()) else { return };
        params.content_changes.iter().for_each(|change| apply(&mut open.text, change, unit));
        open.version = params.text_document.version;
        open.is_changed = true;
        self.has_changed();
    }

    pub(super) fn saved(&mut self, params: DidSaveTextDocumentParams) {
        let uri = &params.text_document.uri;
        // An editor that does not say which files change may have changed any.
        if let Some(path) = file(uri) {
            self.file_changed(&path, !self.client.watches);
        }
        self.check();
    }

    pub(super) fn closed(&mut self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let Some(open) = self.documents.0.remove(uri.as_str()) else { return };
        if let Place::Blog(root, path) = &open.place {
            // What was not saved is gone.
            self.blogs.forget(root, path);
        }
        self.notify("textDocument/publishDiagnostics", json!({ "uri": uri, "diagnostics": [] }));
        self.check();
    }
}

/// Makes a change as the editor says it.
fn apply(text: &mut String, change: &TextDocumentContentChangeEvent, unit: Unit) {
    let Some(Range { start, end }) = change.range else {
        change.text.clone_into(text);
        return;
    };
    let lines = LineIndex::new(text);
    let offset = |place: Position| lines.offset(text, place.line, place.character, unit);
    let (start, end) = (offset(start), offset(end));
    // One that ends before it begins is meant the other way round.
    text.replace_range(start.min(end)..start.max(end), &change.text);
}

/// Where a span lies, as the editor counts.
pub(super) fn range(text: &str, lines: &LineIndex, span: Span, unit: Unit) -> Range {
    let place = |offset| {
        let (line, character) = lines.place(text, offset, unit);
        Position { line, character }
    };
    Range { start: place(span.start), end: place(span.end) }
}
