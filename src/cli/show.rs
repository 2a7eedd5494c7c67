//! `flank show`: the facts about states, in words or as data.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::ValueHint;

use crate::clock;
use crate::dossier::Text;
use crate::dossier::model::StateId;
use crate::report::{self, Briefing, Detail, csv, json};

use super::dashboard::SettingsArgs;
use super::display::{self, ViewArgs};
use super::{dossier, examples, output};

/// Report the facts as text, Markdown, HTML, JSON or CSV
///
/// Reports on all states unless some are named. Facts later than the day are omitted, but notes may mention them.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = examples!(
    "flank show estonia LV --as-of 2025-03-18" => "Two states, by name and by code, as on that day.",
    "flank show --brief" => "The positions, spending and target of each state, in a few lines.",
    "flank show --format markdown > briefing.md" => "A briefing of all states, with numbered sources.",
    "flank show --format html > briefing.html" => "The same as a page for browsers, with maps and charts.",
    "flank show PL -d my.toml --format json" => "Everything that your own dossier has on Poland, as data.",
    "flank show --format csv --table spending > spending.csv" => "A table for a spreadsheet.",
))]
pub struct Arguments {
    /// States by code or name, in any case [default: all]
    #[arg(value_name = "STATE")]
    states: Vec<String>,

    /// The same for one state, as the dashboard takes it
    #[arg(long, value_name = "CODE", hide = true, conflicts_with = "states")]
    state: Option<String>,

    /// The dossier to report on [default: $FLANK_DOSSIER, else that of the settings, else the built-in one]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    dossier: Option<PathBuf>,

    /// Report what was known on this day: 2025-03-18, 2025-07, 2025, today, or -1y (y, m, w, d) before it [default: today]
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    as_of: Option<String>,

    /// The format of the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: FormatName,

    /// The table, for CSV [default: stances]
    #[arg(long, value_name = "TABLE")]
    table: Option<csv::Table>,

    /// Only the positions, spending and target of each state, in a few lines without sources
    #[arg(long)]
    brief: bool,

    /// Leave out the sources
    #[arg(long)]
    no_sources: bool,

    /// Print directly, not in $PAGER
    #[arg(long)]
    no_pager: bool,

    /// Your settings, which may name a dossier [default: $XDG_CONFIG_HOME/flank/config.toml]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FormatName {
    #[default]
    /// Plain words, as wide as the terminal
    Text,
    /// A briefing with numbered sources
    Markdown,
    /// A page for browsers, with maps and charts, in one file
    Html,
    /// Everything, as assets/show.schema.json describes it
    Json,
    /// One table
    Csv,
}

impl FormatName {
    /// Returns whether programs read it, which leave out what they do not need themselves.
    fn is_data(self) -> bool {
        matches!(self, FormatName::Json | FormatName::Csv)
    }
}

impl Arguments {
    /// Returns the arguments that report what the dashboard would have shown.
    pub fn instead(settings: SettingsArgs, view: ViewArgs) -> Arguments {
        Arguments {
            state: view.state,
            dossier: settings.dossier,
            as_of: view.as_of,
            config: settings.display.config,
            ..Arguments::default()
        }
    }
}

/// Prints the report.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let is_csv = arguments.format == FormatName::Csv;
    ensure!(arguments.table.is_none() || is_csv, "`--table` is for `--format csv`");
    let detail = match (arguments.brief, arguments.no_sources) {
        (true, _) => Detail::Brief,
        (false, true) => Detail::WithoutSources,
        (false, false) => Detail::Full,
    };
    if detail != Detail::Full && arguments.format.is_data() {
        bail!("`--brief` and `--no-sources` are for `--format text`, `markdown` and `html`");
    }
    let dossier = dossier::requested(arguments.dossier, arguments.config.as_deref())?.load()?;
    let mut states: Vec<StateId> = Vec::new();
    for requested in arguments.states.iter().chain(&arguments.state) {
        if output::ends_in_toml(requested.as_ref()) {
            let quoted_path = output::shell_quoted(requested.as_ref());
            bail!("`{}` is not a state; type `flank show -d {quoted_path}`", Text::line(requested));
        }
        let id = dossier::state(&dossier, requested)?;
        if !states.contains(&id) {
            states.push(id);
        }
    }
    let today = clock::today();
    let day = display::day(arguments.as_of.as_deref(), today).context("--as-of")?;
    let briefing = Briefing::new(&dossier, &states, day.unwrap_or(today));
    let text = match arguments.format {
        FormatName::Text => report::text(&briefing, detail, output::width()),
        FormatName::Markdown => report::markdown(&briefing, detail),
        FormatName::Html => report::html(&dossier, &briefing, detail),
        FormatName::Json => json::json(&briefing),
        FormatName::Csv => {
            let table = arguments.table.unwrap_or(csv::Table::Stances);
            csv::csv(&briefing, table).context("cannot make the table")?
        }
    };
    let printed = match arguments.format {
        FormatName::Text | FormatName::Markdown => output::print_for_reader(&text, !arguments.no_pager),
        FormatName::Html | FormatName::Json | FormatName::Csv => output::print(&text),
    };
    printed.context("cannot print the report")?;
    Ok(ExitCode::SUCCESS)
}
