//! What things look like: a style for each role that something plays on the screen.
//!
//! The default leaves text in the terminal's own foreground, which is right on light and dark alike, and
//! gives colour only to glyphs, bars and lines, from the terminal's own palette.

use ratatui::style::{Color, Modifier, Style};

/// The roles that things play on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Plain text.
    Text,
    /// Names, figures and positions: what the eye should find.
    Strong,
    /// Words in our own voice beside those of a source: contexts, notes.
    Aside,
    /// Frames, rules and axes.
    Frame,
    /// The frame and title of the panel that has the focus, and the selected state.
    Focus,
    /// A key in the footer or the help.
    Key,
    /// Bars of outturn.
    Bar,
    /// Bars of estimates.
    Estimate,
    /// A goal that spending is held against.
    Goal,
    /// A proposal that spending is held against, and a state's own targets.
    Proposal,
    /// Bound by the treaty.
    Bound,
    /// On the way out: debating, recommending, approved, notified.
    Leaving,
    /// Out.
    Out,
    /// Never in.
    Outside,
    /// What the last edit changed.
    Changed,
    /// An error, or a view that is no longer that of the file.
    Alarm,
    /// A file that is followed and in order.
    Live,
    /// What lies after the day of the screen.
    Later,
    /// What is done of a track.
    Done,
    /// What is not reached of a track.
    Todo,
    /// The ground of the sea on the map.
    Sea,
    /// The ground of neighbours.
    LandNeighbour,
    /// The ground of states that threaten.
    LandAdversary,
    /// The ground of a state that is bound.
    LandBound,
    /// The ground of a state on its way out.
    LandLeaving,
    /// The ground of a state that is out.
    LandOut,
    /// The ground of a state that was never in.
    LandOutside,
    /// The ground of the selected state.
    LandSelected,
    /// Borders and coasts of neighbours.
    LineQuiet,
    /// Borders and coasts of states that threaten.
    LineAdversary,
    /// Borders and coasts of frontline states.
    LineState,
    /// Those of the selected state.
    LineSelected,
    /// Where a state that threatens begins.
    Frontier,
    /// The name of a frontline state on the map.
    LabelState,
    /// That of the selected one.
    LabelSelected,
    /// That of a state that threatens.
    LabelAdversary,
    /// That of a neighbour.
    LabelNeighbour,
    /// That of a sea.
    LabelSea,
    /// A capital.
    Capital,
}

/// Styles for all roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own 16 colours.
    Terminal,
    /// No colours at all.
    Mono,
}

impl Theme {
    /// Whether there are no colours at all, so that signs alone tell things apart.
    pub fn is_plain(self) -> bool {
        self == Theme::Mono
    }

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        // Text does not take on what it is drawn over, such as the colour of a frame.
        let plain = Style::new().fg(Color::Reset).remove_modifier(Modifier::all());
        let style = match role {
            Role::Text | Role::LabelNeighbour => plain,
            Role::Later | Role::Todo | Role::LineQuiet => plain.fg(Color::DarkGray),
            Role::Done | Role::LineState => plain.fg(Color::LightBlue),
            Role::Sea
            | Role::LandNeighbour
            | Role::LandAdversary
            | Role::LandBound
            | Role::LandLeaving
            | Role::LandOut
            | Role::LandOutside
            | Role::LandSelected => Style::new(),
            Role::LineAdversary => plain.fg(Color::DarkGray),
            Role::LineSelected | Role::LabelState | Role::Capital => plain.add_modifier(Modifier::BOLD),
            Role::Frontier | Role::LabelAdversary => plain.fg(Color::Red),
            Role::LabelSelected => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Role::LabelSea => plain.add_modifier(Modifier::ITALIC),
            Role::Strong | Role::Key => plain.add_modifier(Modifier::BOLD),
            Role::Aside => plain.add_modifier(Modifier::ITALIC),
            Role::Frame | Role::Outside => plain.fg(Color::DarkGray),
            Role::Focus => plain.fg(Color::LightBlue).add_modifier(Modifier::BOLD),
            Role::Bar => plain.fg(Color::LightBlue),
            Role::Estimate | Role::Proposal => plain.fg(Color::Cyan),
            Role::Goal | Role::Bound | Role::Live => plain.fg(Color::Green),
            Role::Leaving => plain.fg(Color::Magenta),
            Role::Out => plain.fg(Color::Red),
            Role::Changed => plain.fg(Color::Black).bg(Color::Yellow).add_modifier(Modifier::BOLD),
            Role::Alarm => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
        };
        match self {
            Theme::Terminal => style,
            // What stands out by its ground alone is reversed instead.
            Theme::Mono if role == Role::Changed => {
                plain.add_modifier(Modifier::BOLD).add_modifier(Modifier::REVERSED)
            }
            Theme::Mono => Style { fg: Some(Color::Reset), bg: None, ..style },
        }
    }
}
