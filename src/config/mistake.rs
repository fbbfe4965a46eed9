//! What is wrong with a `.toego.yml`.

use std::fmt;

/// Something in the file that is not understood. Displayed as `line:column: what is wrong`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
    /// What is wrong, in one line.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A value may have several lines; what is said of it has one.
        let message = self.message.replace(['\n', '\r'], " ");
        write!(out, "{}:{}: {message}", self.line, self.column)
    }
}

impl std::error::Error for Mistake {}

impl From<&serde_yaml::Error> for Mistake {
    fn from(error: &serde_yaml::Error) -> Mistake {
        use serde_yaml::Error;
        let error = error.without_snippet();
        let message = match error {
            Error::SerdeUnknownField { field, expected, .. } => {
                format!("unknown key `{field}`; {}", instead(field, expected))
            }
            Error::SerdeUnknownVariant { variant, expected, .. } => {
                let what = match expected.first() {
                    Some(&"off") => "severity",
                    Some(&"recommended") => "profile",
                    Some(&"jekyll") => "generator",
                    _ => "type",
                };
                format!("`{variant}` is no {what}; {}", instead(variant, expected))
            }
            other => {
                let text = other.to_string();
                // The place is said once, before the message.
                text.lines()
                    .next()
                    .and_then(|line| line.split(" at line ").next())
                    .unwrap_or_default()
                    .to_owned()
            }
        };
        let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
        Mistake { line, column, message }
    }
}

/// The name that was meant, or those there are.
fn instead(written: &str, known: &[&str]) -> String {
    let distance = |name: &str| strsim::damerau_levenshtein(name, written);
    let near = |name: &&str| distance(name) <= 2 || (name.len() > 2 && written.starts_with(name));
    match known.iter().copied().filter(near).min_by_key(|name| distance(name)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("there are: {}", known.join(", ")),
    }
}
