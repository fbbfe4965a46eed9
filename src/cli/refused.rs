//! What is wrong with the command line itself, in Korean: the library that reads it says so in English.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::lang::Lang;

/// The language that is asked for by arguments that are not understood.
pub(super) fn lang(arguments: &[String]) -> Lang {
    let is_english = |at: usize| match arguments[at].strip_prefix("--lang") {
        Some("=en") => true,
        Some("") => arguments.get(at + 1).is_some_and(|lang| lang == "en"),
        _ => false,
    };
    if (0..arguments.len()).any(is_english) { Lang::En } else { Lang::Ko }
}

/// What is wrong, of the slips that are made often.
pub(super) fn korean(error: &Error) -> Option<String> {
    let all = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let (argument, value) = (all(ContextKind::InvalidArg), all(ContextKind::InvalidValue));
    // Without what stands for its value: `--format <FORMAT>`.
    let option = argument.split(' ').next().unwrap_or_default();
    let hint = |noun: &str, kind| match all(kind) {
        names if names.is_empty() => String::new(),
        names => format!(" {noun}: {names}"),
    };
    let said = match error.kind() {
        ErrorKind::UnknownArgument => {
            let near = hint("비슷한 옵션", ContextKind::SuggestedArg);
            format!("‘{option}’ 옵션은 없습니다.{near}")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            let known = hint("쓸 수 있는 값", ContextKind::ValidValue);
            format!("‘{option}’ 옵션에 값이 빠졌습니다.{known}")
        }
        ErrorKind::InvalidValue => {
            let known = hint("쓸 수 있는 값", ContextKind::ValidValue);
            format!("‘{option}’ 옵션에 ‘{value}’ 값은 쓸 수 없습니다.{known}")
        }
        ErrorKind::ArgumentConflict => {
            let prior = all(ContextKind::PriorArg);
            format!("‘{option}’ 옵션은 ‘{prior}’ 옵션과 함께 쓸 수 없습니다.")
        }
        ErrorKind::MissingRequiredArgument => format!("이것도 적어야 합니다: {argument}"),
        _ => return None,
    };
    Some(format!("{said}\n쓸 수 있는 명령과 옵션은 `toego --help`로 볼 수 있습니다."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_among_what_is_not_understood() {
        let lang = |line: &str| lang(&line.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(lang("toego --fixx --lang en"), Lang::En);
        assert_eq!(lang("toego --lang=en --fixx"), Lang::En);
        assert_eq!(lang("toego --lang --fixx en"), Lang::Ko);
        assert_eq!(lang("toego --lang"), Lang::Ko);
    }
}
