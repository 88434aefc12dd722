//! The commands, one module each.

pub mod bounds;
pub mod certify;
pub mod compare;
pub mod completions;
pub mod export;
pub mod inspect;
pub mod man;
pub mod memorize;
pub mod predict;
pub mod synth;
pub mod trace;
pub mod verify;
