//! Dates as front matter and file names write them.
//!
//! Generators read dates leniently and differently; this reads the forms all of them read, says of
//! some texts that nobody reads them, and of the rest nothing.

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl Day {
    /// The day, if there is such a day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Day> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (1..=days).contains(&day).then_some(Day { year, month, day })
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// What a text that should be a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A date on this day, in the time zone it names or has by default.
    Day(Day),
    /// A date whose time zone nobody reads: `+/-TTTT` copied from a template.
    TemplateZone(Day),
    /// The form of a date, but no such day or time: `2024-13-40`.
    Impossible,
    /// No date in any form.
    Nothing,
    /// Perhaps a date in words; some generators read those.
    Unknown,
}

/// Reads the value of a date field.
pub fn read(text: &str) -> Reading {
    let text = text.trim();
    let Some((numbers, rest)) = leading_date(text) else {
        let readable = text.bytes().any(|b| b.is_ascii_alphabetic() || b.is_ascii_digit());
        return if text.chars().any(crate::hangul::is_syllable) || !readable {
            Reading::Nothing
        } else {
            Reading::Unknown
        };
    };
    let Some(day) = Day::new(numbers.0, numbers.1, numbers.2) else { return Reading::Impossible };
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    if rest.chars().any(crate::hangul::is_syllable) {
        return Reading::Nothing;
    }
    let mut clock = rest.splitn(3, ':');
    if let (Some(hour), Some(minute)) = (clock.next(), clock.next()) {
        let two = |text: &str| text.get(..text.len().min(2)).and_then(|t| t.trim().parse::<u8>().ok());
        let possible = match (two(hour), two(minute)) {
            (Some(hour), Some(minute)) => hour <= 24 && minute < 60 && (hour < 24 || minute == 0),
            _ => return Reading::Unknown,
        };
        if !possible {
            return Reading::Impossible;
        }
    }
    if rest.contains("+/-") || rest.contains("TTTT") { Reading::TemplateZone(day) } else { Reading::Day(day) }
}

/// `2024-01-02`, `2024-1-2` or `2024/01/02` at the start of a text, and what follows.
fn leading_date(text: &str) -> Option<((u16, u8, u8), &str)> {
    let (year, rest) = digits(text, 4)?;
    if year.len() != 4 {
        return None;
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/'))?;
    let (month, rest) = digits(&rest[1..], 2)?;
    let (day, rest) = digits(rest.strip_prefix(separator)?, 2)?;
    Some(((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?), rest))
}

/// The name of a post: its day and what follows the day, as Jekyll takes them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostName<'a> {
    /// The digits of the date as written.
    pub date: &'a str,
    /// The day, if there is such a day.
    pub day: Option<Day>,
    /// Whether month and day have two digits and the year has four.
    pub padded: bool,
    /// What follows the date and its hyphen, without the extension.
    pub slug: &'a str,
}

/// Takes the name of a post apart; `None` when it has not the form `2024-01-02-title.md`.
///
/// Source: Jekyll 4.4, `Document::DATE_FILENAME_MATCHER`.
pub fn post_name(name: &str) -> Option<PostName<'_>> {
    let stem = name.rsplit_once('.').map(|(stem, _)| stem)?;
    let (year, rest) = digits(stem, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let slug = rest.strip_prefix('-')?;
    if year.len() < 2 {
        return None;
    }
    let full_year = if year.len() == 2 { 2000 + year.parse::<u16>().ok()? } else { year.parse().ok()? };
    Some(PostName {
        date: &stem[..stem.len() - slug.len() - 1],
        day: Day::new(full_year, month.parse().ok()?, day.parse().ok()?),
        padded: (year.len(), month.len(), day.len()) == (4, 2, 2),
        slug,
    })
}

/// Up to `most` digits at the start of a text (at least one, and no more follow), and the rest.
fn digits(text: &str, most: usize) -> Option<(&str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=most).contains(&end).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_front_matter() {
        let day = Day::new(2024, 1, 2).unwrap();
        for text in
            ["2024-01-02", "2024-1-2", "2024/01/02", "2024-01-02 10:00:00 +0900", "2024-01-02T10:00:00Z"]
        {
            assert_eq!(read(text), Reading::Day(day), "{text}");
        }
        assert_eq!(read("2024-01-02 10:00:00 +/-0900"), Reading::TemplateZone(day));
        for text in ["2024-13-40", "2024-02-30", "2023-02-29", "2024-01-02 25:00"] {
            assert_eq!(read(text), Reading::Impossible, "{text}");
        }
        for text in ["어제", "2024년 1월 2일", "", "2024-01-02 오후 3:00"] {
            assert_eq!(read(text), Reading::Nothing, "{text}");
        }
        assert_eq!(read("Jan 2 2024"), Reading::Unknown);
    }

    #[test]
    fn names_of_posts() {
        let name = post_name("2024-01-02-회고.글.md").unwrap();
        assert_eq!((name.date, name.slug, name.padded), ("2024-01-02", "회고.글", true));
        assert_eq!(
            post_name("2024-1-2-a.md").map(|n| (n.padded, n.day)),
            Some((false, Day::new(2024, 1, 2)))
        );
        assert_eq!(post_name("2024-02-30-a.md").map(|n| n.day), Some(None));
        for name in ["회고.md", "2024-01-02회고.md", "2021-12-15.sql.md", "2024-01-02.md", "12024-01-02-a.md"]
        {
            assert_eq!(post_name(name), None, "{name}");
        }
    }
}
