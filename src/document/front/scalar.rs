//! What type a scalar has, as the generator's YAML library decides it.
//!
//! Psych is the scanner of Psych 4 (Ruby 3.1), js-yaml is version 4, goccy/go-yaml is version 1. The
//! probes in the tests were put to Psych 4.0.4 and js-yaml 4.3.2.

use super::instant;
use super::tree::{Kind, Known, Node, Style};
use crate::document::syntax::YamlDialect;

/// A scalar with its type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'t> {
    /// `~`, `null`, or nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number, also a whole one that is too large for [`Scalar::Int`].
    Float(f64),
    /// A day, as written: `2024-01-02`.
    Date(&'t str),
    /// A day and a time, perhaps with a zone, as written.
    Timestamp(&'t str),
    /// Text.
    Str(&'t str),
    /// Not a scalar: a sequence, a mapping or an alias.
    Compound,
}

/// The type of `node` in `dialect`.
pub fn resolve(node: &Node, dialect: YamlDialect) -> Scalar<'_> {
    match &node.kind {
        Kind::Scalar { text, known: Some(known), .. } => typed(text, *known),
        Kind::Scalar { style: Style::Plain, text, known: None } => match dialect {
            YamlDialect::Psych => psych(text),
            YamlDialect::GoYaml => go_yaml(text),
            YamlDialect::JsYaml => js_yaml(text),
        },
        Kind::Scalar { text, .. } => Scalar::Str(text),
        Kind::Sequence(_) | Kind::Mapping(_) | Kind::Alias => Scalar::Compound,
    }
}

/// A scalar whose type is settled.
fn typed(text: &str, known: Known) -> Scalar<'_> {
    match known {
        Known::Text => Scalar::Str(text),
        Known::Boolean => Scalar::Bool(text == "true"),
        Known::Date => Scalar::Date(text),
        Known::Timestamp => Scalar::Timestamp(text),
        Known::Integer | Known::Float => {
            let (negative, digits) = sign(text);
            let bare = digits.replace('_', "");
            let based = prefixed(&bare, negative, &[("0b", 2), ("0o", 8), ("0x", 16)]);
            match known {
                Known::Integer => based.unwrap_or_else(|| whole(&bare, negative)),
                _ => bare.parse().map_or(Scalar::Str(text), |value: f64| {
                    Scalar::Float(if negative { -value } else { value })
                }),
            }
        }
    }
}

fn psych(text: &str) -> Scalar<'_> {
    let is_any = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if text.is_empty() || text == "~" || is_any(&["null"]) {
        Scalar::Null
    } else if is_any(&["yes", "true", "on"]) {
        Scalar::Bool(true)
    } else if is_any(&["no", "false", "off"]) {
        Scalar::Bool(false)
    } else if !may_be_number(text) {
        Scalar::Str(text)
    } else if instant::psych_time(text) {
        Scalar::Timestamp(text)
    } else if instant::psych_date(text) {
        Scalar::Date(text)
    } else if let Some(special) = infinity_or_nan(&text.to_ascii_lowercase()) {
        Scalar::Float(special)
    } else {
        base_60(text).or_else(|| psych_float(text)).or_else(|| psych_int(text)).unwrap_or(Scalar::Str(text))
    }
}

/// Every number, date and time begins so; text seldom does.
fn may_be_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
}

fn infinity_or_nan(text: &str) -> Option<f64> {
    match text {
        ".inf" | "+.inf" => Some(f64::INFINITY),
        "-.inf" => Some(f64::NEG_INFINITY),
        ".nan" => Some(f64::NAN),
        _ => None,
    }
}

/// `12:30` and `1:2:3`. Psych counts two parts as hours and minutes, in seconds.
fn base_60(text: &str) -> Option<Scalar<'_>> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let (negative, digits) = sign(whole);
    let mut parts = digits.split(':');
    let first = parts.next().filter(|part| part.starts_with(|c: char| c.is_ascii_digit()))?;
    let mut total = decimal(first, "_")?.checked_mul(3600)?;
    total = if negative { -total } else { total };
    let mut weight = 60;
    let mut count = 0;
    for part in parts {
        let value = decimal(part, "").filter(|value| part.len() <= 2 && *value < 60)?;
        total = total.checked_add(value.checked_mul(weight)?)?;
        weight = 1;
        count += 1;
    }
    match (count, fraction) {
        (1 | 2, None) => Some(Scalar::Int(total)),
        (1 | 2, Some(fraction)) if fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_') => {
            let fraction: f64 = format!("0.{}", fraction.replace('_', "")).parse().ok()?;
            Some(Scalar::Float(total as f64 + fraction * if count == 1 { 60.0 } else { 1.0 }))
        }
        _ => None,
    }
}

/// A number with a point; an exponent must have a sign.
fn psych_float(text: &str) -> Option<Scalar<'_>> {
    let (_, digits) = sign(text);
    let (whole, rest) = digits.split_once('.')?;
    let (fraction, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let whole_fits = whole.is_empty() || decimal_shape(whole, "_,");
    let fraction_fits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_fits = exponent.is_none_or(|e| e.starts_with(['-', '+']) && decimal_shape(&e[1..], ""));
    let something = !(whole.is_empty() && fraction.is_empty());
    if !(whole_fits && fraction_fits && exponent_fits && something) {
        return None;
    }
    text.replace(['_', ','], "").parse().ok().map(Scalar::Float)
}

fn psych_int(text: &str) -> Option<Scalar<'_>> {
    let (negative, digits) = sign(text);
    let bare = digits.replace(['_', ','], "");
    if let Some(based) = prefixed(&bare, negative, &[("0b", 2), ("0x", 16)]) {
        return Some(based);
    }
    if bare.len() > 1 && bare.starts_with('0') {
        return i64::from_str_radix(&bare[1..], 8).ok().map(|value| signed(value, negative));
    }
    // `1_000` and `1,000`, but neither `1__0` nor `1_`.
    let separated = digits.split(['_', ',']).all(|group| decimal_shape(group, ""));
    (separated && (bare == "0" || !bare.starts_with('0'))).then(|| whole(&bare, negative))
}

fn go_yaml(text: &str) -> Scalar<'_> {
    let (negative, digits) = sign(text);
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Bool(true),
        "false" | "False" | "FALSE" => return Scalar::Bool(false),
        ".inf" | ".Inf" | ".INF" | "-.inf" | "-.Inf" | "-.INF" | ".nan" | ".NaN" | ".NAN" => {
            return Scalar::Float(infinity_or_nan(&text.to_ascii_lowercase()).unwrap_or(f64::NAN));
        }
        _ if !may_be_number(text) => return Scalar::Str(text),
        _ => {}
    }
    let bare = digits.replace('_', "");
    if let Some(based) = prefixed(&bare, negative, &[("0b", 2), ("0o", 8), ("0x", 16)]) {
        return based;
    }
    if bare.len() > 1 && bare.starts_with('0') && decimal_shape(&bare, "") {
        return i64::from_str_radix(&bare, 8).map_or(Scalar::Str(text), |value| signed(value, negative));
    }
    if decimal_shape(&bare, "") {
        return whole(&bare, negative);
    }
    float(&bare).map_or(Scalar::Str(text), |value| Scalar::Float(if negative { -value } else { value }))
}

fn js_yaml(text: &str) -> Scalar<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Bool(true),
        "false" | "False" | "FALSE" => return Scalar::Bool(false),
        _ if !may_be_number(text) => return Scalar::Str(text),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Scalar::Float(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => return Scalar::Float(f64::NAN),
        _ => {}
    }
    let (negative, digits) = sign(text);
    if let Some(based) = prefixed(digits, negative, &[("0b", 2), ("0o", 8), ("0x", 16)]) {
        return based;
    }
    if decimal_shape(digits, "") {
        return whole(digits, negative);
    }
    // A sign before a point is text: `+.5`.
    let pointed = digits.starts_with('.') && digits.len() != text.len();
    if let Some(value) = float(digits).filter(|_| !pointed) {
        return Scalar::Float(if negative { -value } else { value });
    }
    if instant::js_date(text) {
        Scalar::Date(text)
    } else if instant::js_time(text) {
        Scalar::Timestamp(text)
    } else {
        Scalar::Str(text)
    }
}

fn sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

fn signed<'t>(value: i64, negative: bool) -> Scalar<'t> {
    Scalar::Int(if negative { -value } else { value })
}

/// `digits` in base ten, as a float where it is too large.
fn whole<'t>(digits: &str, negative: bool) -> Scalar<'t> {
    match digits.parse::<i64>() {
        Ok(value) => signed(value, negative),
        Err(_) => {
            let value: f64 = digits.parse().unwrap_or(f64::INFINITY);
            Scalar::Float(if negative { -value } else { value })
        }
    }
}

/// A number with one of the prefixes, each with its base.
fn prefixed<'t>(digits: &str, negative: bool, prefixes: &[(&str, u32)]) -> Option<Scalar<'t>> {
    let (rest, base) =
        prefixes.iter().find_map(|(prefix, base)| Some((digits.strip_prefix(prefix)?, *base)))?;
    let fits = rest.chars().all(|c| c.is_digit(base));
    i64::from_str_radix(rest, base).ok().filter(|_| fits).map(|value| signed(value, negative))
}

/// Whether the text is a digit, then digits and any of `others`.
fn decimal_shape(text: &str, others: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || others.contains(c))
}

fn decimal(text: &str, others: &str) -> Option<i64> {
    decimal_shape(text, others)
        .then(|| text.replace(|c: char| !c.is_ascii_digit(), "").parse().ok())
        .flatten()
}

/// Digits with a point, an exponent, or both.
fn float(digits: &str) -> Option<f64> {
    let shaped = digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    digits.parse().ok().filter(|_| shaped && digits.contains(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    /// Text, its type in Psych 4.0.4, its type in js-yaml 4.3.2: as those libraries answered.
    const PROBES: &str = "
        yes | Bool(true) | Str
        No | Bool(false) | Str
        ON | Bool(true) | Str
        off | Bool(false) | Str
        y | Str | Str
        n | Str | Str
        Y | Str | Str
        true | Bool(true) | Bool(true)
        True | Bool(true) | Bool(true)
        TRUE | Bool(true) | Bool(true)
        tRuE | Bool(true) | Str
        False | Bool(false) | Bool(false)
        ~ | Null | Null
        null | Null | Null
        Null | Null | Null
        NULL | Null | Null
        nULL | Null | Str
        truee | Str | Str
        0777 | Int(511) | Int(777)
        0o17 | Str | Int(15)
        08 | Str | Int(8)
        0x1F | Int(31) | Int(31)
        0b101 | Int(5) | Int(5)
        -0777 | Int(-511) | Int(-777)
        1_000 | Int(1000) | Str
        1,000 | Int(1000) | Str
        1__0 | Str | Str
        1_ | Str | Str
        _1 | Str | Str
        12:30 | Int(45000) | Str
        1:2:3 | Int(3723) | Str
        -1:30 | Int(-1800) | Str
        12:60 | Str | Str
        10:30.5 | Float(37830) | Str
        190:20:30.15 | Float(685230.15) | Str
        2024.10 | Float(2024.1) | Float(2024.1)
        1. | Float(1) | Float(1)
        .5 | Float(0.5) | Float(0.5)
        -.5 | Float(-0.5) | Str
        +.5 | Float(0.5) | Str
        . | Str | Str
        +. | Str | Str
        1e3 | Str | Float(1000)
        1.5e3 | Str | Float(1500)
        1.5e+3 | Float(1500) | Float(1500)
        1.5E-3 | Float(0.0015) | Float(0.0015)
        1_000.5 | Float(1000.5) | Str
        1,000.5 | Float(1000.5) | Str
        .inf | Float(inf) | Float(inf)
        -.Inf | Float(-inf) | Float(-inf)
        +.INF | Float(inf) | Float(inf)
        .NaN | Float(NaN) | Float(NaN)
        +.nan | Str | Str
        0 | Int(0) | Int(0)
        -0 | Int(0) | Int(0)
        +12 | Int(12) | Int(12)
        - 1 | Str | Str
        007 | Int(7) | Int(7)
        0_7 | Int(7) | Str
        -12 | Int(-12) | Int(-12)
        1.2.3 | Str | Str
        v1.2 | Str | Str
        2024 | Int(2024) | Int(2024)
        2024-01-02 | Date | Date
        2024-1-2 | Date | Str
        2024-13-40 | Str | Date
        2024-02-30 | Str | Date
        2024-02-29 | Date | Date
        2023-02-29 | Str | Date
        2024/01/02 | Str | Str
        2024-01-02 10:00:00 | Timestamp | Timestamp
        2024-01-02 10:00:00 +0900 | Timestamp | Str
        2024-01-02 10:00:00 +09:00 | Timestamp | Timestamp
        2024-01-02 10:00:00 +9 | Timestamp | Timestamp
        2024-01-02T10:00:00Z | Timestamp | Timestamp
        2024-01-02t10:00:00.123+09:00 | Timestamp | Timestamp
        2024-01-02 1:02:03 | Timestamp | Timestamp
        2024-01-02 10:00 | Str | Str
        2024-01-02 24:00:00 | Timestamp | Timestamp
        2024-01-02 25:00:00 | Str | Timestamp
        2024-02-30 10:00:00 | Timestamp | Timestamp
        2024-13-01 10:00:00 | Str | Timestamp
        2024-01-02 10:00:00 KST | Str | Str
        2024-01-02 10:00:00 +/-0900 | Str | Str
        2024년 | Str | Str
        회고 | Str | Str
        3시간 | Str | Str
        010-1234-5678 | Str | Str
        1-2 | Str | Str
        0x | Str | Str
        0xZZ | Str | Str
        1 000 | Str | Str
        = | Str | Str
        << | Str | Str
        :심볼 | Str | Str
        12e03 | Str | Float(12000)
        1e | Str | Str
        0.1e-5 | Float(0.000001) | Float(0.000001)
        +0900 | Str | Int(900)
        0,7 | Int(7) | Str
    ";

    fn named(text: &str, style: Style, dialect: YamlDialect) -> String {
        let kind = Kind::Scalar { style, text: text.to_owned(), known: None };
        let node = Node { span: Span::default(), kind };
        match resolve(&node, dialect) {
            Scalar::Float(value) => format!("Float({value})"),
            Scalar::Date(_) => "Date".to_owned(),
            Scalar::Timestamp(_) => "Timestamp".to_owned(),
            Scalar::Str(_) => "Str".to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn agrees_with_psych_and_js_yaml() {
        let mut asked = 0;
        for probe in PROBES.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let parts: Vec<&str> = probe.split(" | ").collect();
            let [text, psych, js] = parts[..] else { panic!("{probe}") };
            assert_eq!(named(text, Style::Plain, YamlDialect::Psych), psych, "Psych: {text}");
            assert_eq!(named(text, Style::Plain, YamlDialect::JsYaml), js, "js-yaml: {text}");
            asked += 1;
        }
        assert!(asked >= 60, "{asked} probes");
    }

    #[test]
    fn go_yaml_knows_no_dates_and_no_yes() {
        let cases = [
            ("yes", "Str"),
            ("True", "Bool(true)"),
            ("~", "Null"),
            ("0777", "Int(511)"),
            ("0o17", "Int(15)"),
            ("1_000", "Int(1000)"),
            ("2024.10", "Float(2024.1)"),
            ("12:30", "Str"),
            ("2024-01-02", "Str"),
            ("010-1234", "Str"),
        ];
        for (text, wanted) in cases {
            assert_eq!(named(text, Style::Plain, YamlDialect::GoYaml), wanted, "{text}");
        }
    }

    #[test]
    fn quoted_is_text() {
        assert_eq!(named("false", Style::DoubleQuoted, YamlDialect::Psych), "Str");
        assert_eq!(named("2024", Style::SingleQuoted, YamlDialect::JsYaml), "Str");
    }

    #[test]
    fn large_numbers_do_not_overflow() {
        assert_eq!(
            named("9223372036854775807", Style::Plain, YamlDialect::Psych),
            "Int(9223372036854775807)"
        );
        assert!(named(&"9".repeat(40), Style::Plain, YamlDialect::Psych).starts_with("Float("));
        assert_eq!(named(&format!("{}:59", "9".repeat(40)), Style::Plain, YamlDialect::Psych), "Str");
        assert_eq!(named("9223372036854775807:59:59", Style::Plain, YamlDialect::Psych), "Str");
    }
}
