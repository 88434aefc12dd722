//! The commands, one module each.

pub mod certify;
pub mod inspect;
pub mod memorize;
pub mod predict;
pub mod synth;
pub mod verify;
