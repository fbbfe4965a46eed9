//! The `toego` program.

fn main() -> std::process::ExitCode {
    toego::cli::run()
}
