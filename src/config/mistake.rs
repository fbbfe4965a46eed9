//! What is wrong with a `.toego.yml`.

use std::fmt;

use crate::lang::{Localized, yaml};

/// Something in the file that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
    /// What is wrong, in one line.
    pub message: Localized,
}

impl Mistake {
    /// `line:column: what is wrong`, in both languages.
    pub fn said(&self) -> Localized {
        let Mistake { line, column, message } = self;
        // A value may have several lines; what is said of it has one.
        let [ko, en] = [&message.ko, &message.en].map(|text| text.replace(['\n', '\r'], " "));
        Localized { ko, en }.at(format!("{line}:{column}"))
    }
}

/// For programmers, in English.
impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.said().en)
    }
}

impl std::error::Error for Mistake {}

impl From<&serde_yaml::Error> for Mistake {
    fn from(error: &serde_yaml::Error) -> Mistake {
        let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
        Mistake { line, column, message: yaml::wrong(error) }
    }
}
