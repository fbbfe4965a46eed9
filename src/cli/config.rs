//! `toego config`: what is in force, and where it comes from.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::config::Config;
use crate::config::rules::Profile;
use crate::diagnostic::Severity;
use crate::lang::Localized;
use crate::levels;
use crate::site::load::{self, Blog};

/// What `config` is told.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A folder or post of the blog.
    #[arg(default_value = ".")]
    path: PathBuf,
}

/// What is in force in a blog.
///
/// # Errors
/// There is no such path, or its `.toego.yml` is not understood.
pub(super) fn run(arguments: &Arguments) -> Result<String, Localized> {
    let paths = std::slice::from_ref(&arguments.path);
    let blogs = load::load(paths, None).map_err(|problem| problem.said())?;
    Ok(blogs.iter().map(text).collect::<Vec<_>>().join("\n"))
}

fn text(blog: &Blog) -> String {
    let config = blog.site.config();
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(out, "root: {}", blog.root.display());
    match &blog.config {
        Some(file) => _ = writeln!(out, "config: {}", file.display()),
        None => _ = writeln!(out, "config: none; `toego init` writes one"),
    }
    let evidence = Some(blog.site.evidence()).filter(|text| !text.is_empty());
    let _ = writeln!(out, "generator: {}", evidence.unwrap_or("not recognised"));
    let _ = writeln!(out, "posts: {}", blog.posts.len());
    let profile = if config.profile == Profile::Strict { "strict" } else { "recommended" };
    let _ = writeln!(out, "profile: {profile}");
    for (name, list) in [("ignore", &config.ignore), ("words", &config.words)] {
        if !list.is_empty() {
            let _ = writeln!(out, "{name}: {} # {}", list.join(", "), Config::FILE);
        }
    }
    for own in &config.overrides {
        let _ = writeln!(out, "overrides: {} # {}", own.paths.join(", "), Config::FILE);
        own.rules.iter().for_each(|(name, level)| {
            let _ = writeln!(out, "  {}: {}", &**name, said(Severity::from(*level)));
        });
    }
    out.push_str("rules:\n");
    for rule in &blog.rules.book().rules {
        let severity = levels::configured(rule, config, None);
        let is_said = |name: &str| config.rules.contains_key(name);
        let origin = if is_said(&rule.id) {
            format!("{}: rules: {}", Config::FILE, rule.id)
        } else if is_said(rule.group()) {
            format!("{}: rules: {}", Config::FILE, rule.group())
        } else if severity != rule.severity {
            format!("profile {profile}")
        } else {
            "default".to_owned()
        };
        let _ = writeln!(out, "  {}: {} # {origin}", rule.id, said(severity));
    }
    out
}

fn said(severity: Severity) -> &'static str {
    match severity {
        Severity::Off => "off",
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
