//! One word spelt in two ways: which of them is right may be disputed, that a text uses one is not.

use super::SiteContext;
use crate::diagnostic::{Diagnostic, Finding};
use crate::facts::Variant;
use crate::rule::check::Variants;

/// What the words found in a document come to: each spelling once, with its count and its first place.
/// The findings hold the word and what its spellings share.
pub fn facts(found: impl Iterator<Item = Diagnostic>) -> Vec<Variant> {
    let mut variants: Vec<Variant> = Vec::new();
    for Finding { span, args, .. } in found.map(|diagnostic| diagnostic.finding) {
        let [word, group] = &args[..] else { continue };
        match variants.iter_mut().find(|known| known.word == *word) {
            Some(known) => {
                known.count += 1;
                known.span = known.span.min(span);
            }
            None => variants.push(Variant { group: group.clone(), word: word.clone(), count: 1, span }),
        }
    }
    variants.sort_by_key(|variant| variant.span);
    variants
}

/// Reports a spelling that the post itself, or else the blog, uses less than another of the same word, or as often
/// and later. In the order of `Check::variants`: within the post, within the blog, as often within the post.
pub fn check(words: &Variants, context: SiteContext<'_>, emit: &mut dyn FnMut(Finding)) {
    let own = &context.facts().variants;
    for variant in own.iter().filter(|variant| words.has(&variant.group)) {
        let mut others =
            own.iter().filter(|other| other.group == variant.group && other.word != variant.word);
        let preferred = |count: u32, span| (count, std::cmp::Reverse(span));
        if let Some(other) = others.clone().max_by_key(|other| preferred(other.count, other.span)) {
            if preferred(other.count, other.span) > preferred(variant.count, variant.span) {
                let case = if other.count > variant.count { 0 } else { 2 };
                emit(finding(variant, case, &other.word, other.count));
            }
        } else if others.next().is_none()
            && let Some((word, count)) = context.all.preferred_variant(&variant.group)
            && word != variant.word
        {
            emit(finding(variant, 1, word, count));
        }
    }
}

fn finding(variant: &Variant, case: u8, other: &str, count: u32) -> Finding {
    let args = vec![variant.word.clone(), other.to_owned(), count.to_string()];
    Finding { span: variant.span, variant: case, args, fix: None }
}
