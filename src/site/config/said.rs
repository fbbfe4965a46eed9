//! A file of settings, asked leniently: what has another type than expected is not there.

use jiff::tz::TimeZone;

use super::{Settings, Texts};
use crate::document::front;
use crate::document::front::scalar::{Scalar, resolve};
use crate::document::front::tree::Node;
use crate::document::syntax::YamlDialect;
use crate::lang::both;
use crate::site::Problem;

/// What a file of settings says.
pub(super) struct Said {
    root: Option<Node>,
    dialect: YamlDialect,
}

impl Said {
    /// Reads the file called `name`; one that does not load says nothing, and is a problem.
    pub fn read(name: &str, text: &str, dialect: YamlDialect, problems: &mut Vec<Problem>) -> Said {
        let loaded = match name.ends_with(".toml") {
            true => front::toml(text),
            false => front::yaml(text, dialect),
        };
        let root = loaded.unwrap_or_else(|reason| {
            let reason = both!("읽을 수 없어 이 파일의 설정은 모르는 것으로 봅니다: {reason}", "{reason}");
            problems.push(Problem { path: name.to_owned(), reason });
            None
        });
        Said { root, dialect }
    }

    /// The value of a key, whose letter case does not matter.
    pub fn get(&self, key: &str) -> Option<&Node> {
        get(self.root.as_ref()?, key)
    }

    /// A text that is not empty.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.text_of(self.get(key)?)
    }

    /// Whether a key is true.
    pub fn is_on(&self, key: &str) -> bool {
        self.get(key).is_some_and(|node| resolve(node, self.dialect) == Scalar::Bool(true))
    }

    /// Whether a key is anything but false and nothing: what Ruby takes for true.
    pub fn is_truthy(&self, key: &str) -> bool {
        let value = self.get(key).map(|node| resolve(node, self.dialect));
        value.is_some_and(|value| !matches!(value, Scalar::Bool(false) | Scalar::Null))
    }

    /// Whether a key is false.
    pub fn is_off(&self, key: &str) -> bool {
        self.get(key).is_some_and(|node| resolve(node, self.dialect) == Scalar::Bool(false))
    }

    /// A text, a list of texts, or the keys of a map.
    pub fn names(&self, key: &str) -> Vec<String> {
        let Some(node) = self.get(key) else { return Vec::new() };
        let keys = node.entries().iter().filter_map(|entry| entry.key.as_str());
        let items = node.items().iter().filter_map(|item| self.text_of(item));
        self.text_of(node).into_iter().chain(items).chain(keys).map(str::to_owned).collect()
    }

    /// The pairs of texts below a key.
    pub fn pairs(&self, key: &str) -> impl Iterator<Item = (String, String)> {
        let entries = self.get(key).map_or(&[][..], Node::entries);
        entries.iter().filter_map(|entry| {
            Some((entry.key.as_str()?.to_owned(), self.text_of(&entry.value)?.to_owned()))
        })
    }

    /// The zone of that name.
    pub fn zone(&self, key: &str) -> Option<TimeZone> {
        TimeZone::get(self.text(key)?).ok()
    }

    /// The text of a node, unless it is empty.
    pub fn text_of<'n>(&self, node: &'n Node) -> Option<&'n str> {
        match resolve(node, self.dialect) {
            Scalar::Str(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }
}

/// The value of a key of `node`, whose letter case does not matter.
pub(super) fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let is_meant = |own: &str| own.eq_ignore_ascii_case(key);
    node.entries()
        .iter()
        .rev()
        .find(|entry| entry.key.as_str().is_some_and(is_meant))
        .map(|entry| &entry.value)
}

/// The first of [`Settings::FILES`] that begins with `stem` and is there.
pub(in crate::site) fn first<'t>(texts: &'t Texts, stem: &str) -> Option<(&'t str, &'t str)> {
    let present = |name: &&str| name.starts_with(stem) && texts.contains_key(*name);
    let name = Settings::FILES.into_iter().find(present)?;
    texts.get_key_value(name).map(|(name, text)| (name.as_str(), text.as_str()))
}
