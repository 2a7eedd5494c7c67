//! The colours of a drawing. Each terminal has its own colours for the 16 named ones. Drawings use the palettes below,
//! for a dark or a light background.

use anstyle_lossy::palette;
use ratatui::style::{Color, Modifier, Style};

use crate::config::{self, Rgb};

/// The least contrast between text and its background (WCAG 2, level AA).
const LEAST_CONTRAST: f64 = 4.5;

/// The share of the text colour in dim text.
const DIM: f64 = 0.7;

/// The background of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Background {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
}

/// The colours that a terminal would choose.
#[derive(Debug)]
pub struct Palette {
    /// The background of the screen.
    pub background: Rgb,
    /// The default colour of text.
    pub text: Rgb,
    /// Black to white, then bright black to bright white, in the order of terminals.
    named: palette::Palette,
}

const DARK: Palette = Palette {
    background: Rgb::hex(0x0f141b),
    text: Rgb::hex(0xd5dbe5),
    named: config::palette([
        0x1d242e, 0xee7a80, 0x98d78b, 0xe5c07b, 0x6cabf7, 0xc99af2, 0x62c3cf, 0xb3bcc9, 0x7d8796, 0xff939a,
        0xabe0a1, 0xf3d794, 0x8abfff, 0xdcb5ff, 0x8adfe8, 0xffffff,
    ]),
};

const LIGHT: Palette = Palette {
    background: Rgb::hex(0xfcfcfa),
    text: Rgb::hex(0x23282f),
    named: config::palette([
        0x23282f, 0xca1129, 0x277941, 0x8a6000, 0x1d5fbf, 0x8537b5, 0x08707f, 0x565f6a, 0x6b7480, 0xd3303a,
        0x23823d, 0x936700, 0x1669d6, 0x9744c9, 0x0d7786, 0xffffff,
    ]),
};

/// The colours of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CellColors {
    /// The colour of the background.
    pub background: Rgb,
    /// The colour of shapes.
    pub shape: Rgb,
    /// The colour of text: that of shapes, or a similar one with enough contrast.
    pub text: Rgb,
}

impl Background {
    /// Returns the colour of the background.
    pub fn rgb(self) -> Rgb {
        self.palette().background
    }

    /// Returns the palette for this background.
    pub fn palette(self) -> &'static Palette {
        match self {
            Background::Dark => &DARK,
            Background::Light => &LIGHT,
        }
    }
}

impl Palette {
    /// Returns the colours of a style.
    pub fn cell_colors(&self, style: Style) -> CellColors {
        let (fg, bg) = (style.fg.unwrap_or(Color::Reset), style.bg.unwrap_or(Color::Reset));
        let (mut shape, mut background) = (self.colour(fg, self.text), self.colour(bg, self.background));
        if style.add_modifier.contains(Modifier::REVERSED) {
            (shape, background) = (background, shape);
        }
        let full = shape;
        if style.add_modifier.contains(Modifier::DIM) {
            shape = full.over(background, DIM);
        }
        // Keeps the colours of a theme that sets both by value.
        let given = |colour| matches!(colour, Color::Rgb(..) | Color::Indexed(16..));
        let text = if given(fg) && given(bg) { shape } else { self.ensure_contrast(shape, full, background) };
        CellColors { background, shape, text }
    }

    /// Returns the first colour with enough contrast: `wanted`, `full` without dimming, or a neutral one.
    fn ensure_contrast(&self, wanted: Rgb, full: Rgb, background: Rgb) -> Rgb {
        let candidates = [wanted, full, self.text, self.background, Rgb::hex(0x000000), Rgb::hex(0xffffff)];
        let enough = candidates.iter().find(|colour| colour.contrast(background) >= LEAST_CONTRAST);
        enough.copied().unwrap_or(wanted)
    }

    /// Returns the values of a terminal's colour, or `unset` for the default colour.
    fn colour(&self, colour: Color, unset: Rgb) -> Rgb {
        Rgb::of(colour, self.named).unwrap_or(unset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::NAMED_COLORS;

    #[test]
    fn every_colour_is_readable_on_every_other() {
        for palette in [&DARK, &LIGHT] {
            for bg in NAMED_COLORS.into_iter().chain([Color::Reset]) {
                for fg in NAMED_COLORS.into_iter().chain([Color::Reset]) {
                    for modifier in [Modifier::empty(), Modifier::DIM, Modifier::REVERSED] {
                        let colors = palette.cell_colors(Style::new().fg(fg).bg(bg).add_modifier(modifier));
                        let contrast = colors.text.contrast(colors.background);
                        assert!(contrast >= LEAST_CONTRAST, "{fg} on {bg}: {contrast}");
                    }
                }
            }
        }
    }

    #[test]
    fn palette_colours_are_readable_on_the_background() {
        for (palette, other) in [(&DARK, Color::Black), (&LIGHT, Color::White)] {
            for colour in NAMED_COLORS.into_iter().filter(|colour| *colour != other) {
                let colors = palette.cell_colors(Style::new().fg(colour));
                assert_eq!(colors.text, colors.shape, "{colour} is changed");
            }
        }
    }

    #[test]
    fn indexed_colours_match_terminals() {
        let of = |n| DARK.colour(Color::Indexed(n), DARK.text).to_string();
        assert_eq!(of(12), DARK.colour(Color::LightBlue, DARK.text).to_string());
        assert_eq!([of(16), of(21), of(196), of(231)], ["#000000", "#0000ff", "#ff0000", "#ffffff"]);
        assert_eq!([of(67), of(232), of(255)], ["#5f87af", "#080808", "#eeeeee"]);
    }

    #[test]
    fn explicit_colours_are_unchanged() {
        let style = Style::new().fg(Color::Rgb(10, 20, 30)).bg(Color::Rgb(12, 22, 32));
        assert_eq!(DARK.cell_colors(style).text, Rgb([10, 20, 30]));
        let dim = DARK.cell_colors(Style::new().add_modifier(Modifier::DIM));
        assert!(dim.shape != DARK.text && dim.text == dim.shape);
    }
}
