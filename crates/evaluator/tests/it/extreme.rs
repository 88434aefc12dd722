//! Numbers whose exponents leave every range: errors, never a panic.

use evaluator::{Error, Options, Points, Program};
use network::{Affine, Form, Network, Weight};
use rug::Integer;

/// `x -> a relu(a x)`, three times over.
fn tower(a: &Weight, layers: usize) -> Network {
    let map = || Affine::new(1, [Form::input(0).times(a.clone())]).unwrap();
    Network::new((0..layers).map(|_| map()).collect(), map()).unwrap()
}

#[test]
fn exponents_that_add_up_beyond_32_bits_are_an_error() {
    let one = Integer::from(1);
    let numerators = [1, 3, 5].map(Integer::from);
    let points = Points::new(1, &one, &numerators).unwrap();
    for exponent in [i32::MAX, i32::MIN] {
        for layers in [0, 1, 2, 5] {
            let program = Program::compile(&tower(&Weight::power_of_two(exponent), layers));
            let found = program.verify(&points, &[0, 1, 0], Options::default());
            assert!(
                matches!(found, Err(Error::Length { .. })),
                "2^{exponent}, {layers}: {found:?}"
            );
        }
    }
}
