//! The types of a field, one or several, and switches.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};

use crate::bytes;
use crate::rule::FieldType;

/// `str`, or `[str, list]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Types(pub Vec<FieldType>);

const NAMES: [&str; FieldType::NAMED.len()] = {
    let mut names = [""; FieldType::NAMED.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = FieldType::NAMED[at].1;
        at += 1;
    }
    names
};

/// One type, by its name.
struct Named(FieldType);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Named, D::Error> {
        struct Name;

        impl Visitor<'_> for Name {
            type Value = Named;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "a type: {}", NAMES.join(", "))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Named, E> {
                named(name)
            }
        }

        from.deserialize_str(Name)
    }
}

fn named<E: Error>(name: &str) -> Result<Named, E> {
    let found = FieldType::NAMED.iter().find(|(_, known)| *known == name);
    found.map(|(kind, _)| Named(*kind)).ok_or_else(|| E::unknown_variant(name, const { &NAMES }))
}

impl<'de> Deserialize<'de> for Types {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Types, D::Error> {
        struct OneOrMore;

        impl<'de> Visitor<'de> for OneOrMore {
            type Value = Types;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "a type or a list of types: {}", NAMES.join(", "))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Types, E> {
                named(name).map(|named| Types(vec![named.0]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Types, A::Error> {
                let mut types = Vec::new();
                while let Some(named) = items.next_element::<Named>()? {
                    types.push(named.0);
                }
                Ok(Types(types))
            }
        }

        from.deserialize_any(OneOrMore)
    }
}

impl JsonSchema for Types {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Types".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one = json_schema!({ "enum": NAMES });
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

/// A number of bytes: `500KB`, `1.5MB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u64);

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Size, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Size;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a size such as 500KB or 1.5MB")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Size, E> {
                let size = bytes::read(text).map(Size);
                size.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }

        from.deserialize_str(Bytes)
    }
}

impl JsonSchema for Size {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]+([.][0-9]{1,3})? ?([GgMmKk]?[Bb])$" })
    }
}

/// `true` or `false`, without quotes.
pub(super) fn switch<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    struct Switch;

    impl Visitor<'_> for Switch {
        type Value = bool;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("true or false")
        }

        fn visit_bool<E: Error>(self, truth: bool) -> Result<bool, E> {
            Ok(truth)
        }
    }

    from.deserialize_any(Switch)
}

/// Whether a YAML file holds more than comments.
pub(super) fn has_content(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    text.lines().map(str::trim).any(|line| !line.is_empty() && !line.starts_with('#') && line != "---")
}
