//! The map of the dossier's states and their surroundings: the outlines of all states, the projection and the view for
//! the dossier, and the cells that show them.

pub mod geometry;
pub mod labels;
pub mod outline;
pub mod projection;
pub mod raster;
pub mod subject;
pub mod view;
pub mod world;
