//! Opening files, and nothing else that a folder may hold.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Opens a file that is one: a pipe would be waited for, a device might never end.
pub(super) fn open(path: &Path) -> io::Result<File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    File::open(path)
}

/// Reads a file that is one.
///
/// # Errors
/// It cannot be read, or is a folder, a pipe or a device.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    open(path)?.read_to_end(&mut content)?;
    Ok(content)
}

/// Reads a file of text that is one.
pub(super) fn text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
