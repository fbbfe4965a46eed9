//! The posts of a Jekyll site by their names, as `{% post_url 2024-01-02-글 %}` finds them.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::Site;
use super::liquid::Unfound;
use super::names::{Letters, fold, near, nfc, only};
use super::tree::{Cause, Tree};

/// Of more posts of one day none is looked for that has nearly a name: each tag that leads nowhere would take a look at
/// all of them.
const MOST_OF_A_DAY: usize = 5_000;

/// The day of a post in numbers: they are compared as numbers, `2024-1-02` and `2024-01-02` alike.
type Day = [u32; 3];

/// The posts by what finds them. Made when the first tag asks for one.
#[derive(Debug)]
pub(super) struct PostNames {
    /// Their paths, sorted.
    paths: Vec<String>,
    /// What stands behind the day, in composed form.
    slugs: HashSet<String>,
    /// The first path by the day and what stands behind it, folded.
    folded: HashMap<(Day, Box<str>), u32>,
    /// The paths of each day, with the letters of what stands behind it, folded.
    of_days: HashMap<Day, Vec<(Letters, u32)>>,
}

impl PostNames {
    fn new(tree: &Tree) -> PostNames {
        let mut names = PostNames {
            paths: Vec::new(),
            slugs: HashSet::new(),
            folded: HashMap::new(),
            of_days: HashMap::new(),
        };
        for path in tree.files().filter(|path| path.starts_with("_posts/") || path.contains("/_posts/")) {
            if let Some((day, slug)) = file_stem(path).and_then(split_name) {
                let (folded, number) = (fold(slug), names.paths.len() as u32);
                names.of_days.entry(day).or_default().push((Letters::of(&folded), number));
                names.folded.entry((day, folded.into())).or_insert(number);
                names.slugs.insert(nfc(slug).into_owned());
                names.paths.push(path.to_owned());
            }
        }
        names
    }

    fn path(&self, number: u32) -> &str {
        &self.paths[number as usize]
    }

    /// The path of the first post of a day with this slug, without regard to letter case and normalization.
    fn alike(&self, day: Day, slug: &str) -> Option<&str> {
        self.folded.get(&(day, fold(slug).into())).map(|number| self.path(*number))
    }

    /// The path of the one post of a day with nearly this slug.
    fn near(&self, day: Day, slug: &str) -> Option<&str> {
        let of_day = self.of_days.get(&day).filter(|of_day| of_day.len() <= MOST_OF_A_DAY)?;
        let slug = fold(slug);
        let letters = Letters::of(&slug);
        let may_be_near = of_day.iter().filter(|(own, _)| own.may_be_near(letters));
        only(near(&slug, may_be_near.map(|(_, number)| self.path(*number)), |path| {
            fold(file_stem(path).and_then(split_name).map_or("", |(_, slug)| slug))
        }))
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
        let in_other_case = || names.alike(day, slug).map(|path| Cause::Case { actual: path.to_owned() });
        let with_ending = || {
            let actual = names.alike(day, slug.rsplit_once('.')?.0)?.to_owned();
            Some(Cause::Extension { actual })
        };
        let near = || names.near(day, slug).map(|path| Cause::NearName { actual: path.to_owned() });
        let cause = in_other_case().or_else(with_ending).or_else(near).unwrap_or(Cause::Absent);
        let repair = cause.actual().and_then(file_stem).map(|stem| match folder {
            "" => stem.to_owned(),
            folder => format!("{folder}/{stem}"),
        });
        Some(Unfound { cause, repair })
    }
}

/// The name of a file without its ending; none where it has none.
fn file_stem(path: &str) -> Option<&str> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::names::{MOST_COMPARED, shuffled};

    fn missing(paths: impl IntoIterator<Item = String>, name: &str) -> (Cause, Option<String>) {
        let files = paths.into_iter().chain(["_config.yml".to_owned()]).map(|path| (path, String::new()));
        let Unfound { cause, repair } =
            Site::in_memory(&files.collect()).missing_post(name).expect("it is not there");
        (cause, repair)
    }

    /// So many posts of one day with names of the same letters, none of them near another.
    fn others(count: usize) -> impl Iterator<Item = String> {
        (0..count).map(|n| format!("m/_posts/2024-01-01-{}.md", shuffled(n)))
    }

    fn case(path: &str) -> Cause {
        Cause::Case { actual: path.to_owned() }
    }

    fn near(path: &str) -> Cause {
        Cause::NearName { actual: path.to_owned() }
    }

    #[test]
    fn posts_are_found_among_any_number_of_one_day() {
        let start = "_posts/2024-01-01-zz-Docker-Start.md";
        let all = || others(1_500).chain([start.to_owned()]);
        let repair = Some("2024-01-01-zz-Docker-Start".to_owned());
        assert_eq!(missing(all(), "2024-01-01-zz-docker-start"), (case(start), repair.clone()));
        let extension = Cause::Extension { actual: start.to_owned() };
        assert_eq!(missing(all(), "2024-01-01-zz-Docker-Start.md"), (extension, repair.clone()));
        assert_eq!(missing(all(), "2024-1-1-zz-Docker-Strat"), (near(start), repair.clone()));
        assert_eq!(missing(all(), "2024-01-02-zz-Docker-Strat"), (Cause::Absent, None));
        let in_folder = Some("sub/2024-01-01-zz-Docker-Start".to_owned());
        assert_eq!(missing(all(), "sub/2024-01-01-zz-docker-strat"), (near(start), in_folder));
    }

    #[test]
    fn of_two_posts_with_nearly_a_name_none_is_meant() {
        let (starts, start) = ("a/_posts/2024-01-01-docker-starts.md", "z/_posts/2024-01-01-docker-start.md");
        let wanted = "2024-01-01-docker-stat";
        let some = || others(150).chain([starts.to_owned()]);
        assert_eq!(missing(some(), wanted).0, near(starts));
        assert_eq!(missing(some().chain([start.to_owned()]), wanted), (Cause::Absent, None));
    }

    #[test]
    fn where_not_all_names_are_seen_none_is_meant() {
        // Those before it have its letters and its length.
        let (path, wanted) = ("z/_posts/2024-01-01-lkjihgfedcba.md", "2024-01-01-lkjihgfedcbb");
        let all = |count| others(count).chain([path.to_owned()]);
        assert_eq!(missing(all(MOST_COMPARED - 1), wanted).0, near(path));
        assert_eq!(missing(all(MOST_COMPARED), wanted), (Cause::Absent, None));
        // Others do not count.
        let longer = |path: String| path.replace(".md", "mnopq.md");
        let with_digits = |path: String| path.replace(".md", "1.md");
        let all = others(1_500).map(longer).chain(others(1_500).map(with_digits)).chain([path.to_owned()]);
        assert_eq!(missing(all, wanted).0, near(path));
        let many = |count| (1..count).map(|n| format!("_posts/2024-01-01-{n}.md")).chain([path.to_owned()]);
        assert_eq!(missing(many(MOST_OF_A_DAY), wanted).0, near(path));
        assert_eq!(missing(many(MOST_OF_A_DAY + 1), wanted), (Cause::Absent, None));
    }
}
