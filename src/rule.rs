//! Rules: what is bundled, and what a rule file says.
//!
//! A rule is one YAML file under `rules/`, named by its path: `rules/spacing/bound-noun-su.yml` is
//! `spacing/bound-noun-su`. [`source`] is the file as written, [`check`] the kinds of check it can
//! name, [`compile`] turns the files into a [`Book`]. The build script does that once; at run time
//! the book is read back from bytes.

pub mod check;
pub mod compile;
pub mod lazy;
pub mod source;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{RuleId, Safety, Severity};
use crate::pattern::Pattern;
use crate::pattern::guard::{Guard, Head};

use crate::lang::Localized;
pub use check::Check;
pub use lazy::Lazy;

/// All rules in force, as the engine needs them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Book {
    /// The rules, the bundled ones sorted by id and then a blog's own; a [`RuleId`] is an index here.
    pub rules: Vec<Rule>,
    /// What the pattern and word rules look for, each with its rule.
    pub phrases: Vec<(RuleId, Lazy<Phrase>)>,
    /// What the exceptions of phrases look like.
    pub innocents: Vec<Lazy<Innocent>>,
    /// What can stand beside literals.
    pub guards: Vec<Guard>,
    /// What the literals of the automaton propose, one after the other.
    pub proposals: Vec<Proposal>,
    /// Where in `proposals` those of each literal end, by the automaton's value.
    pub ends: Vec<u16>,
    /// Front-matter fields of generators and themes, by name.
    pub tables: Vec<(Owner, Lazy<FieldTable>)>,
}

/// One rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// `group/name`.
    pub id: String,
    /// How loud in the recommended profile.
    pub severity: Severity,
    /// Whether its fixes may be applied unread.
    pub safety: Safety,
    /// What it looks for.
    pub check: Check,
}

impl Rule {
    /// The part of the id before the slash.
    pub fn group(&self) -> &str {
        self.id.split('/').next().unwrap_or_default()
    }
}

/// One pattern of a pattern or word rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Phrase {
    /// What to match.
    pub pattern: Pattern,
    /// What to write instead of the reported span; `$1` stands for a group.
    pub replace: Option<String>,
    /// Whether the particle after the span is adapted to the replacement.
    pub adapt_particle: bool,
    /// Innocent texts, by index in [`Book::innocents`]: where one of these overlaps the reported span,
    /// it is not reported.
    pub except: Vec<u16>,
    /// Classes of words: a reported span that is such a word as it stands is not reported.
    pub unless: Vec<crate::lexicon::Class>,
}

/// An innocent text. It is looked for only around what a phrase found, so it needs no literal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Innocent {
    /// The text.
    pub pattern: Pattern,
    /// What the part of it begins with that is looked for first.
    pub head: Head,
    /// The most bytes it has before that part, and from it on.
    pub reach: (u16, u16),
}

/// Why the automaton stopped somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proposal {
    /// A phrase's literal.
    Phrase {
        /// Index in [`Book::phrases`].
        phrase: u16,
        /// Index in [`Book::guards`].
        guard: u16,
    },
    /// A particle after something that is read aloud, for this rule.
    Josa(RuleId),
}

/// Whose a [`FieldTable`] is: what the table says of that, to be known without reading the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Owner {
    /// [`FieldTable::name`].
    pub name: String,
    /// [`FieldTable::generator`].
    pub generator: String,
    /// [`FieldTable::usual`].
    pub usual: bool,
}

/// The front-matter fields a generator or theme reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldTable {
    /// `jekyll`, `minimal-mistakes`: the name detection gives.
    #[serde(default)]
    pub name: String,
    /// The generator a theme is for; empty in a generator's own table.
    #[serde(default)]
    pub generator: String,
    /// Whether sites of an unknown theme are taken to have these fields, too: so many themes derive
    /// from this one.
    #[serde(default)]
    pub usual: bool,
    /// The layouts a theme brings, by name without ending.
    #[serde(default)]
    pub layouts: Vec<String>,
    /// The fields, by dotted path.
    #[serde(default)]
    pub fields: std::collections::BTreeMap<String, Field>,
    /// The tags of its template language.
    #[serde(default)]
    pub tags: TagTable,
}

/// The Liquid tags that are known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TagTable {
    /// Those that are always there.
    pub core: TagSet,
    /// Those of plugins, by the name of the gem; also plugins that define none.
    pub plugins: std::collections::BTreeMap<String, TagSet>,
    /// Gems of themes that bring no other plugin than these, as `theme` names them; a `*` at the end
    /// stands for anything.
    pub themes: Vec<String>,
    /// Files of a site's own plugins that define no tag.
    pub plugin_files: Vec<String>,
}

/// Names of tags.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TagSet {
    /// Tags that stand alone.
    pub single: Vec<String>,
    /// Tags that an `end…` closes.
    pub block: Vec<String>,
}

/// One front-matter field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What its value may be; several where several are read.
    #[serde(rename = "type", default)]
    pub types: Vec<FieldType>,
    /// What the items of a list may be.
    #[serde(default)]
    pub items: Vec<FieldType>,
    /// The only values it takes, where they are few.
    #[serde(default)]
    pub values: Vec<String>,
    /// What holds when it is not given, as it would be written.
    #[serde(default)]
    pub default: Option<String>,
    /// Whether the value names an image of the site.
    #[serde(default)]
    pub image: bool,
    /// The first version of the theme that reads it.
    #[serde(default)]
    pub since: Option<String>,
    /// The first version of the theme that does not read it any more.
    #[serde(default)]
    pub until: Option<String>,
    /// Other names that mean, or meant, the same.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names that are written for it and read by nobody, too far away to be guessed.
    #[serde(default)]
    pub slips: Vec<String>,
    /// What it is for, in a few words.
    #[serde(default)]
    pub title: Option<Localized>,
}

/// The type of a front-matter value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// true or false.
    Bool,
    /// Text.
    Str,
    /// A number.
    Number,
    /// A date, with or without a time.
    Date,
    /// A list.
    List,
    /// Keys with values.
    Map,
}

impl FieldType {
    /// All of them, each with its name in a table.
    pub const NAMED: [(FieldType, &'static str); 6] = [
        (FieldType::Bool, "bool"),
        (FieldType::Str, "str"),
        (FieldType::Number, "number"),
        (FieldType::Date, "date"),
        (FieldType::List, "list"),
        (FieldType::Map, "map"),
    ];
}

/// Whether what follows a `{` in a message is the name of a value: other braces stand for themselves.
pub fn begins_placeholder(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_lowercase())
}

/// A rule's documentation and wording: read only by reports, `explain` and `rules`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page {
    /// One line.
    pub title: Localized,
    /// What a diagnostic says; `{name}` and `{name|을/를}` are filled in.
    pub message: Localized,
    /// The messages of the check's other cases, in the order the check numbers them (from 1).
    pub variants: Vec<Localized>,
    /// Why it matters.
    pub why: Localized,
    /// The norm or the observation it rests on.
    pub source: Vec<source::Source>,
    /// What it finds.
    pub bad: Vec<source::Example>,
    /// What it leaves alone.
    pub good: Vec<source::Example>,
}

impl Book {
    /// The rule of an id.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[usize::from(id.0)]
    }

    /// The ids of all rules.
    pub fn ids(&self) -> impl Iterator<Item = RuleId> + use<> {
        (0..self.rules.len()).map(|at| RuleId(at as u16))
    }

    /// How many literals there are: the value of the next one.
    pub fn literals(&self) -> u32 {
        self.ends.len() as u32
    }

    /// What a literal proposes, by the automaton's value.
    pub fn proposed(&self, value: u32) -> &[Proposal] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| usize::from(*end));
        let literal = value as usize;
        self.proposals.get(literal.checked_sub(1).map_or(0, end)..end(literal)).unwrap_or_default()
    }

    /// The tables whose owner is wanted.
    pub fn tables_of(&self, is_wanted: impl Fn(&Owner) -> bool) -> impl Iterator<Item = &FieldTable> {
        self.tables.iter().filter(move |(owner, _)| is_wanted(owner)).filter_map(|(_, table)| table.get())
    }

    /// The id of a name, if there is such a rule.
    pub fn find(&self, name: &str) -> Option<RuleId> {
        self.ids().find(|id| self.rule(*id).id == name)
    }

    /// Whether that is the name of a rule or a group.
    pub fn has(&self, name: &str) -> bool {
        self.rules.iter().any(|rule| rule.id == name || rule.group() == name)
    }
}
