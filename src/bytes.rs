//! How large a file is, as people say it: in units of a thousand, as file managers and providers do.

const UNITS: [(&str, u64); 4] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("B", 1)];

/// A number of bytes: `1.2MB`, `845KB`.
pub fn shown(bytes: u64) -> String {
    let (unit, size) = UNITS.into_iter().find(|(_, size)| bytes >= *size).unwrap_or(("B", 1));
    let (whole, tenth) = (bytes / size, bytes % size * 10 / size);
    if tenth == 0 || whole >= 100 { format!("{whole}{unit}") } else { format!("{whole}.{tenth}{unit}") }
}

/// The number of bytes of `500KB`, `1.5 MB` or `2000`; `None` if it is no size.
pub fn read(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim().to_ascii_uppercase().as_str() {
        "" => 1,
        unit => UNITS.into_iter().find(|(name, _)| *name == unit)?.1,
    };
    let (whole, tenths) = number.split_once('.').unwrap_or((number, "0"));
    if tenths.len() > 3 {
        return None;
    }
    let scale = 10_u64.pow(u32::try_from(tenths.len()).ok()?);
    let (whole, tenths): (u64, u64) = (whole.parse().ok()?, tenths.parse().ok()?);
    whole.checked_mul(unit)?.checked_add(tenths.checked_mul(unit)? / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_shown() {
        for (text, bytes) in
            [("1MB", 1_000_000), ("1.5 mb", 1_500_000), ("500KB", 500_000), ("20B", 20), ("300", 300)]
        {
            assert_eq!(read(text), Some(bytes), "{text}");
        }
        for text in ["", "MB", "-1MB", "1.MB", ".5MB", "1MiB", "1,000KB", "99999999999999999GB", "1.2.3MB"] {
            assert_eq!(read(text), None, "{text}");
        }
        for (bytes, text) in
            [(0, "0B"), (999, "999B"), (1_234_567, "1.2MB"), (845_100, "845KB"), (2_000, "2KB")]
        {
            assert_eq!(shown(bytes), text);
        }
    }
}
