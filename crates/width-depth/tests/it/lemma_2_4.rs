//! Lemma 2.4: equality on the whole interval, size, and what is refused.

use claims::Claim;
use network::{Affine, Form, Network};
use proptest::prelude::*;
use rug::Rational;
use width_depth::{Error, PiecewiseLinear, lemma_2_4};

fn q(numerator: i64, denominator: i64) -> Rational {
    Rational::from((numerator, denominator))
}

/// A function whose breakpoints are increasing with uneven gaps, and its interval.
fn function(values: &[(i64, i64)], left: i64, right: i64) -> (PiecewiseLinear, Rational, Rational) {
    let mut at = q(-7, 3);
    let from = at.clone();
    let points: Vec<_> = (values.iter())
        .map(|(gap, value)| {
            at += q(*gap, 5);
            (at.clone(), q(*value, 3))
        })
        .collect();
    let g = PiecewiseLinear::new(points, q(left, 2), q(right, 7)).unwrap();
    (g, from, at + q(1, 9))
}

fn check(g: &PiecewiseLinear, from: &Rational, to: &Rational, w: usize, l: usize) {
    let network = lemma_2_4::piecewise_linear(g, from, to, w, l).unwrap();
    // The pieces are the same, exactly.
    let built = PiecewiseLinear::of_network(&network, from, to).unwrap();
    assert_eq!(built, g.restricted(from, to).unwrap());
    // And so are values at the breakpoints, between them, and at the ends.
    let inside = g.breakpoints().iter().map(|point| &point.0).filter(|x| from < *x && *x < to);
    let mut places: Vec<Rational> = [from].into_iter().chain(inside).chain([to]).cloned().collect();
    let between: Vec<_> =
        places.windows(2).map(|pair| (Rational::from(&pair[0] * 2) + &pair[1]) / 3).collect();
    places.extend(between);
    for x in places {
        assert_eq!(network.evaluate(std::slice::from_ref(&x)).unwrap(), [g.evaluate(&x)], "{x}");
    }
    assert!(lemma_2_4::claims(w, l, &network).iter().all(Claim::holds));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn lemma_2_4_value_is_the_function_on_the_whole_interval(
        w in 1_usize..4,
        l in 1_usize..4,
        values in prop::collection::vec((1_i64..9, -20_i64..20), 1..50),
        left in -3_i64..4,
        right in -3_i64..4,
        full in any::<bool>(),
    ) {
        let capacity = 6 * w * w * l;
        let count = if full { values.len().max(capacity).min(54) } else { values.len() }.min(capacity);
        let values: Vec<_> = values.iter().cycle().take(count).copied().collect();
        let (g, from, to) = function(&values, left, right);
        check(&g, &from, &to, w, l);
    }
}

/// Every number of breakpoints from 0 to the capacity: cells and pairs that are full, cut off, or
/// missing.
#[test]
fn lemma_2_4_value_holds_for_every_number_of_breakpoints() {
    for (w, l) in [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (3, 1)] {
        for count in 0..=6 * w * w * l {
            let values: Vec<_> =
                (0..count as i64).map(|k| (1 + k * k % 4, (k * 37 + 5) % 23 - 11)).collect();
            let (g, from, to) = if count == 0 {
                (
                    PiecewiseLinear::new(vec![(q(1, 2), q(-3, 4))], q(5, 7), q(5, 7)).unwrap(),
                    q(-2, 1),
                    q(9, 4),
                )
            } else {
                function(&values, 3, -2)
            };
            check(&g, &from, &to, w, l);
        }
    }
}

#[test]
fn lemma_2_4_value_counts_breakpoints_inside_the_interval_only() {
    let values: Vec<_> = (0..12).map(|k| (5, k * k)).collect();
    let (g, from, _) = function(&values, 0, 0);
    // 12 breakpoints, 6 of them below 5
    check(&g, &from, &q(4, 1), 1, 1);
    // An end that is a breakpoint is no breakpoint inside.
    let at = g.breakpoints()[0].0.clone();
    check(&g, &at, &q(4, 1), 1, 1);
}

/// Two neurons with one root, one that falls and one that is 0 at the end of the interval.
#[test]
fn lemma_2_4_value_of_a_network_is_read_off_exactly() {
    let [x] = Form::inputs();
    let hidden = Affine::new(1, [3 * &x - 1, 6 * &x - 2, 1 - x.clone(), x - 2]).unwrap();
    let [a, b, c, d] = Form::inputs();
    let network = Network::new(vec![hidden], Affine::new(4, [a + b - c - d]).unwrap()).unwrap();
    let built = PiecewiseLinear::of_network(&network, &q(-1, 1), &q(2, 1)).unwrap();
    let expected = vec![(q(1, 3), q(-2, 3)), (q(1, 1), q(6, 1))];
    assert_eq!(built, PiecewiseLinear::new(expected, q(1, 1), q(9, 1)).unwrap());
}

#[test]
fn lemma_2_4_size_is_met_with_equality_by_a_full_function() {
    let (w, l) = (2, 3);
    let values: Vec<_> =
        (0..6 * w * w * l).map(|k| (1 + k as i64 % 3, (k as i64 * 17) % 29)).collect();
    let (g, from, to) = function(&values, 1, 1);
    let network = lemma_2_4::piecewise_linear(&g, &from, &to, w, l).unwrap();
    let claims = lemma_2_4::claims(w, l, &network);
    assert!(claims.iter().all(|claim| claim.measured == claim.bound), "{claims:?}");
    // The same network is too large for W = 1.
    assert!(!lemma_2_4::claims(1, l, &network)[0].holds());
}

#[test]
fn lemma_2_4_rejects_what_its_hypotheses_exclude() {
    let values: Vec<_> = (0..7).map(|k| (5, k * k)).collect();
    let (g, from, to) = function(&values, 0, 0);
    let error = lemma_2_4::piecewise_linear(&g, &from, &to, 1, 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "7 breakpoints do not fit W = 1, L = 1, which hold 6: L = 2 does"
    );
    assert_eq!(lemma_2_4::piecewise_linear(&g, &to, &from, 1, 2), Err(Error::Interval));
    assert_eq!(lemma_2_4::piecewise_linear(&g, &from, &to, 0, 2), Err(Error::Zero("W")));
    assert_eq!(lemma_2_4::piecewise_linear(&g, &from, &to, 1, 0), Err(Error::Zero("L")));
    let new = |points| PiecewiseLinear::new(points, q(0, 1), q(0, 1));
    assert_eq!(new(vec![]), Err(Error::NoPoints));
    let twice = vec![(q(1, 1), q(0, 1)), (q(1, 1), q(2, 1))];
    assert_eq!(new(twice), Err(Error::NotIncreasing { index: 0 }));
    let plane = Network::carry(2, 1);
    let error = PiecewiseLinear::of_network(&plane, &from, &to);
    assert_eq!(error, Err(Error::NotScalar { inputs: 2, outputs: 2 }));
}

/// The comparison of pieces sees every single bias.
#[test]
fn lemma_2_4_rejects_a_forged_bias() {
    let (g, from, to) = function(&[(3, 4), (2, -1), (4, 6)], 2, 0);
    let network = lemma_2_4::piecewise_linear(&g, &from, &to, 1, 1).unwrap();
    let rows = network.hidden().iter().map(Affine::rows).chain([1]).enumerate();
    for (layer, row) in rows.flat_map(|(layer, rows)| (0..rows).map(move |row| (layer, row))) {
        let forged = |(index, map): (usize, &Affine)| {
            let rows = map
                .iter()
                .enumerate()
                .map(|(place, old)| old.to_form() + i64::from((index, place) == (layer, row)));
            Affine::new(map.inputs() as u32, rows).unwrap()
        };
        let mut maps: Vec<Affine> = network.maps().enumerate().map(forged).collect();
        let output = maps.pop().unwrap();
        let forged = Network::new(maps, output).unwrap();
        let built = PiecewiseLinear::of_network(&forged, &from, &to).unwrap();
        assert_ne!(built, g.restricted(&from, &to).unwrap(), "layer {layer}, row {row}");
    }
}

#[derive(serde::Serialize)]
struct Card {
    claims: Vec<String>,
    edges: u64,
    breakpoints: usize,
}

#[test]
fn lemma_2_4_card() {
    let (w, l) = (3, 2);
    let values: Vec<_> =
        (0..6 * w * w * l).map(|k| (1 + k as i64 % 3, (k as i64 * 17) % 29)).collect();
    let (g, from, to) = function(&values, 1, 1);
    let network = lemma_2_4::piecewise_linear(&g, &from, &to, w, l).unwrap();
    insta::assert_yaml_snapshot!(Card {
        claims: lemma_2_4::claims(w, l, &network).iter().map(ToString::to_string).collect(),
        edges: network.counts().edges,
        breakpoints: g.breakpoints().len(),
    });
}
