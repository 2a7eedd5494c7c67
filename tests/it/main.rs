//! The integration tests: one program with a module per subject, so that the library is linked only once.

mod support;

mod architecture;
mod broken;
mod check;
mod cli;
#[cfg(unix)]
mod config_cli;
#[cfg(windows)]
mod console;
#[cfg(unix)]
mod editor;
#[cfg(unix)]
mod endings;
mod facts;
#[cfg(unix)]
mod files;
#[cfg(unix)]
mod help;
#[cfg(unix)]
mod hostile;
mod html;
#[cfg(unix)]
mod init_cli;
#[cfg(unix)]
mod input;
mod map;
#[cfg(unix)]
mod package;
#[cfg(unix)]
mod pager;
mod partial;
mod picture;
#[cfg(unix)]
mod pictures;
#[cfg(unix)]
mod program;
mod properties;
mod readme;
#[cfg(unix)]
mod recipes;
mod reports;
#[cfg(unix)]
mod saves;
mod schema;
mod screens;
mod settings;
mod show_cli;
#[cfg(unix)]
mod streams;
mod subject;
mod supply;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod tty;
mod valid;
#[cfg(unix)]
mod watch;
