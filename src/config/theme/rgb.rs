//! Colours as red, green and blue: their contrast and their difference.

use std::fmt;

use anstyle::RgbColor;
use anstyle_lossy::color_to_rgb;
use anstyle_lossy::palette::Palette;
use ratatui::style::Color;

/// Red, green and blue, in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rgb(
    /// Red, green, blue.
    pub [u8; 3],
);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl From<Rgb> for Color {
    fn from(Rgb([r, g, b]): Rgb) -> Color {
        Color::Rgb(r, g, b)
    }
}

impl Rgb {
    /// Returns the colour of a code such as `0x1f4e79`.
    pub const fn hex(code: u32) -> Rgb {
        let [_, r, g, b] = code.to_be_bytes();
        Rgb([r, g, b])
    }

    /// Returns the values of a colour on a terminal with this palette. `None` for the default colour, which is unknown.
    pub fn of(color: Color, palette: Palette) -> Option<Rgb> {
        if color == Color::Reset {
            return None;
        }
        let RgbColor(r, g, b) = color_to_rgb(anstyle::Color::from(color), palette);
        Some(Rgb([r, g, b]))
    }

    /// Blends this colour over another. `share` is the share of this colour, from 0 to 1.
    pub fn over(self, other: Rgb, share: f64) -> Rgb {
        let mix = |n: usize| f64::from(self.0[n]) * share + f64::from(other.0[n]) * (1.0 - share);
        Rgb([0, 1, 2].map(|n| mix(n).round() as u8))
    }

    /// Returns the contrast of two colours as WCAG 2 defines it, from 1 to 21.
    pub fn contrast(self, other: Rgb) -> f64 {
        let luminance = |color: Rgb| {
            let [r, g, b] = color.linear();
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (one, other) = (luminance(self), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// Returns the channels in linear light, from 0 to 1.
    pub(super) fn linear(self) -> [f64; 3] {
        self.0.map(|channel| match f64::from(channel) / 255.0 {
            channel if channel <= 0.04045 => channel / 12.92,
            channel => libm::pow((channel + 0.055) / 1.055, 2.4),
        })
    }

    /// Returns the colour in Oklab, in which distances match perception: lightness, and two axes of hue.
    pub(super) fn oklab(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let l = libm::cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
        let m = libm::cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
        let s = libm::cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    /// Returns the square of the distance of two colours in Oklab.
    pub(super) fn distance(self, other: Rgb) -> f64 {
        self.oklab().iter().zip(other.oklab()).map(|(a, b)| (a - b).powi(2)).sum()
    }
}

/// The 16 colours of a palette, in the order of terminals: black to white, then bright black to bright white.
pub const NAMED_COLORS: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// Creates a palette from the codes of the [named](NAMED_COLORS) colours.
pub const fn palette(codes: [u32; 16]) -> Palette {
    let mut colors = [RgbColor(0, 0, 0); 16];
    let mut n = 0;
    while n < codes.len() {
        let Rgb([r, g, b]) = Rgb::hex(codes[n]);
        colors[n] = RgbColor(r, g, b);
        n += 1;
    }
    Palette(colors)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: Rgb = Rgb([0; 3]);
    const WHITE: Rgb = Rgb([255; 3]);

    #[test]
    fn contrast_follows_wcag() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 0.01);
        assert!((Rgb::hex(0x777777).contrast(WHITE) - 4.48).abs() < 0.01);
    }

    #[test]
    fn colours_are_written_as_codes() {
        assert_eq!(Rgb::hex(0x0f141b).to_string(), "#0f141b");
        assert_eq!(WHITE.over(BLACK, 0.5).to_string(), "#808080");
    }
}
