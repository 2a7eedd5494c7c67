//! Pieces that several panels are made of.

pub mod chart;
pub mod frame;
pub mod track;
