//! toego (퇴고): the last reading a Korean Markdown blog gets before it is published.
//!
//! Who only wants to run it finds all in the README. As a library it is an [`engine::Engine`] over a
//! [`site::Site`]; three small programs in `examples/` show how: `lint_string.rs` checks a text,
//! `lint_site.rs` whole blogs, `custom_report.rs` prints in a format of its own.
//!
//! ```
//! use toego::{engine::Engine, site::Site};
//!
//! let text = "다시 할수 있다.";
//! let site = Site::in_memory(&[("글.md".to_owned(), text.to_owned())].into());
//! let engine = Engine::recommended();
//! let checked = engine.document(&site, "글.md", text.into());
//! let found = &checked.diagnostics.unpack()[0];
//! assert_eq!(engine.book().rule(found.rule).id, "spacing/bound-noun-su");
//! assert_eq!(found.finding.span.slice(text), "할수");
//! ```
//!
//! # Architecture
//!
//! **Rules are data, checks are code, facts are merged.** A path becomes a diagnostic like this:
//!
//! ```text
//!  paths ─▶ site::load ─▶ ┌ engine, one document at a time, in parallel ┐    ┌ engine, once ─────┐
//!           (walk, tree,  │ document::encoding  bytes → text            │    │ facts of all      │
//!            settings)    │ document            text → front matter,    │ ─▶ │ documents →       │ ─▶ report
//!                         │                     Markdown, prose         │    │ checks on sites   │
//!                         │ checks              → findings, facts       │    └───────────────────┘
//!                         └─────────────────────────────────────────────┘
//! ```
//!
//! | module                      | is                                                             |
//! |-----------------------------|----------------------------------------------------------------|
//! | [`span`]                    | places; the only home of lines and columns                     |
//! | [`document`]                | one file, parsed once: front matter, Markdown, prose, lines    |
//! | [`hangul`], [`josa`], [`date`], [`bytes`] | syllables and the jamo view, particles, dates, sizes |
//! | [`lang`]                    | Korean and English: what is to be said in either               |
//! | [`lexicon`]                 | words and their classes                                        |
//! | [`pattern`]                 | what rules search for, matched on the jamo view from its rarest part |
//! | [`generator`]               | what Jekyll, Hugo, Hexo, Gatsby and Astro do differently       |
//! | [`site`]                    | the blog around the documents: settings, files, paths          |
//! | [`config`], [`schema`]      | what a blog's `.toego.yml` says; both as JSON Schema            |
//! | [`rule`]                    | what a rule file says; compiled by the build script            |
//! | [`bundled`]                 | the compiled rules, automaton and lexicon                      |
//! | [`rule_set`], [`examples`]  | those with a blog's own; their examples, tried                 |
//! | [`checks`]                  | one kind of check a file                                       |
//! | [`engine`]                  | map over documents, reduce over facts; the posts around a few  |
//! | [`facts`], [`suppress`]     | what outlives a document's text                                |
//! | [`files`], [`assets`]       | the files of a blog; those that documents show, looked into once |
//! | `levels`                    | how loud rules are, by the settings and the arguments          |
//! | [`merged`]                  | the facts of all documents together                            |
//! | [`diagnostic`], [`message`] | what was found, and its wording                                |
//! | [`explain`]                 | a rule read aloud: `toego explain`, the reference in `docs/rules/` |
//! | [`baseline`]                | what the blog has agreed to live with                          |
//! | [`fix`]                     | repairs: made in memory, written whole                         |
//! | [`report`]                  | output formats, one a file                                     |
//! | [`server`]                  | editors: the only home of the Language Server Protocol; blogs are loaded in the background, their posts kept as facts |
//! | [`cli`]                     | arguments, exit status                                         |
//!
//! What is *not* there, on purpose (`tests/architecture.rs` keeps watch):
//!
//! - Parsing a document never fails; what is wrong with a text is a diagnostic.
//! - [`document`] knows no rule, no configuration and no site. Checks do no I/O, print nothing, see no
//!   line or column, and do not know each other.
//! - Only `site::load`, `fix::write` and [`cli`] touch the disk ([`server`] has `fix::write` write the pages it
//!   shows to a temporary folder). Nothing touches the network.
//! - There is no morphological analyser: patterns, a lexicon and silence in doubt instead.
//! - Output does not depend on the number of threads or the order of files.
//! - The modules of the table stand on each other in no circle.

#![forbid(unsafe_code)]

pub mod assets;
pub mod baseline;
pub mod bundled;
pub mod bytes;
pub mod checks;
pub mod cli;
pub mod config;
pub mod date;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod examples;
pub mod explain;
pub mod facts;
pub mod files;
pub mod fix;
pub mod generator;
pub mod hangul;
pub mod josa;
pub mod lang;
mod levels;
pub mod lexicon;
pub mod merged;
pub mod message;
pub mod pattern;
pub mod report;
pub mod rule;
pub mod rule_set;
pub mod schema;
pub mod server;
pub mod site;
pub mod span;
pub mod suppress;
