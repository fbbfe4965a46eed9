//! `--fix` and `--diff`: repairs, written or shown.

use std::io::{self, IsTerminal};

use similar::{ChangeTag, TextDiff};

use super::Check;
use super::baseline::Accepted;
use crate::bundled;
use crate::diagnostic::Safety;
use crate::engine::{Around, Engine};
use crate::fix::write::Turn;
use crate::fix::{self, Changed, Repaired};
use crate::lang::{Localized, both};
use crate::report::terminal;
use crate::site::load::Blog;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// What the arguments ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Nothing is repaired.
    Check,
    /// Repairs are written.
    Write(Safety),
    /// Repairs are shown.
    Show(Safety),
}

impl Mode {
    pub(super) fn of(arguments: &Check) -> Mode {
        let most = if arguments.suggestions { Safety::Suggestion } else { Safety::Safe };
        match (arguments.diff, arguments.fix) {
            (true, _) => Mode::Show(most),
            (false, true) => Mode::Write(most),
            (false, false) => Mode::Check,
        }
    }
}

/// Repairs the posts of a blog in memory.
///
/// # Errors
/// Rules that undo each other's repairs: a mistake of toego's, or of the blog's own rules.
pub(super) fn repaired(
    engine: &Engine<'_>,
    blog: &Blog,
    accepted: &Accepted<'_>,
    most: Safety,
) -> Result<Repaired, Localized> {
    let keep = |path: &str, text: &str, found| accepted.new_ones(path, text, found);
    let around = Around::new(&blog.others);
    let repaired = fix::repair(engine, &blog.site, &blog.posts, &around, blog, most, &keep);
    let Some((path, rules)) = repaired.cycles.first() else { return Ok(repaired) };
    let names: Vec<&str> = rules.iter().map(|rule| engine.book().rule(*rule).id.as_str()).collect();
    let is_own = names.iter().any(|name| bundled::book().find(name).is_none());
    let names = names.join(", ");
    if is_own {
        return Err(both!(
            "{path}: 서로의 고침을 되돌리는 규칙이 있어 아무것도 고치지 않았습니다: {names}. 블로그의 규칙이 무엇을 무엇으로 바꾸는지 살펴보세요.",
            "{path}: the repairs of these rules undo each other, so nothing was written: {names}. Look at what the blog's own rules change into what."
        ));
    }
    Err(both!(
        "{path}: toego의 잘못입니다. 서로의 고침을 되돌리는 규칙이 있어 아무것도 고치지 않았습니다: {names}. 이 글과 함께 알려 주시면 고치겠습니다.",
        "{path}: internal error: the repairs of these rules undo each other: {names}; nothing was written. Please report it."
    ))
}

/// How much was repaired.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Made {
    /// The repairs.
    pub repairs: usize,
    /// By how many the findings became fewer that can be repaired.
    pub mended: usize,
}

impl Made {
    pub(super) fn add(&mut self, other: Made) {
        self.repairs += other.repairs;
        self.mended += other.mended;
    }
}

impl From<&Changed> for Made {
    fn from(changed: &Changed) -> Made {
        Made { repairs: changed.repairs, mended: changed.mended }
    }
}

/// Writes what was repaired: how much, and what could not be written.
///
/// # Errors
/// Nothing could be written, because another run is writing.
pub(super) fn write(blog: &Blog, repaired: &Repaired) -> Result<(Made, Vec<Localized>), Localized> {
    let turn = Turn::take(&blog.root)?;
    turn.clean(blog.posts.iter().map(String::as_str));
    let mut made = Made::default();
    let mut problems = Vec::new();
    for (path, changed) in &repaired.files {
        match turn.write(path, &changed.before, &changed.after) {
            Ok(()) => made.add(changed.into()),
            Err(problem) => problems.push(problem),
        }
    }
    Ok((made, problems))
}

/// Prints the post that was typed, repaired or as it was: how much was repaired.
///
/// # Errors
/// It could not be printed.
pub(super) fn print(blog: &Blog, repaired: &Repaired) -> Result<Made, Localized> {
    match repaired.files.values().next() {
        Some(changed) => super::printed(&changed.after).map(|()| changed.into()),
        None => super::printed(blog.typed.as_deref().unwrap_or_default()).map(|()| Made::default()),
    }
}

/// The repairs of a blog as a unified diff.
pub(super) fn diff(arguments: &Check, shown: &dyn Fn(&str) -> String, repaired: &Repaired) -> String {
    let is_terminal = io::stdout().is_terminal() && arguments.output.is_none();
    let color = arguments.color.is_on(is_terminal);
    let painted = |code, text: &str| match color || is_terminal {
        true => painted(color, code, &terminal::visible_lines(text)),
        false => text.to_owned(),
    };
    let mut out = String::new();
    for (path, changed) in &repaired.files {
        let diff = TextDiff::from_lines(changed.before.as_str(), changed.after.as_str());
        let path = shown(path);
        out.push_str(&painted("1", &format!("--- {}\n+++ {}\n", name("a", &path), name("b", &path))));
        for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
            out.push_str(&painted("36", &format!("{}\n", hunk.header())));
            for change in hunk.iter_changes() {
                let (sign, code) = match change.tag() {
                    ChangeTag::Delete => ('-', "31"),
                    ChangeTag::Insert => ('+', "32"),
                    ChangeTag::Equal => (' ', ""),
                };
                let line = change.value();
                let end = if line.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
                out.push_str(&painted(code, &format!("{sign}{line}{end}")));
            }
        }
    }
    out
}

/// A name as Git writes it in a diff: between quotation marks if it has something in it that no name should.
fn name(side: &str, path: &str) -> String {
    let steers = |c: char| terminal::visible(c) != c;
    if !path.contains(|c: char| steers(c) || matches!(c, '"' | '\\')) {
        // A tab ends a name with spaces.
        let end = if path.contains(' ') { "\t" } else { "" };
        return format!("{side}/{path}{end}");
    }
    let mut quoted = format!("\"{side}/");
    for c in path.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if steers(c) => {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes).bytes().for_each(|byte| quoted += &format!("\\{byte:03o}"));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Text in a colour of the terminal, if it takes colours.
fn painted(color: bool, code: &str, text: &str) -> String {
    let body = text.strip_suffix('\n').unwrap_or(text);
    if code.is_empty() || !color { text.to_owned() } else { format!("\u{1b}[{code}m{body}\u{1b}[0m\n") }
}
