//! Bit strings for a reader.

use rug::Rational;

/// The bits of a natural number, cut into `count` segments of `bits` bits, the most significant one
/// first; nothing for another number.
pub fn segments(value: &Rational, bits: u32, count: usize) -> Option<Vec<String>> {
    let number = value.is_integer().then(|| value.numer())?;
    let length = (bits as usize).checked_mul(count)?;
    if *number < 0 || number.significant_bits() as usize > length || bits == 0 {
        return None;
    }
    let digits = number.to_string_radix(2);
    let digits = if *number == 0 { "" } else { digits.as_str() };
    let padded = format!("{digits:0>length$}");
    // Bits are characters of one byte.
    Some(
        (0..count).map(|i| padded[i * bits as usize..(i + 1) * bits as usize].to_owned()).collect(),
    )
}

/// Segments in a line of at most `width` characters: those marked in brackets, and as many of their
/// neighbours and of both ends as there is room for.
pub fn string(segments: &[String], marked: &[usize], width: usize) -> String {
    let line = |kept: &[bool]| {
        let (mut text, mut gap) = (String::new(), false);
        for (index, (segment, kept)) in segments.iter().zip(kept).enumerate() {
            if !kept {
                if !gap {
                    text.push_str(if index == 0 { "…" } else { "|…" });
                }
                gap = true;
                continue;
            }
            gap = false;
            if index > 0 {
                text.push('|');
            }
            if marked.contains(&index) {
                text.push_str(&format!("[{segment}]"));
            } else {
                text.push_str(segment);
            }
        }
        text
    };
    let mut kept = vec![true; segments.len()];
    let full = line(&kept);
    if full.chars().count() <= width {
        return full;
    }
    let last = segments.len().saturating_sub(1);
    // What matters most comes first.
    let mut order: Vec<usize> = marked.to_vec();
    order.extend([0, last]);
    for distance in 1..segments.len() {
        let near = marked.iter().flat_map(|m| [m.checked_sub(distance), Some(m + distance)]);
        order.extend(near.flatten().chain([distance, last.saturating_sub(distance)]));
        if order.len() > 4 * width {
            break;
        }
    }
    kept.fill(false);
    for index in order.into_iter().filter(|index| *index <= last) {
        if let Some(place) = kept.get_mut(index).filter(|kept| !**kept) {
            *place = true;
            if line(&kept).chars().count() > width {
                kept[index] = false;
                break;
            }
        }
    }
    let cut = line(&kept);
    if cut == "…" { format!("({} segments)", segments.len()) } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Rational {
        text.parse().unwrap()
    }

    #[test]
    fn strings_are_cut_into_segments() {
        assert_eq!(segments(&value("27"), 3, 2).unwrap(), ["011", "011"]);
        assert_eq!(segments(&value("0"), 2, 3).unwrap(), ["00", "00", "00"]);
        for no_string in ["64", "-1", "1/2"] {
            assert_eq!(segments(&value(no_string), 3, 2), None, "{no_string}");
        }
    }

    #[test]
    fn long_strings_are_shortened_around_what_is_marked() {
        let all: Vec<String> = (0..40).map(|i| format!("{i:06b}")).collect();
        assert_eq!(string(&all[..3], &[1], 40), "000000|[000001]|000010");
        let text = string(&all, &[20], 60);
        assert!(text.contains("|[010100]|") && text.chars().count() <= 60, "{text}");
        assert!(text.starts_with("000000|") && text.ends_with("|100111"), "{text}");
        assert_eq!(text.matches("|…|").count(), 2, "{text}");
    }
}
