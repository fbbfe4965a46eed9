//! Folders for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use url::Url;

/// A folder of its own for one test, gone afterwards.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// A folder with these files; the name is that of the test.
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Folder {
        let path = std::env::temp_dir().join(format!("toego-server-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder");
        let folder = Folder(fs::canonicalize(path).expect("the folder"));
        files.iter().for_each(|(path, text)| folder.write(path, text));
        folder
    }

    /// Writes a file of the folder.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// The address of a file of the folder, as editors write it.
    pub(crate) fn uri(&self, path: &str) -> String {
        Url::from_file_path(self.0.join(path)).expect("an absolute path").to_string()
    }

    /// Standard output of the program in this folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let toego = Command::new(env!("CARGO_BIN_EXE_toego")).current_dir(&self.0).args(arguments).output();
        String::from_utf8(toego.expect("toego runs").stdout).expect("output is UTF-8")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy(&from, &to) } else { _ = fs::copy(&from, &to).expect("a file") }
    }
}

/// The file of an address.
pub(crate) fn path(uri: &str) -> PathBuf {
    Url::parse(uri).expect("an address").to_file_path().expect("a file")
}
