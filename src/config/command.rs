//! The table of commands that keys can run.

use crate::decode::{FromValue, KeySchema, WithSpan};
use keybinds::KeyInput;

/// Declares the commands. Each has a description, a name in the settings, default keys (hints show the first), a group
/// in the help, its needs, and a label in the help. The README lists `essential` commands. The second list contains the
/// commands that select a state.
macro_rules! commands {
    (
        $($(#[doc = $doc:literal])+ $command:ident = $name:literal, [$($key:literal),+], $group:ident, $needs:ident, $label:literal $(, $essential:ident)?;)+
        states { $($n:literal $state:literal $digit:literal;)+ }
    ) => {
        /// A command that a key can run.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $($(#[doc = $doc])+ $command,)+
            /// Selects the nth state of the list; n is 1 to 9.
            State(u8),
        }

        /// All commands, in the order of the help.
        const COMMANDS: &[CommandInfo] = &[
            $(CommandInfo {
                command: Command::$command,
                name: $name,
                keys: &[$($key),+],
                group: Group::$group,
                needs: Needs::$needs,
                label: $label,
                essential: [$(stringify!($essential),)? ""].len() > 1,
            },)+
            $(CommandInfo {
                command: Command::State($n),
                name: $state,
                keys: &[$digit],
                group: Group::States,
                needs: Needs::Nothing,
                label: "the nth state",
                essential: false,
            }),+
        ];

        /// The schema of the table `[keys]`, with the names of the commands as keys.
        pub(super) const KEYS: &[KeySchema] = &[
            $(key($name, concat!($($doc),+)),)+
            $(key($state, concat!("Selects state ", $n, " of the list."))),+
        ];

        impl Command {
            /// Every command except those that select a state by its number, in the order of the help.
            pub const ALL: &[Command] = &[$(Command::$command),+];
        }
    };
}

const fn key(key: &'static str, description: &'static str) -> KeySchema {
    KeySchema { key, required: false, value_type: <Vec<WithSpan<KeyInput>>>::TYPE, description }
}

/// A row of the table of commands.
struct CommandInfo {
    command: Command,
    name: &'static str,
    keys: &'static [&'static str],
    group: Group,
    needs: Needs,
    label: &'static str,
    essential: bool,
}

impl Command {
    fn info(self) -> &'static CommandInfo {
        // Every command is in the table.
        COMMANDS.iter().find(|info| info.command == self).unwrap_or(&COMMANDS[0])
    }

    /// Returns all commands with their names.
    pub fn named() -> impl Iterator<Item = (&'static str, Command)> {
        COMMANDS.iter().map(|info| (info.name, info.command))
    }

    /// Returns the command with this name.
    pub fn from_name(name: &str) -> Option<Command> {
        Command::named().find(|(known, _)| *known == name).map(|(_, command)| command)
    }

    /// Returns the names of all commands.
    pub fn names() -> impl Iterator<Item = &'static str> {
        COMMANDS.iter().map(|info| info.name)
    }

    /// Returns each command with its default keys.
    pub fn defaults() -> impl Iterator<Item = (Command, &'static [&'static str])> {
        COMMANDS.iter().map(|info| (info.command, info.keys))
    }

    /// Returns the name in the settings.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// Returns the label in the help.
    pub fn label(self) -> &'static str {
        self.info().label
    }

    /// Returns its group in the help.
    pub fn group(self) -> Group {
        self.info().group
    }

    /// Returns the needs of the command.
    pub fn needs(self) -> Needs {
        self.info().needs
    }

    /// Returns whether the README lists the command.
    pub fn is_essential(self) -> bool {
        self.info().essential
    }
}

/// A condition for a command to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// The command always applies.
    Nothing,
    /// A dossier on the screen.
    Dossier,
    /// The panels of one state, at least two of them with content.
    Panels,
    /// The timeline.
    Timeline,
    /// The map.
    Map,
    /// The overview of all states.
    Overview,
    /// More than one treaty.
    Treaties,
    /// Matches of a search.
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
    /// The contents of the panels.
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
    /// Selects the previous state.
    PreviousState = "previous-state", ["Left", "h"], States, Dossier, "previous state", essential;
    /// Selects the next state.
    NextState = "next-state", ["Right", "l"], States, Dossier, "next state", essential;
    /// Filters the list of states by code or name.
    FilterStates = "filter-states", ["L"], States, Dossier, "filter the states";
    /// Goes to the previous day on which something happened.
    DayBack = "day-back", ["[", ","], Time, Dossier, "day before", essential;
    /// Goes to the next day on which something happened.
    DayForward = "day-forward", ["]", "."], Time, Dossier, "day after", essential;
    /// Goes back to today.
    Today = "today", ["0"], Time, Dossier, "today", essential;
    /// Asks for a day to go to.
    GoToDay = "go-to-day", ["t"], Time, Dossier, "go to a day", essential;
    /// Asks for a day, and marks the facts that became known since.
    Since = "since", ["D"], Time, Dossier, "mark what is new";
    /// Goes to the previous day on which the selected state changed a position.
    PositionBack = "position-back", ["{"], Time, Dossier, "previous position", essential;
    /// Goes to the next day on which the selected state changed a position.
    PositionForward = "position-forward", ["}"], Time, Dossier, "next position", essential;
    /// Moves up in the focused panel.
    Up = "up", ["Up", "k"], Panels, Nothing, "up", essential;
    /// Moves down in the focused panel.
    Down = "down", ["Down", "j"], Panels, Nothing, "down", essential;
    /// Moves up by a page.
    PageUp = "page-up", ["PageUp", "Ctrl+b"], Panels, Nothing, "page up";
    /// Moves down by a page.
    PageDown = "page-down", ["PageDown", "Ctrl+f"], Panels, Nothing, "page down";
    /// Moves up by half a page.
    HalfPageUp = "half-page-up", ["Ctrl+u"], Panels, Nothing, "half a page up";
    /// Moves down by half a page.
    HalfPageDown = "half-page-down", ["Ctrl+d"], Panels, Nothing, "half a page down";
    /// Moves to the beginning.
    First = "first", ["g", "Home"], Panels, Nothing, "to the beginning";
    /// Moves to the end.
    Last = "last", ["G", "End"], Panels, Nothing, "to the end";
    /// Moves the focus to the next panel.
    NextPanel = "next-panel", ["Tab"], Panels, Panels, "next panel", essential;
    /// Moves the focus to the previous panel.
    PreviousPanel = "previous-panel", ["Shift+Tab"], Panels, Panels, "previous panel";
    /// Enlarges the focused panel. In an enlarged panel, shows the sources of the selected fact.
    Enlarge = "enlarge", ["Enter"], Panels, Nothing, "enlarge, then sources", essential;
    /// Closes the topmost open item, then removes the highlights of the last edit.
    Back = "back", ["Esc"], Panels, Nothing, "back", essential;
    /// Switches between one state and the wall of all states.
    Wall = "wall", ["v"], Views, Dossier, "one state, or all", essential;
    /// Sorts the wall by the next criterion.
    Sort = "sort", ["S"], Views, Overview, "sort the wall";
    /// Shows the next treaty.
    Treaty = "treaty", ["T"], Views, Treaties, "treaty in view";
    /// Marks the selected state and day; then compares another state or day with them.
    Compare = "compare", ["c"], Views, Dossier, "compare with another";
    /// Zooms in on the map.
    ZoomIn = "zoom-in", ["Plus", "="], Views, Map, "zoom in on the map";
    /// Zooms out on the map, at most to all states.
    ZoomOut = "zoom-out", ["-"], Views, Map, "zoom out on the map";
    /// Limits the timeline to the selected state, or shows all states.
    Filter = "filter", ["f"], Views, Timeline, "timeline: one or all";
    /// Filters the timeline by kind, treaty and state.
    FilterTimeline = "filter-timeline", ["F"], Views, Timeline, "timeline: filter";
    /// Opens the search.
    Find = "find", ["/"], Find, Dossier, "find", essential;
    /// Goes to the next match.
    NextMatch = "next-match", ["n"], Find, Matches, "next match";
    /// Goes to the previous match.
    PreviousMatch = "previous-match", ["N"], Find, Matches, "previous match";
    /// Shows the sources of the selected fact.
    Sources = "sources", ["s"], Facts, Dossier, "sources", essential;
    /// Opens the address of a source.
    Open = "open", ["o"], Facts, Dossier, "open a source";
    /// Copies the selected fact with its citation.
    Copy = "copy", ["y"], Facts, Dossier, "copy with citation", essential;
    /// Copies the focused panel as Markdown, with its sources.
    CopyPanel = "copy-panel", ["Y"], Facts, Dossier, "copy the whole panel";
    /// Opens the editor at the selected fact.
    Edit = "edit", ["e"], Facts, File, "edit", essential;
    /// Shows every problem of the file.
    Problems = "problems", ["!"], Dossier, Nothing, "problems in the file", essential;
    /// Shows all changes of the last edit.
    Changes = "changes", ["u"], Dossier, Dossier, "what changed", essential;
    /// Reads the file again.
    Reload = "reload", ["r"], Dossier, Nothing, "read the file again";
    /// Shows the next theme.
    Theme = "theme", ["C"], Program, Nothing, "next theme";
    /// Redraws the whole screen.
    Redraw = "redraw", ["Ctrl+l"], Program, Nothing, "redraw the screen";
    /// Runs a command by name.
    Commands = "commands", [":"], Program, Nothing, "run a command by name", essential;
    /// Shows the keys.
    Help = "help", ["?", "F1"], Program, Nothing, "help", essential;
    /// Closes the topmost open item, or quits if nothing is open.
    Close = "close", ["q"], Program, Nothing, "close, or quit", essential;
    /// Quits.
    Quit = "quit", ["Ctrl+c"], Program, Nothing, "quit", essential;
    /// Suspends the program; `fg` in the shell continues it.
    Suspend = "suspend", ["Ctrl+z"], Program, Nothing, "suspend";

    states {
        1 "state-1" "1";
        2 "state-2" "2";
        3 "state-3" "3";
        4 "state-4" "4";
        5 "state-5" "5";
        6 "state-6" "6";
        7 "state-7" "7";
        8 "state-8" "8";
        9 "state-9" "9";
    }
}
