//! What every picture has: its size, a name and a description for those who do not see it, a white
//! ground of its own, and text that stays text.

use maud::{Markup, html};

/// A place in a picture, in its own units: to the right, and down.
pub type Point = (f64, f64);

/// Text, and what is drawn as clearly.
pub const INK: &str = "#282828";
/// Text that explains.
pub const GREY: &str = "#555555";
/// Axes and leaders.
pub const FAINT: &str = "#a0a0a0";
/// Letters of most text.
const LETTERS: f64 = 14.0;

/// A coordinate with one decimal, if it has one.
pub fn at(place: f64) -> String {
    let text = format!("{place:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// The picture. Title and description are read out; what is seen of them, `content` draws.
pub fn picture((width, height): Point, title: &str, description: &str, content: &Markup) -> Markup {
    let (width, height) = (at(width), at(height));
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (width) " " (height) }
            width=(width) height=(height) font-family="sans-serif" font-size=(LETTERS) role="img" {
            title { (title) }
            desc { (description) }
            rect width="100%" height="100%" fill="white" {}
            (content)
        }
    }
}

/// Text around a height, as long as `anchor` says to the left or the right of a place.
pub fn text((x, y): Point, anchor: &str, fill: &str, words: &str) -> Markup {
    html! { text x=(at(x)) y=(at(y + 5.0)) text-anchor=(anchor) fill=(fill) { (words) } }
}

/// The width of a text, at most or nearly: fonts differ.
pub fn width(words: &str) -> f64 {
    0.58 * LETTERS * words.chars().count() as f64
}

/// A text in lines of at most so many letters, if its words allow.
pub fn lines(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short() {
        assert_eq!([12.0, 0.25, 3.04, 1234.56].map(at), ["12", "0.2", "3", "1234.6"]);
    }

    #[test]
    fn titles_break_between_words() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("incomprehensibilities", 7), ["incomprehensibilities"]);
    }
}
