//! [`memorelu-claims`]: ../memorelu_claims/index.html
//! [`memorelu-network`]: ../memorelu_network/index.html
#![doc = include_str!("../README.md")]
#![allow(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "places on a page are floats; numbers are exact until they have their place"
)]

mod axis;
mod bars;
mod chart;
mod curves;
mod names;
mod network;
mod palette;
mod profile;
mod svg;

pub use self::network::{TooLarge, is_readable, network};
pub use bars::{Bar, Bars};
pub use curves::{Panel, Plot, Series, Style};
pub use maud::Markup;
pub use palette::Look;
pub use profile::{Quantity, profile};
