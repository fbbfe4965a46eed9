//! A rule file as it is written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Localized, check::Check};
use crate::diagnostic::{Safety, Severity};

/// One file under `rules/`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// One line.
    pub title: Localized,
    /// How loud in the recommended profile.
    pub severity: Severity,
    /// Whether the fixes may be applied unread.
    #[serde(default = "safe")]
    pub safety: Safety,
    /// What to look for.
    pub check: Check,
    /// What a diagnostic says.
    pub message: Localized,
    /// What it says in the check's other cases, by the case's name.
    #[serde(default)]
    pub variants: BTreeMap<String, Localized>,
    /// Why it matters.
    pub why: Localized,
    /// The norm or the observation the rule rests on; at least one.
    pub source: Vec<Source>,
    /// What the rule finds; at least one.
    pub bad: Vec<Written>,
    /// What the rule leaves alone; at least two.
    pub good: Vec<Written>,
}

fn safe() -> Safety {
    Safety::Safe
}

/// Where a norm is written down, or what was observed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// 한글 맞춤법 제42항, 표준국어대사전 ‘며칠’, "Jekyll 4.4, observed".
    pub title: String,
    /// A stable address, where there is one.
    #[serde(default)]
    pub url: Option<String>,
}

/// An example as it is written: a sentence alone, or with what else it needs.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "a text, or `text` with some of: path, files, stored, fixed")]
pub enum Written {
    /// Only the text.
    Text(String),
    /// The text and its surroundings.
    Whole(Example),
}

impl From<Written> for Example {
    fn from(written: Written) -> Example {
        match written {
            Written::Text(text) => Example { text, ..Example::default() },
            Written::Whole(example) => example,
        }
    }
}

/// A text to try the rule on. `⟦` and `⟧` stand around what must be reported, and are taken out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Example {
    /// The text: a sentence, or a whole file when it begins with front matter.
    pub text: String,
    /// Where the file lies in its site.
    pub path: Option<String>,
    /// The other files of the site, by path.
    pub files: BTreeMap<String, String>,
    /// How the file is stored, where that matters: an encoding such as `cp949`, or `unreadable`.
    pub stored: Option<String>,
    /// The text after the fix; none where the rule offers no fix.
    pub fixed: Option<String>,
}

impl Example {
    /// Where the example file lies in its site, if it does not say so: a whole file is a post, a
    /// sentence just a file.
    pub fn path(&self) -> &str {
        let usual =
            if self.text.trim_start_matches('⟦').starts_with("---") { Self::POST } else { "sentence.md" };
        self.path.as_deref().unwrap_or(usual)
    }

    const POST: &'static str = "_posts/2024-01-02-post.md";

    /// The text without marks, and the marked span if there is one (byte offsets in that text).
    pub fn unmarked(&self) -> (String, Option<std::ops::Range<usize>>) {
        const OPEN: &str = "⟦";
        let text = self.text.replace(['⟦', '⟧'], "");
        let range =
            self.text.find(OPEN).zip(self.text.find('⟧')).map(|(open, close)| open..close - OPEN.len());
        (text, range)
    }
}
