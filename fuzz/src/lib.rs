//! What is held against any bytes at all: the bodies of the fuzz targets.
//!
//! `cargo fuzz` runs each from `targets/`; `tests/fuzz_corpus.rs` includes this file and runs each over the
//! inputs that are kept, with a stable compiler. The first byte of an input chooses the generator or the
//! file; the rest is text.

mod blog;
mod document;
mod server;
mod settings;

pub use blog::{checks, fix_idempotence, suppressions};
pub use document::{document, front_matter, prose_map};
pub use server::lsp_messages;
pub use settings::{baseline, config};

/// A target: what it does to any bytes. It panics where a promise is broken.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: [(&str, Target); 9] = [
    ("front_matter", front_matter),
    ("document", document),
    ("prose_map", prose_map),
    ("checks", checks),
    ("fix_idempotence", fix_idempotence),
    ("suppressions", suppressions),
    ("config", config),
    ("lsp_messages", lsp_messages),
    ("baseline", baseline),
];

/// The first byte, and the rest as text.
fn split(data: &[u8]) -> (u8, String) {
    match data.split_first() {
        Some((choice, rest)) => (*choice, String::from_utf8_lossy(rest).into_owned()),
        None => (0, String::new()),
    }
}
