//! From a rule's wording and a finding's values to a sentence.

use crate::diagnostic::Finding;
use crate::josa;
use crate::lang::{Lang, of};
use crate::rule::{Page, Rule, begins_placeholder};

/// Words a finding in `lang`.
pub fn word(rule: &Rule, page: &Page, finding: &Finding, lang: Lang) -> String {
    let template = match usize::from(finding.variant).checked_sub(1) {
        None => &page.message,
        Some(at) => page.variants.get(at).unwrap_or(&page.message),
    };
    fill(of(template, lang), rule.check.placeholders(), &finding.args)
}

/// Fills `{name}` with a value, and `{name|을/를}` with the value in ‘quotes’ and the particle it takes.
/// A `{` before anything but a lower-case letter stands for itself: `{% raw %}`.
fn fill(template: &str, names: &[&str], args: &[String]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(at) = memchr::memchr(b'{', rest.as_bytes()) {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        if !begins_placeholder(after) {
            out.push_str(before);
            out.push('{');
            rest = after;
            continue;
        }
        let Some(end) = memchr::memchr(b'}', after.as_bytes()) else { break };
        let (inner, after) = (&after[..end], &after[end + 1..]);
        out.push_str(before);
        let (name, forms) = inner.split_once('|').map_or((inner, None), |(name, forms)| (name, Some(forms)));
        let at = names.iter().position(|known| *known == name);
        let value = at.and_then(|at| args.get(at)).map_or("", String::as_str);
        match forms {
            None => out.push_str(value),
            Some(forms) => {
                out.push('‘');
                // Behind a word that is not part of the value, the gap is what is to be written.
                out.push_str(if name == "fixed" && value.starts_with(' ') { "… " } else { "" });
                let value = value.trim();
                out.push_str(value);
                out.push('’');
                out.push_str(&josa::form(value, forms));
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_with_their_particles() {
        let args = ["앤지니어".to_owned(), "엔지니어".to_owned()];
        let template = "{found|은/는} 외래어 표기법에 따라 {fixed|으로/로} 적습니다 ({found}).";
        let filled = fill(template, &["found", "fixed"], &args);
        assert_eq!(filled, "‘앤지니어’는 외래어 표기법에 따라 ‘엔지니어’로 적습니다 (앤지니어).");
        let args = ["간".to_owned(), " 간".to_owned()];
        let filled = fill("띄어 {fixed|으로/로} 씁니다.", &["found", "fixed"], &args);
        assert_eq!(filled, "띄어 ‘… 간’으로 씁니다.");
        let args = ["앤지니어".to_owned()];
        assert_eq!(fill("{% {a} %}{{ }}", &["a"], &args), "{% 앤지니어 %}{{ }}");
    }
}
