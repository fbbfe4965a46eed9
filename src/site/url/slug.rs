//! Names as they stand in an address.

use std::sync::LazyLock;

use regex::Regex;

use crate::hangul::is_syllable;

/// Letters, marks and digits, as Ruby has them.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{M}\p{L}\p{Nd}]").ok());

/// `내 회고 글` as `내-회고-글`, with the marks that are allowed in an address and in its letter case.
///
/// Source: Jekyll 4.4, `Utils.slugify(mode: "pretty", cased: true)`.
pub(super) fn pretty(text: &str) -> String {
    hyphenated(text, |c| "._~!$&'()+,;=@".contains(c) || is_word(c))
}

/// Letters and digits only, in lower case.
///
/// Source: Jekyll 4.4, `Utils.slugify`.
pub(super) fn plain(text: &str) -> String {
    hyphenated(text, is_word).to_lowercase()
}

/// The text with one `-` for each run of characters that do not stay, but for those at its ends.
fn hyphenated(text: &str, stays: impl Fn(char) -> bool) -> String {
    let parts: Vec<&str> = text.split(|c| !stays(c)).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

fn is_word(c: char) -> bool {
    // The table of Unicode takes as long to build as all else there is to do for a post.
    c.is_ascii_alphanumeric()
        || is_syllable(c)
        || !c.is_ascii() && WORD.as_ref().is_some_and(|pattern| pattern.is_match(c.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_slugs() {
        assert_eq!(pretty("C++ & (회고)! #1"), "C++-&-(회고)!-1");
        assert_eq!(pretty("내 회고 글"), "내-회고-글");
        assert_eq!(plain("The _config.yml file"), "the-config-yml-file");
    }
}
