//! `toego check`: from paths to a report.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use clap::CommandFactory;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::baseline::{Accepted, Met};
use super::fix::{self, Made, Mode};
use super::{Arguments, Check, Format};
use crate::diagnostic::{Diagnostic, Safety, Severity};
use crate::document::encoding;
use crate::engine::{Around, Findings};
use crate::files::Files;
use crate::lang::{Lang, Localized, both};
use crate::levels::{self, Told};
use crate::message;
use crate::report::{self, Entry, FileReport, Report, Summary, terminal};
use crate::site::load::{self, Blog};

/// How long the work may take before a progress bar appears.
const PATIENCE: Duration = Duration::from_millis(500);

/// More findings than this are more than anybody reads at once.
const MANY: usize = 100;

/// How many files are worded and printed at a time.
const BATCH: usize = 256;

/// Checks and reports; the worst severity found.
///
/// # Errors
/// A sentence about why the work could not be done.
pub fn run(arguments: &Check, lang: Lang) -> Result<Option<Severity>, Localized> {
    let start = Instant::now();
    let profile = arguments.profile.map(Into::into);
    let told = Told { profile, rules: &arguments.rules, only: &arguments.only };
    let blogs = blogs(arguments)?;
    // What is wrong with the arguments is said before any post is read.
    told.check(&blogs)?;
    let engines = blogs
        .iter()
        .map(|blog| levels::engine(told, &blog.rules, blog.site.config()))
        .collect::<Result<Vec<_>, _>>()?;

    let posts = blogs.iter().map(|blog| blog.posts.len()).sum();
    let read = posts + blogs.iter().map(|blog| blog.others.len()).sum::<usize>();
    start_threads(arguments.threads, read);
    let progress = Progress::new(arguments.quiet, posts);
    let mut output = Output::open(arguments)?;
    let report = reporter(arguments, &blogs, lang, output.is_terminal);
    let mut summary = Summary::default();
    let mut checked = Vec::new();
    let mode = Mode::of(arguments);
    let here = std::env::current_dir().unwrap_or_default();
    let (mut made, mut would_change, mut unwritten) = (Made::default(), false, Vec::new());
    let mut met = Met::default();
    for (blog, engine) in blogs.iter().zip(&engines) {
        for problem in &blog.problems {
            super::say(&problem.said(), lang);
        }
        if !blog.left_out.is_empty() && !arguments.quiet {
            let paths: Vec<String> = blog.left_out.iter().map(|path| shown(&here, blog, path)).collect();
            eprintln!("{}", terminal::visible_lines(&report::left_out_line(&paths, lang)));
        }
        let accepted = Accepted::load(blog, arguments)?;
        let around = Around::new(&blog.others);
        let mut findings = match mode {
            Mode::Check => engine.check_among(&blog.site, &blog.posts, &around, blog, || progress.step()),
            Mode::Show(most) => {
                let repaired = fix::repaired(engine, blog, &accepted, most)?;
                output.write(&fix::diff(arguments, &|path| shown(&here, blog, path), &repaired))?;
                would_change |= !repaired.files.is_empty();
                continue;
            }
            Mode::Write(most) => {
                let repaired = fix::repaired(engine, blog, &accepted, most)?;
                let problems = if blog.typed.is_some() {
                    made.add(fix::print(blog, &repaired)?);
                    Vec::new()
                } else {
                    let (written, problems) = fix::write(blog, &repaired)?;
                    made.add(written);
                    problems
                };
                // What was not written is still to be reported.
                let is_done = problems.is_empty();
                unwritten.extend(problems);
                if is_done {
                    repaired.findings
                } else {
                    engine.check_among(&blog.site, &blog.posts, &around, blog, || {})
                }
            }
        };
        // What nothing uses shows only when everything is looked at.
        let mut of_others = if blog.is_whole { engine.other_files(&blog.site, blog) } else { Vec::new() };
        let of_posts = blog.posts.iter().map(String::as_str).zip(&mut findings);
        let others = of_others.iter_mut().map(|(path, findings)| (path.as_str(), findings));
        met = met.and(accepted.hide_known(blog, of_posts.chain(others)));
        summary.files += findings.len();
        for severity in [Severity::Info, Severity::Warning, Severity::Error] {
            let of_others = of_others.iter().map(|(_, findings)| findings);
            let counts = findings.iter().chain(of_others).map(|findings| findings.count(severity));
            summary.add(severity, counts.sum());
        }
        checked.push((blog, findings, of_others));
    }
    progress.finish();
    if let Mode::Show(_) = mode {
        output.flush()?;
        if !would_change && !arguments.quiet {
            eprintln!("{}", report::unchanged_line(arguments.suggestions, lang));
        }
        return Ok(would_change.then_some(Severity::Error));
    }

    if arguments.statistics {
        output.write(&statistics(&checked, &|blog, path| shown(&here, blog, path)))?;
        output.flush()?;
        return Ok(summary.worst());
    }
    output.write(&report.begin(&summary))?;
    for (blog, findings, of_others) in &checked {
        let posts = blog.posts.iter().zip(findings);
        let posts = posts.map(|(path, findings)| Found { path, findings, is_text: true });
        let others = of_others.iter().map(|(path, findings)| Found { path, findings, is_text: false });
        let files: Vec<Found<'_>> = posts.chain(others).collect();
        print(&here, blog, &files, report.as_ref(), lang, &mut output)?;
    }
    output.write(report.end())?;
    output.flush()?;
    if !arguments.quiet {
        if let Mode::Write(_) = mode {
            eprintln!("{}", report::repairs_line(made.repairs, made.mended, lang));
        }
        // Of some posts, or for some rules, little can be said of the rest.
        if met.stale > 0 && blogs.iter().all(|blog| blog.is_whole) && arguments.only.is_empty() {
            eprintln!("{}", report::stale_line(met.stale, lang));
        }
        eprintln!("{}", report::summary_line(&summary, start.elapsed(), lang));
        if met.hidden > 0 {
            eprintln!("{}", report::hidden_line(met.hidden, lang));
        }
        if let (Format::Pretty, false) = (arguments.format, arguments.stdin) {
            hint(mode, &checked, met, lang);
        }
    }
    if !unwritten.is_empty() {
        return Err(Localized::lines(unwritten));
    }
    Ok(summary.worst())
}

/// Says what can be done about what was found, or is left after repairs.
fn hint(mode: Mode, checked: &[Outcome<'_>], met: Met, lang: Lang) {
    let all = || checked.iter().flat_map(|(_, findings, _)| findings);
    let (repairable, suggested) =
        (all().map(Findings::repairable).sum::<usize>(), all().map(Findings::suggested).sum::<usize>());
    if let Mode::Write(_) = mode {
        if met.repairable > 0 {
            eprintln!("{}", report::hidden_repairs_line(met.repairable, lang));
        }
    } else if repairable > 0 {
        eprintln!("{}", report::repairable_line(repairable, lang));
    }
    // One thing at a time: first what needs no looking. What suggestions could not mend, they cannot show.
    let is_next = match mode {
        Mode::Write(most) => most == Safety::Safe,
        Mode::Check | Mode::Show(_) => repairable == 0,
    };
    if suggested > 0 && is_next {
        eprintln!("{}", report::suggested_line(suggested, lang));
    }
    let is_whole = checked.iter().all(|(blog, ..)| blog.is_whole);
    if mode == Mode::Check && is_whole && all().map(Findings::len).sum::<usize>() > MANY {
        eprintln!("{}", report::many_line(repairable > 0, lang));
    }
}

/// The blogs that the arguments name.
fn blogs(arguments: &Check) -> Result<Vec<Blog>, Localized> {
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(both!(
            "표준 입력은 `--stdin --stdin-filename 경로`로 읽습니다. `-`라는 파일이라면 `./-`로 적습니다.",
            "standard input is read with `--stdin --stdin-filename PATH`; a file of that name is `./-`"
        ));
    }
    let (generator, config) = (arguments.generator, arguments.config.as_deref());
    let loaded = match &arguments.stdin_filename {
        None => load::load_with(&arguments.paths, generator, config),
        Some(name) => {
            let mut typed = Vec::new();
            let read = io::stdin().read_to_end(&mut typed);
            read.map_err(|error| {
                let Localized { ko, en } = (&error).into();
                both!("표준 입력을 읽지 못했습니다. {ko}", "cannot read standard input: {en}")
            })?;
            load::load_typed(name, typed, generator, config).map(|blog| vec![blog])
        }
    };
    loaded.map_err(|problem| match command_meant(&problem.path) {
        Some(name) => {
            let Localized { ko, en } = problem.said();
            both!(
                "{ko} 명령을 적으려던 것이라면: `toego {name}`",
                "{en}; if a command was meant: `toego {name}`"
            )
        }
        None => problem.said(),
    })
}

/// The command that a word may have been meant for that names no file.
fn command_meant(word: &str) -> Option<String> {
    let distance = |name: &str| strsim::damerau_levenshtein(name, word);
    let commands = Arguments::command();
    let names = commands.get_subcommands().map(clap::Command::get_name);
    let near = names.filter(|name| distance(name) <= word.chars().count() / 3);
    near.min_by_key(|name| distance(name)).map(str::to_owned)
}

/// A blog with what was found in its posts, and in files that are no posts.
type Outcome<'b> = (&'b Blog, Vec<Findings>, Vec<(String, Findings)>);

/// How many diagnostics there are of each rule, and in each file; the most first.
fn statistics(checked: &[Outcome<'_>], shown: &dyn Fn(&Blog, &str) -> String) -> String {
    let mut of_rules: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_files: BTreeMap<String, usize> = BTreeMap::new();
    for (blog, findings, others) in checked {
        let book = blog.rules.book();
        let posts = blog.posts.iter().zip(findings);
        for (path, findings) in posts.chain(others.iter().map(|(path, findings)| (path, findings))) {
            let all = findings.unpack();
            if !all.is_empty() {
                *of_files.entry(shown(blog, path)).or_default() += all.len();
            }
            all.iter().for_each(|found| *of_rules.entry(&book.rule(found.rule).id).or_default() += 1);
        }
    }
    let table = |counts: Vec<(&str, usize)>| {
        let mut counts = counts;
        counts.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        counts.iter().map(|(name, count)| format!("{count:>7}  {name}\n")).collect::<String>()
    };
    let rules = table(of_rules.into_iter().collect());
    let files = table(of_files.iter().map(|(path, count)| (path.as_str(), *count)).collect());
    format!("{rules}\n{files}")
}

/// Decides on how many threads the documents are checked: for a single one, no other thread is started.
fn start_threads(wanted: Option<usize>, posts: usize) {
    let mut pool = rayon::ThreadPoolBuilder::new();
    match wanted.or((posts == 1).then_some(1)) {
        Some(1) => pool = pool.num_threads(1).use_current_thread(),
        Some(threads) => pool = pool.num_threads(threads),
        None => {}
    }
    // Fails only if the pool is already there, which nothing before this point builds.
    let _ = pool.build_global();
}

fn reporter(arguments: &Check, blogs: &[Blog], lang: Lang, is_terminal: bool) -> Box<dyn Report> {
    let color = arguments.color.is_on(is_terminal);
    match arguments.format {
        Format::Pretty => {
            let terminal = terminal_size::terminal_size().filter(|_| is_terminal);
            let width = terminal.map_or(report::WIDTH, |(width, _)| usize::from(width.0));
            Box::new(report::pretty::Pretty::new(color, width, lang))
        }
        Format::Short => Box::new(report::short::Short),
        Format::Json => Box::new(report::json::Json),
        Format::Jsonl => Box::new(report::jsonl::JsonLines),
        Format::Github => Box::new(report::github::Github),
        Format::Gitlab => Box::new(report::gitlab::Gitlab),
        Format::Sarif => Box::new(report::sarif::Sarif::new(lang)),
        Format::Rdjsonl => Box::new(report::rdjsonl::Rdjsonl),
        Format::Junit => Box::new(report::junit::Junit),
        Format::Checkstyle => Box::new(report::checkstyle::Checkstyle),
        Format::Html => {
            let rules = blogs.iter().map(|blog| &blog.rules).flat_map(|rules| {
                let book = rules.book();
                book.ids().filter_map(|id| Some((book.rule(id).id.as_str(), rules.page(id)?)))
            });
            Box::new(report::html::Html::new(lang, rules))
        }
    }
}

/// A file with what was found in it.
struct Found<'a> {
    path: &'a str,
    findings: &'a Findings,
    /// Whether there is a text to show. It was dropped when the file had been checked, and is read again.
    is_text: bool,
}

/// Words and prints the findings of a site, file by file.
fn print(
    here: &Path,
    blog: &Blog,
    files: &[Found<'_>],
    report: &dyn Report,
    lang: Lang,
    output: &mut Output,
) -> Result<(), Localized> {
    for batch in files.chunks(BATCH) {
        let printed: Vec<String> =
            batch.par_iter().map(|found| file(blog, here, found, report, lang)).collect();
        for text in printed.iter().filter(|text| !text.is_empty()) {
            output.entry(text, report)?;
        }
    }
    Ok(())
}

/// The path of a file of the blog, as seen from the working directory.
fn shown(here: &Path, blog: &Blog, path: &str) -> String {
    let absolute = blog.root.join(path);
    absolute.strip_prefix(here).unwrap_or(&absolute).display().to_string().replace('\\', "/")
}

fn file(blog: &Blog, here: &Path, found: &Found<'_>, report: &dyn Report, lang: Lang) -> String {
    let mut text = String::new();
    let diagnostics = found.findings.unpack();
    if diagnostics.is_empty() {
        return text;
    }
    let shown = shown(here, blog, found.path);
    let bytes = if found.is_text { blog.read(found.path).unwrap_or_default() } else { Vec::new() };
    let content = encoding::utf8(bytes).unwrap_or_default();
    let book = blog.rules.book();
    let word = |diagnostic: &Diagnostic| {
        let page = blog.rules.page(diagnostic.rule)?;
        Some(message::word(book.rule(diagnostic.rule), page, &diagnostic.finding, lang))
    };
    let entries = diagnostics
        .iter()
        .map(|diagnostic| Entry {
            rule: &book.rule(diagnostic.rule).id,
            severity: diagnostic.severity,
            span: diagnostic.finding.span,
            message: word(diagnostic).unwrap_or_default(),
            args: &diagnostic.finding.args,
            help: None,
            fix: diagnostic.finding.fix.as_ref(),
        })
        .collect();
    report.file(&FileReport { path: &shown, text: &content, entries }, &mut text);
    text
}

/// Where the report goes.
struct Output {
    target: Box<dyn Write>,
    is_terminal: bool,
    first: bool,
}

impl Output {
    fn open(arguments: &Check) -> Result<Output, Localized> {
        let Some(path) = &arguments.output else {
            if arguments.stdin && arguments.fix {
                // The repaired text goes to standard output.
                let is_terminal = io::stderr().is_terminal();
                return Ok(Output { target: Box::new(io::stderr()), is_terminal, first: true });
            }
            let is_terminal = io::stdout().is_terminal();
            return Ok(Output {
                target: Box::new(io::BufWriter::new(io::stdout())),
                is_terminal,
                first: true,
            });
        };
        let file = fs::File::create(path).map_err(|error| Localized::from(&error).at(path.display()))?;
        Ok(Output { target: Box::new(io::BufWriter::new(file)), is_terminal: false, first: true })
    }

    /// The report of one file, after what stands between files.
    fn entry(&mut self, text: &str, report: &dyn Report) -> Result<(), Localized> {
        if !std::mem::replace(&mut self.first, false) {
            self.write(report.separator())?;
        }
        self.write(text)
    }

    fn write(&mut self, text: &str) -> Result<(), Localized> {
        closed_early(self.target.write_all(text.as_bytes()))
    }

    fn flush(&mut self) -> Result<(), Localized> {
        closed_early(self.target.flush())
    }
}

/// A reader that stops reading (`toego | head`) is no failure.
fn closed_early(result: io::Result<()>) -> Result<(), Localized> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let Localized { ko, en } = (&error).into();
            Err(both!("결과를 적지 못했습니다. {ko}", "cannot write the report: {en}"))
        }
        _ => Ok(()),
    }
}

/// A progress bar on a terminal, once the work has taken a while.
struct Progress {
    bar: ProgressBar,
    start: Instant,
    shown: AtomicBool,
}

impl Progress {
    fn new(quiet: bool, files: usize) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}") {
            bar.set_style(style);
        }
        // Where it must not be seen, it counts as shown.
        let shown = AtomicBool::new(quiet || !io::stderr().is_terminal());
        Progress { bar, start: Instant::now(), shown }
    }

    fn step(&self) {
        self.bar.inc(1);
        if !self.shown.load(Relaxed) && self.start.elapsed() > PATIENCE && !self.shown.swap(true, Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
