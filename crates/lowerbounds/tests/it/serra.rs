//! The piece count of Serra et al. for one input.

use lowerbounds::{
    BoundError, Task,
    serra::{hidden_layers, pieces},
};
use network::{Affine, Form, Network};
use rug::Rational;

/// The teeth of a saw on [0, 1]: `teeth` pieces of slopes +-teeth, and two flat ends.
fn saw(teeth: u32) -> Network {
    // relu(x), and a kink at i / teeth for i = 1 ..= teeth
    let kinks = (0..=teeth).map(|i| {
        let at = Rational::from((i, teeth));
        Form::new([(0, Rational::from(1).into())], -at)
    });
    let slope = i64::from(teeth);
    let change = |i: u32| {
        let sign = if i.is_multiple_of(2) { 1 } else { -1 };
        sign * if i == 0 || i == teeth { slope } else { 2 * slope }
    };
    let sum = (0..=teeth).fold(Form::constant(0), |sum, i| sum + change(i) * Form::input(i));
    Network::new(vec![Affine::new(1, kinks).unwrap()], Affine::new(teeth + 1, [sum]).unwrap())
        .unwrap()
}

/// Linear pieces of `f` on `[-1, 2]` if all its breakpoints are multiples of `1 / grid`.
fn count_pieces(f: &Network, grid: i64) -> u64 {
    let value = |x: i64| f.evaluate(&[Rational::from((x, grid))]).unwrap().remove(0);
    let values: Vec<_> = (-grid..=2 * grid).map(value).collect();
    let slopes: Vec<_> =
        values.windows(2).map(|pair| Rational::from(&pair[1] - &pair[0])).collect();
    1 + slopes.windows(2).filter(|pair| pair[0] != pair[1]).count() as u64
}

#[test]
fn serra_covers_saws_and_their_powers() {
    for teeth in [2_u32, 3, 4] {
        let mut f = saw(teeth);
        let mut grid = i64::from(teeth);
        for layers in 1..=4 {
            let widths = f.hidden().iter().map(|map| map.rows() as u64);
            let found = count_pieces(&f, grid);
            assert!(pieces(widths) >= found, "{found} pieces of {teeth} teeth, {layers} layers");
            // the teeth, and two flat ends
            assert_eq!(found, u64::from(teeth).pow(layers) + 2);
            f = f.then(saw(teeth)).unwrap();
            grid *= i64::from(teeth);
        }
    }
    // one layer meets the bound
    assert_eq!(pieces([4]), count_pieces(&saw(3), 3));
}

#[test]
fn serra_hidden_layers_are_the_least() {
    for points in 1..400 {
        let task = Task::new(points, 2, 1).unwrap();
        for width in 1..6 {
            let layers = hidden_layers(&task, width).unwrap();
            let most = |layers: u64| pieces((0..layers).map(|_| width));
            assert!(most(layers) >= points - 1);
            assert!(layers == 0 || most(layers - 1) < points - 1);
        }
    }
    let huge = Task::new(u64::MAX, 2, 1).unwrap();
    assert_eq!(hidden_layers(&huge, 1), Ok(64));
    assert_eq!(hidden_layers(&huge, u64::MAX), Ok(1));
}

#[test]
fn serra_rejects_width_zero() {
    let task = Task::new(5, 2, 1).unwrap();
    assert_eq!(hidden_layers(&task, 0), Err(BoundError::TooNarrow { found: 0, least: 1 }));
    assert_eq!(pieces([]), 1);
    assert_eq!(pieces([u64::MAX]), rug::Integer::from(1) << 64);
}

#[derive(serde::Serialize)]
struct Card {
    statement: &'static str,
    network: &'static str,
    pieces: u64,
    bound: u64,
}

#[test]
fn serra_card() {
    let f = saw(3).then(saw(3)).unwrap();
    insta::assert_yaml_snapshot!(Card {
        statement: "(W + 1)^L pieces in one dimension",
        network: "a saw of 3 teeth, twice: width 4, 2 hidden layers",
        pieces: count_pieces(&f, 9),
        bound: pieces([4, 4]).to_u64().unwrap(),
    });
}
