//! The dates that JavaScript reads in any of its ways, and those that it reads in none.

use jiff::civil::Time;

use super::{Moment, Slip, Unread, Written, Zone};
use crate::document::front::scalar::Scalar;
use crate::hangul::is_syllable;

/// Reads a date in one of the forms common to all.
pub(super) fn read(scalar: Scalar<'_>) -> Result<Moment, Unread> {
    let text = match scalar {
        Scalar::Null => return Err(Unread::Empty),
        Scalar::Date(text) | Scalar::Timestamp(text) | Scalar::Str(text) => text.trim(),
        _ => return Err(Unread::Unsure),
    };
    let Some((written, rest)) = leading_date(text) else {
        let readable = text.bytes().any(|b| b.is_ascii_alphanumeric());
        let hangul = text.chars().any(is_syllable);
        return Err(if hangul || !readable { Unread::Nothing } else { Unread::Unsure });
    };
    if written.date().is_none() {
        return Err(Unread::Impossible);
    }
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    if rest.chars().any(is_syllable) {
        return Err(Unread::Nothing);
    }
    let mut time = Time::midnight();
    let mut clock = rest.splitn(3, ':');
    if let (Some(hour), Some(minute)) = (clock.next(), clock.next()) {
        let two = |text: &str| text.get(..text.len().min(2)).and_then(|text| text.trim().parse::<i8>().ok());
        let (Some(hour), Some(minute)) = (two(hour), two(minute)) else { return Err(Unread::Unsure) };
        time = match Time::new(hour, minute, 0, 0) {
            Ok(time) => time,
            Err(_) if (hour, minute) == (24, 0) => return Err(Unread::Unsure),
            Err(_) => return Err(Unread::Impossible),
        };
    }
    let template = rest.contains("+/-") || rest.contains("TTTT");
    let slip = template.then_some(Slip::TemplateZone);
    Moment::on(written, time, Zone::Site, slip).ok_or(Unread::Impossible)
}

/// `2024-01-02`, `2024-1-2` or `2024/01/02` at the start of a text, and what follows.
fn leading_date(text: &str) -> Option<(Written, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = text.split_at_checked(4).filter(|(year, _)| digits(year) == 4)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/'))?;
    let (month, rest) = rest[1..].split_at(digits(&rest[1..]));
    let rest = rest.strip_prefix(separator)?;
    let (day, rest) = rest.split_at(digits(rest));
    let written = Written { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
    (month.len() <= 2 && day.len() <= 2).then_some((written, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Result<String, Unread> {
        read(Scalar::Str(text)).map(|moment| moment.civil.date().to_string())
    }

    #[test]
    fn what_is_read_and_what_is_not() {
        for text in
            ["2024-01-02", "2024-1-2", "2024/01/02", "2024-01-02 10:00:00 +0900", "2024-01-02T10:00:00Z"]
        {
            assert_eq!(day(text).as_deref(), Ok("2024-01-02"), "{text}");
        }
        let template = read(Scalar::Str("2024-01-02 10:00:00 +/-0900")).unwrap();
        assert_eq!(template.slip, Some(Slip::TemplateZone));
        for text in ["2024-13-40", "2024-02-30", "2023-02-29", "2024-01-02 25:00"] {
            assert_eq!(day(text), Err(Unread::Impossible), "{text}");
        }
        for text in ["어제", "2024년 1월 2일", "", "2024-01-02 오후 3:00"] {
            assert_eq!(day(text), Err(Unread::Nothing), "{text}");
        }
        for text in ["Jan 2 2024", "2024.01.02"] {
            assert_eq!(day(text), Err(Unread::Unsure), "{text}");
        }
        assert_eq!(read(Scalar::Null), Err(Unread::Empty));
    }
}
