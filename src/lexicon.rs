//! Words: what a run of syllables is or can be, without a morphological analyser.
//!
//! The build script reads the lists of `rules/lexicon/`, conjugates the stems ([`inflect`]) and
//! writes one finite-state map from word to [`Classes`] ([`compile`]). At run time [`Lexicon::is`]
//! answers one question at a time: is this run of syllables of that [`Class`]?
//!
//! Rule files name classes in Korean, between braces:
//!
//! | name         | the run is …                                                   | such as                  |
//! |--------------|----------------------------------------------------------------|--------------------------|
//! | `명사`       | a listed noun                                                  | 서버, 실수               |
//! | `두음절명사` | a listed noun of two syllables or more                         | 서버                     |
//! | `모음명사`   | such a noun that ends in a vowel, or several in one            | 함수, 멤버함수           |
//! | `복합명사`   | two or more such nouns, one after another                      | 서버설정                 |
//! | `동작명사`   | a noun that takes 하다 or 되다, or ends in one                 | 설정, 서버설정           |
//! | `상태명사`   | a root that makes an adjective with 하다                       | 가능, 명확               |
//! | `이명사`     | a noun whose own last syllable is 이                           | 고양이, 플레이           |
//! | `의존명사`   | a bound noun                                                   | 것, 수, 때문             |
//! | `대명사`     | a pronoun                                                      | 우리, 이것               |
//! | `수사`       | a numeral                                                      | 하나, 열둘               |
//! | `수관형사`   | a numeral before a unit                                        | 한, 두, 여러             |
//! | `체언`       | any of the nouns, pronouns and numerals above, with 들 or not  | 서버들, 것, 우리         |
//! | `관형사`     | a determiner                                                   | 모든, 새                 |
//! | `부사`       | an adverb                                                      | 아직, 매우               |
//! | `조사`       | particles, one or stacked                                      | 에서, 까지도             |
//! | `서술격`     | a form of 이다                                                 | 입니다, 였다             |
//! | `어간`       | a stem as it stands before -고, -지, -던                       | 찾아보, 설정하, 했       |
//! | `과거어간`   | a stem with -았/었- or -겠-                                    | 했, 설정하겠             |
//! | `아어`       | a form in -아/-어                                              | 해, 찾아봐               |
//! | `명사형`     | a form in -(으)ㅁ                                              | 설정함, 있음             |
//! | `관형`       | any adnominal form, that is one of the next four               |                          |
//! | `관형는`     | an adnominal form in -는                                       | 하는, 없는               |
//! | `관형ㄴ`     | an adnominal form in -(으)ㄴ                                   | 한, 좋은                 |
//! | `관형ㄹ`     | an adnominal form in -(으)ㄹ                                   | 할, 퇴근했을             |
//! | `관형던`     | an adnominal form in -던                                       | 하던, 했던               |
//! | `용언`       | a verb or an adjective in a form that can stand by itself      | 한다, 좋습니다, 찾아봐서 |
//!
//! The classes from `어간` on are *read*: [`Lexicon::read`] goes through the run once, from left to
//! right, and keeps for every syllable what the run can be up to there. A verb can stand behind
//! a noun (커피마실), an adverb (다시할), 못 or 안, a form in -아/-어 (찾아볼), or be an auxiliary behind
//! -고, -지, -게; 하, 되, 시키 and 당하 can stand behind any two syllables.
//!
//! Where a word is a noun and a verb form, the noun wins (서울, 마을, 배열), unless the list
//! `verb-first.txt` names it (할, 볼, 드릴). It wins for `관형`, `용언` and `명사형`; a stem and a form in -아/-어 are
//! reported as they are, since only the rule knows what follows.

mod class;
pub mod compile;
mod ending;
#[cfg(test)]
mod evaluation;
pub mod inflect;
mod memory;
pub mod syllable;

use fst::Map;
use fst::raw::Output;

pub use class::{Class, Classes};

/// Longest run that is read, in syllables. No word of a text is longer; what is, is no word.
pub const LONGEST: usize = 24;

/// Bytes of a syllable in UTF-8.
const SYLLABLE: usize = 3;

/// The words, read in place.
pub struct Lexicon {
    /// Absent when the bytes were no map: then no run is any word.
    words: Option<Map<&'static [u8]>>,
}

impl Lexicon {
    /// The lexicon in `bytes`, as [`compile::compile`] wrote them.
    pub fn new(bytes: &'static [u8]) -> Lexicon {
        Lexicon { words: Map::new(bytes).ok() }
    }

    /// What the lists, and the forms of their stems, say of `word`.
    pub fn classes(&self, word: &str) -> Classes {
        let value = self.words.as_ref().and_then(|words| words.get(word));
        value.map_or(Classes::NONE, classes_of)
    }

    /// Whether `word`, a run of syllables, is of `class`. A run longer than [`LONGEST`] is of none.
    pub fn is(&self, class: Class, word: &str) -> bool {
        let own = std::ptr::from_ref(self).addr();
        memory::remembered(own, class as u8, word, || self.find(class, word))
    }

    fn find(&self, class: Class, word: &str) -> bool {
        let listed = |wanted| self.classes(word).any(wanted);
        let read = |wanted| self.read(word, wanted).any(wanted);
        match class {
            Class::Noun => listed(Classes::NOUN),
            Class::LongNoun => word.len() >= 2 * SYLLABLE && listed(Classes::NOUN),
            Class::OpenNoun => {
                let last = word.chars().next_back().and_then(syllable::letters);
                let is_open = last.is_some_and(|(_, _, last)| last.is_none());
                is_open && word.len() >= 2 * SYLLABLE && (listed(Classes::NOUN) || read(Classes::COMPOUND))
            }
            Class::NounInI => self.is_noun_in_i(word),
            Class::StateRoot => listed(Classes::STATE),
            Class::BoundNoun => listed(Classes::BOUND_NOUN),
            Class::Pronoun => listed(Classes::PRONOUN),
            Class::Numeral => listed(Classes::NUMERAL),
            Class::CountingDeterminer => listed(Classes::COUNTING),
            Class::Determiner => listed(Classes::DETERMINER),
            Class::Adverb => listed(Classes::ADVERB),
            Class::Particle => listed(Classes::PARTICLE),
            Class::Copula => listed(Classes::COPULA),
            Class::CompoundNoun => read(Classes::COMPOUND),
            Class::ActionNoun => read(Classes::ACTION),
            Class::Nominal => read(Classes::NOMINAL),
            Class::Stem => read(Classes::STEM | Classes::PAST),
            Class::PastStem => read(Classes::PAST),
            Class::FormInA => read(Classes::A),
            Class::NounForm => self.is_verbal(word, Classes::NOUN_FORM),
            Class::Adnominal => self.is_verbal(word, Classes::ADNOMINAL),
            Class::AdnominalNeun => self.is_verbal(word, Classes::NEUN),
            Class::AdnominalN => self.is_verbal(word, Classes::N),
            Class::AdnominalL => self.is_verbal(word, Classes::L),
            Class::AdnominalDeon => self.is_verbal(word, Classes::DEON),
            Class::Predicate => {
                let finished = Classes::FINISHED | Classes::LINK | Classes::A | Classes::ADNOMINAL;
                self.is_verbal(word, finished)
            }
        }
    }

    /// Whether `word` can be one of the `wanted` forms, and is no noun or particle.
    fn is_verbal(&self, word: &str, wanted: Classes) -> bool {
        let read = self.read(word, wanted);
        let listed_otherwise = read.any(Classes::NOUN | Classes::PARTICLE) && !read.any(Classes::VERB_FIRST);
        let read_otherwise =
            read.any(Classes::COMPOUND | Classes::PLURAL | Classes::TOPIC) && !read.any(Classes::SURE);
        read.any(wanted) && !listed_otherwise && !read_otherwise
    }

    /// Whether `word` is a noun in 이, or two nouns of which the second is one of three syllables (새끼 +
    /// 고양이). Shorter ones do not count there: they are particles more often (개발자 + 이, not 개발 + 자이).
    fn is_noun_in_i(&self, word: &str) -> bool {
        let listed = |word: &str| {
            word.ends_with('이') && word.len() >= 2 * SYLLABLE && self.classes(word).any(Classes::NOUN)
        };
        let split = word.len().checked_sub(3 * SYLLABLE).filter(|&at| at >= 2 * SYLLABLE);
        let halves = split.and_then(|at| word.split_at_checked(at));
        listed(word)
            || halves.is_some_and(|(first, second)| self.classes(first).any(Classes::NOUN) && listed(second))
    }

    /// What the run of syllables can be, the word as it is listed or a verb with what stands before it
    /// and after it. One pass; no memory is taken. Most endings only make [`Classes::FINISHED`] forms:
    /// they are not looked for unless these are `wanted`.
    pub fn read(&self, run: &str, wanted: Classes) -> Classes {
        let Some(words) = &self.words else { return Classes::NONE };
        let syllables = run.len() / SYLLABLE;
        if syllables > LONGEST || run.chars().any(|c| !('가'..='힣').contains(&c)) {
            return Classes::NONE;
        }
        // What the run can be up to each syllable, and whether a noun of two syllables or more ends there.
        let mut up_to = [Classes::NONE; LONGEST + 1];
        let mut noun_ends = [false; LONGEST + 1];
        for from in 0..syllables {
            let before = up_to[from];
            let rest = &run[from * SYLLABLE..];
            let sure = before & Classes::SURE;
            ending::after(before, rest, wanted, |length, classes| up_to[from + length] |= classes | sure);
            for_each_prefix(words, rest, |length, tail| {
                let to = from + length;
                up_to[to] |= match from {
                    0 if tail.any(Classes::VERBAL) && !tail.any(Classes::NOUN) => tail | Classes::SURE,
                    0 => tail,
                    _ => join((before, from), (tail, length), noun_ends[to]),
                };
                noun_ends[to] |= length >= 2 && tail.is_noun();
            });
        }
        up_to[syllables]
    }
}

/// What a run can be whose parts can be `before` and `tail`, each with its length in syllables.
/// `noun_ends` tells that a noun ends where `tail` does but begins before it.
fn join(
    (before, before_length): (Classes, usize),
    (tail, tail_length): (Classes, usize),
    noun_ends: bool,
) -> Classes {
    let mut joined = Classes::NONE;
    let after_noun = before_length >= 2 && before.any(Classes::NOUN | Classes::COMPOUND);
    if after_noun && tail_length >= 2 && tail.is_noun() {
        joined |= Classes::COMPOUND | tail & Classes::ACTION;
    }
    let light = tail.any(Classes::LIGHT);
    let auxiliary = tail.any(Classes::AUXILIARY);
    // Behind another word a noun stays a noun, and behind a noun a particle stays a particle (서버가,
    // 서버간); forms of 하 and 되 are too common for either.
    let free = light || !tail.is_noun();
    let free_after_noun = light || free && !tail.any(Classes::PARTICLE | Classes::BOUND_NOUN);
    let fits = after_noun && free_after_noun
        || before.any(Classes::ADVERB)
            && (before_length >= 2 || before.any(Classes::PREFIX))
            && (auxiliary || free)
        || before.any(Classes::A) && (auxiliary || before_length >= 2 && free)
        || before.any(Classes::LINK) && auxiliary
        || before.any(Classes::NOUN | Classes::STATE) && light
        || before_length >= 2 && light && !noun_ends;
    if fits {
        joined |= tail & Classes::VERBAL;
    }
    if light && before.any(Classes::ACTION | Classes::STATE) {
        joined |= Classes::SURE;
    }
    joined
}

/// Calls `found` with every word that `text` begins with: its length in syllables and its classes.
fn for_each_prefix(words: &Map<&'static [u8]>, text: &str, mut found: impl FnMut(usize, Classes)) {
    let words = words.as_fst();
    let mut node = words.root();
    let mut value = Output::zero();
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let Some(index) = node.find_input(byte) else { return };
        let transition = node.transition(index);
        value = value.cat(transition.out);
        node = words.node(transition.addr);
        if node.is_final() {
            found(at / SYLLABLE + 1, classes_of(value.cat(node.final_output()).value()));
        }
    }
}

/// The classes a value of the map stands for; the bits above are not used.
fn classes_of(value: u64) -> Classes {
    Classes::from_bits(value as u32)
}
