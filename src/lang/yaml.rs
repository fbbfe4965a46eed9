//! What is wrong with a file of YAML, as its author is told. The parser of the files speaks English, and to the
//! programmer; what it finds often is said anew here, and the rest stands behind a beginning that is understood.

use serde_yaml::Error;
use serde_yaml::granit_parser::ErrorKind;
use serde_yaml::localizer::ExternalMessageSource;

use super::{Localized, both};

/// What the parser found, in one line and without its place.
pub fn wrong(error: &Error) -> Localized {
    match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => {
            let Localized { ko, en } = instead(field, expected, "키");
            both!("‘{field}’ 키는 없습니다. {ko}", "unknown key `{field}`; {en}")
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            let (noun, topic, kind) = kind(expected);
            let Localized { ko, en } = instead(variant, expected, noun);
            both!("‘{variant}’ {noun}{topic} 없습니다. {ko}", "`{variant}` is no {kind}; {en}")
        }
        Error::SerdeMissingField { field, .. } => {
            both!("`{field}` 키가 빠졌습니다.", "the key `{field}` is missing")
        }
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            both!("‘{key}’ 키가 두 번 나옵니다. 하나만 남깁니다.", "the key `{key}` is given twice")
        }
        // A key with nothing behind it.
        Error::QuotingRequired { value, .. } if value == "~" => missing(),
        Error::QuotingRequired { value, .. } => both!(
            "‘{value}’ 값은 글자로 읽히도록 따옴표로 감쌉니다: `\"{value}\"`",
            "`{value}` is read as text only in quotes: `\"{value}\"`"
        ),
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => wanted(expected).unwrap_or_else(|| {
            both!(
                "여기에 적을 수 있는 값이 아닙니다: expected {expected}, not {unexpected}",
                "expected {expected}, not {unexpected}"
            )
        }),
        Error::Unexpected { expected, .. } => wanted(expected).unwrap_or_else(|| other(error)),
        Error::NullIntoString { .. } => missing(),
        Error::UnknownAnchor { .. } => form(&ErrorKind::UnknownAnchor).unwrap_or_else(|| other(error)),
        Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. }
        | Error::UnexpectedValueForUnitEnumVariant { .. } => wanted("scalar").unwrap_or_else(|| other(error)),
        Error::InvalidBooleanStrict { .. } => wanted("true or false").unwrap_or_else(|| other(error)),
        Error::Message { msg, .. } => wanted(msg).unwrap_or_else(|| other(error)),
        Error::MultipleDocuments { .. } => {
            both!(
                "`---` 아래에 글이 더 있습니다. 설정은 하나만 적습니다.",
                "there is more than one document, parted by `---`"
            )
        }
        Error::ExternalMessage { source, .. } => match source.as_ref() {
            ExternalMessageSource::Parser(found) => form(found.kind()).unwrap_or_else(|| other(error)),
            _ => other(error),
        },
        Error::AliasError { error, .. } => wrong(error),
        _ => other(error),
    }
}

fn missing() -> Localized {
    both!("값이 빠졌습니다.", "the value is missing")
}

/// What is not found often.
fn other(error: &Error) -> Localized {
    let text = error.without_snippet().to_string();
    // The place is said once, before the message.
    let line = text.lines().next().unwrap_or_default();
    let said = line.split(" at line ").next().unwrap_or_default().trim_end_matches(',');
    both!("YAML로 읽을 수 없습니다: {said}", "{said}")
}

/// What is wrong with the form of the file.
fn form(kind: &ErrorKind) -> Option<Localized> {
    let ko = match kind {
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => {
            "줄 앞에 탭이 있습니다. 들여쓰기는 빈칸으로 합니다."
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed => {
            "이 줄의 들여쓰기가 위의 줄과 맞지 않습니다. 같은 자리의 키와 `-`는 빈칸 수가 같아야 합니다."
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed => {
            "`:`이 올 자리가 아닙니다. 들여쓰기를 살펴보고, 값에 든 `:`이라면 값을 따옴표로 감쌉니다."
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            "키 뒤에 `: `가 없습니다. `키: 값`처럼 적습니다."
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            "따옴표가 닫히지 않았습니다."
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "닫는 따옴표 뒤에 글자가 더 있습니다. 값 전체를 따옴표로 감쌉니다."
        }
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => "괄호가 닫히지 않았거나 값 사이에 쉼표가 없습니다.",
        ErrorKind::MisplacedFlowCollectionEnd | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            "여는 괄호와 닫는 괄호가 맞지 않습니다."
        }
        ErrorKind::UnknownQuotedScalarEscape => {
            "큰따옴표 안의 `\\`는 다음 글자와 함께 읽힙니다. 작은따옴표로 감쌉니다."
        }
        ErrorKind::UnexpectedCharacter { .. } => {
            "이 글자로는 값을 시작할 수 없습니다. 값을 따옴표로 감쌉니다."
        }
        ErrorKind::UnknownAnchor => "`*`로 시작하는 값은 따옴표로 감쌉니다.",
        _ => return None,
    };
    Some(Localized { ko: ko.to_owned(), en: kind.to_string() })
}

/// What has to stand where something else does, by what it is called in the program.
fn wanted(expected: &str) -> Option<Localized> {
    Some(match expected {
        "sequence start" | "a sequence" => both!(
            "여기에는 목록을 적습니다. `[하나, 둘]`처럼 괄호로 묶거나 한 줄에 하나씩 `- `를 붙입니다.",
            "a list is wanted here, as in `[one, two]`"
        ),
        "mapping start" | "a map" => {
            both!("여기에는 `키: 값`을 적습니다.", "keys with values are wanted here, as in `key: value`")
        }
        "string scalar" | "scalar" | "a string" => both!(
            "여기에는 목록이나 `키: 값`이 아니라 값 하나를 적습니다.",
            "a single value is wanted here, no list and no keys"
        ),
        "true or false" => both!(
            "여기에는 따옴표 없이 `true`나 `false`를 적습니다.",
            "`true` or `false` is wanted here, without quotes"
        ),
        _ if expected.starts_with("struct ") => return wanted("a map"),
        _ => {
            // Those of the types of toego name what can stand there.
            let (_, ko) = OWN.iter().find(|(en, _)| expected.starts_with(en))?;
            let names = expected.split_once(": ").map_or(String::new(), |(_, names)| format!(": {names}"));
            both!("여기에는 {ko} 적습니다{names}", "wanted here: {expected}")
        }
    })
}

/// How the types of toego say in English what they take, with the same in Korean.
const OWN: [(&str, &str); 4] = [
    ("a size such as", "`500KB`나 `1.5MB` 같은 크기를"),
    ("a type or a list of types", "값의 꼴 하나나 여럿을"),
    ("a type: ", "값의 꼴 하나를"),
    ("a text, or `text`", "보기 글만, 또는 `text`와 함께 쓸 수 있는 키를"),
];

/// What the names of a list are called: in Korean, with the particle that goes with it, and in English.
fn kind(known: &[&str]) -> (&'static str, &'static str, &'static str) {
    match known.first() {
        Some(&"off") => ("심각도", "는", "severity"),
        Some(&"recommended") => ("바탕", "은", "profile"),
        Some(&"jekyll") => ("생성기", "는", "generator"),
        Some(&"bool") => ("꼴", "은", "type"),
        _ => ("이름", "은", "name that is known here"),
    }
}

/// The name that was meant, or those there are.
fn instead(written: &str, known: &[&str], noun: &str) -> Localized {
    let distance = |name: &str| strsim::damerau_levenshtein(name, written);
    let near = |name: &&str| distance(name) <= 2 || (name.len() > 2 && written.starts_with(name));
    match known.iter().copied().filter(near).min_by_key(|name| distance(name)) {
        Some(name) => both!("비슷한 {noun}: `{name}`", "did you mean `{name}`?"),
        None => {
            let names = known.join(", ");
            both!("쓸 수 있는 {noun}: {names}", "there are: {names}")
        }
    }
}
