#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| toego_fuzz::document(data));
