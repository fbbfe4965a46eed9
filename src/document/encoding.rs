//! From the bytes of a file to its text.
//!
//! A byte order mark of UTF-8 stays in the text, so that offsets in the text are offsets in the file.

use std::string::FromUtf8Error;

use encoding_rs::EUC_KR;

use super::MAX_BYTES;
use crate::hangul;

/// Why there is no text to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotText {
    /// The bytes are not UTF-8.
    Encoding {
        /// What they seem to be instead: `UTF-16LE`, `UTF-16BE` or `CP949`.
        guess: Option<&'static str>,
        /// Byte offset of the first byte that is not UTF-8, or, for UTF-16, of the first that gives it away.
        offset: usize,
    },
    /// More than [`MAX_BYTES`].
    TooLarge {
        /// How many bytes there are.
        bytes: usize,
    },
}

/// How much of a file the guesses look at, in bytes.
const SAMPLE: usize = 64 << 10;

/// The text of a file, or why it has none.
pub fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    if bytes.len() > MAX_BYTES {
        return Err(NotText::TooLarge { bytes: bytes.len() });
    }
    if let Some((guess, offset)) = utf16(&bytes) {
        return Err(NotText::Encoding { guess: Some(guess), offset });
    }
    utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let guess = is_cp949(error.as_bytes(), offset).then_some("CP949");
        NotText::Encoding { guess, offset }
    })
}

/// The text of bytes that are nearly always UTF-8.
///
/// # Errors
///
/// If they are not: from which byte on.
pub fn utf8(bytes: Vec<u8>) -> Result<String, FromUtf8Error> {
    // A copy of what was looked at many bytes at once is quicker than a look at each.
    match simdutf8::basic::from_utf8(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => String::from_utf8(bytes),
    }
}

/// UTF-16 by its byte order mark, or by NUL in every other byte: every space, line end and Latin
/// letter has one, always on the same side.
fn utf16(bytes: &[u8]) -> Option<(&'static str, usize)> {
    if bytes.starts_with(b"\xFF\xFE") {
        return Some(("UTF-16LE", 0));
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return Some(("UTF-16BE", 0));
    }
    let first = memchr::memchr(0, bytes)?;
    let sample = &bytes[..bytes.len().min(first + SAMPLE)];
    let nuls = |side: usize| sample.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    // One NUL or two are a slip in a text of another encoding.
    let is_most = |one: usize, other: usize| one >= 4 && one >= 8 * other && one >= sample.len().div_ceil(32);
    if is_most(odd, even) {
        Some(("UTF-16LE", first))
    } else if is_most(even, odd) {
        Some(("UTF-16BE", first))
    } else {
        None
    }
}

/// Whether the text from the line of the first bad byte on is Korean when read as CP949. A file in
/// UTF-8 with one byte broken is not: read as CP949, each of its syllables begins with a hanja.
fn is_cp949(bytes: &[u8], bad: usize) -> bool {
    let line = bytes[..bad].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let line = line.max(bad.saturating_sub(SAMPLE));
    let sample = &bytes[line..bytes.len().min(bad + SAMPLE)];
    let is_whole = line + sample.len() == bytes.len();
    let mut decoder = EUC_KR.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(2 * sample.len() + 8);
    let (result, _) = decoder.decode_to_string_without_replacement(sample, &mut text, is_whole);
    if result != encoding_rs::DecoderResult::InputEmpty {
        return false;
    }
    let (mut syllables, mut others) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()) {
        *if hangul::is_syllable(c) { &mut syllables } else { &mut others } += 1;
    }
    syllables > 9 * others
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\ntitle: 지난해를 돌아보며\n---\n올해는 책을 많이 읽었다.\n";

    fn guess(bytes: Vec<u8>) -> Option<(Option<&'static str>, usize)> {
        match decode(bytes) {
            Err(NotText::Encoding { guess, offset }) => Some((guess, offset)),
            _ => None,
        }
    }

    fn utf16(unit: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn utf8_is_itself_with_its_byte_order_mark() {
        let text = format!("\u{feff}{TEXT}");
        assert_eq!(decode(text.clone().into_bytes()), Ok(text));
    }

    #[test]
    fn a_stray_nul_is_text() {
        let text = TEXT.replace("책", "책\0");
        assert_eq!(decode(text.clone().into_bytes()), Ok(text));
    }

    #[test]
    fn utf16_with_and_without_a_byte_order_mark() {
        assert_eq!(guess(utf16(u16::to_le_bytes)), Some((Some("UTF-16LE"), 1)));
        assert_eq!(guess(utf16(u16::to_be_bytes)), Some((Some("UTF-16BE"), 0)));
        let marked = [b"\xFF\xFE".to_vec(), utf16(u16::to_le_bytes)].concat();
        assert_eq!(guess(marked), Some((Some("UTF-16LE"), 0)));
    }

    #[test]
    fn cp949_is_named() {
        let (bytes, _, _) = EUC_KR.encode(TEXT);
        assert_eq!(guess(bytes.into_owned()), Some((Some("CP949"), "---\ntitle: ".len())));
    }

    #[test]
    fn a_broken_byte_in_utf8_is_not_cp949() {
        let mut bytes = TEXT.as_bytes().to_vec();
        let at = TEXT.find("책").unwrap();
        bytes[at + 1] = b'?';
        assert_eq!(guess(bytes), Some((None, at)));
    }
}
