//! The names of what words are: [`Class`] as rules say it, [`Classes`] as the map stores it.

use std::ops::{BitAnd, BitOr, BitOrAssign};

use serde::{Deserialize, Serialize};

use crate::hangul;

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
    /// A stem as before -(으)면, with its 으; none for ㄹ stems.
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
    /// A ㄹ stem as before -니, without its ㄹ.
    pub const DROPPED: Classes = Classes(1 << 24);

    // What only reading finds.

    /// An adnominal form in -던.
    pub const DEON: Classes = Classes(1 << 25);
    /// Several nouns.
    pub const COMPOUND: Classes = Classes(1 << 26);
    /// A noun or pronoun with 들.
    pub const PLURAL: Classes = Classes(1 << 27);
    /// A noun with 는, which may look like a verb (개발자는, not 자는).
    pub const TOPIC: Classes = Classes(1 << 31);
    /// A stem with -고, -지 or -게, behind which an auxiliary can stand.
    pub const LINK: Classes = Classes(1 << 28);
    /// Any other finished form of a verb or an adjective.
    pub const FINISHED: Classes = Classes(1 << 29);
    /// A verb that two nouns by chance do not make doubtful: a form of a listed stem (아름다운, not 아름 and
    /// 다운), or 하 and 되 behind a noun that takes them (최적화한, not 최적 and 화한).
    pub const SURE: Classes = Classes(1 << 30);

    /// An adnominal form.
    pub(super) const ADNOMINAL: Classes = Self::NEUN.or(Self::N).or(Self::L).or(Self::DEON);
    /// A stem or a form of a verb or an adjective.
    pub(super) const VERBAL: Classes = Self::ADNOMINAL
        .or(Self::STEM)
        .or(Self::OPEN)
        .or(Self::DROPPED)
        .or(Self::FORMAL)
        .or(Self::NOUN_FORM)
        .or(Self::A)
        .or(Self::PAST);
    /// What can stand before a particle.
    pub(super) const NOMINAL: Classes = Self::NOUN
        .or(Self::COMPOUND)
        .or(Self::PLURAL)
        .or(Self::PRONOUN)
        .or(Self::NUMERAL)
        .or(Self::BOUND_NOUN);

    /// The set a map's value stands for.
    pub fn from_bits(bits: u32) -> Classes {
        Classes(bits)
    }

    /// The set as a map's value.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Both sets together: `|`, where constants are made.
    pub const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
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
    pub(super) fn is_noun(self) -> bool {
        self.any(Self::NOUN) && !self.any(Self::VERB_FIRST)
    }
}

impl BitOr for Classes {
    type Output = Classes;

    fn bitor(self, other: Classes) -> Classes {
        self.or(other)
    }
}

impl BitOrAssign for Classes {
    fn bitor_assign(&mut self, other: Classes) {
        *self = self.or(other);
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
        /// A class of words as rule files name them; the table is in the [module documentation](super).
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
    OpenNoun = "모음명사",
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

    /// The finals with which words of the class end, as far as that is known (bit 0: none).
    pub fn finals(self) -> u32 {
        let of = |letters| hangul::finals(letters).unwrap_or(hangul::ANY_FINAL);
        match self {
            Class::AdnominalNeun | Class::AdnominalN | Class::AdnominalDeon => of("ㄴ"),
            Class::AdnominalL => of("ㄹ"),
            Class::Adnominal => of("ㄴㄹ"),
            Class::NounForm => of("ㅁㄻ"),
            Class::PastStem => of("ㅆ"),
            Class::OpenNoun | Class::NounInI | Class::FormInA => hangul::NO_FINAL,
            _ => hangul::ANY_FINAL,
        }
    }
}
