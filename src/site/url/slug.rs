//! Names as they stand in an address.

use std::sync::LazyLock;

use regex::Regex;

/// What Jekyll's `pretty` leaves as it is.
static PRETTY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[^\p{M}\p{L}\p{Nd}._~!$&'()+,;=@]+").ok());

static PLAIN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[^\p{M}\p{L}\p{Nd}]+").ok());

/// `내 회고 글` as `내-회고-글`, with the marks that are allowed in an address and in its letter case.
///
/// Source: Jekyll 4.4, `Utils.slugify(mode: "pretty", cased: true)`.
pub(super) fn pretty(text: &str) -> String {
    hyphenated(text, &PRETTY)
}

/// Letters and digits only, in lower case.
///
/// Source: Jekyll 4.4, `Utils.slugify`.
pub(super) fn plain(text: &str) -> String {
    hyphenated(text, &PLAIN).to_lowercase()
}

fn hyphenated(text: &str, others: &LazyLock<Option<Regex>>) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_owned();
    }
    let hyphenated = others.as_ref().map_or(text.into(), |pattern| pattern.replace_all(text, "-"));
    let bare = hyphenated.strip_prefix('-').unwrap_or(&hyphenated);
    bare.strip_suffix('-').unwrap_or(bare).to_owned()
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
