//! The `toego` program.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    toego::cli::run()
}
