//! Themes: a style for each role on the screen.
//!
//! A theme is a file in `config/themes/`, which is compiled in. `terminal` keeps the terminal's own foreground for
//! text, and colours symbols, bars and lines from the terminal's own palette, so it suits light and dark backgrounds.
//! The others have their own background, or no colours at all. The default, `auto`, is [`adaptive`]: `terminal` until
//! the background of the terminal is known, then `dark` or `light` on that background.

mod adaptive;
mod depth;
mod file;
mod rgb;
mod role;

use ratatui::style::{Color, Modifier, Style};

pub use adaptive::ThemeChoice;
pub use depth::Depth;
pub use file::{RawColours, RoleOverride};
pub use rgb::{NAMED_COLORS, Rgb, palette};
pub use role::{Role, RoleKind};

/// The style of a role in a file. [`Theme::style`] adds the defaults, so that each role can be overridden on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RoleStyle {
    /// The colour; `None` is the colour of plain text.
    fg: Option<Color>,
    /// The background; `None` keeps the background of the cell.
    bg: Option<Color>,
    /// Text styles such as bold.
    modifiers: Modifier,
}

impl RoleStyle {
    const NONE: RoleStyle = RoleStyle { fg: None, bg: None, modifiers: Modifier::empty() };
}

/// Styles for all roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// The styles, indexed by role.
    styles: [RoleStyle; Role::ALL.len()],
}

/// The theme that depends on the background of the terminal.
pub const AUTO: &str = "auto";

/// The files of the themes, in the order of [`Theme::WORDS`].
const FILES: [&str; Theme::WORDS.len()] = [
    include_str!("../../../config/themes/terminal.toml"),
    include_str!("../../../config/themes/terminal.toml"),
    include_str!("../../../config/themes/dark.toml"),
    include_str!("../../../config/themes/light.toml"),
    include_str!("../../../config/themes/high-contrast.toml"),
    include_str!("../../../config/themes/mono.toml"),
];

impl Theme {
    /// The names of the themes, the default first, each with a sentence.
    pub(super) const WORDS: &[(&str, &str)] = &[
        (AUTO, "Dark or light on the terminal's own background."),
        ("terminal", "The terminal's own colours, for light and dark backgrounds."),
        ("dark", "Calm and near black, in true colour."),
        ("light", "Ink on paper, in true colour."),
        ("high-contrast", "White on black and strong colours."),
        ("mono", "No colours at all."),
    ];

    /// Returns the names of the themes, the default first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Theme::WORDS.iter().map(|(name, _)| *name)
    }

    /// The theme in which every role looks like plain text.
    const PLAIN: Theme = Theme { styles: [RoleStyle::NONE; Role::ALL.len()] };

    /// Returns the theme of this name. [`AUTO`] is the theme for an unknown background of the terminal.
    pub fn named(name: &str) -> Option<Theme> {
        let (_, text) = Theme::names().zip(FILES).find(|(known, _)| *known == name)?;
        // A test parses every file.
        Theme::parse(text).ok()
    }

    /// Returns the theme with these styles in place of its own.
    pub fn with_overrides(mut self, colours: &[RoleOverride]) -> Theme {
        for colour in colours {
            self.styles[colour.role as usize] = colour.style;
        }
        self
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        let of_role = self.styles[role as usize];
        let style = match role.kind() {
            RoleKind::Tint => Style::new(),
            // Without a background, a theme keeps the terminal's.
            RoleKind::Background if of_role.bg.is_none() => Style::new(),
            RoleKind::Background => Style::new().fg(self.fg(Role::Text)),
            // Text does not inherit the style of the cells below it, such as a frame.
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

    /// Returns whether the theme has no colours at all, so that only symbols and shades distinguish things.
    pub fn is_plain(&self) -> bool {
        let none = |color: Option<Color>| color.is_none_or(|color| color == Color::Reset);
        self.styles.iter().all(|style| none(style.fg) && none(style.bg))
    }

    /// Returns whether land and sea on the map have different backgrounds.
    pub fn has_tints(&self) -> bool {
        let mut tints = Role::ALL.iter().filter(|role| role.kind() == RoleKind::Tint);
        tints.any(|role| self.styles[*role as usize].bg.is_some())
    }

    /// Returns the theme in the colours of a terminal of this depth.
    pub fn at_depth(self, depth: Depth) -> Theme {
        if depth == Depth::TrueColor {
            return self;
        }
        let background = self.styles[Role::Background as usize].bg;
        let mut theme = self;
        for role in Role::ALL {
            let style = self.styles[*role as usize];
            theme.styles[*role as usize] = match (depth, role.kind()) {
                // With fewer colours, the tints would be too similar.
                (_, RoleKind::Tint) | (Depth::None, RoleKind::Background) => RoleStyle::NONE,
                // Without colours, a background is replaced by reversed text.
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
        // With 16 colours, the bars of outturn and estimates may have become the same blue.
        if depth != Depth::None && theme.fg(Role::Estimate) == theme.fg(Role::Bar) {
            theme.styles[Role::Estimate as usize].fg = Some(theme.fg(Role::Text));
        }
        theme
    }
}

impl Default for Theme {
    /// The terminal's own colours.
    fn default() -> Theme {
        Theme::named(AUTO).unwrap_or(Theme::PLAIN)
    }
}

#[cfg(test)]
mod tests;
