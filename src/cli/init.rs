//! `flank init`: writes an example dossier.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::ValueHint;

use crate::dossier::{BUILT_IN, MINIMAL, NATO, schema};
use crate::watch;

use super::output::{shell_quoted, shown};
use super::{examples, output};

/// The file name of the schema, which the first line of each example contains.
const SCHEMA: &str = "eastern-flank.schema.json";

/// Write a dossier to start with
///
/// Writes the built-in dossier or another example, and next to it the schema with which an editor completes and
/// explains its keys. A file with other content is only overwritten with --force.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank init my.toml" => "The built-in dossier, to edit.",
    "flank init mine.toml --example minimal" => "A small dossier that explains the format.",
))]
pub struct Arguments {
    /// The file to write; - prints the dossier alone [default: the example's name and .toml]
    #[arg(value_name = "PATH", value_hint = ValueHint::FilePath)]
    path: Option<PathBuf>,

    /// The example to write
    #[arg(long, value_name = "NAME", default_value = "flank")]
    example: Example,

    /// Overwrite existing files
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Example {
    /// The built-in dossier
    #[value(alias = "eastern-flank")]
    Flank,
    /// One of each kind of fact, with comments
    Minimal,
    /// The member states of NATO, without facts
    Nato,
}

impl Example {
    fn file(self) -> &'static str {
        match self {
            Example::Flank => "eastern-flank.toml",
            Example::Minimal => "minimal.toml",
            Example::Nato => "nato.toml",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Example::Flank => BUILT_IN,
            Example::Minimal => MINIMAL,
            Example::Nato => NATO,
        }
    }

    /// Returns the option that selects it, with a blank before it.
    fn option(self) -> &'static str {
        match self {
            Example::Flank => "",
            Example::Minimal => " --example minimal",
            Example::Nato => " --example nato",
        }
    }
}

/// Writes the dossier and its schema, and prints what to type next.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { path, example, force } = arguments;
    let path = path.unwrap_or_else(|| PathBuf::from(example.file()));
    if path == Path::new("-") {
        return output::print_result(example.text(), "the dossier");
    }
    check_name(&path, example)?;
    let schema = schema();
    let beside = path.with_file_name(SCHEMA);
    let update = format!("`flank schema > {}` updates it", shell_quoted(&beside));
    // Both files are checked before either is written.
    let files = [
        (&beside, &schema[..], action(&beside, &schema, force, &update)?),
        (&path, example.text(), action(&path, example.text(), force, "name another file, or add --force")?),
    ];
    let mut report = String::new();
    for (file, text, action) in files {
        let (written, done) = match action {
            Action::Create => (output::create(file, text), "wrote"),
            Action::Replace => (output::write(file, text), "overwrote"),
            Action::Leave => (Ok(()), "unchanged:"),
        };
        written.with_context(|| format!("cannot write {}", shown(file)))?;
        report += &format!("{done} {}\n", shown(file));
    }
    let quoted_path = shell_quoted(&path);
    report += &format!(
        "\nNow type `flank {quoted_path}`, and edit the file in the next pane: each save shows at once.\n\
         `flank check {quoted_path}` reports its mistakes.\n"
    );
    output::print_result(&report, "what was written")
}

/// The action for a file.
enum Action {
    Create,
    Replace,
    /// It has the same content.
    Leave,
}

/// Decides what to do with a file. Other content is an error unless `force` is set; `instead` completes its message.
fn action(file: &Path, text: &str, force: bool, instead: &str) -> anyhow::Result<Action> {
    // A dangling symlink counts as existing.
    if fs::symlink_metadata(file).is_err() {
        return Ok(Action::Create);
    }
    if watch::read(file, text.len() as u64).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(Action::Leave);
    }
    ensure!(!file.is_dir(), "{} is a directory", shown(file));
    ensure!(force, "{} already exists with other content; {instead}", shown(file));
    Ok(Action::Replace)
}

/// Checks that the path is not a directory, and that editors will recognize it as TOML.
fn check_name(path: &Path, example: Example) -> anyhow::Result<()> {
    let instead = |path: PathBuf| format!("flank init {}{}", shell_quoted(&path), example.option());
    if path.is_dir() {
        bail!("{} is a directory; type `{}`", shown(path), instead(path.join(example.file())));
    }
    if path.as_os_str().to_string_lossy().ends_with(std::path::is_separator) {
        bail!("no such directory: {}", shown(path));
    }
    if !output::ends_in_toml(path) {
        let mut named = path.as_os_str().to_owned();
        named.push(".toml");
        bail!("the name of a dossier ends in .toml; type `{}`", instead(named.into()));
    }
    let parent = output::directory(path);
    ensure!(parent.is_dir(), "no such directory: {}", shown(parent));
    Ok(())
}
