//! Proposition 3.3 (Yang and Yang): very close points.

use std::collections::HashSet;

use crate::exact;
use lowerbounds::{
    BoundError, Separation, Task,
    proposition_3_3::{Regime, hidden_layers, regime, rules_out, width},
};
use rug::{Integer, Rational, ops::Pow};

fn task(points: u64) -> Task {
    Task::new(points, 2, 1).unwrap()
}

/// The separation `2^-exponent`.
fn close(exponent: u32) -> Separation {
    Separation::new(Rational::from(1) >> exponent).unwrap()
}

/// `e^exponent`, from below and from above.
fn exponential(exponent: u32) -> (Rational, Rational) {
    let (below, above) = exact::e();
    (exact::power(&below, exponent), exact::power(&above, exponent))
}

#[test]
fn proposition_3_3_regimes_are_those_of_exact_powers() {
    let mut seen = [0; 3];
    for (w, l) in (2..=6_u32).flat_map(|w| (1..=6_u32).map(move |l| (w, l))) {
        let (below, above) = exponential(4 * w * l);
        let least = Integer::from(w + 1).pow(2 * l) * 17_u32;
        for exponent in (1..200).step_by(3) {
            let inverse = Integer::from(1) << exponent;
            let expected = if inverse >= above {
                Some(Regime::Exponential)
            } else if inverse >= least && inverse < below {
                Some(Regime::Between)
            } else {
                None
            };
            assert_eq!(regime(&close(exponent), w.into(), l.into()), Ok(expected));
            seen[expected.map_or(0, |regime| regime as usize + 1)] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
}

#[test]
fn proposition_3_3_decides_by_its_two_inequalities() {
    let mut seen = HashSet::new();
    for (w, l) in [(2, 1), (2, 2), (2, 3), (3, 1)] {
        let size = w * w * l;
        // 72 W^3 L < N ln W, that is e^(72 W^3 L) < W^N
        let (_, least) = exponential(72 * size * w);
        for points in (2..4_000).step_by(198) {
            // 1 / delta >= 2 N in the last three
            for exponent in [4, 13, 14, 40] {
                let (task, apart) = (task(points.into()), close(exponent));
                let regime = regime(&apart, w.into(), l.into()).unwrap();
                let expected = match regime {
                    Some(Regime::Exponential) => 32 * size < points,
                    Some(Regime::Between) => least < Integer::from(w).pow(points),
                    None => false,
                };
                if exponent > 4 || points <= 8 {
                    assert_eq!(rules_out(&task, &apart, w.into(), l.into()), Ok(expected));
                    seen.insert((regime.map(|regime| regime as u8), expected));
                }
            }
        }
    }
    assert_eq!(seen.len(), 5, "two verdicts in two regimes, and no regime: {seen:?}");
}

#[test]
fn proposition_3_3_least_sizes_follow_the_largest_that_is_ruled_out() {
    for points in [2, 3_000, 40_000] {
        for exponent in [17, 40, 120] {
            let (task, apart) = (task(points), close(exponent));
            for given in 1..=4 {
                let out = |w, l| rules_out(&task, &apart, w, l).unwrap();
                if given > 1 {
                    let last = (1..60).rev().find(|l| out(given, *l));
                    assert_eq!(hidden_layers(&task, &apart, given), Ok(last.map_or(1, |l| l + 1)));
                }
                let last = (2..60).rev().find(|w| out(*w, given));
                assert_eq!(width(&task, &apart, given), Ok(last.map_or(2, |w| w + 1)));
            }
        }
    }
    // both regimes decide somewhere
    let last = |exponent| {
        let apart = close(exponent);
        let layers = hidden_layers(&task(40_000), &apart, 2).unwrap() - 1;
        regime(&apart, 2, layers).unwrap()
    };
    assert_eq!((last(90), last(4_000)), (Some(Regime::Between), Some(Regime::Exponential)));
}

#[test]
fn proposition_3_3_derivation_holds_for_small_numbers() {
    for w in 2..=12_u32 {
        for l in 1..=12_u32 {
            let (below, _) = exponential(4 * w * l);
            let (_, e) = exact::e();
            let changes = Integer::from(w + 1).pow(l);
            let square = Integer::from(changes.square_ref());
            // 4 e 2^(W L) (L+1) (W L + 1) and 16 M^2 are at most e^(4 W L) - 2
            let factor = Rational::from((l + 1) * (w * l + 1) * 4_u32) << (w * l);
            assert!(factor * &e <= Rational::from(&below - 2_u32));
            assert!(Integer::from(&square * 16_u32) <= Rational::from(&below - 2_u32));
            // 17 M^2 <= e^(5 W L), and an even integer from 16 M^2 to 17 M^2
            assert!(Integer::from(&square * 17_u32) <= exponential(5 * w * l).0);
            assert!(square >= 2);
        }
    }
    // binomial(T/2, N/2) / binomial(M, N/2) >= (T / (4 M))^(N/2)
    for half in 1..=6_u32 {
        for t in (4 * half..60).step_by(2) {
            for changes in half..70 {
                let pairs = Integer::from(t / 2).binomial(half);
                let served = Integer::from(changes).binomial(half);
                let bound = exact::power(&Rational::from((t, 4 * changes)), half);
                assert!(Rational::from((pairs, served)) >= bound);
            }
        }
    }
}

#[test]
fn proposition_3_3_rejects_impossible_hypotheses() {
    let apart = close(5); // 1 / delta = 32 >= 2 * 16
    let all = |task: &Task| {
        let least = [hidden_layers(task, &apart, 2), width(task, &apart, 1)];
        least
            .into_iter()
            .map(|result| result.map(|_| ()))
            .chain([rules_out(task, &apart, 2, 1).map(|_| ())])
    };
    assert!(all(&task(16)).all(|result| result.is_ok()));
    let crowded = BoundError::Crowded { points: 18, most: 16 };
    assert!(all(&task(18)).all(|result| result == Err(crowded.clone())));
    assert!(all(&task(15)).all(|result| result == Err(BoundError::OddPoints { found: 15 })));
    let narrow = BoundError::TooNarrow { found: 1, least: 2 };
    assert_eq!(hidden_layers(&task(16), &apart, 1), Err(narrow.clone()));
    assert_eq!(regime(&apart, 1, 1), Err(narrow));
    assert_eq!(width(&task(16), &apart, 0), Err(BoundError::NoHiddenLayers));
    assert_eq!(regime(&apart, 2, 0), Err(BoundError::NoHiddenLayers));
    // 1 / delta = sqrt(1000) = 31.6: 14 points are the most
    let root = Separation::from_square(Rational::from((1, 1000))).unwrap();
    let crowded = BoundError::Crowded { points: 16, most: 14 };
    assert_eq!(rules_out(&task(16), &root, 2, 1), Err(crowded));
    assert!(rules_out(&task(14), &root, 2, 1).is_ok());
}

#[derive(serde::Serialize)]
struct Card {
    statement: &'static str,
    points: u64,
    regime_at_separation_2_to_the_minus_90: String,
    least_hidden_layers_in_width_2: u64,
    regime_at_separation_2_to_the_minus_4000: String,
    least_hidden_layers_in_width_2_there: u64,
    assumes: [&'static str; 2],
}

#[test]
fn proposition_3_3_card() {
    let task = task(40_000);
    let at = |exponent| {
        let layers = hidden_layers(&task, &close(exponent), 2).unwrap();
        (format!("{:?}", regime(&close(exponent), 2, layers - 1).unwrap()), layers)
    };
    let ((first, first_layers), (second, second_layers)) = (at(90), at(4_000));
    insta::assert_yaml_snapshot!(Card {
        statement: "yang2026/3.3",
        points: task.points(),
        regime_at_separation_2_to_the_minus_90: first,
        least_hidden_layers_in_width_2: first_layers,
        regime_at_separation_2_to_the_minus_4000: second,
        least_hidden_layers_in_width_2_there: second_layers,
        assumes: ["yang2026/3.1", "Serra et al. 2018, Theorem 1"],
    });
}
