//! How loud rules are: what the blog's `.toego.yml` and the arguments make of what their files say.

use crate::bundled;
use crate::config::Config;
use crate::config::rules::{Profile, level};
use crate::diagnostic::{RuleId, Severity};
use crate::engine::{Engine, Overrule, nearest};
use crate::rule::{Book, Rule};
use crate::site::ignored::Rules;

/// What the arguments say of rules.
#[derive(Clone, Copy, Default)]
pub(crate) struct Told<'a> {
    /// `--profile`.
    pub(super) profile: Option<Profile>,
    /// `--rule`.
    pub(super) rules: &'a [String],
    /// `--only`.
    pub(super) only: &'a [String],
}

/// The engine for a blog.
///
/// # Errors
/// A name or a severity among the arguments that is not known.
pub(crate) fn engine(told: Told<'_>, config: &Config) -> Result<Engine<'static>, String> {
    let book = bundled::book();
    let severities = severities(told, config, book)?;
    // What the arguments say holds everywhere.
    let is_told = |id: &str| {
        let named = |setting: &String| setting.split('=').next() == Some(id);
        !told.only.is_empty() || told.rules.iter().any(named)
    };
    let overrules = config.overrides.iter().map(|own| {
        let files = Rules::new([("", own.paths.join("\n").as_str())]);
        let ids = (0..book.rules.len()).map(|at| RuleId(at as u16));
        let levels = ids.filter_map(|id| {
            let name = book.rule(id).id.as_str();
            Some((id, level(&own.rules, name).filter(|_| !is_told(name))?))
        });
        Overrule { files, levels: levels.collect() }
    });
    let severity = |id: RuleId| severities[usize::from(id.0)];
    let (automaton, lexicon) = (bundled::automaton(), bundled::lexicon());
    let words = config.words.iter().filter(|word| !word.is_empty()).cloned().collect();
    Ok(Engine::for_blog(book, automaton, lexicon, severity, overrules.collect(), words))
}

/// How loud a rule is in a blog, as far as the blog says so itself.
pub(super) fn configured(rule: &Rule, config: &Config, profile: Option<Profile>) -> Severity {
    let by_profile = match profile.unwrap_or(config.profile) {
        Profile::Recommended => rule.severity,
        Profile::Strict => rule.severity.max(Severity::Info),
    };
    level(&config.rules, &rule.id).unwrap_or(by_profile)
}

/// How loud each rule is: what its file says, then the profile, `rules` of the blog, `--only`, `--rule`.
///
/// # Errors
/// A name or a severity that is not known.
pub(super) fn severities(told: Told<'_>, config: &Config, book: &Book) -> Result<Vec<Severity>, String> {
    let mut severities: Vec<Severity> =
        book.rules.iter().map(|rule| configured(rule, config, told.profile)).collect();
    let unknown = |name: &str| match nearest(book, name) {
        Some(nearest) => format!("no rule or group is called `{name}`; did you mean `{nearest}`?"),
        None => format!("no rule or group is called `{name}`"),
    };
    if !told.only.is_empty() {
        let named = |at: usize, name: &str| {
            let rule = &book.rules[at];
            rule.id == name || rule.group() == name.trim_end_matches(['/', '*'])
        };
        for name in told.only {
            if !(0..book.rules.len()).any(|at| named(at, name)) {
                return Err(unknown(name));
            }
        }
        for (at, severity) in severities.iter_mut().enumerate() {
            if !told.only.iter().any(|name| named(at, name)) {
                *severity = Severity::Off;
            } else if told.only.contains(&book.rules[at].id) {
                // A rule that is asked for by its own name runs, even if it is off by default.
                *severity = (*severity).max(Severity::Info);
            }
        }
    }
    for setting in told.rules {
        let (name, severity) =
            setting.split_once('=').map_or((setting.as_str(), None), |(n, s)| (n, Some(s)));
        let id = book.find(name).ok_or_else(|| unknown(name))?;
        let slot = &mut severities[usize::from(id.0)];
        *slot = match severity {
            None => (*slot).max(Severity::Info),
            Some("off") => Severity::Off,
            Some("info") => Severity::Info,
            Some("warning") => Severity::Warning,
            Some("error") => Severity::Error,
            Some(other) => return Err(format!("`{other}` is no severity: off, info, warning or error")),
        };
    }
    Ok(severities)
}
