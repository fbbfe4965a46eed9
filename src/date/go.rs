//! How Hugo reads a date: in a handful of strict forms. Anything else is no date to it; older versions
//! then take the year 1, newer ones stop. Put to Hugo 0.111; the forms are those of `cast.ToTime`.

use std::sync::LazyLock;

use jiff::civil::Time;
use jiff::tz::Offset;
use regex::Regex;

use super::{Moment, Slip, Unread, Written, Zone};
use crate::document::front::scalar::Scalar;

static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let clock = r"[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?: ?(?:Z|([+-])(\d{2}):?(\d{2})))?";
    Regex::new(&format!(r"^(\d{{4}})-(\d{{2}})-(\d{{2}})(?:{clock})?$")).ok()
});

/// Reads a date as Hugo does.
pub(super) fn read(scalar: Scalar<'_>) -> Result<Moment, Unread> {
    match scalar {
        Scalar::Null => Err(Unread::Empty),
        Scalar::Date(text) | Scalar::Timestamp(text) => parse(text).or_else(|_| super::plain::read(scalar)),
        Scalar::Str(text) if text.trim().is_empty() => Err(Unread::Empty),
        Scalar::Str(text) => parse(text.trim()),
        // Seconds since 1970.
        Scalar::Int(_) | Scalar::Float(_) => Err(Unread::Unsure),
        Scalar::Bool(_) => Err(Unread::Nothing),
        Scalar::Compound | Scalar::Unsettled => Err(Unread::Unsure),
    }
}

fn parse(text: &str) -> Result<Moment, Unread> {
    let pattern = FORM.as_ref().ok_or(Unread::Unsure)?;
    let Some(found) = pattern.captures(text) else {
        let words = text.bytes().any(|byte| byte.is_ascii_alphabetic());
        return Err(match text {
            _ if text.contains("+/-") => return template(text),
            _ if words && text.is_ascii() => Unread::Unsure,
            _ => Unread::Nothing,
        });
    };
    let number =
        |at: usize| found.get(at).and_then(|digits| digits.as_str().parse::<i32>().ok()).unwrap_or(0);
    let small = |at: usize| i8::try_from(number(at)).unwrap_or(i8::MAX);
    let written =
        Written { year: i16::try_from(number(1)).unwrap_or(i16::MAX), month: small(2), day: small(3) };
    let time = Time::new(small(4), small(5), small(6), 0).map_err(|_| Unread::Impossible)?;
    let seconds = (number(8) * 60 + number(9)) * 60;
    let zone = match found.get(7).map(|sign| sign.as_str()) {
        Some(sign) => {
            let offset = Offset::from_seconds(if sign == "-" { -seconds } else { seconds });
            Zone::Fixed(offset.map_err(|_| Unread::Impossible)?)
        }
        None if text.ends_with('Z') => Zone::Fixed(Offset::UTC),
        None => Zone::Site,
    };
    written.date().ok_or(Unread::Impossible)?;
    Moment::on(written, time, zone, None).ok_or(Unread::Impossible)
}

fn template(text: &str) -> Result<Moment, Unread> {
    let moment = text.split_once("+/-").map(|(before, _)| parse(before.trim_end()));
    moment.unwrap_or(Err(Unread::Nothing)).map(|moment| Moment { slip: Some(Slip::TemplateZone), ..moment })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_hugo() {
        for text in [
            "2024-01-02",
            "2024-01-02 10:00:00",
            "2024-01-02T10:00:00",
            "2024-01-02 10:00:00 +0900",
            "2024-01-02 10:00:00+09:00",
            "2024-01-02T10:00:00.5Z",
        ] {
            let moment = read(Scalar::Str(text));
            assert_eq!(
                moment.map(|moment| moment.civil.date().to_string()).as_deref(),
                Ok("2024-01-02"),
                "{text}"
            );
        }
        let nothing = ["2024-1-2", "2024/01/02", "2024.01.02", "2024-01-02 10:00", "2024년 1월 2일", "어제"];
        for text in nothing {
            assert_eq!(read(Scalar::Str(text)), Err(Unread::Nothing), "{text}");
        }
        for text in ["2024-13-40", "2024-02-30", "2024-01-02 24:00:00"] {
            assert_eq!(read(Scalar::Str(text)), Err(Unread::Impossible), "{text}");
        }
        let slip = read(Scalar::Str("2024-01-02 10:00:00 +/-0900")).map(|moment| moment.slip);
        assert_eq!(slip, Ok(Some(Slip::TemplateZone)));
        assert_eq!(read(Scalar::Str("02 Jan 2024")), Err(Unread::Unsure));
    }
}
