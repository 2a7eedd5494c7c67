//! The map: outlines from GeoJSON, projected once and rasterized for the panel.
//!
//! [`data`] reads and projects the outlines, [`view`] chooses the part to show, [`outline`] draws coasts and borders as
//! shapes of a canvas, [`raster`] turns canvas and areas into cells, and [`labels`] places the names.

pub mod data;
pub mod labels;
pub mod outline;
pub mod raster;
pub mod view;
