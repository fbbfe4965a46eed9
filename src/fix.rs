//! Applying repairs.
//!
//! A pass applies all fixes that do not meet; what waits, or shows only afterwards, is for the next pass, until
//! nothing changes. What a pass made is held against the text before it: a repair of prose must leave code,
//! addresses, front matter and the structure of the Markdown as they were, or it is not made.

pub mod write;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Edit, RuleId, Safety};
use crate::document::Document;
use crate::document::syntax::Syntax;
use crate::engine::{Around, Engine, Findings};
use crate::files::Files;
use crate::rule::Book;
use crate::site::Site;
use crate::span::Span;

/// How many passes are made; texts settle after two or three.
const MOST_PASSES: usize = 10;

/// What repairing the documents of a site gave.
#[derive(Debug, Default)]
pub struct Repaired {
    /// The documents that changed, by path.
    pub files: BTreeMap<String, Changed>,
    /// What is left to report, a document each, in the order of the paths.
    pub findings: Vec<Findings>,
    /// Documents whose repairs undo each other, with the rules that do it. They are left as they were.
    pub cycles: Vec<(String, Vec<RuleId>)>,
}

/// A document that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What was read.
    pub before: String,
    /// What is to be written.
    pub after: String,
    /// How many repairs were made.
    pub repairs: usize,
    /// How many fewer findings there are that can be repaired. It is less than the repairs where those brought
    /// others to light, and more where one did away with several.
    pub mended: usize,
}

/// One pass over one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// The text with the repairs.
    pub text: String,
    /// The rules whose repairs were made, one a repair.
    pub rules: Vec<RuleId>,
}

/// What a pass came upon in a document, and made of it.
struct Tried<'p> {
    path: &'p String,
    /// How many findings can be repaired.
    fixable: usize,
    /// The text before, and the pass, if it changes anything.
    made: Option<(String, Pass)>,
}

/// Files of which some have been edited.
struct Edited<'f, F> {
    files: &'f F,
    texts: &'f BTreeMap<String, Changed>,
}

impl<F: Files> Files for Edited<'_, F> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.texts.get(path) {
            Some(changed) => Ok(changed.after.clone().into_bytes()),
            None => self.files.read(path),
        }
    }

    fn peek(&self, path: &str, enough: usize) -> io::Result<(u64, Vec<u8>)> {
        self.files.peek(path, enough)
    }
}

/// Those of the diagnostics of a document, with its path and text, that are to be repaired.
pub type Keep<'k> = dyn Fn(&str, &str, Vec<Diagnostic>) -> Vec<Diagnostic> + Sync + 'k;

/// Repairs the documents at `paths`, among the posts `around` them, with fixes up to `most`, in memory, as far as
/// `keep` says so.
pub fn repair(
    engine: &Engine<'_>,
    site: &Site,
    paths: &[String],
    around: &Around<'_>,
    files: &impl Files,
    most: Safety,
    keep: &Keep<'_>,
) -> Repaired {
    let mut repaired = Repaired::default();
    // What each document has been, and the rules that changed it.
    let mut seen: HashMap<String, (HashSet<u64>, Vec<RuleId>)> = HashMap::new();
    let mut given_up: HashSet<String> = HashSet::new();
    // How many findings there were at first that can be repaired.
    let mut at_first: HashMap<&String, usize> = HashMap::new();
    for pass in 0..=MOST_PASSES {
        let edited = Edited { files, texts: &repaired.files };
        repaired.findings = engine.check_among(site, paths, around, &edited, || {});
        let tried: Vec<Tried<'_>> = paths
            .par_iter()
            .zip(&repaired.findings)
            .filter(|(path, _)| !given_up.contains(*path))
            .filter_map(|(path, findings)| {
                let diagnostics = findings.unpack();
                diagnostics.iter().find(|found| found.finding.fix.is_some())?;
                let text = String::from_utf8(edited.read(path).ok()?).ok()?;
                let diagnostics = keep(path, &text, diagnostics);
                let fixes = diagnostics.iter().filter_map(|found| found.finding.fix.as_ref());
                let fixable = fixes.filter(|fix| fix.safety <= most).count();
                let pass = self::pass(&text, &diagnostics, engine.book(), site.syntax(path), most);
                Some(Tried { path, fixable, made: pass.map(|pass| (text, pass)) })
            })
            .collect();
        let counts = tried.iter().map(|tried| (tried.path, tried.fixable));
        if pass == 0 {
            at_first.extend(counts.clone());
        }
        if tried.iter().all(|tried| tried.made.is_none()) {
            let left: HashMap<&String, usize> = counts.collect();
            for (path, changed) in &mut repaired.files {
                let [before, after] = [&at_first, &left].map(|counts| counts.get(path).copied().unwrap_or(0));
                changed.mended = before.saturating_sub(after);
            }
            return repaired;
        }
        for Tried { path, made, .. } in tried {
            let Some((text, Pass { text: after, rules })) = made else { continue };
            let (texts, all) = seen.entry(path.clone()).or_default();
            texts.insert(hash(&text));
            all.extend(&rules);
            if pass == MOST_PASSES || !texts.insert(hash(&after)) {
                all.sort_unstable();
                all.dedup();
                repaired.cycles.push((path.clone(), std::mem::take(all)));
                repaired.files.remove(path);
                given_up.insert(path.clone());
                continue;
            }
            let unchanged = || Changed { before: text, after: String::new(), repairs: 0, mended: 0 };
            let changed = repaired.files.entry(path.clone()).or_insert_with(unchanged);
            changed.after = after;
            changed.repairs += rules.len();
        }
    }
    // A document was given up in the last pass: its findings are those of the text before.
    let edited = Edited { files, texts: &repaired.files };
    repaired.findings = engine.check_among(site, paths, around, &edited, || {});
    repaired
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Repairs one text as [`repair`] does, when nothing else changes; `check` says what is to be repaired of a text.
/// `None` if nothing changes.
pub fn settle(
    text: &str,
    book: &Book,
    syntax: Syntax,
    most: Safety,
    mut check: impl FnMut(&str) -> Vec<Diagnostic>,
) -> Option<String> {
    let mut seen = HashSet::from([hash(text)]);
    let mut after: Option<String> = None;
    for _ in 0..MOST_PASSES {
        let now = after.as_deref().unwrap_or(text);
        let Some(pass) = pass(now, &check(now), book, syntax, most) else { return after };
        if !seen.insert(hash(&pass.text)) {
            // Repairs that undo each other.
            return None;
        }
        after = Some(pass.text);
    }
    None
}

/// Whether two documents are the same but for their words: what a change that should not show must keep.
pub fn is_same_but_for_words(one: &Document, other: &Document) -> bool {
    outline(one) == outline(other)
}

/// Makes one pass over a text; `None` if there is nothing to repair, or nothing that may be.
///
/// Repairs of front matter, files and markup go first and alone: they may change what is prose.
pub fn pass(
    text: &str,
    diagnostics: &[Diagnostic],
    book: &Book,
    syntax: Syntax,
    most: Safety,
) -> Option<Pass> {
    let is_prose = |rule: RuleId| book.rule(rule).check.mends_prose();
    let fixes = |prose: bool| {
        let own = diagnostics.iter().filter(move |found| is_prose(found.rule) == prose);
        own.filter_map(|found| {
            let fix = found.finding.fix.as_ref()?;
            (fix.safety <= most && !fix.edits.is_empty()).then_some((found.rule, fix.edits.as_slice()))
        })
    };
    let of_markup = apart(fixes(false));
    if !of_markup.is_empty() {
        return Some(applied(text, &of_markup));
    }
    let before = Document::parse(text.to_owned(), syntax);
    let of_prose = apart(fixes(true));
    if of_prose.is_empty() {
        return None;
    }
    let whole = applied(text, &of_prose);
    if keeps(&before, &whole.text, &of_prose, syntax) {
        return Some(whole);
    }
    // One of them is not what it seems: each is tried on top of those that are.
    let mut sound = Vec::new();
    for fix in of_prose {
        sound.push(fix);
        if !keeps(&before, &applied(text, &sound).text, &sound, syntax) {
            sound.pop();
        }
    }
    (!sound.is_empty()).then(|| applied(text, &sound))
}

/// The fixes that do not meet, the first of those that do; in the order of the text.
fn apart<'d>(fixes: impl Iterator<Item = (RuleId, &'d [Edit])>) -> Vec<(RuleId, &'d [Edit])> {
    let mut chosen: Vec<(RuleId, &[Edit])> = Vec::new();
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    for (rule, edits) in fixes {
        let start = edits.iter().map(|edit| edit.span.start).min().unwrap_or_default();
        let end = edits.iter().map(|edit| edit.span.end).max().unwrap_or_default();
        // Fixes that touch meet, too: the one may change what the other was made for.
        if taken.range(..=end).next_back().is_some_and(|(_, taken_end)| *taken_end >= start) {
            continue;
        }
        taken.insert(start, end);
        chosen.push((rule, edits));
    }
    chosen.sort_by_key(|(_, edits)| edits.first().map(|edit| edit.span));
    chosen
}

fn applied(text: &str, fixes: &[(RuleId, &[Edit])]) -> Pass {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|(_, edits)| edits.iter()).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start as usize]);
        out.push_str(&edit.replacement);
        at = edit.span.end as usize;
    }
    out.push_str(&text[at..]);
    Pass { text: out, rules: fixes.iter().map(|(rule, _)| *rule).collect() }
}

/// Whether code, addresses, front matter and structure are what they were, but for what the fixes themselves
/// replace.
fn keeps(before: &Document, after: &str, fixes: &[(RuleId, &[Edit])], syntax: Syntax) -> bool {
    let after = Document::parse(after.to_owned(), syntax);
    let is_edited =
        |span: Span| fixes.iter().flat_map(|(_, edits)| edits.iter()).any(|edit| edit.span.overlaps(span));
    let same = |old: &[Span], new: &[Span]| {
        old.len() == new.len()
            && old
                .iter()
                .zip(new)
                .all(|(old, new)| is_edited(*old) || old.slice(&before.text) == new.slice(&after.text))
    };
    let code = |document: &Document| document.body.code.iter().map(|code| code.content).collect::<Vec<_>>();
    let front = |document: &Document| Span::new(0, document.front.body_start);
    let targets = |document: &Document| {
        let of_images = document.body.images.iter().map(|image| image.target_span);
        of_images.chain(document.body.links.iter().map(|link| link.target_span)).collect::<Vec<_>>()
    };
    same(&code(before), &code(&after))
        && same(&targets(before), &targets(&after))
        && same(&[front(before)], &[front(&after)])
        && outline(before) == outline(&after)
}

/// The structure of a document: what it would be if all its words were taken out.
fn outline(document: &Document) -> impl PartialEq {
    let blocks = document.prose.blocks.iter().map(|block| (block.kind, block.quoted)).collect::<Vec<_>>();
    let headings = document.body.headings.iter().map(|heading| heading.level).collect::<Vec<_>>();
    let tags = document.body.tags.iter().map(|tag| tag.name.clone()).collect::<Vec<_>>();
    (blocks, headings, tags, document.body.regions.len(), document.body.definitions.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundled;
    use crate::diagnostic::{Finding, Fix, Severity};

    /// What is found of a rule, with a repair that puts something in the place of each word.
    fn found(text: &str, rule: &str, words: &[(&str, &str)]) -> Diagnostic {
        let edit = |(word, replacement): &(&str, &str)| {
            let at = text.find(word).unwrap();
            Edit { span: Span::new(at, at + word.len()), replacement: (*replacement).to_owned() }
        };
        let edits: Vec<Edit> = words.iter().map(edit).collect();
        let finding = Finding {
            span: edits[0].span,
            fix: Some(Fix { edits, safety: Safety::Safe }),
            ..Finding::default()
        };
        Diagnostic { rule: bundled::book().find(rule).unwrap(), severity: Severity::Warning, finding }
    }

    fn repaired(text: &str, diagnostics: &[Diagnostic]) -> Option<String> {
        let pass = pass(text, diagnostics, bundled::book(), Syntax::default(), Safety::Safe)?;
        assert!(!pass.rules.is_empty());
        Some(pass.text)
    }

    const PROSE: &str = "spacing/bound-noun-su";
    const MARKUP: &str = "markdown/heading-text";

    #[test]
    fn a_repair_of_prose_that_does_more_than_that_is_not_made_and_the_others_are() {
        let text = "할수 있다.\n\n봄이 온다.\n\n[글](봄.md) 갈수 있다.\n\n`코드`\n";
        let sound = || found(text, PROSE, &[("할수", "할 수")]);
        for (word, replacement) in
            [("봄이", "# 봄이"), ("봄이", "<b>봄이"), ("봄이", "`봄이`"), ("온다.", "[온다](온다).")]
        {
            let odd = || found(text, PROSE, &[(word, replacement)]);
            assert_eq!(repaired(text, &[odd()]), None, "{replacement}");
            let after = Some(text.replace("할수", "할 수"));
            assert_eq!(repaired(text, &[sound(), odd()]), after, "{replacement}");
            assert_eq!(repaired(text, &[odd(), sound()]), after, "{replacement}");
        }
    }

    #[test]
    fn repairs_of_markup_go_first_and_what_touches_waits() {
        let text = "가나다라 ##마\n";
        let prose = found(text, PROSE, &[("가", "거")]);
        let markup = found(text, MARKUP, &[("##", "## ")]);
        assert_eq!(repaired(text, &[prose.clone(), markup]).as_deref(), Some("가나다라 ## 마\n"));
        // Of two that touch, the first; what lies between the edits of one belongs to it.
        let next = found(text, PROSE, &[("나", "너")]);
        assert_eq!(repaired(text, &[prose.clone(), next]).as_deref(), Some("거나다라 ##마\n"));
        let apart = found(text, PROSE, &[("다", "더")]);
        assert_eq!(repaired(text, &[prose, apart.clone()]).as_deref(), Some("거나더라 ##마\n"));
        let around = found(text, PROSE, &[("가", "거"), ("라", "러")]);
        assert_eq!(repaired(text, &[around, apart]).as_deref(), Some("거나다러 ##마\n"));
    }

    #[test]
    fn a_text_settles_or_is_left_alone() {
        let settled = |pairs: &[(&str, &str)], text: &str| {
            let check = |now: &str| {
                let there = pairs.iter().filter(|(word, _)| now.contains(word));
                there.map(|pair| found(now, PROSE, &[*pair])).collect()
            };
            settle(text, bundled::book(), Syntax::default(), Safety::Safe, check)
        };
        assert_eq!(settled(&[], "가\n"), None);
        // What shows only after a repair is repaired, too.
        assert_eq!(settled(&[("나", "다"), ("가", "나")], "가\n").as_deref(), Some("다\n"));
        // Repairs that undo each other, and such as never end.
        assert_eq!(settled(&[("가", "나"), ("나", "가")], "가\n"), None);
        assert_eq!(settled(&[("가", "가가")], "가\n"), None);
    }

    #[test]
    fn what_is_not_a_document_stays_in_sight_while_documents_are_repaired() {
        let (post, image) = ("_posts/2024-01-02-글.md".to_owned(), "사진/봄.jpg".to_owned());
        let text = "---\ntitle: 글\n---\n\n나는 할수 있다. ![강가에 핀 벚꽃](/사진/봄.jpg)\n";
        let left = |photo: &[u8]| {
            let all = BTreeMap::from([(post.clone(), text.to_owned()), (image.clone(), String::new())]);
            let files = crate::files::Whole(|path: &str| match path {
                _ if path == post => Ok(text.as_bytes().to_vec()),
                _ if path == image => Ok(photo.to_vec()),
                _ => Err(io::ErrorKind::NotFound.into()),
            });
            let engine = Engine::recommended();
            let (site, paths) = (Site::in_memory(&all), [post.clone()]);
            let keep: &Keep<'_> = &|_, _, found| found;
            let repaired =
                repair(&engine, &site, &paths, &Around::default(), &files, Safety::Suggestion, keep);
            assert!(repaired.files[&post].after.contains("할 수 있다"));
            let found = repaired.findings.iter().flat_map(Findings::unpack);
            let named = found.map(|found| engine.book().rule(found.rule).id.clone());
            named.filter(|name| name.starts_with("image/")).collect::<Vec<_>>()
        };
        assert_eq!(left(b"\xff\xd8\xff\xe0 and what follows"), Vec::<String>::new());
        assert_eq!(left(b""), ["image/empty-file"]);
        assert_eq!(left(b"<html>"), ["image/content"]);
    }

    #[test]
    fn words_may_differ_and_the_structure_may_not() {
        let parsed = |text: &str| Document::parse(text.to_owned(), Syntax::default());
        let same = |one, other| is_same_but_for_words(&parsed(one), &parsed(other));
        assert!(same("# 봄\n\n할수 있다.\n", "# 여름\n\n할 수 있다.\n"));
        assert!(!same("# 봄\n", "## 봄\n"));
        assert!(!same("봄\n", "<b>봄</b>\n"));
        assert!(!same("봄\n", "> 봄\n"));
    }
}
