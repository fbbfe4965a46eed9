//! What a run prints: one [`Report`] an output format.
//!
//! Files are printed in parallel, each into a text of its own; the caller joins the texts in the order
//! of the files with [`Report::separator`], between [`Report::begin`] and [`Report::end`]. A format
//! therefore keeps no state, and no report is ever held in memory as a whole.

pub mod checkstyle;
mod cursor;
mod excerpt;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod pretty;
pub(crate) mod preview;
pub mod rdjsonl;
pub mod sarif;
pub mod short;
pub(crate) mod terminal;
mod xml;

use std::time::Duration;

use serde::Serialize;

use crate::diagnostic::{Fix, Severity};
use crate::lang::Lang;
use crate::span::Span;

/// The columns of a terminal whose width is not known.
pub const WIDTH: usize = 100;

/// One diagnostic, worded and ready to print.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The rule's id, `group/name`.
    pub rule: &'a str,
    /// How loud.
    pub severity: Severity,
    /// The bytes to point at, in [`FileReport::text`].
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// The values in the message.
    pub args: &'a [String],
    /// What else there is to know.
    pub help: Option<String>,
    /// How to repair it.
    pub fix: Option<&'a Fix>,
}

/// The diagnostics of one file.
#[derive(Clone, Debug)]
pub struct FileReport<'a> {
    /// The file, relative to the working directory, `/`-separated.
    pub path: &'a str,
    /// What the file holds; empty when it could not be read as text.
    pub text: &'a str,
    /// Its diagnostics, in the order of their spans.
    pub entries: Vec<Entry<'a>>,
}

/// The count of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that were looked at.
    pub files: usize,
    /// Diagnostics of severity `error`.
    pub errors: usize,
    /// Diagnostics of severity `warning`.
    pub warnings: usize,
    /// Diagnostics of severity `info`.
    pub infos: usize,
}

impl Summary {
    /// Counts `count` more diagnostics of a severity.
    pub fn add(&mut self, severity: Severity, count: usize) {
        match severity {
            Severity::Error => self.errors += count,
            Severity::Warning => self.warnings += count,
            Severity::Info => self.infos += count,
            Severity::Off => {}
        }
    }

    /// The worst severity that was found.
    pub fn worst(&self) -> Option<Severity> {
        let counts = [
            (Severity::Error, self.errors),
            (Severity::Warning, self.warnings),
            (Severity::Info, self.infos),
        ];
        counts.into_iter().find(|(_, count)| *count > 0).map(|(severity, _)| severity)
    }
}

/// An output format.
pub trait Report: Sync {
    /// What stands before the first file.
    fn begin(&self, _summary: &Summary) -> String {
        String::new()
    }

    /// Appends the diagnostics of one file to `out`. A file without diagnostics appends nothing.
    fn file(&self, file: &FileReport<'_>, out: &mut String);

    /// What stands between the texts of two files, where neither is empty.
    fn separator(&self) -> &'static str {
        ""
    }

    /// What stands after the last file.
    fn end(&self) -> &'static str {
        ""
    }
}

/// The run in one line, for people.
pub fn summary_line(summary: &Summary, elapsed: Duration, lang: Lang) -> String {
    let &Summary { files, errors, warnings, infos } = summary;
    let found = errors + warnings + infos > 0;
    let seconds = elapsed.as_secs_f64();
    match lang {
        Lang::Ko if files == 0 => "검사할 글이 없습니다.".to_owned(),
        Lang::Ko if found => {
            let counts = format!("오류 {errors}, 경고 {warnings}, 참고 {infos}");
            format!("글 {files}편을 {seconds:.2}초에 읽었습니다: {counts}")
        }
        Lang::Ko => format!("글 {files}편, 고칠 곳을 찾지 못했습니다 ({seconds:.2}초)."),
        Lang::En if files == 0 => "There are no posts to check.".to_owned(),
        Lang::En if found => {
            let read = counted(files, "post");
            let (errors, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
            format!("Read {read} in {seconds:.2} s: {errors}, {warnings}, {}", counted(infos, "info"))
        }
        Lang::En => format!("{}, nothing to correct ({seconds:.2} s).", counted(files, "post")),
    }
}

/// Which posts the settings leave out, in one line, for people.
pub fn left_out_line(paths: &[String], lang: Lang) -> String {
    const SHOWN: usize = 3;
    let names = paths.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = paths.len().saturating_sub(SHOWN);
    match lang {
        Lang::Ko => {
            let more = if more > 0 { format!(" 외 {more}편") } else { String::new() };
            format!(".toego.yml의 `ignore`에 들어 있어 살피지 않습니다: {names}{more}")
        }
        Lang::En => {
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("Left out by `ignore` in .toego.yml: {names}{more}")
        }
    }
}

/// How many repairs were written, in one line, for people. `mended` findings that could be repaired are gone:
/// as many as [`repairable_line`] told before, less what could not be. The other repairs are of what showed up
/// after them.
pub fn repairs_line(repairs: usize, mended: usize, lang: Lang) -> String {
    let later = if mended == 0 { 0 } else { repairs.saturating_sub(mended) };
    let known = if mended == 0 { repairs } else { mended };
    match lang {
        Lang::Ko if repairs == 0 => "고쳐 쓸 곳이 없습니다.".to_owned(),
        Lang::Ko if later == 0 => format!("{known}건을 고쳐 썼습니다."),
        Lang::Ko => format!("{known}건과 그 뒤에 드러난 {later}건을 고쳐 썼습니다."),
        Lang::En if repairs == 0 => "Nothing to repair.".to_owned(),
        Lang::En if later == 0 => format!("Repaired {}.", counted(known, "finding")),
        Lang::En => format!("Repaired {} and {later} that showed up after that.", counted(known, "finding")),
    }
}

/// What a baseline holds now and held before, in one line, for people.
pub fn baseline_line(before: usize, now: usize, lang: Lang) -> String {
    match lang {
        Lang::Ko if before == 0 => {
            format!("기준선에 {now}건을 적었습니다. 이제부터는 새로 생긴 것만 알립니다.")
        }
        Lang::Ko if before == now => format!("기준선은 그대로 {now}건입니다."),
        Lang::Ko => format!("기준선을 {before}건에서 {now}건으로 고쳐 적었습니다."),
        Lang::En if before == 0 => {
            format!("Recorded {}. From now on only what is new is reported.", counted(now, "finding"))
        }
        Lang::En if before == now => format!("The baseline still has {}.", counted(now, "finding")),
        Lang::En => format!("The baseline went from {} to {now}.", counted(before, "finding")),
    }
}

/// How many findings of a baseline are no longer there, in one line, for people.
pub fn stale_line(stale: usize, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("기준선에 적힌 {stale}건은 이제 없습니다. `toego baseline`을 하면 지웁니다."),
        Lang::En => format!(
            "{} of the baseline are gone. Rewrite it with `toego baseline`.",
            counted(stale, "finding")
        ),
    }
}

/// How many findings a baseline kept from being reported, in one line, for people.
pub fn hidden_line(hidden: usize, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("기준선에 적힌 {hidden}건은 알리지 않았습니다(--no-baseline으로 봅니다)."),
        Lang::En => {
            format!(
                "{} of the baseline not reported (see them with --no-baseline).",
                counted(hidden, "finding")
            )
        }
    }
}

/// How many findings can be repaired safely, in one line, for people.
pub fn repairable_line(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Ko => {
            format!(
                "{count}건은 `toego --fix`로 고칠 수 있습니다. 무엇이 바뀌는지는 `toego --diff`로 봅니다."
            )
        }
        Lang::En => format!("`toego --fix` can repair {count}; `toego --diff` shows what would change."),
    }
}

/// That `--diff` has nothing to show, in one line, for people.
pub fn unchanged_line(with_suggestions: bool, lang: Lang) -> String {
    let fix = if with_suggestions { "--fix --suggestions" } else { "--fix" };
    match lang {
        Lang::Ko => format!("`{fix}`로 바뀌는 것이 없습니다."),
        Lang::En => format!("`{fix}` would change nothing."),
    }
}

/// How many findings have a repair that a person should look at, in one line, for people.
pub fn suggested_line(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("제안 {count}건은 `toego --diff --suggestions`로 미리 봅니다."),
        Lang::En => {
            format!("`toego --diff --suggestions` shows {}.", counted(count, "suggestion"))
        }
    }
}

/// How many findings that a baseline hides can be repaired safely, in one line, for people.
pub fn hidden_repairs_line(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Ko => {
            format!("기준선에 적힌 것 가운데 {count}건은 `toego --fix --no-baseline`으로 고칠 수 있습니다.")
        }
        Lang::En => {
            format!("Of those in the baseline, `toego --fix --no-baseline` can repair {count}.")
        }
    }
}

/// What helps where there is more than anybody reads, of which some can be repaired or nothing, in one line,
/// for people.
pub fn many_line(is_repairable: bool, lang: Lang) -> &'static str {
    match (lang, is_repairable) {
        (Lang::Ko, true) => {
            "너무 많으면: 먼저 `toego --fix`로 고치고, 남은 것은 `toego --statistics`로 세어 보세요. 그다음 `toego init --baseline`을 하면 새로 생긴 것만 알립니다."
        }
        (Lang::Ko, false) => {
            "너무 많으면: `toego --statistics`로 세어 보세요. `toego init --baseline`을 하면 새로 생긴 것만 알립니다."
        }
        (Lang::En, true) => {
            "Too many? First repair with `toego --fix`; `toego --statistics` counts what is left. After `toego init --baseline` only new ones are reported."
        }
        (Lang::En, false) => {
            "Too many? `toego --statistics` counts them; after `toego init --baseline` only new ones are reported."
        }
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A severity as the configuration spells it.
fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Off => "off",
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_speaks_both_languages() {
        let mut summary = Summary { files: 128, ..Summary::default() };
        let line = |summary: &Summary, lang| summary_line(summary, Duration::from_millis(42), lang);
        assert_eq!(line(&summary, Lang::Ko), "글 128편, 고칠 곳을 찾지 못했습니다 (0.04초).");
        assert_eq!(line(&summary, Lang::En), "128 posts, nothing to correct (0.04 s).");
        summary.add(Severity::Error, 1);
        summary.add(Severity::Info, 12);
        assert_eq!(line(&summary, Lang::Ko), "글 128편을 0.04초에 읽었습니다: 오류 1, 경고 0, 참고 12");
        assert_eq!(line(&summary, Lang::En), "Read 128 posts in 0.04 s: 1 error, 0 warnings, 12 infos");
        assert_eq!(line(&Summary::default(), Lang::Ko), "검사할 글이 없습니다.");
    }

    #[test]
    fn repairs_are_counted_as_the_findings_were() {
        assert_eq!(repairs_line(0, 0, Lang::Ko), "고쳐 쓸 곳이 없습니다.");
        assert_eq!(repairs_line(12, 12, Lang::Ko), "12건을 고쳐 썼습니다.");
        assert_eq!(repairs_line(10, 12, Lang::Ko), "12건을 고쳐 썼습니다.");
        assert_eq!(repairs_line(14, 12, Lang::Ko), "12건과 그 뒤에 드러난 2건을 고쳐 썼습니다.");
        assert_eq!(repairs_line(14, 12, Lang::En), "Repaired 12 findings and 2 that showed up after that.");
    }
}
