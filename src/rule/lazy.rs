//! Values that are read from their bytes when they are first asked for: a post meets a few of the
//! thousands of phrases, and start-up should not pay for the others.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::OnceLock;

use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// A value, or the bytes it will be read from.
#[derive(Clone, Debug)]
pub struct Lazy<T> {
    bytes: Cow<'static, [u8]>,
    value: OnceLock<Option<Box<T>>>,
}

impl<T: Serialize> Lazy<T> {
    /// The bytes of a value.
    pub fn new(value: &T) -> Lazy<T> {
        // Plain data always encodes.
        Lazy { bytes: postcard::to_stdvec(value).unwrap_or_default().into(), value: OnceLock::new() }
    }
}

impl<T: DeserializeOwned> Lazy<T> {
    /// The value; `None` if the bytes are no such value.
    pub fn get(&self) -> Option<&T> {
        self.value.get_or_init(|| postcard::from_bytes(&self.bytes).ok().map(Box::new)).as_deref()
    }
}

// What is the same value has the same bytes.
impl<T> PartialEq for Lazy<T> {
    fn eq(&self, other: &Lazy<T>) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> Serialize for Lazy<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.bytes)
    }
}

// The bytes are those that the program carries: they are not copied.
impl<'de: 'static, T> Deserialize<'de> for Lazy<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes<T>(PhantomData<T>);

        impl<'de: 'static, T> Visitor<'de> for Bytes<T> {
            type Value = Lazy<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("bytes")
            }

            fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Lazy<T>, E> {
                Ok(Lazy { bytes: bytes.into(), value: OnceLock::new() })
            }
        }

        deserializer.deserialize_bytes(Bytes(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_from_its_bytes() {
        let lazy = Lazy::new(&vec!["봄".to_owned(), "여름".to_owned()]);
        let bytes = postcard::to_stdvec(&lazy).unwrap().leak();
        let back: Lazy<Vec<String>> = postcard::from_bytes(bytes).unwrap();
        assert_eq!(back.get(), lazy.get());
        assert_eq!(back.get().map(Vec::len), Some(2));
    }

    #[test]
    fn bytes_of_something_else_are_no_value() {
        let lazy: Lazy<String> = Lazy { bytes: vec![9, 1].into(), value: OnceLock::new() };
        assert_eq!(lazy.get(), None);
    }
}
