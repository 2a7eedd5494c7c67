//! `flank init`: a dossier of one's own to begin from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail, ensure};

use crate::dossier::{BUILT_IN, MINIMAL, schema};
use crate::watch;

use super::output::{shell_quoted, shown};
use super::{Failure, examples, output};

/// The name of the schema beside a dossier: what the first line of each example says.
const SCHEMA: &str = "eastern-flank.schema.json";

/// Write a dossier to begin from
///
/// It is the one that is built in, or another example, and beside it the schema by which an editor completes
/// and explains its keys. No other content is written over unless you say so.
#[derive(Debug, clap::Args)]
#[command(after_help = examples!(
    "flank init my.toml" => "The dossier that is built in, to be edited.",
    "flank init mine.toml --example minimal" => "The smallest one that shows something.",
))]
pub struct Arguments {
    /// The file to write; - prints the dossier alone [default: the example's name and .toml]
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// What to begin from
    #[arg(long, value_name = "NAME", default_value = "eastern-flank")]
    example: Example,

    /// Write over what is there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Example {
    /// The dossier that is built in, whole
    EasternFlank,
    /// The smallest that shows something, explained
    Minimal,
}

impl Example {
    fn file(self) -> &'static str {
        match self {
            Example::EasternFlank => "eastern-flank.toml",
            Example::Minimal => "minimal.toml",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Example::EasternFlank => BUILT_IN,
            Example::Minimal => MINIMAL,
        }
    }
}

/// Writes the dossier and its schema, and says what to type next.
pub fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let Arguments { path, example, force } = arguments;
    let path = path.unwrap_or_else(|| PathBuf::from(example.file()));
    if path == Path::new("-") {
        output::print(example.text()).context("cannot print the dossier")?;
        return Ok(ExitCode::SUCCESS);
    }
    refuse_what_is_no_name(&path, example)?;
    let schema = schema();
    let beside = path.with_file_name(SCHEMA);
    let renew = format!("`flank schema > {}` renews it", shell_quoted(&beside));
    // Both are looked at before either is written.
    let files = [
        (&beside, &schema[..], fate(&beside, &schema, force, &renew)?),
        (&path, example.text(), fate(&path, example.text(), force, "name another file, or add --force")?),
    ];
    let mut told = String::new();
    for (file, text, fate) in files {
        let (written, done) = match fate {
            Fate::Create => (output::create(file, text), "wrote"),
            Fate::Replace => (output::write(file, text), "wrote over"),
            Fate::Leave => (Ok(()), "left as it is:"),
        };
        written.with_context(|| format!("cannot write {}", shown(file)))?;
        told += &format!("{done} {}\n", shown(file));
    }
    let shell_quoted = shell_quoted(&path);
    told += &format!(
        "\nNow type `flank {shell_quoted}`, and edit the file in the next pane: each save shows at once.\n\
         `flank check {shell_quoted}` tells all that is wrong in it.\n"
    );
    output::print(&told).context("cannot print what was written")?;
    Ok(ExitCode::SUCCESS)
}

/// What is to be done with a file.
enum Fate {
    Create,
    Replace,
    /// It says that already.
    Leave,
}

/// Looks what is there; what says something else is refused, with what to do `instead`.
fn fate(file: &Path, text: &str, force: bool, instead: &str) -> anyhow::Result<Fate> {
    // A link that leads nowhere is there too.
    if fs::symlink_metadata(file).is_err() {
        return Ok(Fate::Create);
    }
    if watch::read(file, text.len() as u64).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(Fate::Leave);
    }
    ensure!(!file.is_dir(), "{} is a directory", shown(file));
    ensure!(force, "{} is there already and says something else; {instead}", shown(file));
    Ok(Fate::Replace)
}

/// Refuses a directory, and a name that no editor would take for TOML.
fn refuse_what_is_no_name(path: &Path, example: Example) -> anyhow::Result<()> {
    let instead = |path: PathBuf| match example {
        Example::EasternFlank => format!("flank init {}", shell_quoted(&path)),
        Example::Minimal => format!("flank init {} --example minimal", shell_quoted(&path)),
    };
    if path.is_dir() {
        bail!("{} is a directory; type `{}`", shown(path), instead(path.join(example.file())));
    }
    if !output::ends_in_toml(path) {
        let mut named = path.as_os_str().to_owned();
        named.push(".toml");
        bail!("the name of a dossier ends in .toml; type `{}`", instead(named.into()));
    }
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() && !parent.is_dir() => {
            Err(anyhow!("there is no directory {} to write into", shown(parent)))
        }
        _ => Ok(()),
    }
}
