//! What the map's lines are drawn with.

/// A way of drawing dots into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marker {
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

impl Marker {
    /// Each marker with its name in the configuration.
    pub const NAMED: [(&str, Marker); 6] = [
        ("braille", Marker::Braille),
        ("octant", Marker::Octant),
        ("sextant", Marker::Sextant),
        ("quadrant", Marker::Quadrant),
        ("half-block", Marker::HalfBlock),
        ("ascii", Marker::Ascii),
    ];

    /// The names alone.
    pub const NAMES: [&str; Marker::NAMED.len()] = {
        let mut names = [""; Marker::NAMED.len()];
        let mut n = 0;
        while n < names.len() {
            names[n] = Marker::NAMED[n].0;
            n += 1;
        }
        names
    };

    /// The marker of this name.
    pub fn named(name: &str) -> Option<Marker> {
        Marker::NAMED.iter().find(|(known, _)| *known == name).map(|(_, marker)| *marker)
    }
}
