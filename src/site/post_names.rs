//! The posts of a Jekyll site by their names, as `{% post_url 2024-01-02-글 %}` finds them.

use std::collections::{HashMap, HashSet};

use super::Site;
use super::liquid::Unfound;
use super::names::{fold, is_near, nfc};
use super::tree::{Cause, Tree};

/// Of more posts of one day, the others are not compared with a name that leads to none.
const MOST_COMPARED: usize = 100;

/// The day of a post in numbers: they are compared as numbers, `2024-1-02` and `2024-01-02` alike.
type Day = [u32; 3];

/// The posts by what finds them. Made when the first tag asks for one.
#[derive(Debug, Default)]
pub(super) struct PostNames {
    /// What stands behind the day, in composed form.
    slugs: HashSet<String>,
    /// The paths of the posts of each day, sorted.
    of_days: HashMap<Day, Vec<String>>,
}

impl PostNames {
    fn new(tree: &Tree) -> PostNames {
        let mut names = PostNames::default();
        for path in tree.files().filter(|path| path.starts_with("_posts/") || path.contains("/_posts/")) {
            if let Some((day, slug)) = stem(path).and_then(split_name) {
                names.slugs.insert(nfc(slug).into_owned());
                names.of_days.entry(day).or_default().push(path.to_owned());
            }
        }
        names
    }

    /// The paths, stems and slugs of the posts of a day.
    fn of_day(&self, day: Day) -> impl Iterator<Item = (&str, &str, &str)> {
        let paths = self.of_days.get(&day).into_iter().flatten().take(MOST_COMPARED);
        paths.filter_map(|path| {
            let stem = stem(path)?;
            Some((path.as_str(), stem, split_name(stem)?.1))
        })
    }
}

impl Site {
    /// What is wrong with `{% post_url name %}`. A post is found by the day and the rest of its file
    /// name, in whatever folder; its front matter may say another day, so one that differs only in the
    /// day may be meant.
    pub fn missing_post(&self, name: &str) -> Option<Unfound> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let (day, slug) = split_name(file)?;
        let names = self.post_names.get_or_init(|| PostNames::new(&self.tree));
        if names.slugs.contains(&*nfc(slug)) {
            return None;
        }
        let with_folder = |stem: &str| match folder {
            "" => stem.to_owned(),
            folder => format!("{folder}/{stem}"),
        };
        let folded = fold(slug);
        if let Some((path, stem, _)) = names.of_day(day).find(|(.., other)| fold(other) == folded) {
            let cause = Cause::Case { actual: path.to_owned() };
            return Some(Unfound { cause, repair: Some(with_folder(stem)) });
        }
        let bare = slug.rsplit_once('.').map(|(bare, _)| bare);
        if let Some((path, stem, _)) = names.of_day(day).find(|(.., other)| Some(*other) == bare) {
            let cause = Cause::Extension { actual: path.to_owned() };
            return Some(Unfound { cause, repair: Some(with_folder(stem)) });
        }
        let mut near = names.of_day(day).filter(|(.., other)| is_near(other, slug));
        match (near.next(), near.next()) {
            (Some((path, stem, _)), None) => {
                let cause = Cause::NearName { actual: path.to_owned() };
                Some(Unfound { cause, repair: Some(with_folder(stem)) })
            }
            _ => Some(Unfound { cause: Cause::Absent, repair: None }),
        }
    }
}

/// The name of a file without its ending; none where it has none.
fn stem(path: &str) -> Option<&str> {
    Some(path.rsplit('/').next()?.rsplit_once('.')?.0)
}

/// `2024-1-02-글` as the day's numbers and the rest, as Jekyll splits the name in a `post_url`.
fn split_name(name: &str) -> Option<(Day, &str)> {
    let mut rest = name;
    let mut day = [0; 3];
    for number in &mut day {
        let (digits, after) = rest.split_once('-')?;
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = digits.parse().ok()?;
        rest = after;
    }
    Some((day, rest))
}

/// Whether Jekyll can read `name` in a `post_url` at all.
pub fn is_post_reference(name: &str) -> bool {
    name.split('/').any(|part| split_name(part).is_some())
}
