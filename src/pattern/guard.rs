//! What can stand right beside a literal: two look-ups that spare most proposals the match.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::hangul::{FINALS_END, INITIALS};

/// A set of bytes of a jamo view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ByteSet([u64; 4]);

impl ByteSet {
    /// No byte.
    pub const NONE: ByteSet = ByteSet([0; 4]);
    /// Every byte.
    pub const ALL: ByteSet = ByteSet([u64::MAX; 4]);
    /// Every byte that is not part of a syllable.
    pub const NO_HANGUL: ByteSet = ByteSet::NONE.with(0..=INITIALS - 1).with(FINALS_END..=u8::MAX);

    /// The set and these bytes.
    pub const fn with(mut self, bytes: RangeInclusive<u8>) -> ByteSet {
        let mut byte = *bytes.start() as usize;
        while byte <= *bytes.end() as usize {
            self.0[byte / 64] |= 1 << (byte % 64);
            byte += 1;
        }
        self
    }

    /// The bytes of either set.
    pub fn or(self, other: ByteSet) -> ByteSet {
        ByteSet(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }

    /// Whether the byte is in the set.
    #[inline]
    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte) / 64] >> (byte % 64) & 1 == 1
    }
}

/// The bytes that something can begin with: one set for each of the first three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head(pub [ByteSet; 3]);

impl Head {
    /// The head of nothing.
    pub const NONE: Head = Head([ByteSet::NONE; 3]);

    /// What either begins with.
    pub fn or(self, other: Head) -> Head {
        Head(std::array::from_fn(|at| self.0[at].or(other.0[at])))
    }

    /// Whether a text can begin so, as far as it goes.
    #[inline]
    pub fn begins(&self, text: &[u8]) -> bool {
        let [first, second, third] = &self.0;
        match *text {
            [a, b, c, ..] => first.has(a) && second.has(b) && third.has(c),
            [a, b] => first.has(a) && second.has(b),
            [a] => first.has(a),
            [] => true,
        }
    }
}

/// A run of bytes that every match of a pattern contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The bytes of the jamo view.
    pub bytes: Vec<u8>,
    /// What can stand beside them.
    pub guard: Guard,
}

/// What can stand before and after a literal. The ends of the text always can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Guard {
    /// The byte before.
    pub before: ByteSet,
    /// The byte after.
    pub after: ByteSet,
}

impl Guard {
    /// Whether the literal at `start..end` of the view is worth a match.
    pub fn admits(&self, view: &[u8], start: usize, end: usize) -> bool {
        let before = start.checked_sub(1).and_then(|at| view.get(at));
        before.is_none_or(|&byte| self.before.has(byte))
            && view.get(end).is_none_or(|&byte| self.after.has(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_looked_at_on_both_sides() {
        let guard = Guard { before: ByteSet::NO_HANGUL, after: ByteSet::NONE.with(b'a'..=b'c') };
        let view = [0x80, b' ', b'x', b'b', b'x'];
        assert!(guard.admits(&view, 2, 3));
        assert!(!guard.admits(&view, 1, 3), "Hangul before");
        assert!(!guard.admits(&view, 3, 4), "x after");
        assert!(guard.admits(&view, 2, 5), "the end of the text");
    }
}
