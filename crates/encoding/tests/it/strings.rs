//! The strings of Theorem 3.1 against a naive twin that writes bits as text.

use std::time::{Duration, Instant};

use encoding::{
    EncodingError,
    strings::{Segments, bits_of_labels, block_strings, filled_strings},
};
use projection::Separated;
use proptest::{collection::vec, prelude::*};
use rug::{Integer, Rational};

/// `count` segments of `bits` bits each, as text; what is missing are zeros.
fn text(numbers: &[Integer], bits: u32, count: usize) -> String {
    let bits = bits as usize;
    let padded = |number: &Integer| {
        if bits == 0 { String::new() } else { format!("{:0>bits$}", number.to_string_radix(2)) }
    };
    let filling = "0".repeat((count - numbers.len()) * bits);
    numbers.iter().map(padded).collect::<String>() + &filling
}

/// A stored string as text of the right length.
fn stored(string: &Integer, bits: u32, count: usize) -> String {
    let width = bits as usize * count;
    if width == 0 { String::new() } else { format!("{:0>width$}", string.to_string_radix(2)) }
}

fn separated(points: &[i64]) -> Separated {
    Separated::new(points.iter().copied().map(Rational::from).collect()).unwrap()
}

fn segments(per_block: usize, key_bits: u32, label_bits: u32) -> Segments {
    Segments { per_block, key_bits, label_bits }
}

proptest! {
    #[test]
    fn strings_are_the_segments_one_after_another(
        gaps in vec((0_u64..1 << 50, 0_i64..7, any::<u32>()), 1..40),
        from_zero in any::<bool>(),
        per_block in 1_usize..50,
        label_bits in 0_u32..33,
        spare in 0_u32..3,
    ) {
        let mut x = Rational::from(if from_zero { -2 } else { 0 });
        let mut points = Vec::new();
        let mut labels = Vec::new();
        for (gap, sevenths, label) in gaps {
            x += Rational::from(if points.is_empty() && from_zero { 0 } else { gap }) + 2;
            x += Rational::from((sevenths, 7));
            points.push(x.clone());
            labels.push((u64::from(label) & ((1 << label_bits) - 1)) as u32);
        }
        let floors: Vec<_> = points.iter().map(|x| Integer::from(x.floor_ref())).collect();
        let names: Vec<_> = labels.iter().copied().map(Integer::from).collect();
        let key_bits = floors[floors.len() - 1].significant_bits() + spare;
        let points = Separated::new(points).unwrap();
        let sizes = segments(per_block, key_bits, label_bits);
        let blocks = block_strings(&points, &labels, sizes).unwrap();
        prop_assert_eq!(blocks.len(), floors.len().div_ceil(per_block));
        // Filled, only the last string of keys is another one: zeros become the first points.
        if per_block <= floors.len() {
            let mut expected = blocks.clone();
            let last = &mut expected[blocks.len() - 1].stored[1];
            let missing = blocks.len() * per_block - floors.len();
            let filling = text(&floors[..missing], key_bits, missing);
            *last += Integer::from_str_radix(&format!("0{filling}"), 2).unwrap();
            prop_assert_eq!(filled_strings(&points, &labels, sizes).unwrap(), expected);
        }
        for (index, block) in blocks.iter().enumerate() {
            let range = index * per_block..floors.len().min((index + 1) * per_block);
            let (keys, names) = (&floors[range.clone()], &names[range]);
            prop_assert_eq!((&block.first, &block.last), (&keys[0], &keys[keys.len() - 1]));
            let [w, u] = block.stored.as_slice() else { panic!("{block:?}") };
            prop_assert_eq!(stored(w, label_bits, per_block), text(names, label_bits, per_block));
            prop_assert_eq!(stored(u, key_bits, per_block), text(keys, key_bits, per_block));
        }
    }
}

/// Seven points in blocks of three: 3, 3, and 1 with two segments of padding.
#[test]
fn a_short_last_block_is_filled_with_zeros() {
    let points = separated(&[0, 2, 4, 6, 9, 11, 13]);
    let blocks = block_strings(&points, &[1, 0, 3, 2, 2, 1, 3], segments(3, 4, 2)).unwrap();
    let stored: Vec<_> = blocks.iter().map(|block| block.stored.clone()).collect();
    let expected = [
        [0b01_00_11, 0b0000_0010_0100],
        [0b10_10_01, 0b0110_1001_1011],
        [0b11_00_00, 0b1101_0000_0000],
    ];
    assert_eq!(stored, expected.map(|strings| strings.map(Integer::from).to_vec()));
}

/// The same points: the first two fill the last block, with labels 0.
#[test]
fn a_short_last_block_is_filled_with_the_first_points() {
    let points = separated(&[1, 3, 5, 7, 9, 11, 13]);
    let blocks = filled_strings(&points, &[1, 0, 3, 2, 2, 1, 3], segments(3, 4, 2)).unwrap();
    assert_eq!(blocks.len(), 3);
    assert_eq!(blocks[2].stored, [0b11_00_00, 0b1101_0001_0011].map(Integer::from));

    let error = filled_strings(&points, &[0; 7], segments(8, 4, 2)).unwrap_err();
    assert_eq!(error, EncodingError::Filling { per_block: 8, points: 7 });
    assert_eq!(error.to_string(), "blocks of 8 points, but there are 7");
}

#[test]
fn labels_have_a_bit_at_least() {
    assert_eq!([1, 2, 3, 4, 5, 1024, 1025].map(bits_of_labels), [1, 1, 2, 2, 3, 10, 11]);
    assert_eq!([1 << 32, u64::MAX].map(bits_of_labels), [32, 64]);
}

#[test]
fn strings_are_joined_quickly() {
    const POINTS: i64 = 400_000;
    let points = separated(&(0..POINTS).map(|k| (1 << 60) + 2 * k).collect::<Vec<_>>());
    let labels = vec![1; POINTS as usize];
    let start = Instant::now();
    let blocks = block_strings(&points, &labels, segments(POINTS as usize, 61, 1)).unwrap();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(blocks[0].stored[0], (Integer::from(1) << POINTS as u32) - 1);
    assert_eq!(blocks[0].stored[1].significant_bits(), 61 * POINTS as u32);
}

#[test]
fn strings_reject_what_does_not_fit() {
    let points = separated(&[1, 5, 9]);
    let refused = |labels: &[u32], sizes| block_strings(&points, labels, sizes).unwrap_err();
    assert_eq!(refused(&[0, 0, 0], segments(0, 4, 1)), EncodingError::Empty);

    for labels in [&[0_u32, 0][..], &[0; 4], &[]] {
        let error = refused(labels, segments(2, 4, 1));
        assert_eq!(error, EncodingError::Labels { labels: labels.len(), points: 3 });
        assert_eq!(error.to_string(), format!("{} labels for 3 points", labels.len()));
    }

    let error = refused(&[0, 0, 0], segments(2, 3, 1));
    assert_eq!(error, EncodingError::TooLong { index: 2, needed: 4, bits: 3 });
    let message = "point 2: a number of 4 bits does not fit a segment of 3";
    assert_eq!(error.to_string(), message);
    let error = refused(&[1, 7, 2], segments(2, 4, 1));
    assert_eq!(error, EncodingError::TooLong { index: 1, needed: 3, bits: 1 });
    let error = refused(&[0, 1, 0], segments(2, 4, 0));
    assert_eq!(error, EncodingError::TooLong { index: 1, needed: 1, bits: 0 });

    for (per_block, bits) in [(1 << 30, 4), (usize::MAX, 4), (2, 1 << 31)] {
        let error = refused(&[0, 1, 0], segments(per_block, bits, 1));
        assert_eq!(error, EncodingError::Length { segments: per_block, bits });
    }
    assert_eq!(
        refused(&[0, 1, 0], segments(2, 4, u32::MAX)).to_string(),
        "2 segments of 4294967295 bits are too long a string: ask for shorter blocks"
    );
}
