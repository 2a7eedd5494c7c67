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
        // Text does not take on what it is drawn over, such as the colour of a frame.
        let plain = Style::new().fg(Color::Reset).remove_modifier(Modifier::all());
        let style = match role {
            Role::Text => plain,
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
