//! What type a scalar has, as the generator's YAML library decides it.
//!
//! | dialect   | library                                   | read by                                     |
//! |-----------|-------------------------------------------|---------------------------------------------|
//! | `Psych`   | Psych 4 (Ruby 3.1)                        | Jekyll                                      |
//! | `GoYaml`  | yaml.v2, and goccy/go-yaml in new versions | Hugo                                       |
//! | `JsYaml`  | js-yaml 4                                 | Hexo (hexo-front-matter 4), Astro           |
//! | `JsYaml3` | js-yaml 3                                 | Gatsby (gray-matter 4)                      |
//!
//! `tests/oracle/dialects/` holds what they answered: Psych 4.0.4, Hugo 0.111.3 (yaml.v2), js-yaml 4.3.2
//! and 3.15.2. What the two libraries of Hugo read differently is [`Scalar::Unsettled`].
//! hexo-front-matter 5 goes over to another library, but no release of Hexo (8.1 at most) uses it.

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
    /// One thing or another, by the version of the generator: `yes` in Hugo.
    Unsettled,
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
            YamlDialect::JsYaml3 => js_yaml_3(text),
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
    } else if text.len() > 1 && text.starts_with(':') {
        // A symbol, and for SafeYAML in newer versions of Jekyll text.
        Scalar::Unsettled
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
    let new = goccy(text);
    let same = match (yaml_v2(text), new) {
        (Scalar::Float(old), Scalar::Float(new)) if old.is_nan() => new.is_nan(),
        (old, new) => old == new,
    };
    if same { new } else { Scalar::Unsettled }
}

/// Words as in YAML 1.1, numbers as in Go.
fn yaml_v2(text: &str) -> Scalar<'_> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Scalar::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Scalar::Bool(false),
        "+.inf" | "+.Inf" | "+.INF" => return Scalar::Float(f64::INFINITY),
        _ if !may_be_number(text) || text.trim_start_matches('-').starts_with(['.']) => return goccy(text),
        _ => {}
    }
    let (negative, digits) = sign(text);
    let bare = digits.replace('_', "").to_ascii_lowercase();
    if let Some(based) = prefixed(&bare, negative, &[("0b", 2), ("0o", 8), ("0x", 16)]) {
        // What is too large for 64 bits is text.
        return match based {
            Scalar::Float(value) if value > u64::MAX as f64 => Scalar::Str(text),
            based => based,
        };
    }
    let octal = bare.len() > 1 && bare.starts_with('0');
    match i64::from_str_radix(&bare, 8) {
        Ok(value) if octal && decimal_shape(&bare, "") => signed(value, negative),
        _ if !octal && decimal_shape(&bare, "") => whole(&bare, negative),
        _ => go_float(text, &bare, negative),
    }
}

fn go_float<'t>(text: &'t str, bare: &str, negative: bool) -> Scalar<'t> {
    let value = float(bare).filter(|value| value.is_finite());
    value.map_or(Scalar::Str(text), |value| Scalar::Float(if negative { -value } else { value }))
}

fn goccy(text: &str) -> Scalar<'_> {
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
    go_float(text, &bare, negative)
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
    if let Some(value) = float(digits).filter(|value| !pointed && value.is_finite()) {
        return Scalar::Float(if negative { -value } else { value });
    }
    js_moment(text)
}

/// As version 4 but for the numbers, which are those of YAML 1.1.
fn js_yaml_3(text: &str) -> Scalar<'_> {
    let (negative, digits) = sign(text);
    let special = matches!(&digits.to_ascii_lowercase()[..], ".inf" | ".nan");
    if !may_be_number(text) || special {
        return js_yaml(text);
    }
    let bare = digits.replace('_', "");
    let trails = text.ends_with('_');
    if let Some(rest) =
        bare.strip_prefix('0').filter(|rest| !rest.is_empty() && !rest.starts_with(['.', 'e', 'E']))
    {
        let based = prefixed(&bare, negative, &[("0b", 2), ("0x", 16)]);
        let octal = || i64::from_str_radix(rest, 8).ok().filter(|_| decimal_shape(rest, ""));
        let number = based.or_else(|| octal().map(|value| signed(value, negative))).filter(|_| !trails);
        return number.unwrap_or_else(|| js_moment(text));
    }
    if decimal_shape(digits, "_") && !trails {
        return whole(&bare, negative);
    }
    if let Some(number) = js_base_60(&bare, negative).filter(|_| !trails && decimal_shape(digits, "_:.")) {
        return number;
    }
    let pointed = digits.starts_with('.') && digits.len() != text.len();
    let shaped = !pointed && !trails && digits.find(['e', 'E']).is_none_or(|at| !digits[at..].contains('_'));
    match float(&bare).filter(|_| shaped) {
        Some(value) => Scalar::Float(if negative { -value } else { value }),
        None => js_moment(text),
    }
}

/// `12:30` is 750; with a point, the last part has one: `12:30.5`.
fn js_base_60<'t>(bare: &str, negative: bool) -> Option<Scalar<'t>> {
    let (first, rest) = bare.split_once(':')?;
    let (rest, fraction) =
        rest.split_once('.').map_or((rest, None), |(rest, fraction)| (rest, Some(fraction)));
    let mut total = decimal(first, "")?;
    for part in rest.split(':') {
        let value = decimal(part, "").filter(|value| part.len() <= 2 && *value < 60)?;
        total = total.checked_mul(60)?.checked_add(value)?;
    }
    match fraction {
        None => Some(signed(total, negative)),
        Some(fraction) => {
            let value: f64 = format!("{total}.{fraction}0").parse().ok()?;
            Some(Scalar::Float(if negative { -value } else { value }))
        }
    }
}

fn js_moment(text: &str) -> Scalar<'_> {
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
    let value = u128::from_str_radix(rest, base).ok().filter(|_| !rest.starts_with('+'))?;
    Some(i64::try_from(value).map_or(Scalar::Float(value as f64), |value| signed(value, negative)))
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
    let shaped = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    digits.parse().ok().filter(|_| shaped && digits.contains(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

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
    fn go_yaml_knows_no_dates_and_no_yes() {
        let cases = [
            ("yes", "Unsettled"),
            ("n", "Unsettled"),
            ("08", "Unsettled"),
            ("True", "Bool(true)"),
            ("~", "Null"),
            ("0777", "Int(511)"),
            ("0o17", "Int(15)"),
            ("1_000", "Int(1000)"),
            ("2024.10", "Float(2024.1)"),
            ("12:30", "Str"),
            ("2024-01-02", "Str"),
            ("010-1234", "Str"),
            (".nan", "Float(NaN)"),
            ("0xffffffffffffffff", "Float(18446744073709552000)"),
            ("0x7fffffffffffffff", "Int(9223372036854775807)"),
            ("0x123456789abcdef0123", "Unsettled"),
        ];
        for (text, wanted) in cases {
            assert_eq!(named(text, Style::Plain, YamlDialect::GoYaml), wanted, "{text}");
        }
    }

    #[test]
    fn psych_reads_dates_of_the_calendar_and_hours_in_seconds() {
        let cases = [
            ("2024-04-31", "Str"),
            ("2024-05-31", "Date"),
            ("2023-11-31", "Str"),
            ("2023-02-29", "Str"),
            ("2024-02-29", "Date"),
            ("2024-06-31 10:00:00", "Timestamp"),
            ("2024-01-02 10:00:00 +23:59", "Timestamp"),
            ("2024-01-02 10:00:00 +24:00", "Str"),
            ("2024-01-02 10:00:00 +09:60", "Timestamp"),
            ("12:30.5", "Float(45030)"),
            ("12:30.5_0", "Float(45030)"),
            ("12:30:15.2_5", "Float(45015.25)"),
            ("12:30.5x", "Str"),
            ("12:30.5e1", "Str"),
            (":봄", "Unsettled"),
            (":", "Str"),
        ];
        for (text, wanted) in cases {
            assert_eq!(named(text, Style::Plain, YamlDialect::Psych), wanted, "{text}");
        }
    }

    #[test]
    fn js_yaml_3_parts_digits_but_not_those_of_an_exponent() {
        let cases = [
            ("1_0e1", "Float(100)"),
            ("1e1_0", "Str"),
            ("1_0.5", "Float(10.5)"),
            ("12:30", "Int(750)"),
            ("-12:30.5", "Float(-750.5)"),
            ("12:30_", "Str"),
            ("12:30.5e3", "Str"),
        ];
        for (text, wanted) in cases {
            assert_eq!(named(text, Style::Plain, YamlDialect::JsYaml3), wanted, "{text}");
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
