//! The shapes of dates and times that YAML libraries take for more than text.

/// Whether Psych reads a date: `2024-1-2`, but not February 30.
pub(super) fn psych_date(text: &str) -> bool {
    psych_date_parts(text).is_some()
}

/// Whether Psych reads a time: `2024-01-02 10:00:00 +0900`.
pub(super) fn psych_time(text: &str) -> bool {
    psych_time_parts(text).is_some()
}

/// Whether js-yaml reads a date: `2024-01-02`, also one that does not exist.
pub(super) fn js_date(text: &str) -> bool {
    js_date_parts(text).is_some()
}

/// Whether js-yaml reads a time: `2024-01-02 10:00:00 +09:00`, but not `+0900`.
pub(super) fn js_time(text: &str) -> bool {
    js_time_parts(text).is_some()
}

/// Reads a date or a time from its beginning, one part after the other.
struct Parts<'t>(&'t [u8]);

impl Parts<'_> {
    /// A number of `least` to `most` digits.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self.0.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        let value = digits.iter().fold(0, |value: u32, digit| value * 10 + u32::from(digit - b'0'));
        (count >= least).then_some(value)
    }

    /// One of the bytes.
    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        bytes.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    fn skip(&mut self, fits: impl Fn(&u8) -> bool) -> usize {
        let count = self.0.iter().take_while(|byte| fits(byte)).count();
        self.0 = &self.0[count..];
        count
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }

    /// `T` or spaces, then `10:00:00` and perhaps `.5`; hour, minute and second.
    fn clock(&mut self) -> Option<(u32, u32, u32)> {
        if self.one_of(b"Tt").is_none() && self.skip(u8::is_ascii_whitespace) == 0 {
            return None;
        }
        let hour = self.number(1, 2)?;
        self.one_of(b":")?;
        let minute = self.number(2, 2)?;
        self.one_of(b":")?;
        let second = self.number(2, 2)?;
        if self.one_of(b".").is_some() {
            self.skip(u8::is_ascii_digit);
        }
        self.skip(u8::is_ascii_whitespace);
        Some((hour, minute, second))
    }
}

fn psych_date_parts(text: &str) -> Option<()> {
    let mut parts = Parts(text.as_bytes());
    let year = parts.number(4, 4)?;
    parts.one_of(b"-")?;
    let month = parts.number(1, 2)?;
    parts.one_of(b"-")?;
    let day = parts.number(1, 2)?;
    parts.end()?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=last).contains(&day).then_some(())
}

/// Ruby's `Time` rolls February 30 over, and takes 24:00:00.
fn psych_time_parts(text: &str) -> Option<()> {
    let mut parts = Parts(text.as_bytes());
    let _ = parts.one_of(b"-");
    parts.number(4, 4)?;
    parts.one_of(b"-")?;
    let month = parts.number(1, 2)?;
    parts.one_of(b"-")?;
    let day = parts.number(1, 2)?;
    let (hour, minute, second) = parts.clock()?;
    if parts.one_of(b"Z").is_none() && parts.one_of(b"+-").is_some() {
        let hours = parts.number(1, 2)?;
        let _ = parts.one_of(b":");
        let minutes = if parts.end().is_some() { 0 } else { parts.number(2, 2)? };
        // So `+09:60` is ten hours.
        if hours * 60 + minutes >= 24 * 60 {
            return None;
        }
    }
    parts.end()?;
    let clock_fits = hour < 24 && minute < 60 && second <= 60 || (hour, minute, second) == (24, 0, 0);
    ((1..=12).contains(&month) && (1..=31).contains(&day) && clock_fits).then_some(())
}

fn js_date_parts(text: &str) -> Option<()> {
    let mut parts = Parts(text.as_bytes());
    parts.number(4, 4)?;
    parts.one_of(b"-")?;
    parts.number(2, 2)?;
    parts.one_of(b"-")?;
    parts.number(2, 2)?;
    parts.end()
}

fn js_time_parts(text: &str) -> Option<()> {
    let mut parts = Parts(text.as_bytes());
    parts.number(4, 4)?;
    parts.one_of(b"-")?;
    parts.number(1, 2)?;
    parts.one_of(b"-")?;
    parts.number(1, 2)?;
    parts.clock()?;
    if parts.one_of(b"Z").is_none() && parts.one_of(b"+-").is_some() {
        parts.number(1, 2)?;
        if parts.one_of(b":").is_some() {
            parts.number(2, 2)?;
        }
    }
    parts.end()
}
