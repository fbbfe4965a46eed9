//! Images without a text that stands for them.
//!
//! Source: WCAG 2.2, 1.1.1 Non-text Content; HTML Living Standard 4.8.4.4.

use std::ops::Range;

use super::Context;
use crate::diagnostic::Finding;
use crate::document::blocks::{Body, Image, Link};
use crate::document::html::Tag;
use crate::document::line;
use crate::rule::check::AltCase;
use crate::site::names::fold;
use crate::span::{Span, meeting};

/// Words that only say that there is an image, alone or numbered. Without spaces and separators, in
/// lower case.
const MEANINGLESS: [&str; 53] = [
    "image",
    "images",
    "img",
    "imgs",
    "alt",
    "alttext",
    "altimage",
    "alternatetext",
    "imagealt",
    "imagedescription",
    "imagedesc",
    "imgalt",
    "enterimagedescriptionhere",
    "picture",
    "pic",
    "photo",
    "screenshot",
    "screenshots",
    "screencapture",
    "screenshotat",
    "screenshotfrom",
    "screencaptureat",
    "capture",
    "captureimage",
    "pastedimage",
    "pastedgraphic",
    "untitled",
    "drawing",
    "dsc",
    "dscn",
    "dscf",
    "pxl",
    "kakaotalk",
    "kakaotalkphoto",
    "이미지",
    "이미지설명",
    "사진",
    "사진설명",
    "그림",
    "그림설명",
    "캡처",
    "캡쳐",
    "캡처이미지",
    "캡쳐이미지",
    "화면캡처",
    "화면캡쳐",
    "스크린샷",
    "스샷",
    "무제",
    "제목없음",
    "대체텍스트",
    "대체글",
    "설명",
];

/// What cameras and screenshot tools write between a word and a time.
const TIME_WORDS: [&str; 6] = ["오전", "오후", "am", "pm", "at", "복사본"];

const IMAGE_ENDINGS: [&str; 9] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".heic", ".bmp"];

/// Checks the images of Markdown and HTML.
pub fn check(case: AltCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    let body = &context.document.body;
    let text = context.document.text.as_str();
    let mut report = |span: Span, value: &str| {
        emit(Finding { span, args: vec![value.to_owned()], ..Finding::default() });
    };
    let figures = captioned(&body.tags);
    for (at, tag) in body.tags.iter().enumerate().filter(|(_, tag)| tag.opens("img")) {
        match (case, tag.attribute("alt")) {
            (AltCase::Missing, None) if !is_decoration(tag) && !is_in_one(&figures, at) => {
                report(tag.span, "");
            }
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
            AltCase::Empty if alt.is_empty() && !is_explained(text, body, image) => report(image.span, ""),
            AltCase::Meaningless if is_meaningless(alt) => report(image.alt_span, alt),
            _ => {}
        }
    }
}

/// Whether an `<img>` says otherwise what it shows, or that nobody needs to know.
fn is_decoration(tag: &Tag) -> bool {
    let value = |name| tag.attribute(name).and_then(|attribute| attribute.value.as_deref());
    let is = |name, values: &[&str]| value(name).is_some_and(|value| values.contains(&value.trim()));
    let named = ["aria-label", "aria-labelledby", "title"].iter().any(|name| value(name).is_some());
    // Counters of visits are a pixel wide.
    let is_pixel = ["width", "height"].iter().any(|name| is(*name, &["0", "1", "0px", "1px"]));
    // `{...props}` may bring one; `:alt`, `v-bind:alt` do.
    let from_program = |name: &str| name.starts_with('{') || name.ends_with(":alt");
    is("role", &["presentation", "none"])
        || is("aria-hidden", &["true"])
        || named
        || is_pixel
        || tag.attributes.iter().any(|attribute| from_program(&attribute.name))
}

/// The tags in each `<figure>` with a `<figcaption>`, by their numbers.
fn captioned(tags: &[Tag]) -> Vec<Range<usize>> {
    let of_figures = tags.iter().enumerate().filter(|(_, tag)| tag.name.eq_ignore_ascii_case("figure"));
    let marks: Vec<usize> = of_figures.map(|(at, _)| at).chain([tags.len()]).collect();
    let figures = marks.windows(2).map(|pair| pair[0]..pair[1]).filter(|figure| !tags[figure.start].closing);
    figures.filter(|figure| tags[figure.clone()].iter().any(|tag| tag.opens("figcaption"))).collect()
}

fn is_in_one(figures: &[Range<usize>], at: usize) -> bool {
    let before = figures.partition_point(|figure| figure.start <= at);
    figures[..before].last().is_some_and(|figure| at < figure.end)
}

/// Whether something beside an image of Markdown says what it shows: a title, an attribute list with
/// `alt`, the text of the link around it, a caption under it.
fn is_explained(text: &str, body: &Body, image: &Image) -> bool {
    let titled = image.title.as_deref().is_some_and(|title| !title.trim().is_empty());
    let after = line::near(text, image.span.range().end, text.len());
    let attributes = after.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    let has_alt = attributes.is_some_and(|(inner, _)| inner.contains("alt="));
    let encloses = |link: &&Link| {
        let (outer, inner) = (link.text_span.range(), image.span.range());
        outer.start <= inner.start && inner.end <= outer.end
    };
    let in_link = meeting(&body.links, |link| link.span, image.span).find(encloses).is_some_and(|link| {
        let before = &text[link.text_span.range().start..image.span.range().start];
        let behind = &text[image.span.range().end..link.text_span.range().end];
        [before, behind].iter().any(|part| part.contains(char::is_alphabetic))
    });
    titled || has_alt || in_link || is_caption(after)
}

/// Whether what follows an image is a caption: the next line, all in emphasis or small.
fn is_caption(after: &str) -> bool {
    let after = match after.strip_prefix('{') {
        Some(attributes) => attributes.split_once('}').map_or(after, |(_, rest)| rest),
        None => after,
    };
    let Some((same_line, below)) = after.split_once('\n') else { return false };
    let line = below.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let emphasised = ["*", "_"].iter().any(|mark| line.starts_with(mark) && line.ends_with(mark));
    let tagged = ["<figcaption", "<em", "<sub", "<small", "<i>", "<center"];
    let ends_line = same_line.trim().trim_end_matches(['\\', '<', 'b', 'r', '/', '>']).trim().is_empty();
    let is_list = line.starts_with("* ") || line.starts_with("***") || line.starts_with("___");
    ends_line && !is_list && line.len() > 2 && (emphasised || tagged.iter().any(|tag| line.starts_with(tag)))
}

fn is_meaningless(alt: &str) -> bool {
    let folded = fold(alt.trim());
    let ending = IMAGE_ENDINGS.iter().find(|ending| folded.ends_with(**ending));
    let stem = ending.map_or(&*folded, |ending| &folded[..folded.len() - ending.len()]);
    // `docker-flow.png`, with nothing around it, is the name of a file; `로그인 화면.png` tells something.
    let is_file_name = ending.is_some() && stem.is_ascii() && !stem.contains(' ');
    is_file_name || is_only_a_word(stem) || is_hash(stem)
}

/// Whether a text is one of [`MEANINGLESS`], with a number or a time if any.
fn is_only_a_word(text: &str) -> bool {
    // Only what stands in no word: digits, separators and the words of a time.
    let is_separator = |c: char| c.is_ascii_digit() || " -_.,:()[]#~/\u{202f}".contains(c);
    let parts = text.split(is_separator).filter(|part| !part.is_empty());
    let word: String = parts.filter(|part| !TIME_WORDS.contains(part)).collect();
    MEANINGLESS.contains(&word.as_str())
}

/// Whether a text is what a program calls a file: `a3f5…`, `9f86d081-884c-7d65-…`.
fn is_hash(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.bytes().filter(|byte| (b'a'..=b'f').contains(byte)).count();
    let dashes = text.bytes().filter(|byte| *byte == b'-').count();
    digits + letters + dashes == text.len() && digits >= 4 && letters >= 2 && text.len() >= SHORTEST_HASH
}

const SHORTEST_HASH: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_say_nothing() {
        for alt in [
            "image",
            "IMG_1234",
            "image 3",
            "Untitled 12",
            "Untitled (1)",
            "스크린샷.png",
            "그림-1",
            "스크린샷 2024-01-02 오후 3.04.05.png",
            "Screenshot 2024-01-02 at 3.04.05 PM",
            "KakaoTalk_Photo_2024-01-02-03-04-05",
            "Pasted image 20240102030405.png",
            "image-20240102030405678",
            "enter image description here",
            "\u{1109}\u{1161}\u{110c}\u{1175}\u{11ab}1",
            "화면 캡처 2024-01-02",
            "docker_flow.png",
            "9f86d081-884c-7d65-9a2f-eaa0c55ad015",
        ] {
            assert!(is_meaningless(alt), "{alt}");
        }
        for alt in [
            "서버 구조도",
            "그림 같은 바다",
            "",
            "2024년 매출",
            "로그인 화면.png",
            "1",
            "스크린샷: 로그인 화면",
            "Docker image",
            "이미지 처리 결과",
            "그림 1. 서버 구조",
            "face",
        ] {
            assert!(!is_meaningless(alt), "{alt}");
        }
    }

    #[test]
    fn captions_stand_right_under_the_image() {
        for after in [
            "\n*강가의 벚꽃*\n",
            "{: .center}\n_강가의 벚꽃_",
            "  \n<figcaption>벚꽃</figcaption>",
            "\n\n_벚꽃_",
        ] {
            assert!(is_caption(after), "{after:?}");
        }
        for after in ["", "\n꽃이 피었다.", "\n* 첫째 *", "\n***", " 옆\n*벚꽃*"] {
            assert!(!is_caption(after), "{after:?}");
        }
    }
}
