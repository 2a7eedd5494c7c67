//! Everything that a key can do.

/// Declares the commands with the word that the configuration knows each by, its place in the help, and what
/// it does in a few words.
macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $command:ident = $word:literal, $group:ident, $does:literal;)+) => {
        /// What a key can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $($(#[doc = $doc])+ $command,)+
            /// Selects the state at this place of the list, from 1 to 9.
            State(u8),
        }

        impl Command {
            /// Every command but those of the digits, in the order of the help.
            pub const ALL: &[Command] = &[$(Command::$command),+];

            /// The command that the configuration calls so.
            pub fn from_word(word: &str) -> Option<Command> {
                match word {
                    $($word => Some(Command::$command),)+
                    _ => {
                        let digit: u8 = word.strip_prefix("state-")?.parse().ok()?;
                        (1..=9).contains(&digit).then_some(Command::State(digit))
                    }
                }
            }

            /// The words of all commands.
            pub fn words() -> impl Iterator<Item = &'static str> {
                let digits = ["state-1", "state-2", "state-3", "state-4", "state-5", "state-6", "state-7", "state-8", "state-9"];
                [$($word),+].into_iter().chain(digits)
            }

            /// What it does, in a sentence.
            pub fn about(self) -> &'static str {
                match self {
                    $(Command::$command => concat!($($doc),+).trim(),)+
                    Command::State(_) => "Selects a state by its place in the list.",
                }
            }

            /// What it does, for the help.
            pub fn does(self) -> &'static str {
                match self {
                    $(Command::$command => $does,)+
                    Command::State(_) => "the nth state",
                }
            }

            /// Where the help lists it.
            pub fn group(self) -> Group {
                match self {
                    $(Command::$command => Group::$group,)+
                    Command::State(_) => Group::States,
                }
            }
        }
    };
}

/// The parts of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Going from state to state.
    States,
    /// Going from day to day.
    Time,
    /// Moving within and between panels.
    Panels,
    /// What the panels show.
    Views,
    /// Finding.
    Find,
    /// The selected fact.
    Facts,
    /// The file and what is wrong with it.
    Dossier,
    /// The program itself.
    Program,
}

impl Group {
    /// All groups in the order of the help.
    pub const ALL: [Group; 8] = [
        Group::States,
        Group::Time,
        Group::Panels,
        Group::Views,
        Group::Find,
        Group::Facts,
        Group::Dossier,
        Group::Program,
    ];

    /// The heading in the help.
    pub fn name(self) -> &'static str {
        match self {
            Group::States => "States",
            Group::Time => "Time",
            Group::Panels => "Panels",
            Group::Views => "Views",
            Group::Find => "Finding",
            Group::Facts => "The selected fact",
            Group::Dossier => "Dossier",
            Group::Program => "Program",
        }
    }
}

commands! {
    /// Selects the state before.
    PreviousState = "previous-state", States, "previous state";
    /// Selects the state after.
    NextState = "next-state", States, "next state";
    /// Goes to the day before on which anything happened.
    DayBack = "day-back", Time, "day before";
    /// Goes to the day after on which anything happened.
    DayForward = "day-forward", Time, "day after";
    /// Goes back to today.
    Today = "today", Time, "today";
    /// Asks for a day to go to.
    GoToDay = "go-to-day", Time, "go to a day";
    /// Moves up in the focused panel.
    Up = "up", Panels, "up";
    /// Moves down in the focused panel.
    Down = "down", Panels, "down";
    /// Moves up by a page.
    PageUp = "page-up", Panels, "page up";
    /// Moves down by a page.
    PageDown = "page-down", Panels, "page down";
    /// Moves to the beginning.
    First = "first", Panels, "to the beginning";
    /// Moves to the end.
    Last = "last", Panels, "to the end";
    /// Gives the focus to the panel after.
    NextPanel = "next-panel", Panels, "next panel";
    /// Gives the focus to the panel before.
    PreviousPanel = "previous-panel", Panels, "previous panel";
    /// Gives the focused panel the whole screen.
    Enlarge = "enlarge", Panels, "enlarge the panel";
    /// Closes what is open, and forgets the marks of the last edit.
    Back = "back", Panels, "back";
    /// Changes between one state and all side by side.
    Wall = "wall", Views, "one state, or all";
    /// Sorts the wall by the next thing.
    Sort = "sort", Views, "sort the wall";
    /// Puts the next treaty in view.
    Treaty = "treaty", Views, "treaty in view";
    /// Shows the timeline of the selected state, or of all.
    Filter = "filter", Views, "timeline: one or all";
    /// Opens the finder.
    Find = "find", Find, "find";
    /// Goes to the next of what was found.
    NextMatch = "next-match", Find, "next match";
    /// Goes to the one before.
    PreviousMatch = "previous-match", Find, "previous match";
    /// Shows the sources of the selected fact.
    Sources = "sources", Facts, "its sources";
    /// Opens the address of a source.
    Open = "open", Facts, "open its source";
    /// Copies the selected fact with its citation.
    Copy = "copy", Facts, "copy it, with citation";
    /// Opens the editor where the selected fact stands in the file.
    Edit = "edit", Facts, "edit it";
    /// Shows every problem of the file.
    Problems = "problems", Dossier, "problems in the file";
    /// Shows everything that the last edit changed.
    Changes = "changes", Dossier, "what changed";
    /// Reads the file again.
    Reload = "reload", Dossier, "read the file again";
    /// Draws the whole screen again.
    Redraw = "redraw", Program, "draw the screen again";
    /// Shows the keys.
    Help = "help", Program, "help";
    /// Leaves.
    Quit = "quit", Program, "quit";
    /// Stops the program until the shell's `fg`.
    Suspend = "suspend", Program, "suspend";
}
