//! The language server, driven by a client: over a connection in memory, and over the pipes of the program.
//!
//! `../tools/editor.py` drives the program with a client that others wrote.

mod actions;
#[path = "../dice/mod.rs"]
mod dice;
mod editor;
mod folder;
mod hostile;
mod life;
mod reading;
mod session;
mod watching;

pub(crate) use self::editor::Editor;
pub(crate) use self::folder::{Folder, path};

/// The settings of a blog.
pub(crate) const CONFIG: (&str, &str) = ("_config.yml", "title: 블로그\n");

/// A post in which nothing is wrong.
pub(crate) const GOOD: &str = "---\ntitle: 봄\n---\n\n꽃이 피었다.\n";
