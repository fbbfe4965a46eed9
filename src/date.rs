//! Dates as front matter and file names write them, and as generators read them.
//!
//! Ruby reads almost anything that looks like a date, and often another one than was meant: that is
//! `ruby`, which Jekyll hands every date to. Hugo is strict (`go`). What the others do depends on the
//! site; of them `plain` knows the forms that all read, and the texts that nobody does.

mod go;
mod name;
mod plain;
mod ruby;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use crate::document::front::scalar::Scalar;
use crate::document::syntax::YamlDialect;

pub use name::{PostName, post_name};

/// A date that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day that is written. It need not be one of the calendar.
    pub written: Written,
    /// What the calendar makes of it: February 30 is March 1.
    pub civil: DateTime,
    /// The zone `civil` is counted in.
    pub zone: Zone,
    /// What is read otherwise than written.
    pub slip: Option<Slip>,
}

/// A day as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// Year.
    pub year: i16,
    /// Month, from 1.
    pub month: i8,
    /// Day of the month, from 1.
    pub day: i8,
}

impl Written {
    /// The day, if the calendar has it.
    pub fn date(self) -> Option<Date> {
        Date::new(self.year, self.month, self.day).ok()
    }

    /// Whether it has a month, and a day that some month has. Ruby refuses all others.
    pub fn is_real_month(self) -> bool {
        (1..=12).contains(&self.month) && (1..=31).contains(&self.day)
    }

    /// The day, or as many days after the first of the month: Ruby reads February 30 so.
    pub fn rolled(self) -> Option<Date> {
        let first = Date::new(self.year, self.month, 1).ok().filter(|_| self.is_real_month())?;
        first.checked_add(jiff::Span::new().days(i64::from(self.day) - 1)).ok()
    }
}

/// The zone a date is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// None is named: that of the site.
    Site,
    /// None is named, and it is read in UTC all the same.
    AssumedUtc,
    /// This one.
    Fixed(Offset),
}

/// What is read otherwise than written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// No such day: it is counted on from the first of the month.
    NoSuchDay,
    /// 24:00: the day after.
    Midnight,
    /// `오후` or `오전` is not read.
    Meridiem,
    /// The time is not read: `10시`, `10.30`.
    Clock,
    /// `+/-0900`, `+/-TTTT`: the zone is not read.
    TemplateZone,
}

/// What stands for a zone in a guide and is none: `+/-0900`, `+/-TTTT`.
pub const TEMPLATE_ZONES: [&str; 4] = ["+/-", "+-", "±", "TTTT"];

/// Why a date is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// There is nothing.
    Empty,
    /// The form of a date, but no such day or time: `2024-13-40`.
    Impossible,
    /// No date in any form.
    Nothing,
    /// Perhaps a date; whether it is read is not known.
    Unsure,
}

impl Moment {
    /// The day and time in the zone of the site, if both are known.
    pub fn in_zone(&self, site: Option<&TimeZone>) -> Option<DateTime> {
        let offset = match self.zone {
            Zone::Site => return Some(self.civil),
            Zone::AssumedUtc => Offset::UTC,
            Zone::Fixed(offset) => offset,
        };
        let instant = offset.to_timestamp(self.civil).ok()?;
        site.map(|zone| zone.to_datetime(instant))
    }

    /// Seconds since 1970, with the site's zone for one that is not named.
    pub fn seconds(&self, site: &TimeZone) -> Option<i64> {
        let timestamp = match self.zone {
            Zone::Site => site.to_timestamp(self.civil).ok()?,
            Zone::AssumedUtc => Offset::UTC.to_timestamp(self.civil).ok()?,
            Zone::Fixed(offset) => offset.to_timestamp(self.civil).ok()?,
        };
        Some(timestamp.as_second())
    }

    /// The beginning of a day in the zone of the site.
    pub fn at_midnight(day: Date) -> Moment {
        let written = Written { year: day.year(), month: day.month(), day: day.day() };
        Moment { written, civil: day.to_datetime(Time::midnight()), zone: Zone::Site, slip: None }
    }

    fn on(written: Written, time: Time, zone: Zone, slip: Option<Slip>) -> Option<Moment> {
        Some(Moment { written, civil: written.rolled()?.to_datetime(time), zone, slip })
    }
}

/// Reads the value of a date field as a generator with this YAML library does.
///
/// # Errors
/// Why it is no date to the generator.
pub fn read(scalar: Scalar<'_>, dialect: YamlDialect) -> Result<Moment, Unread> {
    match dialect {
        YamlDialect::Psych => ruby::read(scalar),
        YamlDialect::GoYaml => go::read(scalar),
        _ => plain::read(scalar),
    }
}
