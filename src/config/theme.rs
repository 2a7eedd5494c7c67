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
    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let style = match role {
            Role::Text => plain,
            Role::Strong => plain.add_modifier(Modifier::BOLD),
            Role::Aside => plain.add_modifier(Modifier::ITALIC),
            Role::Frame => plain.fg(Color::DarkGray),
            Role::Focus => plain.fg(Color::Blue).add_modifier(Modifier::BOLD),
            Role::Key => plain.add_modifier(Modifier::BOLD),
            Role::Bar => plain.fg(Color::Blue),
            Role::Estimate => plain.fg(Color::Cyan),
            Role::Goal => plain.fg(Color::Green),
            Role::Proposal => plain.fg(Color::Magenta),
            Role::Bound => plain.fg(Color::Green),
            Role::Leaving => plain.fg(Color::Yellow),
            Role::Out => plain.fg(Color::Red),
            Role::Outside => plain.fg(Color::DarkGray),
            Role::Changed => plain.fg(Color::Magenta).add_modifier(Modifier::BOLD),
            Role::Alarm => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            Role::Live => plain.fg(Color::Green),
        };
        match self {
            Theme::Terminal => style,
            Theme::Mono => Style { fg: None, bg: None, ..style },
        }
    }
}
