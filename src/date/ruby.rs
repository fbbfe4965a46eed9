//! `Time.parse(value.to_s).localtime`: how Jekyll reads a date, whatever type YAML gave it.
//!
//! Ruby looks for the parts of a date anywhere in the text and passes over the rest. Of its forms those
//! are known here that people write; English names of months and the like are left alone
//! ([`Unread::Unsure`]). Put to Ruby 3.1.

use std::sync::LazyLock;

use jiff::civil::Time;
use jiff::tz::Offset;
use regex::{Captures, Regex};

use super::name::full_year;
use super::{Moment, Slip, TEMPLATE_ZONES, Unread, Written, Zone};
use crate::document::front::scalar::Scalar;

/// Reads a date as Jekyll does.
pub(super) fn read(scalar: Scalar<'_>) -> Result<Moment, Unread> {
    match scalar {
        Scalar::Null => Err(Unread::Empty),
        Scalar::Date(text) => parse(text),
        // Psych takes a time without a zone for UTC.
        Scalar::Timestamp(text) => parse(text).map(|moment| match moment.zone {
            Zone::Site => Moment { zone: Zone::AssumedUtc, ..moment },
            _ => moment,
        }),
        Scalar::Int(number) => digits(&number.to_string()),
        // A year and a month with a point: read as some hour of today.
        Scalar::Float(_) | Scalar::Bool(_) => Err(Unread::Nothing),
        Scalar::Str(text) if text.trim().is_empty() => Err(Unread::Empty),
        Scalar::Str(text) => parse(text),
        Scalar::Compound | Scalar::Unsettled => Err(Unread::Unsure),
    }
}

/// A number: year, month, day, and perhaps hour, minute, second.
fn digits(text: &str) -> Result<Moment, Unread> {
    if !matches!(text.len(), 8 | 10 | 12 | 14) || text.starts_with('-') {
        return Err(Unread::Nothing);
    }
    let part = |from: usize, to: usize| text.get(from..to).map_or(Ok(0), str::parse::<i8>);
    let read = || {
        let written =
            Written { year: text[..4].parse().ok()?, month: part(4, 6).ok()?, day: part(6, 8).ok()? };
        let time = Time::new(part(8, 10).ok()?, part(10, 12).ok()?, part(12, 14).ok()?, 0).ok()?;
        Moment::on(written, time, Zone::Site, None)
    };
    read().ok_or(Unread::Nothing)
}

macro_rules! pattern {
    ($name:ident, $pattern:literal) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($pattern).ok());
    };
}

// `2024-01-02`, `2024/1/2`, `2024. 1. 2.`, `24-1-2`; with the long number last, the day comes first.
pattern!(
    DAY,
    r"([0-9]{1,4})-([0-9]{1,2})-([0-9]{1,4})|([0-9]{1,4})/\s*([0-9]{1,2})/\s*([0-9]{1,4})|([0-9]{1,4})\.\s*([0-9]{1,2})\.\s*([0-9]{1,4})"
);
pattern!(
    CLOCK,
    r"(?i)([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.,][0-9]+)?)?(?:\s*([ap])(?:m\b|\.m\.))?\s*((?:gmt|utc)?[-+][0-9]+(?::?[0-9]+)?|[a-z]+)?"
);
// A time that is none: `10시`, `10.30.00`, `10-30`, a full-width colon, or four digits after the day.
pattern!(
    LOST_CLOCK,
    r"[0-9]\s*시|^\s*[0-9]{1,2}\.[0-9]{2}|^[\s-]*[0-9]{1,2}-[0-9]{2}|[0-9][;：][0-9]|^[\sT]*(?:[0-9]{4}|[0-9]{6})$"
);
// A year without its day. Four figures are a month and a day to Ruby, and there is no twentieth month.
// Other forms it does read: `2024/1`, `2024-032`.
pattern!(LONE_YEAR, r"^[^0-9]*(?:1[3-9]|[2-9][0-9])[0-9]{2}(?:$|[^0-9/'-]|-[^0-9-]|-[0-9]{1,2}(?:$|[^0-9]))");
// `PM 3:00` behind the day: Ruby takes the day for an hour.
pattern!(HALF_FIRST, r"(?i)^\s*[ap]\.?m\b");

fn parse(text: &str) -> Result<Moment, Unread> {
    let (Some(day), Some(clock)) = (DAY.as_ref(), CLOCK.as_ref()) else { return Err(Unread::Unsure) };
    let Some(found) = day.captures(text) else { return Err(without_a_day(text)) };
    let number = |at: usize| [at, at + 3, at + 6].into_iter().find_map(|at| found.get(at));
    let (Some(year), Some(month), Some(day)) = (number(1), number(2), number(3)) else {
        return Err(Unread::Unsure);
    };
    let rest = text.get(day.end()..).unwrap_or_default();
    let (year, day) = if day.len() > 2 { (day, year) } else { (year, day) };
    let written = (|| {
        let year = full_year(year.as_str())?;
        Some(Written { year, month: month.as_str().parse().ok()?, day: day.as_str().parse().ok()? })
    })();
    let written = written.ok_or(Unread::Unsure)?;
    // Digits that run on are another form.
    if rest.starts_with(|c: char| c.is_ascii_digit()) || preceded_by_digit(text, &found) {
        return Err(Unread::Unsure);
    }
    if is_like(&HALF_FIRST, rest) {
        return Err(Unread::Nothing);
    }
    let (time, zone, mut slip) = match clock.captures(rest) {
        Some(clock) => time(&clock, rest)?,
        None => (Time::midnight(), Zone::Site, lost_clock(rest)),
    };
    if written.date().is_none() {
        slip = Some(Slip::NoSuchDay);
    }
    let moment = Moment::on(written, time, zone, slip).ok_or(Unread::Impossible)?;
    if slip == Some(Slip::Midnight) {
        let civil = moment.civil.tomorrow().map_err(|_| Unread::Impossible)?;
        return Ok(Moment { civil, ..moment });
    }
    Ok(moment)
}

fn preceded_by_digit(text: &str, found: &Captures<'_>) -> bool {
    let start = found.get(0).map_or(0, |all| all.start());
    text[..start].ends_with(|c: char| c.is_ascii_digit())
}

/// What a text without a day in figures is to Ruby.
fn without_a_day(text: &str) -> Unread {
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_ascii_lowercase();
    let korean = ['년', '월', '일'].iter().any(|unit| text.contains(*unit));
    if figures == 0 || korean {
        Unread::Nothing
    } else if months.iter().any(|month| lower.contains(month)) {
        Unread::Unsure
    } else if is_like(&LONE_YEAR, text) {
        Unread::Nothing
    } else if text.starts_with(|c: char| c.is_ascii_digit()) && figures == text.len() {
        digits(text).err().unwrap_or(Unread::Unsure)
    } else {
        Unread::Unsure
    }
}

fn time(clock: &Captures<'_>, rest: &str) -> Result<(Time, Zone, Option<Slip>), Unread> {
    let number =
        |at: usize| clock.get(at).map_or(Some(0), |digits| digits.as_str().parse::<i8>().ok()).unwrap_or(0);
    let (mut hour, minute, second) = (number(1), number(2), number(3));
    match clock.get(4).map(|half| half.as_str().to_ascii_lowercase()).as_deref() {
        Some("a") => hour %= 12,
        Some("p") => hour = hour % 12 + 12,
        _ => {}
    }
    let before = clock.get(0).and_then(|all| rest.get(..all.start())).unwrap_or_default();
    let after = clock.get(0).and_then(|all| rest.get(all.end()..)).unwrap_or_default();
    let mut slip = match () {
        () if before.contains("오후") || before.contains("오전") => Some(Slip::Meridiem),
        () if TEMPLATE_ZONES.iter().any(|mark| after.contains(mark)) => Some(Slip::TemplateZone),
        () => None,
    };
    // `오전 10:00` happens to be right.
    if slip == Some(Slip::Meridiem) && before.contains("오전") && hour != 12 {
        slip = None;
    }
    if (hour, minute, second) == (24, 0, 0) {
        (hour, slip) = (0, Some(Slip::Midnight));
    }
    // Ruby counts a leap second on.
    let time = Time::new(hour, minute, second.min(59), 0).map_err(|_| Unread::Impossible)?;
    if second > 60 {
        return Err(Unread::Impossible);
    }
    Ok((time, clock.get(5).map_or(Ok(Zone::Site), |zone| named_zone(zone.as_str()))?, slip))
}

/// `+0900`, `+09:00`, `+9`, `GMT+0900`, `Z`, and the names that Ruby knows; for others, `KST` and `JST`
/// among them, it takes the site's own zone.
fn named_zone(text: &str) -> Result<Zone, Unread> {
    let upper = text.to_ascii_uppercase();
    let bare = upper.strip_prefix("GMT").or(upper.strip_prefix("UTC")).unwrap_or(&upper);
    let (sign, digits) = match bare.split_at_checked(1) {
        Some(("+", digits)) => (1, digits),
        Some(("-", digits)) => (-1, digits),
        _ => {
            return Ok(match upper.as_str() {
                "Z" | "UTC" | "UT" | "GMT" => Zone::Fixed(Offset::UTC),
                "EDT" => Zone::Fixed(Offset::constant(-4)),
                "EST" | "CDT" => Zone::Fixed(Offset::constant(-5)),
                "CST" | "MDT" => Zone::Fixed(Offset::constant(-6)),
                "MST" | "PDT" => Zone::Fixed(Offset::constant(-7)),
                "PST" => Zone::Fixed(Offset::constant(-8)),
                _ => Zone::Site,
            });
        }
    };
    let digits = digits.replace(':', "");
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        3 => digits.split_at(1),
        4 => digits.split_at(2),
        _ => return Ok(Zone::Site),
    };
    let number = |text: &str| text.parse::<i32>().map_err(|_| Unread::Unsure);
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if hours > 23 {
        return Err(Unread::Impossible);
    }
    let seconds = sign * (hours * 3600 + minutes * 60);
    Offset::from_seconds(seconds).map(Zone::Fixed).map_err(|_| Unread::Impossible)
}

fn lost_clock(rest: &str) -> Option<Slip> {
    is_like(&LOST_CLOCK, rest).then_some(Slip::Clock)
}

fn is_like(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::document::front::scalar::resolve;
    use crate::document::front::tree::{Kind, Node, Style};
    use crate::document::syntax::YamlDialect;
    use crate::span::Span;

    /// Texts, and what Jekyll 4.3 (Psych 4.0.4, Ruby 3.1) makes of them in Seoul: the moment, or `no`
    /// where the build stops.
    const PROBES: &str = "
        2024-01-02 | 2024-01-02T00:00:00
        2024-1-2 | 2024-01-02T00:00:00
        2024.01.02 | 2024-01-02T00:00:00
        2024.1.2 | 2024-01-02T00:00:00
        2024. 1. 2. | 2024-01-02T00:00:00
        24.01.02 | 2024-01-02T00:00:00
        20240102 | 2024-01-02T00:00:00
        202401021000 | 2024-01-02T10:00:00
        2024/1/2 10:00 | 2024-01-02T10:00:00
        2024년 1월 2일 | no
        2024-01-02 오후 3:00 | 2024-01-02T03:00:00
        2024-01-02 오후 3시 | 2024-01-02T00:00:00
        2024-01-02 오전 10:00:00 | 2024-01-02T10:00:00
        2024-01-02 3:00 PM | 2024-01-02T15:00:00
        2024-01-02 12:30:00 AM | 2024-01-02T00:30:00
        2024-01-02 10:00 | 2024-01-02T10:00:00
        2024-01-02 10:00:00 | 2024-01-02T19:00:00
        2024-01-02T10:00:00 | 2024-01-02T19:00:00
        2024-01-02T10:00 | 2024-01-02T10:00:00
        2024-01-02 10:00:00 KST | 2024-01-02T10:00:00
        2024-01-02 10:00:00 UTC | 2024-01-02T19:00:00
        2024-01-02 10:00:00 +0900 | 2024-01-02T10:00:00
        2024-01-02 10:00:00 +900 | 2024-01-02T10:00:00
        2024-01-02 10:00:00 +9 | 2024-01-02T10:00:00
        2024-01-02 10:00:00 +09:00 | 2024-01-02T10:00:00
        2024-01-02 10:00:00+0900 | 2024-01-02T10:00:00
        2024-01-02 10:00:00 GMT+0900 | 2024-01-02T10:00:00
        2024-01-02 10:00:00 +/-0900 | 2024-01-02T10:00:00
        2024-01-02 10:00:00 -0900 | 2024-01-03T04:00:00
        2024-01-02T10:00:00.000Z | 2024-01-02T19:00:00
        2024-01-02 10:00:00 +2500 | no
        2024-01-02 24:00:00 | 2024-01-03T09:00:00
        2024-01-02 24:00 | 2024-01-03T00:00:00
        2024-01-02 25:00 | no
        2024-01-02 25:00:00 | no
        2024-01-02 10:60:00 | no
        2024-02-30 | 2024-03-01T00:00:00
        2024-02-30 10:00:00 +0900 | 2024-03-01T10:00:00
        2024-04-31 | 2024-05-01T00:00:00
        2024-13-40 | no
        2024-00-10 | no
        2024-01-32 | no
        2022-22-10 | no
        2024 | no
        10:30 | no
        어제 | no
        yyyy-mm-dd | no
        true | no
        2024-01-02 (화) | 2024-01-02T00:00:00
        2024-01-02(화) 10:00 | 2024-01-02T10:00:00
        2024-01-02 10.00.00 | 2024-01-02T00:00:00
        99-01-02 | 1999-01-02T00:00:00
        99/12/31 | 1999-12-31T00:00:00
        2024/ 01/ 02 | 2024-01-02T00:00:00
        01/02/2024 | 2024-02-01T00:00:00
        13.2.2024 | 2024-02-13T00:00:00
        02/13/2024 | no
        2024-03 | no
        2024-01-xx | no
        2024-W01-2 | no
        2024 01 02 | no
        2024_01_02 | 2024-01-02T00:00:00
        2024- 01- 02 | no
        2024–01–02 | no
        2024．01．02 | no
        ２０２４-０１-０２ | no
        2024-002 | unsure
        2024/1 | unsure
        2024-01-02 1:2 | 2024-01-02T01:02:00
        2024-01-02_10:00 | 2024-01-02T10:00:00
        2024-01-02 10：00 | 2024-01-02T00:00:00
        2024-01-02 PM 3:00 | no
        2024-01-02 10:00:00 EST | 2024-01-03T00:00:00
        2024-01-02 10:00 pst | 2024-01-03T03:00:00
        2024-01-02 10:00:00 JST | 2024-01-02T10:00:00
    ";

    fn moment(text: &str) -> Result<Moment, Unread> {
        let kind = Kind::Scalar { style: Style::Plain, text: text.to_owned(), known: None };
        read(resolve(&Node { span: Span::default(), kind }, YamlDialect::Psych))
    }

    #[test]
    fn agrees_with_ruby() {
        let seoul = TimeZone::get("Asia/Seoul").expect("the database is bundled");
        for probe in PROBES.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (text, wanted) = probe.split_once(" | ").expect("two parts");
            let read = match moment(text) {
                Ok(moment) => moment.in_zone(Some(&seoul)).map(|moment| moment.to_string()),
                Err(why) => Some(if why == Unread::Unsure { "unsure" } else { "no" }.to_owned()),
            };
            assert_eq!(read.as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn slips_are_seen() {
        let cases = [
            ("2024-02-30", Slip::NoSuchDay),
            ("2024-01-02 24:00:00", Slip::Midnight),
            ("2024-01-02 오후 3:00", Slip::Meridiem),
            ("2024-01-02 오후 3시", Slip::Clock),
            ("2024-01-02 10.00.00", Slip::Clock),
            ("2024-01-02-10-30", Slip::Clock),
            ("2024-01-02T1000", Slip::Clock),
            ("2024-01-02 10：00", Slip::Clock),
            ("2024-01-02 10:00:00 ±0900", Slip::TemplateZone),
            ("2024-01-02 10:00:00 +/-TTTT", Slip::TemplateZone),
        ];
        for (text, slip) in cases {
            assert_eq!(moment(text).map(|moment| moment.slip), Ok(Some(slip)), "{text}");
        }
        for text in ["2024-01-02", "2024. 1. 2.", "2024-01-02 10:00", "2024-01-02 오전 10:00"] {
            assert_eq!(moment(text).map(|moment| moment.slip), Ok(None), "{text}");
        }
    }

    #[test]
    fn nothing_is_known_of_words() {
        for text in ["Jan 2 2024", "2 Jan 2024", "20240102 10:00"] {
            assert_eq!(moment(text), Err(Unread::Unsure), "{text}");
        }
        assert_eq!(moment(""), Err(Unread::Empty));
        assert_eq!(moment("~"), Err(Unread::Empty));
    }
}
