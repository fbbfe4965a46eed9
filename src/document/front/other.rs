//! Front matter that is not YAML: TOML between `+++`, and JSON.

use super::diagnose::{Notation, diagnose};
use super::lines::begins_with_key;
use super::parse;
use super::problem::{Problem, ProblemKind, Reason};
use super::split::Delimited;
use super::{Reading, oddities, toml as tables};
use crate::document::syntax::{Delimiters, Syntax};
use crate::span::Span;

/// Keys given twice that are reported.
const MAX_TWICE: usize = 32;

/// Loads the block `front` of `text` as TOML.
pub(super) fn toml(text: &str, front: Delimited) -> Reading {
    let content = front.content.slice(text);
    let base = front.content.start as usize;
    let unloaded = match tables::load(content, base) {
        Ok(loaded) => return Reading { front, loaded: Some(loaded), problems: Vec::new() },
        Err(unloaded) => unloaded,
    };
    let twice = |span: Span| {
        let kind = ProblemKind::DoesNotLoad(Reason::KeyTwice(span.slice(text).to_owned()));
        Problem { kind, span, fix: None }
    };
    let mut problems: Vec<Problem> = unloaded.twice.into_iter().take(MAX_TWICE).map(twice).collect();
    if let Some(failure) = unloaded.failure {
        problems.extend(diagnose(content, base, Notation::Toml, failure).problems);
    }
    for problem in &mut problems {
        // A list over several lines is YAML that no repair of one line makes TOML.
        let line = problem.span.slice(text);
        if matches!(problem.kind, ProblemKind::DoesNotLoad(Reason::Other(_)))
            && (line.trim_start().starts_with("- ") || (begins_with_key(line) && !line.contains('=')))
        {
            problem.kind = ProblemKind::DoesNotLoad(Reason::YamlInToml);
        }
    }
    Reading { front, loaded: None, problems }
}

/// Loads the block `front` of `text` as JSON, with its braces or, as Hexo has it, without.
pub(super) fn json(text: &str, front: Delimited, syntax: &Syntax) -> Reading {
    let content = front.content.slice(text);
    let base = front.content.start as usize;
    let has_braces = syntax.delimiters != Delimiters::Hexo;
    // All JSON is YAML, so one reader gives the places of both; that the rest is JSON, the other says.
    let (written, base) = match has_braces || base == 0 {
        true => (content.to_owned(), base),
        false => (format!("{{{content}}}"), base - 1),
    };
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&written) {
        let line =
            written.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let at = (base + line + error.column().saturating_sub(1))
            .clamp(front.content.start as usize, front.content.end as usize);
        let lines = super::lines::lines(
            text.get(..front.content.end as usize).unwrap_or(""),
            front.content.start as usize,
        );
        let line = lines.filter(|line| line.start <= at && !line.is_blank()).last();
        let span = line.map_or(front.content, |line| line.span(0));
        let kind = ProblemKind::DoesNotLoad(Reason::NotJson);
        return Reading { front, loaded: None, problems: vec![Problem { kind, span, fix: None }] };
    }
    // Where it is JSON and the YAML reader disagrees, nothing is known, and nothing is said.
    let mut loaded = parse::load(&written, base, syntax.yaml).ok();
    if let Some(root) = loaded.iter_mut().find_map(|loaded| loaded.root.as_mut()) {
        root.span = if has_braces { root.span } else { front.content };
    }
    let problems = loaded.iter().flat_map(|loaded| oddities(text, loaded)).collect();
    Reading { front, loaded, problems }
}

#[cfg(test)]
mod tests {
    use super::super::tree::Node;
    use super::super::{Format, Front, read};
    use super::*;
    use crate::document::syntax::YamlDialect;

    fn hexo(text: &str) -> Front {
        read(text, &Syntax { delimiters: Delimiters::Hexo, yaml: YamlDialect::JsYaml, ..Syntax::default() })
    }

    #[test]
    fn hexo_has_json_without_braces() {
        let text = ";;;\n\"title\": \"봄: 여름\",\n\"tags\": [\"산\", 3]\n;;;\n본문\n";
        let front = hexo(text);
        assert_eq!(front.problems, []);
        let root = front.root().expect("it loads");
        let title = root.get("title").expect("there is a title");
        assert_eq!((title.span.slice(text), title.as_str()), ("\"봄: 여름\"", Some("봄: 여름")));
        assert_eq!(
            root.at_path("tags[]").iter().map(|tag| tag.span.slice(text)).collect::<Vec<_>>(),
            ["\"산\"", "3"]
        );
        assert_eq!(root.span, front.block.as_ref().expect("there is a block").content);
        assert_eq!(front.block.as_ref().map(|block| block.format), Some(Format::Json));
        assert_eq!(&text[front.body_start..], "본문\n");
    }

    #[test]
    fn hostile_toml_takes_no_time() {
        let hugo = Syntax { delimiters: Delimiters::Hugo, ..Syntax::default() };
        for line in ["a = 1\n", "a = b\n", "a: b\n", "a = [b, [\n", "\"\n"] {
            let text = format!("+++\n{}+++\n", line.repeat(20_000));
            let problems = read(&text, &hugo).problems.len();
            assert!((1..=2 * MAX_TWICE + 2).contains(&problems), "{line:?}: {problems}");
        }
    }

    #[test]
    fn json_is_stricter_than_yaml() {
        for content in ["\"title\": \"봄\",", "title: \"봄\"", "\"title\": '봄'", "\"title\": 봄"] {
            let text = format!(";;;\n\"a\": 1,\n{content}\n;;;\n");
            let front = hexo(&text);
            let [problem] = &front.problems[..] else { panic!("{content}: {:?}", front.problems) };
            assert_eq!(problem.kind, ProblemKind::DoesNotLoad(Reason::NotJson), "{content}");
            assert_eq!(problem.span.slice(&text), content);
            assert!(front.root().and_then(|root| root.get("title")).and_then(Node::as_str).is_none());
        }
    }
}
