//! What the map's lines are drawn with.

/// A way of drawing dots into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MapSymbols {
    /// Two by four dots a cell; every font that matters has them.
    #[default]
    Braille,
    /// The same grid without gaps; needs glyphs of Unicode 16.
    Octant,
    /// Two by three; older than octants.
    Sextant,
    /// Two by two.
    Quadrant,
    /// One by two; for fonts without braille.
    HalfBlock,
    /// Plain signs.
    Ascii,
}

impl MapSymbols {
    /// Each marker with its name in the configuration, and a few words that explain it.
    pub const NAMED: [(&str, MapSymbols, &str); 6] = [
        ("braille", MapSymbols::Braille, "Two by four dots a cell."),
        ("octant", MapSymbols::Octant, "The same without gaps; needs glyphs of Unicode 16."),
        ("sextant", MapSymbols::Sextant, "Two by three blocks; needs glyphs of Unicode 13."),
        ("quadrant", MapSymbols::Quadrant, "Two by two blocks."),
        ("half-block", MapSymbols::HalfBlock, "One by two blocks, for fonts without braille."),
        ("ascii", MapSymbols::Ascii, "Plain signs."),
    ];

    /// The names alone.
    pub const NAMES: [&str; MapSymbols::NAMED.len()] = {
        let mut names = [""; MapSymbols::NAMED.len()];
        let mut n = 0;
        while n < names.len() {
            names[n] = MapSymbols::NAMED[n].0;
            n += 1;
        }
        names
    };

    /// The marker of this name.
    pub fn named(name: &str) -> Option<MapSymbols> {
        MapSymbols::NAMED.iter().find(|(known, ..)| *known == name).map(|(_, marker, _)| *marker)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        MapSymbols::NAMED.iter().find(|(_, marker, _)| *marker == self).map_or("", |(name, ..)| *name)
    }
}
