//! Answers that were given before. A text asks about the same words over and over, and so do the rules
//! that look at one place of it; an answer takes about a microsecond to find and a few nanoseconds to
//! remember.

use std::cell::Cell;

/// How many answers a thread remembers; newer ones take the places of older ones.
const ANSWERS: usize = 1 << 13;

thread_local! {
    static MEMORY: Box<[Cell<u64>]> = vec![Cell::new(0); ANSWERS].into_boxed_slice();
}

/// The answer to a question, from memory or from `ask`. Questions are told apart by 63 bits of a hash:
/// that two of them meet is as likely as a broken memory chip.
pub(super) fn remembered(lexicon: usize, class: u8, word: &str, ask: impl FnOnce() -> bool) -> bool {
    let key = hash(lexicon, class, word) | 1;
    MEMORY.with(|memory| {
        let place = &memory[(key >> 40) as usize % ANSWERS];
        let known = place.get();
        if known | 1 == key {
            return known & 1 == 1;
        }
        let answer = ask();
        place.set(if answer { key } else { key & !1 });
        answer
    })
}

/// The multiply-and-rotate hash of the Rust compiler, over eight bytes at a time.
fn hash(lexicon: usize, class: u8, word: &str) -> u64 {
    const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
    let step = |hash: u64, bits: u64| (hash.rotate_left(5) ^ bits).wrapping_mul(FACTOR);
    let start = step(lexicon as u64, u64::from(class) << 8 | word.len() as u64);
    word.as_bytes().chunks(8).fold(start, |hash, chunk| {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        step(hash, u64::from_le_bytes(bytes))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_asked_for_once_and_kept_apart_from_others() {
        let asked = Cell::new(0);
        let ask = |class, word, answer| {
            remembered(7, class, word, || {
                asked.set(asked.get() + 1);
                answer
            })
        };
        assert!(ask(1, "하늘", true));
        assert!(!ask(2, "하늘", false));
        assert!(!ask(1, "하는", false));
        assert!(ask(1, "하늘", false), "remembered");
        assert!(!ask(2, "하늘", true), "remembered");
        assert_eq!(asked.get(), 3);
    }
}
