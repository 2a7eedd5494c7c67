//! Options of everything that draws the dashboard.

use crate::dossier::Day;

/// What is looked at, and how.
#[derive(Debug, Default, Clone, PartialEq, Eq, clap::Args)]
pub struct View {
    /// Begin with this state (ISO 3166-1 code, such as EE)
    #[arg(long, value_name = "CODE")]
    pub state: Option<String>,

    /// Show what was known on this day, such as 2025-03-18
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    pub as_of: Option<Day>,

    /// Draw with ASCII signs only
    #[arg(long)]
    pub ascii: bool,
}

impl View {
    /// These options, and where one is not given, what was given before the command's name.
    pub fn or(self, before: View) -> View {
        View {
            state: self.state.or(before.state),
            as_of: self.as_of.or(before.as_of),
            ascii: self.ascii || before.ascii,
        }
    }
}
