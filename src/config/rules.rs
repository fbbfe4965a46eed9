//! How loud rules are: `profile`, `rules` and `overrides`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use crate::bundled;
use crate::diagnostic::Severity;
use crate::engine::nearest;

/// The name of a rule or a group that there is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleName(pub String);

impl<'de> Deserialize<'de> for RuleName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<RuleName, D::Error> {
        struct Name;

        impl Visitor<'_> for Name {
            type Value = RuleName;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("the name of a rule or a group")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<RuleName, E> {
                let book = bundled::book();
                if book.find(name).is_some() || book.rules.iter().any(|rule| rule.group() == name) {
                    return Ok(RuleName(name.to_owned()));
                }
                Err(E::custom(match nearest(book, name) {
                    Some(nearest) => {
                        format!("no rule or group is called `{name}`; did you mean `{nearest}`?")
                    }
                    None => format!("no rule or group is called `{name}`"),
                }))
            }
        }

        from.deserialize_str(Name)
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
        let book = bundled::book();
        let mut names: Vec<&str> =
            book.rules.iter().flat_map(|rule| [rule.group(), rule.id.as_str()]).collect();
        names.sort_unstable();
        names.dedup();
        json_schema!({ "type": "string", "enum": names })
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
    #[schemars(description = "규칙이나 묶음의 크기", example = example_levels())]
    pub rules: Levels,
}

fn example_levels() -> serde_json::Value {
    serde_json::json!({ "spacing": "info", "loanword/common": "off" })
}

/// What `levels` says of a rule.
pub fn level(levels: &Levels, id: &str) -> Option<Severity> {
    let group = id.split('/').next().unwrap_or(id);
    let get = |name: &str| levels.get(&RuleName(name.to_owned()));
    get(id).or_else(|| get(group)).map(|level| Severity::from(*level))
}
