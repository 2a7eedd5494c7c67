//! The table of commands: everything that a key can do.

/// Declares the commands. Each has its name in the settings, its default keys (the hints show the first), its group in
/// the help, what it needs to apply, and its label. README lists the `essential` ones.
macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $command:ident = $name:literal, [$($key:literal),+], $group:ident, $needs:ident, $label:literal $(, $essential:ident)?;)+) => {
        /// What a key can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $($(#[doc = $doc])+ $command,)+
            /// Selects the state at this place of the list, from 1 to 9.
            State(u8),
        }

        /// The rows of the table, in the order of the help.
        const COMMANDS: &[CommandInfo] = &[$(CommandInfo {
            command: Command::$command,
            name: $name,
            keys: &[$($key),+],
            group: Group::$group,
            needs: Needs::$needs,
            label: $label,
            about: concat!($($doc),+),
            essential: [$(stringify!($essential),)? ""].len() > 1,
        }),+];

        impl Command {
            /// Every command but those of the digits, in the order of the help.
            pub const ALL: &[Command] = &[$(Command::$command),+];
        }
    };
}

/// A row of the table of commands.
struct CommandInfo {
    command: Command,
    name: &'static str,
    keys: &'static [&'static str],
    group: Group,
    needs: Needs,
    label: &'static str,
    about: &'static str,
    essential: bool,
}

/// The row of the commands that select a state by its place.
const STATES: CommandInfo = CommandInfo {
    command: Command::State(1),
    name: "state-1",
    keys: &[],
    group: Group::States,
    needs: Needs::Nothing,
    label: "the nth state",
    about: "Selects a state by its place in the list.",
    essential: false,
};

/// Names and keys of the commands that select a state by its place.
const DIGITS: [(&str, &str); 9] = [
    ("state-1", "1"),
    ("state-2", "2"),
    ("state-3", "3"),
    ("state-4", "4"),
    ("state-5", "5"),
    ("state-6", "6"),
    ("state-7", "7"),
    ("state-8", "8"),
    ("state-9", "9"),
];

impl Command {
    fn info(self) -> &'static CommandInfo {
        COMMANDS.iter().find(|info| info.command == self).unwrap_or(&STATES)
    }

    /// Returns the command that the settings call so.
    pub fn from_name(name: &str) -> Option<Command> {
        let digit =
            || (1..).zip(DIGITS).find(|(_, (digit, _))| *digit == name).map(|(n, _)| Command::State(n));
        COMMANDS.iter().find(|info| info.name == name).map(|info| info.command).or_else(digit)
    }

    /// Returns the names of all commands.
    pub fn names() -> impl Iterator<Item = &'static str> {
        COMMANDS.iter().map(|info| info.name).chain(DIGITS.iter().map(|(name, _)| *name))
    }

    /// Returns the default keys of all commands, with the names of the commands.
    pub fn defaults() -> impl Iterator<Item = (&'static str, Command, &'static [&'static str])> {
        let digits =
            (1..).zip(&DIGITS).map(|(n, (name, key))| (*name, Command::State(n), std::slice::from_ref(key)));
        COMMANDS.iter().map(|info| (info.name, info.command, info.keys)).chain(digits)
    }

    /// Returns what it does, in a sentence.
    pub fn about(self) -> &'static str {
        self.info().about.trim()
    }

    /// Returns what it does in a few words, for the help.
    pub fn label(self) -> &'static str {
        self.info().label
    }

    /// Returns its group in the help.
    pub fn group(self) -> Group {
        self.info().group
    }

    /// Returns what it needs to apply.
    pub fn needs(self) -> Needs {
        self.info().needs
    }

    /// Returns whether README lists it.
    pub fn is_essential(self) -> bool {
        self.info().essential
    }
}

/// What a command needs to do anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// It always applies.
    Nothing,
    /// A dossier on the screen.
    Dossier,
    /// The panels of one state.
    Panels,
    /// The states side by side.
    Overview,
    /// More than one treaty.
    Treaties,
    /// Hits of a search.
    Matches,
    /// A file that can be edited.
    File,
}

/// The groups of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Moving from state to state.
    States,
    /// Moving from day to day.
    Time,
    /// Moving within and between panels.
    Panels,
    /// What the panels show.
    Views,
    /// Searching.
    Find,
    /// The selected fact.
    Facts,
    /// The file and its problems.
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

    /// Returns the heading in the help.
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
    PreviousState = "previous-state", ["Left", "h"], States, Dossier, "previous state", essential;
    /// Selects the state after.
    NextState = "next-state", ["Right", "l"], States, Dossier, "next state", essential;
    /// Goes to the day before on which anything happened.
    DayBack = "day-back", ["[", ","], Time, Dossier, "day before", essential;
    /// Goes to the day after on which anything happened.
    DayForward = "day-forward", ["]", "."], Time, Dossier, "day after", essential;
    /// Goes back to today.
    Today = "today", ["0"], Time, Dossier, "today";
    /// Asks for a day to go to.
    GoToDay = "go-to-day", ["t"], Time, Dossier, "go to a day", essential;
    /// Moves up in the focused panel.
    Up = "up", ["Up", "k"], Panels, Nothing, "up", essential;
    /// Moves down in the focused panel.
    Down = "down", ["Down", "j"], Panels, Nothing, "down", essential;
    /// Moves up by a page.
    PageUp = "page-up", ["PageUp"], Panels, Nothing, "page up";
    /// Moves down by a page.
    PageDown = "page-down", ["PageDown"], Panels, Nothing, "page down";
    /// Moves to the beginning.
    First = "first", ["g", "Home"], Panels, Nothing, "to the beginning";
    /// Moves to the end.
    Last = "last", ["G", "End"], Panels, Nothing, "to the end";
    /// Gives the focus to the panel after.
    NextPanel = "next-panel", ["Tab"], Panels, Panels, "next panel", essential;
    /// Gives the focus to the panel before.
    PreviousPanel = "previous-panel", ["Shift+Tab"], Panels, Panels, "previous panel";
    /// Gives the focused panel the whole screen.
    Enlarge = "enlarge", ["Enter"], Panels, Nothing, "enlarge the panel", essential;
    /// Closes what is open, and forgets the marks of the last edit.
    Back = "back", ["Esc"], Panels, Nothing, "back", essential;
    /// Changes between one state and all side by side.
    Wall = "wall", ["v"], Views, Dossier, "one state, or all", essential;
    /// Sorts the wall by the next thing.
    Sort = "sort", ["S"], Views, Overview, "sort the wall";
    /// Puts the next treaty in view.
    Treaty = "treaty", ["T"], Views, Treaties, "treaty in view";
    /// Shows the timeline of the selected state, or of all.
    Filter = "filter", ["f"], Views, Panels, "timeline: one or all";
    /// Opens the finder.
    Find = "find", ["/"], Find, Dossier, "find", essential;
    /// Goes to the next of what was found.
    NextMatch = "next-match", ["n"], Find, Matches, "next match";
    /// Goes to the one before.
    PreviousMatch = "previous-match", ["N"], Find, Matches, "previous match";
    /// Shows the sources of the selected fact.
    Sources = "sources", ["s"], Facts, Dossier, "its sources", essential;
    /// Opens the address of a source.
    Open = "open", ["o"], Facts, Dossier, "open its source";
    /// Copies the selected fact with its citation.
    Copy = "copy", ["y"], Facts, Dossier, "copy it, with citation", essential;
    /// Opens the editor where the selected fact stands in the file.
    Edit = "edit", ["e"], Facts, File, "edit it", essential;
    /// Shows every problem of the file.
    Problems = "problems", ["!"], Dossier, Nothing, "problems in the file", essential;
    /// Shows everything that the last edit changed.
    Changes = "changes", ["u"], Dossier, Dossier, "what changed", essential;
    /// Reads the file again.
    Reload = "reload", ["r"], Dossier, Nothing, "read the file again";
    /// Draws the whole screen again.
    Redraw = "redraw", ["Ctrl+l"], Program, Nothing, "draw the screen again";
    /// Shows the keys.
    Help = "help", ["?"], Program, Nothing, "help", essential;
    /// Leaves.
    Quit = "quit", ["q", "Ctrl+c"], Program, Nothing, "quit", essential;
    /// Stops the program until the shell's `fg`.
    Suspend = "suspend", ["Ctrl+z"], Program, Nothing, "suspend";
}
