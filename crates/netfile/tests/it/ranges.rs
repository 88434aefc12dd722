//! Ranges of inputs as text.

use netfile::{MOST_RANGES, Ranges, RangesError};
use network::{InputRange, Points};
use rug::{Integer, Rational};

fn of_points(dimension: usize, denominator: &Integer, numerators: &[Integer]) -> Vec<InputRange> {
    InputRange::of_points(&Points::new(dimension, denominator, numerators).unwrap())
}

fn ranges(denominator: u32, ends: &[(i64, i64)]) -> Vec<InputRange> {
    let point = |end: fn(&(i64, i64)) -> i64| ends.iter().map(move |ends| Integer::from(end(ends)));
    let numerators: Vec<Integer> = point(|ends| ends.0).chain(point(|ends| ends.1)).collect();
    of_points(ends.len(), &denominator.into(), &numerators)
}

fn encode(ranges: &[InputRange]) -> String {
    serde_json::to_string(&Ranges::new(ranges)).unwrap()
}

fn decode(text: &str, inputs: usize) -> Vec<InputRange> {
    serde_json::from_str::<Ranges>(text).unwrap().of_inputs(inputs).unwrap()
}

#[test]
fn ranges_are_read_as_they_were_written() {
    let iris = ranges(10, &[(43, 79), (20, 44), (10, 69), (1, 25)]);
    let text = encode(&iris);
    let expected =
        r#"{"denominator":"10","ranges":[["43","79"],["20","44"],["10","69"],["1","25"]]}"#;
    assert_eq!(text, expected);
    assert_eq!(decode(&text, 4), iris);

    let equal = ranges(1, &[(-3, 16); 64]);
    assert_eq!(encode(&equal), r#"{"denominator":"1","ranges":[["-3","16"]]}"#);
    assert_eq!(decode(&encode(&equal), 64), equal);

    // Too many for one by one: one that contains all.
    let many: Vec<_> = (0..=MOST_RANGES as i64).map(|i| (i, 2 * i)).collect();
    let many = ranges(3, &many);
    let read = decode(&encode(&many), many.len());
    assert_eq!(read.len(), many.len());
    let whole = |range: &InputRange| range.lower == 0 && range.upper == Rational::from((512, 3));
    assert!(read.iter().all(whole), "{read:?}");

    // Longer than any machine number.
    let long = Integer::from(1) << 200;
    let far = of_points(1, &long, &[Integer::from(&long * &long)]);
    assert_eq!(decode(&encode(&far), 1), far);
}

#[test]
fn what_is_no_range_is_refused() {
    let shape = "expected {\"denominator\": \"10\", \"ranges\": [[\"0\", \"25\"], ...]}";
    for (text, message) in [
        (r#""43 to 79""#, shape),
        ("{}", "missing field `denominator`"),
        (r#"{"denominator":"1","ranges":[],"unit":"cm"}"#, "unknown field `unit`"),
        (r#"{"denominator":1,"ranges":[]}"#, "expected a string"),
        (r#"{"denominator":"0","ranges":[]}"#, "the denominator is not a positive integer"),
        (r#"{"denominator":"-1","ranges":[]}"#, "the denominator is not a positive integer"),
        (r#"{"denominator":"a","ranges":[]}"#, "the denominator is not a positive integer"),
        (
            r#"{"denominator":"1","ranges":[["0","1"],["2","1"]]}"#,
            "the ends of range 1 are not two integers in order",
        ),
        (
            r#"{"denominator":"1","ranges":[["0","1.5"]]}"#,
            "the ends of range 0 are not two integers in order",
        ),
    ] {
        let error = serde_json::from_str::<Ranges>(text).unwrap_err().to_string();
        assert!(error.contains(message), "{text}: {error}");
    }
    for (text, found) in [
        (r#"{"denominator":"1","ranges":[["0","1"],["2","3"]]}"#, 2),
        (r#"{"denominator":"1","ranges":[]}"#, 0),
    ] {
        let ranges: Ranges = serde_json::from_str(text).unwrap();
        let error = ranges.of_inputs(3).unwrap_err();
        assert_eq!(error, RangesError::Count { found, wanted: 3 });
        let message = format!("{found} ranges, but the network takes 3 inputs");
        assert_eq!(error.to_string(), message);
    }
}
