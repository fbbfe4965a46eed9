//! What toego says: a rule, a place, a message, and perhaps a fix.

use serde::{Deserialize, Serialize};

use crate::span::Span;

/// Index of a rule in the [`crate::rule::Book`] that was in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RuleId(pub u16);

/// How loud a diagnostic is. `Off` never reaches a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Not reported.
    Off,
    /// Worth knowing; never fails a run by default.
    Info,
    /// Wrong, and the reader will see it.
    Warning,
    /// Wrong, and something is lost: a post, an image, a field.
    Error,
}

/// What a check found, before it is known as whose rule and how loud: the part a check fills in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The bytes to point at.
    pub span: Span,
    /// Which of the rule's messages to use; 0 is `message`, others are its `variants` in order.
    pub variant: u8,
    /// Values for the message's placeholders, in the order the check kind names them.
    pub args: Vec<String>,
    /// How to repair it.
    pub fix: Option<Fix>,
}

/// A [`Finding`] of a rule, at its severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Whose.
    pub rule: RuleId,
    /// How loud.
    pub severity: Severity,
    /// What and where.
    pub finding: Finding,
}

/// A repair. Its edits apply together or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// The edits, in order, not overlapping.
    pub edits: Vec<Edit>,
    /// Whether it may be applied without a reader.
    pub safety: Safety,
}

/// One replacement in the original file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes to replace; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

/// Whether a fix keeps the meaning whatever the sentence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// Right wherever the rule is right.
    Safe,
    /// Usually right; a person decides.
    Suggestion,
}
