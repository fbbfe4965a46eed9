//! A blog in a temporary folder, and toego run in it.

#![allow(dead_code, reason = "no test needs all of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own for one test, gone afterwards.
pub struct Blog(pub PathBuf);

impl Blog {
    /// An empty folder; the name is that of the test.
    pub fn empty(name: &str) -> Blog {
        let (tests, process) = (env!("CARGO_CRATE_NAME"), std::process::id());
        let path = std::env::temp_dir().join(format!("toego-{tests}-{name}-{process}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder");
        Blog(path)
    }

    /// A blog of Jekyll without posts.
    pub fn new(name: &str) -> Blog {
        let blog = Blog::empty(name);
        fs::create_dir(blog.0.join("_posts")).expect("a folder");
        blog.with("_config.yml", "title: 블로그\n")
    }

    /// A blog of Jekyll with posts, by the names of their files.
    pub fn with_posts(name: &str, posts: &[(&str, &str)]) -> Blog {
        posts.iter().fold(Blog::new(name), |blog, (post, text)| blog.with(format!("_posts/{post}"), text))
    }

    /// The blog with one more file.
    pub fn with(self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> Blog {
        self.write(path, content);
        self
    }

    pub fn write(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    pub fn read(&self, path: impl AsRef<Path>) -> String {
        fs::read_to_string(self.0.join(path)).expect("a file")
    }

    /// Toego, to be run in the blog.
    pub fn toego(&self, arguments: &[&str]) -> Command {
        let mut toego = Command::new(env!("CARGO_BIN_EXE_toego"));
        toego.current_dir(&self.0).args(arguments);
        toego
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.toego(arguments).output().map(Run::from).expect("toego runs")
    }
}

impl Drop for Blog {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a run said.
pub struct Run {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Run { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}
