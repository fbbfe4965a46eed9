//! The languages that toego speaks, and what is to be said in either. Whoever finds something out says it in
//! both; which of the two is read is decided where it is printed.

pub mod yaml;

use std::io::{self, ErrorKind};

use serde::{Deserialize, Serialize};

/// A language of messages and reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Korean.
    #[default]
    Ko,
    /// English.
    En,
}

/// Text in both languages of toego.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

/// The text in `lang`.
pub fn of(text: &Localized, lang: Lang) -> &str {
    match lang {
        Lang::Ko => &text.ko,
        Lang::En => &text.en,
    }
}

/// A [`Localized`], of the Korean text and the English one, in both of which `{name}` is the variable.
macro_rules! both {
    ($ko:literal, $en:literal $(,)?) => {
        $crate::lang::Localized { ko: format!($ko), en: format!($en) }
    };
}

pub(crate) use both;

impl Localized {
    /// What reads the same in both: names, places.
    pub fn same(text: impl Into<String>) -> Localized {
        let en = text.into();
        Localized { ko: en.clone(), en }
    }

    /// The text behind `place` and a colon.
    pub fn at(self, place: impl std::fmt::Display) -> Localized {
        let Localized { ko, en } = self;
        both!("{place}: {ko}", "{place}: {en}")
    }

    /// Several texts, a line each.
    pub fn lines(texts: impl IntoIterator<Item = Localized>) -> Localized {
        let mut lines = Localized::default();
        for text in texts {
            for (all, line) in [(&mut lines.ko, text.ko), (&mut lines.en, text.en)] {
                let end = if all.is_empty() { "" } else { "\n" };
                *all += &format!("{end}{line}");
            }
        }
        lines
    }
}

/// What the system says when it does not read or write.
impl From<&io::Error> for Localized {
    fn from(error: &io::Error) -> Localized {
        let ko = match error.kind() {
            ErrorKind::NotFound => "그런 파일이나 폴더가 없습니다.",
            ErrorKind::PermissionDenied => "읽거나 쓸 권한이 없습니다.",
            ErrorKind::IsADirectory => "파일이 아니라 폴더입니다.",
            ErrorKind::NotADirectory => "폴더가 아닌 것이 경로에 들어 있습니다.",
            ErrorKind::StorageFull => "디스크에 남은 자리가 없습니다.",
            ErrorKind::ReadOnlyFilesystem => "읽기만 할 수 있는 디스크입니다.",
            // What is no file is said so by toego itself.
            ErrorKind::InvalidInput if error.get_ref().is_some() => "내용을 읽을 수 있는 파일이 아닙니다.",
            ErrorKind::InvalidData => "UTF-8로 저장한 파일이 아닙니다.",
            _ => return both!("시스템이 이렇게 알립니다: {error}", "{error}"),
        };
        Localized { ko: ko.to_owned(), en: error.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_apart_and_places_go_before() {
        let name = "봄";
        let text = both!("‘{name}’", "`{name}`").at("a.md:1");
        assert_eq!((of(&text, Lang::Ko), of(&text, Lang::En)), ("a.md:1: ‘봄’", "a.md:1: `봄`"));
        assert_eq!(Localized::lines([text, Localized::same("b")]).ko, "a.md:1: ‘봄’\nb");
    }

    #[test]
    fn languages_are_written_in_lower_case() {
        assert_eq!(serde_json::to_string(&Lang::Ko).unwrap(), r#""ko""#);
        assert_eq!(serde_json::from_str::<Lang>(r#""en""#).unwrap(), Lang::En);
    }
}
