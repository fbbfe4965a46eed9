//! Finding the next byte of a few, many bytes at a time.

/// Bytes that are looked at together: as many as a vector register holds on every machine.
const CHUNK: usize = 16;

/// The first byte from `from` on that `is_stop`. Where `is_stop` is made of comparisons without
/// branches, chunks without any are passed over in a few instructions.
#[inline]
pub fn seek(bytes: &[u8], from: usize, is_stop: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = from;
    let has_stop = |chunk: &[u8; CHUNK]| chunk.iter().fold(false, |any, &byte| any | is_stop(byte));
    let (chunks, rest) = bytes.get(from..)?.as_chunks::<CHUNK>();
    for chunk in chunks {
        if has_stop(chunk) {
            return chunk.iter().position(|&byte| is_stop(byte)).map(|ahead| at + ahead);
        }
        at += CHUNK;
    }
    // A last chunk that reaches back tells whether there is one in the rest.
    let is_none = bytes.last_chunk().is_some_and(|chunk| at > from && !has_stop(chunk));
    if is_none { None } else { rest.iter().position(|&byte| is_stop(byte)).map(|ahead| at + ahead) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_plain_search_finds() {
        let is_stop = |byte: u8| (byte == b'x') | (byte == b'y');
        for length in [0, 1, 31, 32, 33, 64, 70] {
            for stop in 0..=length {
                let mut bytes = vec![b'a'; length];
                if let Some(byte) = bytes.get_mut(stop) {
                    *byte = b'y';
                }
                for from in 0..=length {
                    let plain =
                        bytes[from..].iter().position(|&byte| is_stop(byte)).map(|ahead| from + ahead);
                    assert_eq!(seek(&bytes, from, is_stop), plain, "{length} {stop} {from}");
                }
            }
        }
        assert_eq!(seek(b"a", 2, is_stop), None);
    }
}
