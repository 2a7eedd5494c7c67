//! What things look like: a style for each role that something plays on the screen.
//!
//! A theme is a file of `config/themes/`, compiled in. The default, `terminal`, leaves text in the terminal's
//! own foreground, which is right on light and dark alike, and gives colour only to signs, bars and lines,
//! from the terminal's own palette. The others bring a ground of their own, or no colours at all.

mod depth;
mod file;
mod role;

use ratatui::style::{Color, Modifier, Style};

use super::fault::{ConfigError, did_you_mean};

pub use depth::Depth;
pub use file::Colours;
pub(super) use file::pattern;
pub use role::{Role, RoleKind};

/// What the file says of a role. What it does not say is decided when the style is asked for, so that roles
/// can be painted one after another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct RoleStyle {
    /// The colour; that of plain text where there is none.
    fg: Option<Color>,
    /// The ground; what lies below where there is none.
    bg: Option<Color>,
    /// Bold and the like.
    modifiers: Modifier,
}

impl RoleStyle {
    const NONE: RoleStyle = RoleStyle { fg: None, bg: None, modifiers: Modifier::empty() };
}

/// Styles for all roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// By the number of the role.
    styles: [RoleStyle; Role::ALL.len()],
}

/// The themes with their files.
const FILES: [(&str, &str); 5] = [
    ("terminal", include_str!("../../../config/themes/terminal.toml")),
    ("dark", include_str!("../../../config/themes/dark.toml")),
    ("light", include_str!("../../../config/themes/light.toml")),
    ("high-contrast", include_str!("../../../config/themes/high-contrast.toml")),
    ("mono", include_str!("../../../config/themes/mono.toml")),
];

/// A sentence for each theme.
const ABOUT: [&str; FILES.len()] = [
    "The terminal's own colours, right on light and dark.",
    "Calm and near black, in true colour.",
    "Ink on paper, in true colour.",
    "White on black and strong colours.",
    "No colours at all.",
];

/// Why there is no such theme.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// None is called so.
    #[error("there is no theme `{name}`{near}")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// "; did you mean …?", or nothing.
        near: String,
    },
    /// Its file is wrong.
    #[error("the theme `{name}` is wrong: {}", in_a_row(faults))]
    Faulty {
        /// The name of the theme.
        name: String,
        /// What is wrong, in the order of the file.
        faults: Vec<ConfigError>,
    },
}

fn in_a_row(faults: &[ConfigError]) -> String {
    faults.iter().map(ConfigError::to_string).collect::<Vec<_>>().join("; ")
}

impl Theme {
    /// The names of the themes; the first is the default.
    pub const NAMES: [&str; FILES.len()] = {
        let mut names = [""; FILES.len()];
        let mut n = 0;
        while n < FILES.len() {
            names[n] = FILES[n].0;
            n += 1;
        }
        names
    };

    /// The names, each with a sentence that explains it.
    pub(super) fn explained() -> Vec<(&'static str, &'static str)> {
        Theme::NAMES.into_iter().zip(ABOUT).collect()
    }

    /// Nothing but plain text.
    const PLAIN: Theme = Theme { styles: [RoleStyle::NONE; Role::ALL.len()] };

    /// The theme of this name.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn named(name: &str) -> Result<Theme, ThemeError> {
        let Some((_, text)) = FILES.iter().find(|(known, _)| *known == name) else {
            let near = did_you_mean(name, Theme::NAMES);
            return Err(ThemeError::Unknown { name: name.to_owned(), near });
        };
        Theme::parse(text).map_err(|faults| ThemeError::Faulty { name: name.to_owned(), faults })
    }

    /// The theme with these colours over its own.
    pub fn with_overrides(mut self, colours: &Colours) -> Theme {
        for look in colours.looks() {
            self.styles[look.role as usize] = look.style;
        }
        self
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        let of_role = self.styles[role as usize];
        let style = match role.kind() {
            RoleKind::Tint => Style::new(),
            // Without a ground of its own, a theme leaves the screen as the terminal has it.
            RoleKind::Background if of_role.bg.is_none() => Style::new(),
            RoleKind::Background => Style::new().fg(self.fg(Role::Text)),
            // Text does not take on what it is drawn over, such as the colour of a frame.
            _ => Style::new()
                .fg(self.fg(role))
                .remove_modifier(Modifier::all())
                .add_modifier(of_role.modifiers),
        };
        Style { bg: of_role.bg, ..style }
    }

    fn fg(&self, role: Role) -> Color {
        let of = |role: Role| self.styles[role as usize].fg;
        of(role).or(of(Role::Text)).unwrap_or(Color::Reset)
    }

    /// The colour for what is drawn across a coloured bar: that of the ground, as if it were cut out, or black
    /// where the ground is not known.
    pub fn ink(&self) -> Color {
        match self.styles[Role::Background as usize].bg {
            None | Some(Color::Reset) => Color::Black,
            Some(background) => background,
        }
    }

    /// Whether there are no colours at all, so that signs and shades alone tell things apart.
    pub fn is_plain(&self) -> bool {
        let none = |color: Option<Color>| color.is_none_or(|color| color == Color::Reset);
        self.styles.iter().all(|style| none(style.fg) && none(style.bg))
    }

    /// Whether the map can tell land from sea, and land from land, by its ground.
    pub fn has_tints(&self) -> bool {
        let mut tints = Role::ALL.iter().filter(|role| role.kind() == RoleKind::Tint);
        tints.any(|role| self.styles[*role as usize].bg.is_some())
    }

    /// The theme with the colours that a terminal of this depth has.
    pub fn at_depth(self, depth: Depth) -> Theme {
        if depth == Depth::TrueColor {
            return self;
        }
        let background = self.styles[Role::Background as usize].bg;
        let mut theme = self;
        for role in Role::ALL {
            let style = self.styles[*role as usize];
            theme.styles[*role as usize] = match (depth, role.kind()) {
                // Tints are too close to each other to be told apart with fewer colours.
                (_, RoleKind::Tint) | (Depth::None, RoleKind::Background) => RoleStyle::NONE,
                // What stands out by its ground alone is reversed instead.
                (Depth::None, _) if style.bg.is_some() => {
                    RoleStyle { modifiers: style.modifiers | Modifier::REVERSED, ..RoleStyle::NONE }
                }
                (Depth::None, _) => RoleStyle { modifiers: style.modifiers, ..RoleStyle::NONE },
                (_, RoleKind::Background) => {
                    RoleStyle { bg: background.map(|bg| depth::step(bg, depth, None)), ..style }
                }
                (_, kind) => {
                    let bg = style.bg.map(|bg| depth::step(bg, depth, None));
                    let below = bg.or(background.map(|background| depth::step(background, depth, None)));
                    let seen_on = below.map(|below| (below, kind.least_contrast()));
                    RoleStyle { fg: Some(depth::step(self.fg(*role), depth, seen_on)), bg, ..style }
                }
            };
        }
        // The two stand side by side, and with 16 colours both may have become one blue.
        if depth != Depth::None && theme.fg(Role::Estimate) == theme.fg(Role::Bar) {
            theme.styles[Role::Estimate as usize].fg = Some(theme.fg(Role::Text));
        }
        theme
    }
}

impl Default for Theme {
    /// The terminal's own colours.
    fn default() -> Theme {
        Theme::named(Theme::NAMES[0]).unwrap_or(Theme::PLAIN)
    }
}

#[cfg(test)]
mod tests;
