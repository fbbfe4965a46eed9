//! How loud rules are: what the blog's `.toego.yml` and the arguments make of what their files say.

use crate::config::Config;
use crate::config::rules::{Profile, level, no_rule_or_group};
use crate::diagnostic::{RuleId, Severity};
use crate::engine::{Engine, Overrule};
use crate::lang::{Localized, both};
use crate::rule::{Book, Rule};
use crate::rule_set::RuleSet;
use crate::site::ignored::Rules;
use crate::site::load::Blog;
use crate::suppress::names;

/// What the arguments say of rules.
#[derive(Clone, Copy, Default)]
pub(crate) struct Told<'a> {
    /// `--profile`.
    pub(crate) profile: Option<Profile>,
    /// `--rule`.
    pub(crate) rules: &'a [String],
    /// `--only`.
    pub(crate) only: &'a [String],
}

impl Told<'_> {
    /// Holds the names against the rules of the blogs: what only one of them has, the others need not know.
    ///
    /// # Errors
    /// A name that no blog knows.
    pub(crate) fn check(self, blogs: &[Blog]) -> Result<(), Localized> {
        let has = |is_it: &dyn Fn(&Rule) -> bool| {
            blogs.iter().any(|blog| blog.rules.book().rules.iter().any(is_it))
        };
        let only = self.only.iter().map(String::as_str).filter(|name| !has(&|rule| is_meant(rule, name)));
        let rules = self.rules.iter().map(|setting| setting.split('=').next().unwrap_or_default());
        let is_named = |name: &str| has(&|rule| rule.id == name || rule.group() == name);
        let mut unknown = only.chain(rules.filter(|name| !is_named(name)));
        match unknown.next() {
            Some(name) => Err(no_rule_or_group(blogs.iter().map(|blog| blog.rules.book()), name)),
            None => Ok(()),
        }
    }
}

/// Whether `--only name` means the rule.
fn is_meant(rule: &Rule, name: &str) -> bool {
    rule.id == name || rule.group() == name.trim_end_matches(['/', '*'])
}

/// The engine for a blog.
///
/// # Errors
/// A severity among the arguments that is not known.
pub(crate) fn engine<'b>(
    told: Told<'_>,
    rules: &'b RuleSet,
    config: &Config,
) -> Result<Engine<'b>, Localized> {
    let book = rules.book();
    let severities = severities(told, config, book)?;
    // What the arguments say holds everywhere.
    let is_told = |id: &str| {
        let named = |setting: &String| names(setting.split('=').next().unwrap_or_default(), id);
        !told.only.is_empty() || told.rules.iter().any(named)
    };
    let overrules = config.overrides.iter().map(|own| {
        let files = Rules::new([("", own.paths.join("\n").as_str())]);
        let levels = book.ids().filter_map(|id| {
            let name = book.rule(id).id.as_str();
            Some((id, level(&own.rules, name).filter(|_| !is_told(name))?))
        });
        Overrule { files, levels: levels.collect() }
    });
    let severity = |id: RuleId| severities[usize::from(id.0)];
    let words = config.words.iter().filter(|word| !word.is_empty()).cloned().collect();
    Ok(Engine::for_blog(rules, severity, overrules.collect(), words))
}

/// How loud a rule is in a blog, as far as the blog says so itself.
pub(crate) fn configured(rule: &Rule, config: &Config, profile: Option<Profile>) -> Severity {
    let by_profile = match profile.unwrap_or(config.profile) {
        Profile::Recommended => rule.severity,
        Profile::Strict => rule.severity.max(Severity::Info),
    };
    level(&config.rules, &rule.id).unwrap_or(by_profile)
}

/// How loud each rule is: what its file says, then the profile, `rules` of the blog, `--only`, `--rule`.
///
/// # Errors
/// A severity that is not known.
fn severities(told: Told<'_>, config: &Config, book: &Book) -> Result<Vec<Severity>, Localized> {
    let mut severities: Vec<Severity> =
        book.rules.iter().map(|rule| configured(rule, config, told.profile)).collect();
    if !told.only.is_empty() {
        for (rule, severity) in book.rules.iter().zip(&mut severities) {
            if !told.only.iter().any(|name| is_meant(rule, name)) {
                *severity = Severity::Off;
            } else if told.only.contains(&rule.id) {
                // A rule that is asked for by its own name runs, even if it is off by default.
                *severity = (*severity).max(Severity::Info);
            }
        }
    }
    for setting in told.rules {
        let (name, severity) =
            setting.split_once('=').map_or((setting.as_str(), None), |(n, s)| (n, Some(s)));
        let severity = match severity {
            None => None,
            Some("off") => Some(Severity::Off),
            Some("info") => Some(Severity::Info),
            Some("warning") => Some(Severity::Warning),
            Some("error") => Some(Severity::Error),
            Some(other) => {
                return Err(both!(
                    "‘{other}’ 심각도는 없습니다. 쓸 수 있는 심각도: off, info, warning, error",
                    "`{other}` is no severity: off, info, warning or error"
                ));
            }
        };
        let named = severities
            .iter_mut()
            .zip(&book.rules)
            .filter(|(_, rule)| rule.id == name || rule.group() == name);
        named.for_each(|(slot, _)| *slot = severity.unwrap_or((*slot).max(Severity::Info)));
    }
    Ok(severities)
}
