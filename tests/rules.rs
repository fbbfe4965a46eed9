//! Every example of every rule: what is bad is found at exactly the marked place, what is fixed is
//! clean, and what is good is silent, under all recommended rules together.

use toego::bundled;
use toego::examples;
use toego::rule_set::RuleSet;

#[test]
fn every_example_of_every_rule_holds() {
    let rules = RuleSet::bundled();
    let failures = rules.book().ids().flat_map(|rule| examples::failures(rules, rule));
    let said: Vec<String> = failures.map(|failure| failure.said(rules.book()).en).collect();
    assert!(said.is_empty(), "{} failures\n{}", said.len(), said.join("\n"));
}

#[test]
fn every_group_has_rules() {
    let groups: std::collections::BTreeSet<&str> =
        bundled::book().rules.iter().map(|rule| rule.group()).collect();
    for group in [
        "front-matter",
        "file",
        "image",
        "html",
        "link",
        "liquid",
        "unicode",
        "spelling",
        "loanword",
        "spacing",
        "josa",
        "punctuation",
    ] {
        assert!(groups.contains(group), "no rule in {group}");
    }
}
