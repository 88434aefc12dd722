//! Colours and markers.

use maud::{Markup, html};

use crate::svg::{Point, at};

/// Colours of groups, dark enough for letters on white.
const COLOURS: [&str; 13] = [
    "#1f5aa6", "#c85014", "#1e824c", "#8c3c96", "#946c00", "#007e90", "#d7326e", "#734628",
    "#5a6e14", "#645ac8", "#3a1466", "#0b3d0b", "#b012c8",
];

/// Colour and marker of a series, a bar or a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Those of a number: what belongs together looks the same, in every picture.
    Group(usize),
    /// Grey: what the groups are compared with.
    Neutral,
}

impl Look {
    /// The colour.
    pub(crate) fn colour(self) -> &'static str {
        match self {
            Self::Group(number) => COLOURS[number % COLOURS.len()],
            Self::Neutral => "#5a5a5a",
        }
    }

    /// One of five shapes around a place, filled, or as an outline; with a text for whoever points at it.
    pub(crate) fn marker(self, (x, y): Point, is_filled: bool, text: &str) -> Markup {
        let number = match self {
            Self::Group(number) => number,
            Self::Neutral => 0,
        };
        let shape = match number % 5 {
            0 => "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
            1 => "M0,-5L5,4L-5,4z",
            2 => "M-3.7,-3.7L3.7,-3.7L3.7,3.7L-3.7,3.7z",
            3 => "M0,-5.5L5,0L0,5.5L-5,0z",
            _ => "M0,5L5,-4L-5,-4z",
        };
        html! {
            path d=(shape) transform={ "translate(" (at(x)) "," (at(y)) ")" }
                fill=(if is_filled { self.colour() } else { "white" }) {
                @if !text.is_empty() { title { (text) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The brightness of a colour, from 0 to 1, as it is defined for contrast in web pages.
    fn luminance(colour: &str) -> f64 {
        let channel = |place: usize| {
            let value = u8::from_str_radix(&colour[place..place + 2], 16).unwrap();
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    #[test]
    fn names_in_every_colour_can_be_read_on_white() {
        let neutral = Look::Neutral.colour();
        for colour in COLOURS.into_iter().chain([neutral]) {
            let contrast = 1.05 / (luminance(colour) + 0.05);
            assert!(contrast >= 4.5, "{colour}: {contrast:.2}");
        }
    }

    #[test]
    fn looks_are_different() {
        let looks = (0..COLOURS.len()).map(Look::Group).chain([Look::Neutral]);
        let drawn: Vec<String> =
            looks.map(|look| look.marker((0.0, 0.0), true, "").into_string()).collect();
        for (place, one) in drawn.iter().enumerate() {
            assert!(!drawn[place + 1..].contains(one), "{one}");
        }
    }
}
