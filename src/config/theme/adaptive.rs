//! The theme that adapts to the background of the terminal, and the choice of a theme while the program runs.

use super::depth::{Depth, rgb};
use super::file::RoleOverride;
use super::rgb::Rgb;
use super::role::{Role, RoleKind};
use super::{AUTO, Theme};

/// The least contrast of text with the tints of the map, because names are drawn on them.
const ON_TINTS: f64 = 3.0;

impl Theme {
    /// Returns the theme `dark` or `light`, depending on whether white or black text has more contrast with this
    /// background of the terminal. The terminal keeps its background. Tints are shifted by the difference of the two
    /// backgrounds, and colours with too little contrast get more.
    pub fn on_background(background: Rgb) -> Theme {
        let (white, black) = (Rgb([255; 3]), Rgb([0; 3]));
        let (name, extreme) = match white.contrast(background) >= black.contrast(background) {
            true => ("dark", white),
            false => ("light", black),
        };
        let mut theme = Theme::named(name).unwrap_or_default();
        let own = theme.styles[Role::Background as usize].bg.and_then(rgb).unwrap_or(background);
        let mut tints = Vec::new();
        for role in Role::ALL.iter().filter(|role| role.kind() == RoleKind::Tint) {
            let style = &mut theme.styles[*role as usize];
            let tint = style.bg.and_then(rgb).map(|tint| moved(tint, own, background));
            style.bg = tint.map(Rgb::into);
            tints.extend(tint);
        }
        theme.styles[Role::Background as usize].bg = None;
        for role in Role::ALL {
            let style = &mut theme.styles[*role as usize];
            if style.bg.is_some() {
                continue;
            }
            let is_readable = |fg: Rgb| {
                // Names on the map are drawn on its tints.
                let on_tints =
                    role.kind() != RoleKind::Text || tints.iter().all(|tint| fg.contrast(*tint) >= ON_TINTS);
                on_tints && fg.contrast(background) >= role.kind().least_contrast()
            };
            style.fg = style.fg.and_then(rgb).map(|fg| mixed(fg, extreme, is_readable).into());
        }
        theme
    }
}

/// Returns a colour that differs from `to` as `color` differs from `from`.
fn moved(color: Rgb, from: Rgb, to: Rgb) -> Rgb {
    let channel =
        |n: usize| (i16::from(color.0[n]) - i16::from(from.0[n]) + i16::from(to.0[n])).clamp(0, 255);
    Rgb([0, 1, 2].map(|n| channel(n) as u8))
}

/// Mixes a colour with another one, as little as necessary.
fn mixed(color: Rgb, other: Rgb, is_enough: impl Fn(Rgb) -> bool) -> Rgb {
    const STEPS: u8 = 20;
    let mut mixtures = (0..=STEPS).map(|step| other.over(color, f64::from(step) / f64::from(STEPS)));
    mixtures.find(|color| is_enough(*color)).unwrap_or(other)
}

/// A theme that a user can change while the program runs.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeChoice {
    name: &'static str,
    colours: Vec<RoleOverride>,
    depth: Depth,
    background: Option<Rgb>,
}

impl ThemeChoice {
    /// Chooses a theme by its name, with a user's own styles, on a terminal of this depth.
    pub fn new(name: &'static str, colours: Vec<RoleOverride>, depth: Depth) -> ThemeChoice {
        ThemeChoice { name, colours, depth, background: None }
    }

    /// Returns whether a theme can adapt to the background of the terminal, which needs true colour.
    pub fn can_adapt(&self) -> bool {
        self.depth == Depth::TrueColor
    }

    /// Returns whether the chosen theme adapts to the background of the terminal, and that is not known yet.
    pub fn needs_background(&self) -> bool {
        self.can_adapt() && self.name == AUTO && self.background.is_none()
    }

    /// Sets the background that the terminal reported.
    pub fn set_background(&mut self, background: Rgb) {
        self.background = Some(background);
    }

    /// Chooses the next theme, and returns its name.
    pub fn advance(&mut self) -> &'static str {
        let after = Theme::names().skip_while(|name| *name != self.name).nth(1);
        self.name = after.unwrap_or(AUTO);
        self.name
    }

    /// Returns the chosen theme in the colours of the terminal.
    pub fn theme(&self) -> Theme {
        let theme = match self.background.filter(|_| self.can_adapt() && self.name == AUTO) {
            Some(background) => Theme::on_background(background),
            None => Theme::named(self.name).unwrap_or_default(),
        };
        theme.with_overrides(&self.colours).at_depth(self.depth)
    }
}
