//! Finding the next byte of a few, many bytes at a time.

/// Bytes that are looked at together: as many as a vector register holds on common machines.
const CHUNK: usize = 32;

/// The first byte from `from` on that `is_stop`. Where `is_stop` is made of comparisons without
/// branches, chunks without any are passed over in a few instructions.
pub fn seek(bytes: &[u8], from: usize, is_stop: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = from;
    let (chunks, _) = bytes.get(from..)?.as_chunks::<CHUNK>();
    for chunk in chunks {
        if chunk.iter().fold(false, |any, &byte| any | is_stop(byte)) {
            break;
        }
        at += CHUNK;
    }
    bytes[at..].iter().position(|&byte| is_stop(byte)).map(|ahead| at + ahead)
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
