//! Ranges as text.

#![allow(clippy::unwrap_used)]

use exactness::{
    InputRange,
    note::{MOST_RANGES, NoteError, decode, encode},
};
use rug::{Integer, Rational};

fn ranges(denominator: u32, ends: &[(i64, i64)]) -> Vec<InputRange> {
    let point = |end: fn(&(i64, i64)) -> i64| ends.iter().map(move |ends| Integer::from(end(ends)));
    let numerators: Vec<Integer> = point(|ends| ends.0).chain(point(|ends| ends.1)).collect();
    InputRange::of_points(ends.len(), &denominator.into(), &numerators)
}

#[test]
fn note_value_reads_what_it_writes() {
    let iris = ranges(10, &[(43, 79), (20, 44), (10, 69), (1, 25)]);
    let text = encode(&iris);
    let expected =
        r#"{"denominator":"10","ranges":[["43","79"],["20","44"],["10","69"],["1","25"]]}"#;
    assert_eq!(text, expected);
    assert_eq!(decode(&text, 4).unwrap(), iris);

    let equal = ranges(1, &[(-3, 16); 64]);
    assert_eq!(encode(&equal), r#"{"denominator":"1","ranges":[["-3","16"]]}"#);
    assert_eq!(decode(&encode(&equal), 64).unwrap(), equal);

    // Too many for one by one: one that contains all.
    let many: Vec<_> = (0..=MOST_RANGES as i64).map(|i| (i, 2 * i)).collect();
    let many = ranges(3, &many);
    let read = decode(&encode(&many), many.len()).unwrap();
    assert_eq!(read.len(), many.len());
    let whole = |range: &InputRange| range.lower == 0 && range.upper == Rational::from((512, 3));
    assert!(read.iter().all(whole), "{read:?}");

    // Longer than any machine number.
    let long = Integer::from(1) << 200;
    let far = InputRange::of_points(1, &long, &[Integer::from(&long * &long)]);
    assert_eq!(decode(&encode(&far), 1).unwrap(), far);
}

#[test]
fn note_rejects_what_is_no_range() {
    for (text, message) in [
        ("", "expected {\"denominator\": \"10\", \"ranges\": [[\"0\", \"25\"], ...]}"),
        ("{}", "expected {\"denominator\": \"10\", \"ranges\": [[\"0\", \"25\"], ...]}"),
        (r#"{"denominator":"0","ranges":[]}"#, "the denominator is not a positive integer"),
        (r#"{"denominator":"a","ranges":[]}"#, "the denominator is not a positive integer"),
        (
            r#"{"denominator":"1","ranges":[["0","1"],["2","1"]]}"#,
            "the ends of range 1 are not two integers in order",
        ),
        (
            r#"{"denominator":"1","ranges":[["0","1.5"]]}"#,
            "the ends of range 0 are not two integers in order",
        ),
        (
            r#"{"denominator":"1","ranges":[["0","1"],["2","3"]]}"#,
            "2 ranges, but the network takes 3 inputs",
        ),
        (r#"{"denominator":"1","ranges":[]}"#, "0 ranges, but the network takes 3 inputs"),
    ] {
        assert_eq!(decode(text, 3).unwrap_err().to_string(), message);
    }
    for error in [
        matches!(decode("", 1), Err(NoteError::Json(_))),
        matches!(decode(r#"{"denominator":"-1","ranges":[]}"#, 1), Err(NoteError::Denominator)),
    ] {
        assert!(error);
    }
}
