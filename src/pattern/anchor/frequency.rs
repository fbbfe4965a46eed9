//! How often something stands in Korean text, roughly: enough to tell rare parts of a pattern from common ones.
//!
//! Syllables are taken to follow one another by chance. They do not, but an order of magnitude is all that is
//! asked for.

use crate::hangul::{self, FINALS, FINALS_END};

/// The commonest syllables with their number in 10,000, counted in four million syllables of blogs and of
/// translated documentation.
const SYLLABLES: &str = "다356 이348 는270 하227 에206 를192 로182 을180 니177 가162 의153 수142 서135 지134 한119 \
    기109 있101 스98 트95 해93 은88 용88 고87 사86 리85 어81 시77 드73 자73 할71 정69 습68 으68 도66 인64 면61 \
    만57 제57 라56 성54 문53 입53 일52 합51 그50 되47 요47 적46 나46 보46 터46 과45 게44 대44 들42 여41 것41 \
    러40 데39 때39 아39 경39 프38 모38 전38 함38 부38 우38 상36 구36 와35 된35 위34 동34 작34 생33 값32 체31 \
    변30 반30 않30 장30 개29 코29 포29 출27 실27 조27 메27 소27 더27 래26 주26 타26 예25 행25 크24 파24 같24 \
    방24 야24 분23 음23 내23 능23 세22 컴22 호22 유22 번21 저21 버21 처21 결21 중21 비21 식20 환20 현20 레20";

/// The number of any other syllable in 10,000.
const OTHER_SYLLABLE: f64 = 2.0;

/// Finals in a thousand syllables, in code order.
const FINALS_IN_1000: [f64; 28] = [
    562., 38., 0., 0., 140., 0., 3., 1., 91., 0., 0., 0., 0., 0., 0., 0., 23., 30., 5., 7., 15., 69., 1., 0.,
    0., 3., 1., 1.,
];

/// How often a run of bytes of a jamo view is expected to begin at a byte of text.
pub(super) fn of(bytes: &[u8]) -> f64 {
    // Two of three characters of prose are syllables of three bytes each.
    const SYLLABLE: f64 = 0.27;
    const SPACE: f64 = 0.1;
    const OTHER: f64 = 0.01;
    let mut expected = 1.0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let whole = bytes.get(at..at + 3).and_then(|codes| codes.try_into().ok()).and_then(hangul::syllable);
        let (chance, length) = match (byte, whole) {
            (_, Some(syllable)) => (share(syllable), 3),
            (FINALS..FINALS_END, _) => (FINALS_IN_1000[usize::from(byte - FINALS)].max(0.2) / 1000., 1),
            // A syllable without its final, or the beginning of one.
            (byte, _) if hangul::is_hangul(byte) => (0.005, bytes.len() - at),
            (b' ', _) => (SPACE / SYLLABLE, 1),
            _ => (OTHER, 1),
        };
        expected *= chance;
        at += length;
    }
    expected * SYLLABLE
}

/// The share of one syllable among all.
fn share(syllable: char) -> f64 {
    let number = SYLLABLES.split(syllable).nth(1).and_then(|rest| rest.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(OTHER_SYLLABLE) / 10_000.
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_text(text: &str) -> f64 {
        let mut view = Vec::new();
        hangul::jamo_view(text, &mut view);
        of(&view)
    }

    #[test]
    fn what_is_rare_is_told_from_what_is_common() {
        let order = ["이", "에 ", "하는", "찿", "려고하"];
        for pair in order.windows(2) {
            assert!(of_text(pair[0]) > of_text(pair[1]), "{pair:?}");
        }
    }
}
