//! The characters of the map's lines.

use toml::de::DeValue;

use super::values::word;
use crate::decode::{Decoder, FromValue, Slot, ValueType};

/// A way to draw dots in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MapSymbols {
    /// Two by four dots a cell; every common font has them.
    #[default]
    Braille,
    /// The same grid without gaps; needs glyphs of Unicode 16.
    Octant,
    /// Two by three blocks; needs glyphs of Unicode 13.
    Sextant,
    /// Two by two blocks.
    Quadrant,
    /// One by two blocks, for fonts without braille.
    HalfBlock,
    /// ASCII characters.
    Ascii,
}

impl MapSymbols {
    /// The names in the settings, in the order of the values, each with a sentence.
    const WORDS: &[(&str, &str)] = &[
        ("braille", "Two by four dots a cell."),
        ("octant", "The same without gaps; needs glyphs of Unicode 16."),
        ("sextant", "Two by three blocks; needs glyphs of Unicode 13."),
        ("quadrant", "Two by two blocks."),
        ("half-block", "One by two blocks, for fonts without braille."),
        ("ascii", "ASCII characters."),
    ];

    /// Returns all names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        MapSymbols::WORDS.iter().map(|(name, _)| *name)
    }

    /// Returns the symbols of this name.
    pub fn from_name(name: &str) -> Option<MapSymbols> {
        use MapSymbols::*;
        let all = [Braille, Octant, Sextant, Quadrant, HalfBlock, Ascii];
        all.into_iter().find(|symbols| symbols.name() == name)
    }

    /// Returns the name.
    pub fn name(self) -> &'static str {
        MapSymbols::WORDS[self as usize].0
    }
}

impl FromValue for MapSymbols {
    const TYPE: ValueType = ValueType::OneOf(MapSymbols::WORDS);

    fn from_value(value: DeValue<'_>, slot: Slot, decoder: &mut Decoder) -> Option<Self> {
        word(&value, slot, decoder, MapSymbols::WORDS).and_then(MapSymbols::from_name)
    }
}
