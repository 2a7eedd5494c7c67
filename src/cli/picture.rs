//! `flank picture`: the dashboard without a terminal.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::ValueHint;

use crate::app::{App, File, FileEvent};
use crate::clock;
use crate::config::{AUTO, Theme};
use crate::dossier::Day;
use crate::report::screenshot::{self, Background, Format};
use crate::report::{HeadlessApp, UiOptions};
use crate::ui::symbols::Symbols;

use super::display::{DisplayArgs, ViewArgs};
use super::{dossier, examples, output, settings};

/// Draw the dashboard without a terminal
///
/// Writes what the dashboard would show, at any size, on any day and after any keys, as a drawing (SVG), as plain
/// text, or as text with colours for a terminal. The same dossier, options and --today give the same picture.
#[derive(Debug, clap::Args)]
#[command(
    // The help of the dashboard's options does not apply: your settings and NO_COLOR do not affect a picture.
    mut_arg("theme", |arg| arg.help("Colours [default: those of --config, else terminal]")),
    mut_arg("marker", |arg| arg.help("Characters of the map's lines [default: those of --config, else braille]")),
    mut_arg("config", |arg| arg.help("Settings for how it looks [default: none; yours only say which dossier]")),
    mut_arg("since", |since| since.help("Mark what became known after this day, in the same notations")),
    after_help = examples!(
        "flank picture" => "The screen as text.",
        "flank picture poland.svg --state PL --theme dark --size 150x46" => "Poland, as a drawing.",
        "flank picture wall.svg -d my.toml --keys v --as-of 2025-03-18" => "All states of your own dossier on that day.",
        "flank picture edit.svg --before old.toml -d new.toml --keys u" => "What an edit changed.",
        "flank picture tour.svg --keys 'l Tab Enter' --play" => "An animation of the screen after each key.",
        "flank picture --format ansi --theme dark | less -R" => "The screen with its colours, in a pager.",
    )
)]
pub struct Arguments {
    /// The file to write, ending in .svg, .txt or .ans; - is standard output
    ///
    /// If it is missing, the picture is printed as text.
    #[arg(value_name = "OUT", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,

    /// The dossier to show [default: $FLANK_DOSSIER, else that of the settings, else the built-in one]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    dossier: Option<PathBuf>,

    /// An earlier version of the dossier; the picture shows what changed since, or what is wrong since
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    before: Option<PathBuf>,

    /// Columns and rows of the screen
    #[arg(long, value_name = "COLSxROWS", default_value = "120x40", value_parser = size)]
    size: (u16, u16),

    /// Keys to press first, separated by spaces: 'l l Enter'
    ///
    /// They are written as in the settings: a character, or a name such as Enter, Esc, Tab, Shift+Tab,
    /// PageDown, Ctrl+l.
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true)]
    keys: Option<String>,

    /// Animate an SVG: show the screen after each key for this many seconds, or for 1.5
    #[arg(long, value_name = "SECONDS", require_equals = true, num_args = 0..=1, default_missing_value = "1.5", value_parser = pause)]
    play: Option<f32>,

    #[command(flatten)]
    view: ViewArgs,

    #[command(flatten)]
    display: DisplayArgs,

    /// The day to use as today [default: the real one]
    #[arg(long, value_name = "DAY")]
    today: Option<Day>,

    /// The format, whatever the file is called
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    /// The background of an SVG, and matching colours
    #[arg(long, value_name = "GROUND", default_value = "dark")]
    ground: Background,
}

/// Parses a number of columns and rows.
fn size(text: &str) -> Result<(u16, u16), String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (columns, rows) = text
        .split_once(['x', 'X', '×'])
        .filter(|(columns, rows)| digits(columns) && digits(rows))
        .ok_or("a size is columns and rows, such as 120x40")?;
    // Digits fail to parse only if the number is too large.
    let side = |text: &str| text.parse().ok().filter(|side| (1..=1000).contains(side));
    side(columns).zip(side(rows)).ok_or_else(|| "columns and rows are from 1 to 1000 each".to_owned())
}

/// Parses the seconds between two keys.
fn pause(text: &str) -> Result<f32, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.1..=60.0).contains(seconds));
    seconds.ok_or_else(|| "a pause is from 0.1 to 60 seconds".to_owned())
}

/// Draws the picture, and writes it to its file or prints it.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let out = arguments.out.as_deref().filter(|out| *out != Path::new("-"));
    let format = format(out, arguments.format)?;
    ensure!(arguments.play.is_none() || format == Format::Svg, "`--play` is for pictures in SVG");
    let config = settings::load(arguments.display.config.as_deref())?;
    let dossier_arg = dossier::with_settings(arguments.dossier, &config);
    dossier::ensure_stdin_once(dossier_arg.path.iter().chain(&arguments.before))?;
    let today = arguments.today.unwrap_or_else(clock::today);
    let same = |one: &Path, other: &Path| {
        let real = |path| std::fs::canonicalize(path).ok();
        real(one).is_some_and(|one| real(other) == Some(one))
    };
    let mut dossiers = dossier_arg.path.iter().chain(&arguments.before);
    if let Some(out) = out.filter(|out| dossiers.any(|path| same(out, path))) {
        bail!("{} is the dossier itself, which is never written to", output::shown(out));
    }
    let before = arguments.before.map(|path| dossier_arg.of(&path).load_checked(today)).transpose()?;
    // After a good dossier, a broken one is drawn as the dashboard shows it.
    let reading =
        if before.is_some() { dossier_arg.check(today)? } else { dossier_arg.load_checked(today)? };
    let known = reading.dossier.as_ref().or(before.as_ref().and_then(|before| before.dossier.as_ref()));
    let title = known.map(|dossier| dossier.title.to_string()).unwrap_or_default();
    let code = match (&arguments.view.state, known) {
        (Some(requested), Some(known)) => Some(known[dossier::state(known, requested)?].code.clone()),
        _ => None,
    };
    let mut state = App::new(File::at(dossier_arg.path.as_deref()), today, arguments.view.day(today)?, code);
    state.mark_since(arguments.view.since(today)?);
    // Only settings named on the command line affect the look, and neither the terminal nor NO_COLOR, so that a command
    // makes the same picture everywhere.
    let settings = if arguments.display.config.is_some() { config.settings } else { settings::named(None)? };
    let background = arguments.ground;
    let theme = match arguments.display.theme.unwrap_or(settings.theme) {
        AUTO => Theme::on_background(background.rgb()),
        name => Theme::named(name).unwrap_or_default(),
    };
    let theme = theme.with_overrides(&settings.colours);
    let options = UiOptions {
        theme,
        symbols: Symbols { ascii: arguments.display.ascii || settings.ascii },
        marker: arguments.display.marker.unwrap_or(settings.marker),
        keymap: settings.keymap,
    };
    let mut app = HeadlessApp::new(state, options, arguments.size);
    for reading in before.into_iter().chain([reading]) {
        app.receive(FileEvent::Read(Box::new(reading)));
    }
    let screens = app.record_screens(arguments.keys.as_deref().unwrap_or_default()).context("--keys")?;
    let text = match arguments.play {
        Some(seconds) => screenshot::animate(&screens, &title, background, seconds),
        None => screenshot::render(app.buffer(), format, &title, background),
    };
    match out {
        None => output::print(&text).context("cannot print the picture")?,
        Some(out) => {
            let name = || format!("cannot write {}", output::shown(out));
            output::write(out, &text).with_context(name)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns the requested format, or else that of the file extension, or else text.
fn format(out: Option<&Path>, requested: Option<Format>) -> anyhow::Result<Format> {
    let (None, Some(out)) = (requested, out) else { return Ok(requested.unwrap_or(Format::Text)) };
    let extension = out.extension().map(|extension| extension.to_string_lossy());
    if let Some(format) = extension.as_deref().and_then(Format::from_extension) {
        return Ok(format);
    }
    let name = output::shown(out);
    if output::ends_in_toml(out) {
        bail!("`{name}` is not a picture; type `flank picture -d {}`", output::shell_quoted(out));
    }
    bail!("{name}: a picture ends in .svg, .txt or .ans, or needs --format")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_columns_and_rows() {
        assert_eq!(size("120x40"), Ok((120, 40)));
        assert_eq!(size("1X1000"), Ok((1, 1000)));
        for wrong in ["", "80", "80x", "x24", "80x24x3", "-1x5", "80 x 24", "+80x24", "axb"] {
            assert!(size(wrong).unwrap_err().contains("such as 120x40"), "{wrong}");
        }
        for wrong in ["0x24", "80x0", "1001x5", "5x1001", "99999999999999999999x5"] {
            assert!(size(wrong).unwrap_err().contains("1 to 1000"), "{wrong}");
        }
    }
}
