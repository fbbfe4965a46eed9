//! Building the lexicon: the lists of `rules/lexicon/` and the forms of their stems, as one
//! finite-state map. The build script runs this; the tests do, too.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::{fs, io};

use super::Classes;
use super::inflect::{Exceptions, Form, Kind, inflect};
use super::syllable::letters;

/// The lists of words that are taken as they are.
const LISTS: [(&str, Classes); 17] = [
    ("noun", Classes::NOUN),
    ("noun-short", Classes::NOUN),
    ("noun-it", Classes::NOUN),
    ("noun-more", Classes::NOUN),
    ("action-noun", Classes::NOUN.or(Classes::ACTION)),
    ("state-root", Classes::STATE),
    ("bound-noun", Classes::BOUND_NOUN),
    ("pronoun", Classes::PRONOUN),
    ("numeral", Classes::NUMERAL),
    ("counting-determiner", Classes::COUNTING),
    ("determiner", Classes::DETERMINER),
    ("adverb", Classes::ADVERB),
    ("adverb-short", Classes::ADVERB),
    ("prefix-adverb", Classes::ADVERB.or(Classes::PREFIX)),
    ("particle", Classes::PARTICLE),
    ("copula", Classes::COPULA),
    ("verb-first", Classes::VERB_FIRST),
];

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
/// A list cannot be read, has no heading, or has something in it that is no word; the message names it.
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
    let (light, auxiliary, not_adnominal) = (set("light")?, set("auxiliary")?, set("not-adnominal")?);
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
                if !(form == Form::N && not_adnominal.contains(&word)) {
                    *words.entry(word).or_default() |= class_of(form) | kinds;
                }
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
    let is_word = |line: &str| !line.is_empty() && line.chars().all(|c| letters(c).is_some());
    lines
        .map(|line| is_word(line).then(|| line.to_owned()))
        .map(|word| word.ok_or_else(|| problem(&"a line is not one word in Hangul")))
        .collect()
}

fn class_of(form: Form) -> Classes {
    match form {
        Form::Stem => Classes::STEM,
        Form::Open => Classes::OPEN,
        Form::Dropped => Classes::DROPPED,
        Form::Formal => Classes::FORMAL,
        Form::Noun => Classes::NOUN_FORM,
        Form::Neun => Classes::NEUN,
        Form::N => Classes::N,
        Form::L => Classes::L,
        Form::A => Classes::A,
        Form::Past => Classes::PAST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/lexicon")
    }

    #[test]
    fn the_map_stays_small() {
        let bytes = compile(&lists()).expect("the lists can be read").len();
        assert!(bytes < 1_000_000, "{bytes} bytes are carried by every copy of the program");
    }

    #[test]
    fn a_list_that_cannot_be_read_is_named() {
        let message = |path: &Path| read(path).expect_err("not a list of words").to_string();
        assert!(message(&lists().join("nowhere.txt")).contains("nowhere.txt"));
        assert!(message(&lists().join("derive.py")).contains("where the words are from"));
        assert!(message(&lists().join("NOTICE")).contains("NOTICE"));
    }
}
