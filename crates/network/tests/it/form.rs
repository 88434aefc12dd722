//! Formulas against plain evaluation.

use network::{Affine, Form, ShapeError, Weight};
use proptest::{collection::vec, prelude::*};
use rug::Rational;
use testkit::strategies::{form, rational, weight};

const INPUTS: u32 = 5;

/// The form at a point, term by term.
fn value(form: &Form, point: &[Rational]) -> Rational {
    form.terms().iter().fold(form.bias().to_rational(), |sum, (column, weight)| {
        sum + weight.to_rational() * &point[*column as usize]
    })
}

/// Columns increase, and no weight is zero.
fn check_invariant(form: &Form) {
    assert!(form.terms().is_sorted_by(|a, b| a.0 < b.0));
    assert!(form.terms().iter().all(|(_, weight)| !weight.is_zero()));
}

proptest! {
    #[test]
    fn operators_are_those_of_the_values(
        f in form(INPUTS),
        g in form(INPUTS),
        k in any::<i32>(),
        w in weight(),
        point in vec(rational(), INPUTS as usize),
    ) {
        let k = i64::from(k);
        let (a, b, c) = (value(&f, &point), value(&g, &point), w.to_rational());
        let (a_k, a_c) = (Rational::from(&a * k), Rational::from(&a * &c));
        for (form, expected) in [
            (f.clone() + g.clone(), Rational::from(&a + &b)),
            (f.clone() + &g, Rational::from(&a + &b)),
            (f.clone() - g.clone(), Rational::from(&a - &b)),
            (f.clone() - &g, Rational::from(&a - &b)),
            (f.clone() - &f, Rational::new()),
            (-f.clone(), Rational::from(-&a)),
            (f.clone() + k, Rational::from(&a + k)),
            (f.clone() - k, Rational::from(&a - k)),
            (k + f.clone(), Rational::from(&a + k)),
            (k - f.clone(), -Rational::from(&a - k)),
            (k * f.clone(), a_k.clone()),
            (k * &f, a_k.clone()),
            (f.clone().times(k), a_k),
            (&w * f.clone(), a_c.clone()),
            (&w * &f, a_c.clone()),
            (f.clone().times(w.clone()), a_c),
            (f.clone().times(0), Rational::new()),
            (f.plus_multiple(&Weight::ZERO, &g), a.clone()),
            (f.plus_multiple(&w, &g), a.clone() + b.clone() * &c),
            (Form::constant(w.clone()), c),
        ] {
            check_invariant(&form);
            prop_assert_eq!(value(&form, &point), expected);
        }
        let shifted = f.clone().shifted(3);
        let moved: Vec<_> = vec![Rational::from(-9); 3].into_iter().chain(point).collect();
        prop_assert_eq!(value(&shifted, &moved), a);
    }

    /// Any order, repeated columns, zeros, and sums that cancel.
    #[test]
    fn a_form_adds_up_its_entries(
        entries in vec((0..INPUTS, prop_oneof![Just(Weight::ZERO), weight()]), 0..9),
        bias in weight(),
        cancel in any::<bool>(),
        point in vec(rational(), INPUTS as usize),
    ) {
        let mut entries = entries;
        if cancel {
            let opposites: Vec<_> = entries.iter().map(|(c, w)| (*c, -w.clone())).collect();
            entries.extend(opposites);
        }
        let expected = entries.iter().fold(bias.to_rational(), |sum, (column, weight)| {
            sum + weight.to_rational() * &point[*column as usize]
        });
        let form = Form::new(entries, bias);
        check_invariant(&form);
        prop_assert_eq!(value(&form, &point), expected);
        prop_assert!(!cancel || form.terms().is_empty());
    }
}

#[test]
fn inputs_are_named_in_order() {
    let [x, y, z] = Form::inputs();
    let point = [2, 3, 5].map(Rational::from);
    assert_eq!([x, y, z].map(|form| value(&form, &point)), [2, 3, 5]);
    assert_eq!(Form::input(7).terms(), [(7, Weight::ONE)]);
}

#[test]
fn rows_with_columns_out_of_range_are_rejected() {
    let [x, y] = Form::inputs();
    let error = Affine::new(2, [x.clone(), y + Form::input(2), x]).unwrap_err();
    assert_eq!(error, ShapeError::Column { row: 1, column: 2, inputs: 2 });
    assert_eq!(error.to_string(), "row 1 has a weight for input 2, but there are 2 inputs");
    let error = Affine::new(0, [Form::constant(1), Form::input(0)]).unwrap_err();
    assert_eq!(error, ShapeError::Column { row: 1, column: 0, inputs: 0 });
    // A weight of zero names no input.
    assert!(Affine::new(1, [Form::new([(9, Weight::ZERO)], 0)]).is_ok());
    let last = Affine::new(1, [Form::input(u32::MAX)]).unwrap_err();
    assert_eq!(last, ShapeError::Column { row: 0, column: u32::MAX, inputs: 1 });
}
