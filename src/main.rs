//! The `flank` program: arguments in, exit status out.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    flank::cli::main(std::env::args_os())
}
