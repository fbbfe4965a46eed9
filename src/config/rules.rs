//! How loud rules are: `profile`, `rules` and `overrides`.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_yaml::Spanned;

use super::Mistake;
use crate::diagnostic::Severity;
use crate::lang::{Localized, both};
use crate::rule::Book;
use crate::rule_set::nearest;

/// The name of a rule or a group. Whether there is such a one, [`unknown`] says: it may be the blog's own.
#[derive(Clone, Debug)]
pub struct RuleName {
    name: String,
    /// Line and column, from 1.
    place: (u64, u64),
}

impl RuleName {
    /// What stands in the schema of the type for all names: which there are, the blog decides.
    pub const ANY: &str = "RULE|GROUP";

    /// The mistake, if neither a rule nor a group of `book` is called so.
    fn unknown(&self, book: &Book) -> Option<Mistake> {
        let (line, column) = self.place;
        (!book.has(self)).then(|| Mistake { line, column, message: no_rule_or_group([book], self) })
    }
}

impl std::ops::Deref for RuleName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.name
    }
}

// A name is the same wherever it stands.
impl Borrow<str> for RuleName {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for RuleName {
    fn eq(&self, other: &RuleName) -> bool {
        self.name == other.name
    }
}

impl Eq for RuleName {}

impl PartialOrd for RuleName {
    fn partial_cmp(&self, other: &RuleName) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleName {
    fn cmp(&self, other: &RuleName) -> Ordering {
        self.name.cmp(&other.name)
    }
}

impl<'de> Deserialize<'de> for RuleName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<RuleName, D::Error> {
        let Spanned { value: name, referenced, .. } = Spanned::<String>::deserialize(from)?;
        Ok(RuleName { name, place: (referenced.line(), referenced.column()) })
    }
}

impl JsonSchema for RuleName {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "RuleName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": [RuleName::ANY] })
    }
}

/// How loud a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Level {
    /// Not reported.
    Off,
    /// Worth knowing.
    Info,
    /// Wrong, and the reader sees it.
    Warning,
    /// Wrong, and something is lost.
    Error,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Severity {
        match level {
            Level::Off => Severity::Off,
            Level::Info => Severity::Info,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        }
    }
}

/// Which rules are on where nothing else is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Profile {
    /// Each rule is as loud as its file says.
    #[default]
    Recommended,
    /// What is a matter of taste is reported, too.
    Strict,
}

/// Rules and groups with how loud they are. A rule's own name goes before that of its group.
pub type Levels = BTreeMap<RuleName, Level>;

/// `overrides:`, for some of the files.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(description = "어떤 글에서만 다르게")]
pub struct Override {
    /// Which files, as in a `.gitignore`.
    #[schemars(description = "글의 경로. .gitignore처럼 적는다", example = ["_posts/옛글/"])]
    pub paths: Vec<String>,
    /// How loud rules are there.
    #[schemars(description = "규칙이나 묶음의 심각도", example = example_levels())]
    pub rules: Levels,
}

fn example_levels() -> serde_json::Value {
    serde_json::json!({ "spacing": "info", "loanword/common": "off" })
}

/// What is said of a name that neither a rule nor a group of these books has.
pub fn no_rule_or_group<'b>(books: impl IntoIterator<Item = &'b Book>, name: &str) -> Localized {
    match books.into_iter().find_map(|book| nearest(book, name)) {
        Some(nearest) => both!(
            "‘{name}’ 규칙이나 묶음은 없습니다. 비슷한 이름: `{nearest}`",
            "no rule or group is called `{name}`; did you mean `{nearest}`?"
        ),
        None => both!(
            "‘{name}’ 규칙이나 묶음은 없습니다. `toego rules`로 모두 볼 수 있습니다.",
            "no rule or group is called `{name}`; `toego rules` lists them"
        ),
    }
}

/// The first name in `levels` that neither a rule nor a group of `book` has.
pub fn unknown(levels: &Levels, book: &Book) -> Option<Mistake> {
    levels.keys().find_map(|name| name.unknown(book))
}

/// What `levels` says of a rule.
pub fn level(levels: &Levels, id: &str) -> Option<Severity> {
    let group = id.split('/').next().unwrap_or(id);
    levels.get(id).or_else(|| levels.get(group)).map(|level| Severity::from(*level))
}
