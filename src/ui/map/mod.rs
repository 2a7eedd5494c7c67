//! The map: outlines from GeoJSON, projected once, rasterised to the panel's own size.
//!
//! [`geo`] reads and projects, [`view`] chooses the box to show, [`raster`] turns outlines into dots and areas
//! into cells, [`marker`] turns dots into signs, [`labels`] finds room for names.

pub mod data;
pub mod labels;
pub mod marker;
pub mod raster;
pub mod view;
