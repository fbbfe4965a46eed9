//! Endings: what can be put behind a stem or a form without changing it.

use super::Classes;

/// Behind which forms, which endings, and what the whole then is.
struct Endings {
    after: Classes,
    /// Separated by spaces.
    texts: &'static str,
    give: Classes,
}

const fn endings(after: Classes, texts: &'static str, give: Classes) -> Endings {
    Endings { after, texts, give }
}

const ENDINGS: &[Endings] = &[
    endings(Classes::STEM, "고 지 게", Classes::LINK),
    endings(Classes::STEM, "던", Classes::DEON),
    endings(Classes::STEM, "겠", Classes::PAST),
];

/// Calls `found` with every ending that `rest` begins with and that can stand behind `before`: its
/// length in syllables, and what the run then is.
pub fn after(before: Classes, rest: &str, mut found: impl FnMut(usize, Classes)) {
    for endings in ENDINGS.iter().filter(|endings| before.any(endings.after)) {
        for text in endings.texts.split(' ').filter(|text| rest.starts_with(text)) {
            found(text.chars().count(), endings.give);
        }
    }
}
