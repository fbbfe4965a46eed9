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

pub mod compile;
mod ending;
pub mod inflect;
pub mod syllable;

use std::ops::{BitAnd, BitOr, BitOrAssign};

use fst::raw::{Fst, Output};
use serde::{Deserialize, Serialize};

/// Longest run that is read, in syllables. No word of a text is longer; what is, is no word.
pub const LONGEST: usize = 24;

/// Bytes of a syllable in UTF-8.
const SYLLABLE: usize = 3;

/// What a word is: a set of the constants below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Classes(u32);

impl Classes {
    /// No class.
    pub const NONE: Classes = Classes(0);
    /// 명사.
    pub const NOUN: Classes = Classes(1);
    /// A noun that takes 하다 or 되다.
    pub const ACTION: Classes = Classes(1 << 1);
    /// A root that makes an adjective with 하다.
    pub const STATE: Classes = Classes(1 << 2);
    /// 의존 명사.
    pub const BOUND_NOUN: Classes = Classes(1 << 3);
    /// 대명사.
    pub const PRONOUN: Classes = Classes(1 << 4);
    /// 수사.
    pub const NUMERAL: Classes = Classes(1 << 5);
    /// 수 관형사.
    pub const COUNTING: Classes = Classes(1 << 6);
    /// 관형사.
    pub const DETERMINER: Classes = Classes(1 << 7);
    /// 부사.
    pub const ADVERB: Classes = Classes(1 << 8);
    /// 조사, one or several.
    pub const PARTICLE: Classes = Classes(1 << 9);
    /// A form of 이다.
    pub const COPULA: Classes = Classes(1 << 10);
    /// A stem, as before -고.
    pub const STEM: Classes = Classes(1 << 11);
    /// A stem as before -(으)면, with its 으.
    pub const OPEN: Classes = Classes(1 << 12);
    /// A stem as before -니다, with its ㅂ.
    pub const FORMAL: Classes = Classes(1 << 13);
    /// A form in -(으)ㅁ.
    pub const NOUN_FORM: Classes = Classes(1 << 14);
    /// An adnominal form in -는.
    pub const NEUN: Classes = Classes(1 << 15);
    /// An adnominal form in -(으)ㄴ.
    pub const N: Classes = Classes(1 << 16);
    /// An adnominal form in -(으)ㄹ.
    pub const L: Classes = Classes(1 << 17);
    /// A form in -아/-어.
    pub const A: Classes = Classes(1 << 18);
    /// A stem in -았/었- or -겠-.
    pub const PAST: Classes = Classes(1 << 19);
    /// A form of 하, 되, 시키, 당하: they make a verb of whatever stands before.
    pub const LIGHT: Classes = Classes(1 << 20);
    /// A form of an auxiliary verb.
    pub const AUXILIARY: Classes = Classes(1 << 21);
    /// A short adverb that is often written together with the verb: 못, 안, 더.
    pub const PREFIX: Classes = Classes(1 << 22);
    /// A verb form that wins over the noun written the same.
    pub const VERB_FIRST: Classes = Classes(1 << 23);

    // What only reading finds.

    /// An adnominal form in -던.
    pub const DEON: Classes = Classes(1 << 24);
    /// Several nouns.
    pub const COMPOUND: Classes = Classes(1 << 25);
    /// A noun or pronoun with 들.
    pub const PLURAL: Classes = Classes(1 << 26);
    /// A stem with -고, -지 or -게, behind which an auxiliary can stand.
    pub const LINK: Classes = Classes(1 << 27);
    /// Any other finished form of a verb or an adjective.
    pub const FINISHED: Classes = Classes(1 << 28);

    const ADNOMINAL: Classes = Classes(Self::NEUN.0 | Self::N.0 | Self::L.0 | Self::DEON.0);
    const VERBAL: Classes = Classes(
        Self::STEM.0 | Self::OPEN.0 | Self::FORMAL.0 | Self::NOUN_FORM.0 | Self::ADNOMINAL.0 | Self::A.0 | Self::PAST.0,
    );
    const NOMINAL: Classes =
        Classes(Self::NOUN.0 | Self::COMPOUND.0 | Self::PLURAL.0 | Self::PRONOUN.0 | Self::NUMERAL.0 | Self::BOUND_NOUN.0);

    /// The set a map's value stands for.
    pub fn from_bits(bits: u32) -> Classes {
        Classes(bits)
    }

    /// The set as a map's value.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Whether the sets share a class.
    pub fn any(self, of: Classes) -> bool {
        self.0 & of.0 != 0
    }

    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this is a noun (and no verb form that goes first).
    fn is_noun(self) -> bool {
        self.any(Self::NOUN) && !self.any(Self::VERB_FIRST)
    }
}

impl BitOr for Classes {
    type Output = Classes;

    fn bitor(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

impl BitOrAssign for Classes {
    fn bitor_assign(&mut self, other: Classes) {
        self.0 |= other.0;
    }
}

impl BitAnd for Classes {
    type Output = Classes;

    fn bitand(self, other: Classes) -> Classes {
        Classes(self.0 & other.0)
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $class:ident = $name:literal,)*) => {
        /// A class of words as rule files name them; the table is in the [module documentation](self).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Class {
            $(
                #[doc = concat!("`", $name, "`.")]
                $class,
            )*
        }

        impl Class {
            /// All classes, in the order of the table.
            pub const ALL: &'static [Class] = &[$(Class::$class),*];

            /// The name rule files use.
            pub fn name(self) -> &'static str {
                match self {
                    $(Class::$class => $name,)*
                }
            }
        }
    };
}

classes! {
    Noun = "명사",
    LongNoun = "두음절명사",
    CompoundNoun = "복합명사",
    ActionNoun = "동작명사",
    StateRoot = "상태명사",
    NounInI = "이명사",
    BoundNoun = "의존명사",
    Pronoun = "대명사",
    Numeral = "수사",
    CountingDeterminer = "수관형사",
    Nominal = "체언",
    Determiner = "관형사",
    Adverb = "부사",
    Particle = "조사",
    Copula = "서술격",
    Stem = "어간",
    PastStem = "과거어간",
    FormInA = "아어",
    NounForm = "명사형",
    Adnominal = "관형",
    AdnominalNeun = "관형는",
    AdnominalN = "관형ㄴ",
    AdnominalL = "관형ㄹ",
    AdnominalDeon = "관형던",
    Predicate = "용언",
}

impl Class {
    /// The class of a name.
    pub fn parse(name: &str) -> Option<Class> {
        Class::ALL.iter().copied().find(|class| class.name() == name)
    }

    /// The final consonant every word of the class ends in, where there is one.
    pub fn final_letter(self) -> Option<char> {
        match self {
            Class::AdnominalNeun | Class::AdnominalN | Class::AdnominalDeon => Some('ㄴ'),
            Class::AdnominalL => Some('ㄹ'),
            Class::PastStem => Some('ㅆ'),
            _ => None,
        }
    }
}

/// The words, read in place.
pub struct Lexicon {
    /// Absent when the bytes were no map: then no run is any word.
    words: Option<Fst<&'static [u8]>>,
}

impl Lexicon {
    /// The lexicon in `bytes`, as [`compile::compile`] wrote them.
    pub fn new(bytes: &'static [u8]) -> Lexicon {
        Lexicon { words: Fst::new(bytes).ok() }
    }

    /// What the lists, and the forms of their stems, say of `word`.
    pub fn classes(&self, word: &str) -> Classes {
        let value = self.words.as_ref().and_then(|words| words.get(word));
        value.map_or(Classes::NONE, classes_of)
    }

    /// Whether `word`, a run of syllables, is of `class`. A run longer than [`LONGEST`] is of none.
    pub fn is(&self, class: Class, word: &str) -> bool {
        let listed = |wanted| self.classes(word).any(wanted);
        let read = |wanted| self.read(word).any(wanted);
        match class {
            Class::Noun => listed(Classes::NOUN),
            Class::LongNoun => word.len() >= 2 * SYLLABLE && listed(Classes::NOUN),
            Class::NounInI => word.ends_with('이') && word.len() >= 2 * SYLLABLE && self.is_noun_in_i(word),
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

    /// Whether `word` can be one of the `wanted` forms, and is no noun. A noun never ends in -는, so
    /// nouns have nothing to say about that form.
    fn is_verbal(&self, word: &str, wanted: Classes) -> bool {
        let read = self.read(word);
        let noun = read.any(Classes::NOUN | Classes::COMPOUND | Classes::PLURAL);
        read.any(wanted) && (!noun || read.any(Classes::VERB_FIRST | Classes::NEUN & wanted))
    }

    /// Whether `word`, which ends in 이, is a noun with it or ends in such a noun of three syllables or
    /// more; shorter ones (사이, 차이) stand at the end of too much else.
    fn is_noun_in_i(&self, word: &str) -> bool {
        self.classes(word).any(Classes::NOUN) || self.read(word).any(Classes::COMPOUND)
    }

    /// What the run of syllables can be, the word as it is listed or a verb with what stands before it
    /// and after it. One pass; no memory is taken.
    pub fn read(&self, run: &str) -> Classes {
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
            ending::after(before, rest, |length, classes| up_to[from + length] |= classes);
            for_each_prefix(words, rest, |length, tail| {
                let to = from + length;
                up_to[to] |= match from {
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
fn join((before, before_length): (Classes, usize), (tail, tail_length): (Classes, usize), noun_ends: bool) -> Classes {
    let mut joined = Classes::NONE;
    let after_noun = before_length >= 2 && before.any(Classes::NOUN | Classes::COMPOUND);
    if after_noun && tail_length >= 2 && tail.is_noun() {
        joined |= Classes::COMPOUND | tail & Classes::ACTION;
    }
    let light = tail.any(Classes::LIGHT);
    let auxiliary = tail.any(Classes::AUXILIARY);
    // Behind another word a noun stays a noun (속성들, not the verb 들); 하 and 되 are too common for that.
    let free = light || !tail.is_noun();
    let fits = after_noun && free
        || before.any(Classes::ADVERB) && (before_length >= 2 || before.any(Classes::PREFIX)) && free
        || before.any(Classes::A) && (auxiliary || before_length >= 2 && free)
        || before.any(Classes::LINK) && auxiliary
        || before.any(Classes::NOUN) && light
        || before_length >= 2 && light && !noun_ends;
    if fits {
        joined |= tail & Classes::VERBAL;
    }
    joined
}

/// Calls `found` with every word that `text` begins with: its length in syllables and its classes.
fn for_each_prefix(words: &Fst<&'static [u8]>, text: &str, mut found: impl FnMut(usize, Classes)) {
    let mut node = words.root();
    let mut value = Output::zero();
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let Some(index) = node.find_input(byte) else { return };
        let transition = node.transition(index);
        value = value.cat(transition.out);
        node = words.node(transition.addr);
        if node.is_final() {
            found(at / SYLLABLE + 1, classes_of(value.cat(node.final_output())));
        }
    }
}

fn classes_of(value: Output) -> Classes {
    Classes(value.value() as u32)
}
