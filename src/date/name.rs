//! The names of posts.

use super::Written;

/// The name of a post: its day and what follows the day, as Jekyll takes them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostName<'a> {
    /// The digits of the date as written.
    pub date: &'a str,
    /// The day they say; of two digits for the year, Ruby makes four.
    pub day: Written,
    /// Whether month and day have two digits and the year has four.
    pub padded: bool,
    /// What follows the date and its hyphen, without the extension.
    pub slug: &'a str,
    /// From the last dot on.
    pub extension: &'a str,
}

/// Takes the name of a post apart; `None` when it has not the form `2024-01-02-title.md`.
///
/// Source: Jekyll 4.4, `Document::DATE_FILENAME_MATCHER`.
pub fn post_name(name: &str) -> Option<PostName<'_>> {
    let (stem, extension) = name.rfind('.').map(|dot| name.split_at(dot))?;
    let (year, rest) = digits(stem, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let slug = rest.strip_prefix('-')?;
    if year.len() < 2 || extension.len() < 2 {
        return None;
    }
    Some(PostName {
        date: &stem[..stem.len() - slug.len() - 1],
        day: Written { year: full_year(year)?, month: month.parse().ok()?, day: day.parse().ok()? },
        padded: (year.len(), month.len(), day.len()) == (4, 2, 2),
        slug,
        extension,
    })
}

/// `24` is 2024 and `99` is 1999, as Ruby has it.
pub(super) fn full_year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    Some(match digits.len() {
        0..=2 if year < 69 => year + 2000,
        0..=2 => year + 1900,
        _ => year,
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
    fn names_of_posts() {
        let name = post_name("2024-01-02-회고.글.md").unwrap();
        assert_eq!((name.date, name.slug, name.padded), ("2024-01-02", "회고.글", true));
        assert_eq!(name.extension, ".md");
        let day = |name| post_name(name).map(|name| (name.padded, name.day));
        assert_eq!(day("2024-1-2-a.md"), Some((false, Written { year: 2024, month: 1, day: 2 })));
        assert_eq!(day("99-1-2-a.md"), Some((false, Written { year: 1999, month: 1, day: 2 })));
        assert_eq!(post_name("2024-02-30-a.md").map(|name| name.day.date()), Some(None));
        for name in ["회고.md", "2024-01-02회고.md", "2021-12-15.sql.md", "2024-01-02.md", "12024-01-02-a.md"]
        {
            assert_eq!(post_name(name), None, "{name}");
        }
    }
}
