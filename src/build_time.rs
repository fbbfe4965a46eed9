//! The modules the build script shares with the program, so that it reads rules exactly as the program
//! does. Only `build.rs` includes this file; from here the modules find their own submodules.

pub mod diagnostic;
pub mod hangul;
pub mod josa;
pub mod lang;
pub mod lexicon;
pub mod pattern;
pub mod rule;
pub mod span;
