//! The files of a site, wherever they are: on the disk, in an editor, in memory.

use std::io;

/// The files of a site, by path relative to its root.
pub trait Files: Sync {
    /// The content of a file.
    ///
    /// # Errors
    /// The file cannot be read.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The length of a file in bytes, and what it begins with: at least `enough` bytes of it, if it has
    /// so many. Unlike [`Files::read`], which a user may point anywhere, it stays in the site.
    ///
    /// # Errors
    /// The file cannot be read, or lies outside the site.
    fn peek(&self, path: &str, enough: usize) -> io::Result<(u64, Vec<u8>)> {
        let _ = enough;
        self.read(path).map(|bytes| (bytes.len() as u64, bytes))
    }
}

/// Files that a function reads as a whole.
pub struct Whole<R>(pub R);

impl<R: Fn(&str) -> io::Result<Vec<u8>> + Sync> Files for Whole<R> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0(path)
    }
}
