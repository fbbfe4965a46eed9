//! From rule files to a [`Book`]: every mistake in a rule file is found here, in a bundled one at build
//! time, in a blog's own when it is read.

use std::collections::BTreeMap;
use std::fmt;

use super::check::{After, Find, Variants, Words};
use super::source::{Example, RuleFile};
use super::{Book, Check, FieldTable, Innocent, Lazy, Localized, Owner, Page, Phrase, Proposal, Rule};
use crate::diagnostic::RuleId;
use crate::hangul::{self, Ending};
use crate::lang::{both, yaml};
use crate::lexicon::Class;
use crate::pattern::guard::{Guard, Literal};
use crate::pattern::parse;

/// A file to compile.
#[derive(Clone, Debug)]
pub struct Input {
    /// The name of what it defines: `spacing/bound-noun-su`, `minimal-mistakes`.
    pub name: String,
    /// The file as errors name it.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// What the engine and the reports read.
#[derive(Debug, Default)]
pub struct Compiled {
    /// The rules.
    pub book: Book,
    /// The documentation of those that were added, in the same order.
    pub pages: Vec<Lazy<Page>>,
    /// Their literals for an automaton, in the order of [`Book::ends`].
    pub literals: Vec<Vec<u8>>,
}

/// A mistake in a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file, as [`Input::path`] has it.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub text: Localized,
}

impl Mistake {
    /// `file:line: what is wrong`, in both languages.
    pub fn said(&self) -> Localized {
        let Mistake { path, line, text } = self;
        text.clone().at(format!("{path}:{line}"))
    }
}

/// For programmers, in English.
impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.said().en)
    }
}

/// Compiles rule files and field tables, and adds them to `book`.
///
/// # Errors
/// Every mistake found.
pub fn compile(book: Book, mut rules: Vec<Input>, tables: &[Input]) -> Result<Compiled, Vec<Mistake>> {
    rules.sort_by(|a, b| a.name.cmp(&b.name));
    let mut build = Build { compiled: Compiled { book, ..Compiled::default() }, literals: BTreeMap::new() };
    let mut errors = Vec::new();
    for input in &rules {
        match read(input) {
            Ok(file) => match build.rule(&input.name, file) {
                Ok(()) => {}
                Err(mistakes) => errors.extend(mistakes.iter().map(|wrong| wrong.located(input))),
            },
            Err(error) => errors.push(error),
        }
    }
    for input in tables {
        match read::<FieldTable>(input) {
            Ok(table) => build.table(FieldTable { name: input.name.clone(), ..table }),
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut compiled = build.compiled;
    compiled.book.tables.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    for (literal, mut proposals) in build.literals {
        proposals.dedup();
        compiled.literals.push(literal);
        compiled.book.proposals.append(&mut proposals);
        compiled.book.ends.push(u16::try_from(compiled.book.proposals.len()).unwrap_or(u16::MAX));
    }
    let Book { rules: all, phrases, innocents, guards, proposals, ends, .. } = &compiled.book;
    let most = [all.len(), phrases.len(), innocents.len(), guards.len(), proposals.len(), ends.len()];
    match rules.last() {
        Some(last) if most.into_iter().any(|count| count > usize::from(u16::MAX)) => Err(vec![
            Wrong {
                text: both!("찾을 말이 너무 많습니다.", "there are too many words to look for"),
                quotes: String::new(),
            }
            .located(last),
        ]),
        _ => Ok(compiled),
    }
}

/// What is wrong, and the words of the file that are.
struct Wrong {
    text: Localized,
    quotes: String,
}

impl Wrong {
    fn new(text: Localized, quotes: &str) -> Vec<Wrong> {
        vec![Wrong { text, quotes: quotes.to_owned() }]
    }

    fn located(&self, input: &Input) -> Mistake {
        let line = input.text.lines().position(|line| line.contains(&self.quotes));
        Mistake { path: input.path.clone(), line: line.map_or(1, |line| line + 1), text: self.text.clone() }
    }
}

/// Reads a file as what it should hold.
fn read<T: serde::de::DeserializeOwned>(input: &Input) -> Result<T, Mistake> {
    serde_yaml::from_str(&input.text).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line());
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        Mistake { path: input.path.clone(), line, text: yaml::wrong(&error) }
    })
}

struct Build {
    compiled: Compiled,
    literals: BTreeMap<Vec<u8>, Vec<Proposal>>,
}

impl Build {
    fn rule(&mut self, name: &str, file: RuleFile) -> Result<(), Vec<Wrong>> {
        let id = RuleId(u16::try_from(self.compiled.book.rules.len()).unwrap_or(u16::MAX));
        if name.contains(|c: char| c.is_whitespace() || ",=*".contains(c)) {
            return Err(Wrong::new(
                both!(
                    "‘{name}’ 이름은 규칙에 쓸 수 없습니다. 빈칸과 `,` `=` `*`를 뺀 파일 이름을 씁니다.",
                    "`{name}` is no name for a rule: no spaces, no `,`, `=`, `*`"
                ),
                "",
            ));
        }
        if self.compiled.book.find(name).is_some() {
            let text = both!("‘{name}’ 규칙이 이미 있습니다.", "there is a rule `{name}` already");
            return Err(Wrong::new(text, ""));
        }
        documented(&file)?;

        let mut check = file.check;
        match &mut check {
            Check::Pattern(patterns) => {
                let patterns = std::mem::take(patterns);
                let except = self.innocents(&patterns.except)?;
                let unless = classes(&patterns.unless)?;
                for find in &patterns.find {
                    self.pattern(id, find, &except, &unless)?;
                }
            }
            Check::Words(words) => self.words(id, &std::mem::take(words))?,
            Check::Josa(josa) => self.josa(id, josa.after),
            Check::Variants(variants) => {
                let variants = variants.clone();
                self.variants(id, &variants)?;
            }
            _ => {}
        }

        let variants = worded_variants(&check, file.variants)?;
        for message in std::iter::once(&file.message).chain(&variants) {
            placeholders(message, &check)?;
        }
        self.compiled.book.rules.push(Rule {
            id: name.to_owned(),
            severity: file.severity,
            safety: file.safety,
            check,
        });
        self.compiled.pages.push(Lazy::new(&Page {
            title: file.title,
            message: file.message,
            variants,
            why: file.why,
            source: file.source,
            bad: file.bad.into_iter().map(Example::from).collect(),
            good: file.good.into_iter().map(Example::from).collect(),
        }));
        Ok(())
    }

    fn table(&mut self, table: FieldTable) {
        let owner =
            Owner { name: table.name.clone(), generator: table.generator.clone(), usual: table.usual };
        self.compiled.book.tables.push((owner, Lazy::new(&table)));
    }

    fn pattern(
        &mut self,
        rule: RuleId,
        find: &Find,
        except: &[u16],
        unless: &[Class],
    ) -> Result<(), Vec<Wrong>> {
        let (pattern, literals) = parse::parse(&find.text).map_err(|e| Wrong::new(e, &find.text))?;
        let phrase = Phrase {
            pattern,
            replace: find.replace.clone(),
            adapt_particle: false,
            except: except.to_vec(),
            unless: unless.to_vec(),
        };
        self.phrase(rule, &phrase, literals);
        Ok(())
    }

    fn words(&mut self, rule: RuleId, words: &Words) -> Result<(), Vec<Wrong>> {
        for pair in &words.pairs {
            let arrow = || both!("`틀린 말 → 바른 말`처럼 적습니다.", "write `wrong → right`");
            let (wrong_part, rest) = pair.split_once(" → ").ok_or_else(|| Wrong::new(arrow(), pair))?;
            let (right, innocent) = rest.split_once(" ! ").unwrap_or((rest, ""));
            let bare = wrong_part.trim_start_matches('^').trim_end_matches('$');
            let mut notation = String::new();
            if wrong_part.starts_with('^') {
                notation.push('^');
            }
            notation.push_str(&format!("[{bare}]"));
            if wrong_part.ends_with('$') {
                notation.push_str("({조사}|{서술격})?$");
            }
            let (pattern, literals) = parse::parse(&notation).map_err(|e| Wrong::new(e, pair))?;
            let innocent: Vec<String> =
                innocent.split(", ").filter(|w| !w.is_empty()).map(str::to_owned).collect();
            let except = [self.innocents(&words.except)?, self.innocents(&innocent)?].concat();
            let ending = |word: &str| word.chars().next_back().and_then(Ending::of);
            let phrase = Phrase {
                pattern,
                replace: Some(right.to_owned()),
                adapt_particle: ending(bare) != ending(right),
                except,
                unless: Vec::new(),
            };
            self.phrase(rule, &phrase, literals);
        }
        Ok(())
    }

    /// Each spelling is looked for; what it would be replaced with says which word it is.
    fn variants(&mut self, rule: RuleId, variants: &Variants) -> Result<(), Vec<Wrong>> {
        for group in &variants.groups {
            let name = Variants::name(group).map(str::to_owned);
            for word in group {
                let bare = word.trim_start_matches('^');
                let start = if bare.len() < word.len() { "^" } else { "" };
                let notation = format!("{start}[{bare}]");
                let (pattern, literals) = parse::parse(&notation).map_err(|e| Wrong::new(e, word))?;
                let phrase = Phrase {
                    pattern,
                    replace: name.clone(),
                    adapt_particle: false,
                    except: self.innocents(&["컬럼비아".to_owned(), "컬럼버스".to_owned()])?,
                    unless: Vec::new(),
                };
                self.phrase(rule, &phrase, literals);
            }
        }
        Ok(())
    }

    fn phrase(&mut self, rule: RuleId, phrase: &Phrase, literals: Vec<Literal>) {
        let at = u16::try_from(self.compiled.book.phrases.len()).unwrap_or(u16::MAX);
        self.compiled.book.phrases.push((rule, Lazy::new(phrase)));
        for Literal { bytes, guard } in literals {
            let guard = self.guard(guard);
            self.literals.entry(bytes).or_default().push(Proposal::Phrase { phrase: at, guard });
        }
    }

    /// The indices of innocent texts; rules that name the same share it.
    fn innocents(&mut self, notations: &[String]) -> Result<Vec<u16>, Vec<Wrong>> {
        let mut indices = Vec::new();
        for notation in notations {
            let innocent = parse_innocent(notation).map_err(|e| Wrong::new(e, notation))?;
            let innocent = Lazy::new(&innocent);
            let known = &mut self.compiled.book.innocents;
            let at = known.iter().position(|other| *other == innocent).unwrap_or_else(|| {
                known.push(innocent);
                known.len() - 1
            });
            indices.push(u16::try_from(at).unwrap_or(u16::MAX));
        }
        Ok(indices)
    }

    /// The index of a guard; equal ones share it.
    fn guard(&mut self, guard: Guard) -> u16 {
        let guards = &mut self.compiled.book.guards;
        let at = guards.iter().position(|known| *known == guard).unwrap_or_else(|| {
            guards.push(guard);
            guards.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// Proposes every particle form right after what the rule looks at.
    fn josa(&mut self, rule: RuleId, after: After) {
        let before: Vec<u8> = match after {
            After::Parenthesis => vec![b')'],
            After::Number => (b'0'..=b'9').collect(),
            After::Latin => (b'A'..=b'Z').chain(b'a'..=b'z').collect(),
        };
        let mut view = Vec::new();
        for particle in crate::josa::PAIRS.iter().flat_map(|pair| [pair.consonant, pair.vowel]) {
            hangul::jamo_view(particle, &mut view);
            for &byte in &before {
                let literal = [&[byte], view.as_slice()].concat();
                self.literals.entry(literal).or_default().push(Proposal::Josa(rule));
            }
        }
    }
}

/// A rule is not a rule without a reason, a source, and examples.
fn documented(file: &RuleFile) -> Result<(), Vec<Wrong>> {
    let wants =
        |wanted: bool, text: Localized, key: &str| if wanted { Vec::new() } else { Wrong::new(text, key) };
    let unfounded = both!(
        "`source`에 근거가 없습니다. 따르는 규정이나 살펴본 것을 적습니다.",
        "`source` names no norm and no observation"
    );
    let mut mistakes = wants(!file.source.is_empty(), unfounded, "source:");
    let bad = both!("`bad`에 보기가 하나는 있어야 합니다.", "`bad` needs an example");
    mistakes.extend(wants(!file.bad.is_empty(), bad, "bad:"));
    let good = both!("`good`에 보기가 둘은 있어야 합니다.", "`good` needs two examples");
    mistakes.extend(wants(file.good.len() >= 2, good, "good:"));
    for (text, key) in [(&file.why, "why:"), (&file.title, "title:"), (&file.message, "message:")] {
        let is_said = !text.ko.trim().is_empty() && !text.en.trim().is_empty();
        let empty = both!("`ko`와 `en`에 모두 글이 있어야 합니다.", "both `ko` and `en` say something");
        mistakes.extend(wants(is_said, empty, key));
    }
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}

/// The wordings of the check's other cases, in the check's order.
fn worded_variants(
    check: &Check,
    mut written: BTreeMap<String, Localized>,
) -> Result<Vec<Localized>, Vec<Wrong>> {
    let mut worded = Vec::new();
    for name in check.variants() {
        let text = written.remove(*name);
        let lacking = || both!("`variants`에 `{name}` 키가 빠졌습니다.", "`variants` lacks `{name}`");
        worded.push(text.ok_or_else(|| Wrong::new(lacking(), "variants:"))?);
    }
    match written.into_keys().next() {
        Some(name) => {
            let text = both!("이 검사에는 ‘{name}’ 경우가 없습니다.", "this check has no case `{name}`");
            Err(Wrong::new(text, &name))
        }
        None => Ok(worded),
    }
}

/// Messages use only what their check fills in.
fn placeholders(message: &Localized, check: &Check) -> Result<(), Vec<Wrong>> {
    for text in [&message.ko, &message.en] {
        for piece in text.split('{').skip(1).filter(|piece| super::begins_placeholder(piece)) {
            let inner = piece.split('}').next().unwrap_or_default();
            let name = inner.split('|').next().unwrap_or_default();
            if !check.placeholders().contains(&name) {
                let known = check.placeholders().join(", ");
                let text = both!(
                    "‘{name}’ 자리는 여기에서 채워지지 않습니다. 쓸 수 있는 자리: {known}",
                    "no placeholder `{name}` here; there are: {known}"
                );
                return Err(Wrong::new(text, inner));
            }
        }
    }
    Ok(())
}

fn parse_innocent(notation: &str) -> Result<Innocent, Localized> {
    let (pattern, head) = parse::parse_anywhere(notation)?;
    let (before, after) = pattern.reach();
    let bytes = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    Ok(Innocent { pattern, head, reach: (bytes(before), bytes(after)) })
}

fn classes(names: &[String]) -> Result<Vec<Class>, Vec<Wrong>> {
    let named = |name: &String| Class::parse(name).ok_or_else(|| Wrong::new(parse::no_class(name), name));
    names.iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "\
title: { ko: 때, en: time }
severity: warning
check: { words: { pairs: ['됬 → 됐'] } }
message: { ko: '{fixed}', en: '{fixed}' }
why: { ko: 까닭, en: why }
source: [{ title: 한글 맞춤법 }]
bad: [{ text: '⟦됬⟧다', fixed: 됐다 }]
good: [됐다, 된다]
";

    fn errors(text: &str) -> Vec<Localized> {
        let input = Input { name: "a/b".into(), path: "rules/a/b.yml".into(), text: text.into() };
        let mistakes = compile(Book::default(), vec![input], &[]).err().unwrap_or_default();
        mistakes.iter().map(Mistake::said).collect()
    }

    #[test]
    fn a_whole_rule_compiles() {
        assert_eq!(errors(RULE), Vec::new());
    }

    #[test]
    fn what_is_missing_or_wrong_is_named_with_its_line() {
        let cases = [
            (
                "good: [됐다, 된다]",
                "good: [됐다]",
                "8: `good`에 보기가 둘은 있어야 합니다.",
                "8: `good` needs two examples",
            ),
            (
                "bad: [{ text: '⟦됬⟧다', fixed: 됐다 }]",
                "bad: []",
                "7: `bad`에 보기가 하나는 있어야 합니다.",
                "7: `bad` needs an example",
            ),
            (
                "{ title: 한글 맞춤법 }",
                "",
                "6: `source`에 근거가 없습니다. 따르는 규정이나 살펴본 것을 적습니다.",
                "6: `source` names no norm and no observation",
            ),
            ("'됬 → 됐'", "'됬 → 됐', '⟨가 → 나'", "3: 닫는 `⟩` 기호가 빠졌습니다.", "3: `⟩` is missing"),
            (
                "ko: '{fixed}'",
                "ko: '{fix}'",
                "4: ‘fix’ 자리는 여기에서 채워지지 않습니다. 쓸 수 있는 자리: found, fixed",
                "4: no placeholder `fix` here; there are: found, fixed",
            ),
            (
                "ko: 까닭",
                "ko: ''",
                "5: `ko`와 `en`에 모두 글이 있어야 합니다.",
                "5: both `ko` and `en` say something",
            ),
            ("why: { ko: 까닭, en: why }\n", "", "7: `why` 키가 빠졌습니다.", "7: the key `why` is missing"),
            (
                "severity: warning",
                "severity: loud",
                "2: ‘loud’ 심각도는 없습니다. 쓸 수 있는 심각도: off, info, warning, error",
                "2: `loud` is no severity; there are: off, info, warning, error",
            ),
            (
                "severity:",
                "severiti: 3\nseverity:",
                "2: ‘severiti’ 키는 없습니다. 비슷한 키: `severity`",
                "2: unknown key `severiti`; did you mean `severity`?",
            ),
        ];
        for (old, new, ko, en) in cases {
            let [ko, en] = [ko, en].map(|said| format!("rules/a/b.yml:{said}"));
            assert_eq!(errors(&RULE.replace(old, new)), [Localized { ko, en }], "{new}");
        }
    }
}
