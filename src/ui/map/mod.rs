//! The map: outlines from GeoJSON, projected once and rasterized for the panel.
//!
//! [`data`] reads and projects the outlines, [`view`] chooses the part to show, [`raster`] turns outlines into dots and
//! areas into cells, [`marker`] turns dots into characters, and [`labels`] places the names.

pub mod data;
pub mod labels;
pub mod marker;
pub mod raster;
pub mod view;
