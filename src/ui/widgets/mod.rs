//! Pieces that several panels are made of.

pub mod block;
pub mod chart;
pub mod track;
