//! The `flank` program: arguments in, exit status out.

fn main() -> std::process::ExitCode {
    flank::cli::main(std::env::args_os())
}
