//! Building the lexicon: the lists of `rules/lexicon/` and the forms of their stems, as one
//! finite-state map. The build script runs this; the tests do, too.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::{fs, io};

use super::Classes;
use super::inflect::{Exceptions, Form, Kind, inflect};

/// The lists of words that are taken as they are.
const LISTS: [(&str, Classes); 0] = [];

/// The lists of stems.
const STEMS: [(&str, Kind); 4] = [
    ("verb", Kind::Verb),
    ("verb-short", Kind::Verb),
    ("adjective", Kind::Adjective),
    ("adjective-short", Kind::Adjective),
];

/// Reads the lists in `folder` and writes the map that [`super::Lexicon::new`] takes.
///
/// # Errors
/// A list cannot be read, or has no heading; the message names it.
pub fn compile(folder: &Path) -> io::Result<Vec<u8>> {
    let list = |name: &str| read(&folder.join(name).with_extension("txt"));
    let set = |name: &str| -> io::Result<HashSet<String>> { Ok(list(name)?.into_iter().collect()) };
    let mut words: BTreeMap<String, Classes> = BTreeMap::new();
    for (name, classes) in LISTS {
        for word in list(name)? {
            *words.entry(word).or_default() |= classes;
        }
    }
    let exceptions = Exceptions {
        keep_b: set("conjugation/keep-b")?,
        change_d: set("conjugation/change-d")?,
        lose_s: set("conjugation/lose-s")?,
        plain_reu: set("conjugation/plain-reu")?,
        add_reo: set("conjugation/add-reo")?,
        both: set("conjugation/both")?,
    };
    let (light, auxiliary) = (set("light")?, set("auxiliary")?);
    for (name, kind) in STEMS {
        for stem in list(name)? {
            let mut kinds = Classes::NONE;
            if light.contains(&stem) {
                kinds |= Classes::LIGHT;
            }
            if auxiliary.contains(&stem) {
                kinds |= Classes::AUXILIARY;
            }
            inflect(&stem, kind, &exceptions, |form, word| {
                *words.entry(word).or_default() |= class_of(form) | kinds;
            });
        }
    }
    build(&words).map_err(io::Error::other)
}

fn build(words: &BTreeMap<String, Classes>) -> Result<Vec<u8>, fst::Error> {
    let mut map = fst::MapBuilder::memory();
    for (word, classes) in words {
        map.insert(word, u64::from(classes.bits()))?;
    }
    map.into_inner()
}

/// The words of a list: one a line, below a heading that says where they are from.
fn read(path: &Path) -> io::Result<Vec<String>> {
    let problem = |what: &dyn std::fmt::Display| io::Error::other(format!("{}: {what}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| problem(&error))?;
    let mut lines = text.lines();
    if !lines.next().is_some_and(|heading| heading.starts_with("# ")) {
        return Err(problem(&"the first line does not say where the words are from"));
    }
    Ok(lines.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

fn class_of(form: Form) -> Classes {
    match form {
        Form::Stem => Classes::STEM,
        Form::Open => Classes::OPEN,
        Form::Formal => Classes::FORMAL,
        Form::Noun => Classes::NOUN_FORM,
        Form::Neun => Classes::NEUN,
        Form::N => Classes::N,
        Form::L => Classes::L,
        Form::A => Classes::A,
        Form::Past => Classes::PAST,
    }
}
