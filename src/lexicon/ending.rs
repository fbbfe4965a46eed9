//! Endings: what is put behind a stem or a form without changing it.
//!
//! The list is closed and made for reading blogs: endings of letters, of old texts and of speech are
//! not in it.

use super::Classes;

/// What `texts` make of a run that can be one of `after`.
struct Endings {
    after: Classes,
    /// Separated by spaces.
    texts: &'static str,
    give: Classes,
}

const fn endings(after: Classes, texts: &'static str, give: Classes) -> Endings {
    Endings { after, texts, give }
}

/// What stands before endings in (으) that make a ㄹ disappear.
const SOFT: Classes = Classes::OPEN.or(Classes::DROPPED);

const ENDINGS: &[Endings] = &[
    endings(Classes::NOUN.or(Classes::COMPOUND).or(Classes::PRONOUN), "들", Classes::PLURAL),
    endings(Classes::NOUN.or(Classes::COMPOUND), "는", Classes::TOPIC),
    endings(Classes::STEM, "고 지 게", Classes::LINK),
    endings(Classes::STEM, "던", Classes::DEON),
    endings(Classes::STEM, "겠", Classes::PAST),
    endings(
        Classes::STEM,
        "다 다가 다는 다고 다면 다며 다니 다지만 자 자고 자는 자마자 자면 네 네요 습니다 습니까 습니다만 기 기가 기는 \
         기도 기를 기만 기에 기로 기까지 기보다 기보다는 기처럼 긴 길 나 나요 나마 냐 냐고 냐는 거나 거든 거든요 던데 \
         던가 던지 더니 더라 더라고 더라도 더라면 도록 든 든지 든가 듯 듯이 지만 지는 지도 지를 지요 죠 고는 고도 고만 \
         고서 고자 곤 게끔 게도 게만 군 군요 구나 소",
        Classes::FINISHED,
    ),
    // ㄹ stems stand before these as they are; -으- stands between for other consonants.
    endings(
        Classes::STEM.or(Classes::OPEN),
        "면 면서 면서도 면은 며 려 려고 려는 려다 려다가 려면 려던 러 러는 므로 라 라고 라는 라며 라면",
        Classes::FINISHED,
    ),
    endings(SOFT, "니 니까 니까요 세요 셔요 시죠 십시오 오", Classes::FINISHED),
    endings(SOFT, "시", Classes::STEM.or(Classes::OPEN)),
    endings(SOFT, "신", Classes::N),
    endings(SOFT, "실", Classes::L),
    endings(SOFT, "시는", Classes::NEUN),
    endings(SOFT, "십", Classes::FORMAL),
    endings(SOFT, "셨", Classes::PAST),
    endings(SOFT, "셔", Classes::A),
    endings(Classes::FORMAL, "니다 니다만 니까 시다", Classes::FINISHED),
    endings(
        Classes::A,
        "서 서는 서도 서야 서인지 선 도 야 야만 야지 야죠 야겠 요 라 라도 다가",
        Classes::FINISHED,
    ),
    endings(Classes::PAST, "을", Classes::L),
    endings(Classes::PAST, "던", Classes::DEON),
    endings(Classes::PAST, "었 겠", Classes::PAST),
    endings(Classes::PAST, "음", Classes::NOUN_FORM),
    endings(
        Classes::PAST,
        "다 다가 다는 다고 다고는 다면 다며 다니 다지만 습니다 습니까 습니다만 어 어요 어서 어도 어야 으면 으며 으면서 으니 \
         으니까 으나 으므로 으려면 을까 을까요 을지 을지도 는데 는데요 는데도 는지 는지도 는지는 는지를 는가 는걸 고 \
         고요 지 지요 죠 지만 지만요 네 네요 냐 냐고 나 나요 거나 거든 거든요 기 기에 기는 기도 기를 긴 던데 던지 던가 더니 \
         더라 더라도 더라면 더라고요 든 든지 듯 듯이 군 군요 구나 자 소",
        Classes::FINISHED,
    ),
    endings(
        Classes::NEUN,
        "데 데도 데요 데다 데다가 지 지는 지도 지를 지가 지요 가 가요 가는 구나 군 군요 다 다고 다는 다면 다며 다거나 다지만 걸 \
         걸요 냐 냐고 냐는",
        Classes::FINISHED,
    ),
    endings(
        Classes::N,
        "다 다고 다는 다면 다며 다거나 다지만 데 데도 데요 데다 데다가 지 지는 지도 지를 지요 가 가요 걸 걸요",
        Classes::FINISHED,
    ),
    endings(
        Classes::L,
        "까 까요 지 지는 지도 지를 지라도 지언정 게 게요 래 래요 수록 걸 걸요 뿐더러",
        Classes::FINISHED,
    ),
];

/// Calls `found` with every ending that `rest` begins with and that can stand behind `before`: its
/// length in syllables, and what the run then is. Endings after which nothing can follow are left out
/// where what they make is not `wanted`.
pub fn after(before: Classes, rest: &str, wanted: Classes, mut found: impl FnMut(usize, Classes)) {
    let useful = |endings: &&Endings| {
        before.any(endings.after) && (endings.give != Classes::FINISHED || wanted.any(Classes::FINISHED))
    };
    for endings in ENDINGS.iter().filter(useful) {
        for text in endings.texts.split(' ').filter(|text| rest.starts_with(text)) {
            found(text.chars().count(), endings.give);
        }
    }
}
