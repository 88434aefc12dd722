//! Lemma A.7 (Vardi et al. 2022): the bits `i..=j` of a number.
//!
//! # Statement
//!
//! Let `phi(z) = relu(relu(2z) - relu(4z - 2))`, Telgarsky's triangle function, and `i <= j <= n`.
//! There is a ReLU network of width 5, depth `3 (j - i + 1)` and bit complexity `n + 2` with, for
//! every integer `0 <= x < 2^n`,
//!
//! ```text
//! ( phi^(i-1)(x/2^n + 2^-(n+2)) )        ( phi^(j)(x/2^n + 2^-(n+2)) )
//! ( phi^(i-1)(x/2^n + 2^-(n+1)) )  --->  ( phi^(j)(x/2^n + 2^-(n+1)) )
//!                                        ( BIN_{i:j}(x)              )
//! ```
//!
//! # Construction
//!
//! `phi^(l)` is a row of `2^(l-1)` triangles with slopes `+-2^l`. The two arguments lie in the same
//! half of a triangle, and it is the falling half exactly if bit `l` of `x` is 1:
//!
//! ```text
//! BIN_l(x) = relu( 2^(n+2-l) (p - q) ),   p = phi^(l)(x/2^n + 2^-(n+2)),  q = phi^(l)(x/2^n + 2^-(n+1))
//! ```
//!
//! Three hidden layers per bit: the two inner ReLUs of both triangles; the outer ones; the bit. The
//! number read so far, `y`, is carried beside them, and the bit joins it in the next affine map.
//!
//! # Counting
//!
//! The lemma's "depth" counts hidden layers here, like that of Lemmas A.6 and A.8. Everything that
//! is carried is `>= 0`: `p` and `q` are outputs of a ReLU and `y` is a natural number.
//!
//! # Deviations
//!
//! The lemma has `i < j`; one bit alone, `i = j`, works the same and is allowed. The paper lists the
//! two arguments in both orders; here the smaller offset `2^-(n+2)` comes first.
//!
//! # Used by
//!
//! Lemma A.5; the reduction of Lemma 4.1.

use claims::{Claim, Record, record::VARDI_2022};
use network::{Affine, Form, Network, ShapeError, Weight};

use crate::{BitError, check_bits};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lemA.7"),
    code: Some("bitextract::lemma_a7::read_bits"),
    remarks: &["D5", "D6"],
    ..Record::cited(VARDI_2022, "vardi2022/A.7", "Lemma A.7", "the bits i..j of a number")
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The network of Lemma A.7 for numbers of `length` bits and the bits `first..=last`.
///
/// Shape: `(p, q) -> (p', q', BIN)`, 2 inputs, 3 outputs, `3 (last - first + 1)` hidden layers.
/// Units: `p` and `q` are `phi^(first - 1)` at the two arguments, see [`arguments`]; `BIN` is a
/// natural number. Silence: nothing is promised for inputs that no integer `0 <= x < 2^length` has.
///
/// # Errors
///
/// [`BitError::NoSuchBits`] unless `1 <= first <= last <= length`, [`BitError::Length`] if `length`
/// is above [`MAX_LENGTH`](crate::MAX_LENGTH).
pub fn read_bits(length: u32, first: u32, last: u32) -> Result<Network, BitError> {
    check_bits(length, first, last)?;
    let mut network = Network::affine(Affine::identity(2));
    for bit in first..=last {
        network = network.then(read_bit(length, bit, last - bit, bit > first)?)?;
    }
    Ok(network)
}

/// One bit: `(p, q, y) -> (phi(p), phi(q), y + 2^place BIN_bit)`, without `y` unless `carries_y`.
fn read_bit(length: u32, bit: u32, place: u32, carries_y: bool) -> Result<Network, ShapeError> {
    // The last form, y, is cut off where there is nothing to carry yet.
    let layer = |inputs: u32, mut forms: Vec<Form>| {
        if !carries_y {
            forms.pop();
        }
        Affine::new(if carries_y { inputs } else { inputs - 1 }, forms)
    };
    let amplified = Weight::power_of_two((length + 2 - bit) as i32);
    let [p, q, y] = Form::inputs();
    let halves = layer(3, vec![2 * &p, 4 * &p - 2, 2 * &q, 4 * &q - 2, y])?;
    let [p2, p4, q2, q4, y] = Form::inputs();
    let triangles = layer(5, vec![p2 - p4, q2 - q4, y])?;
    let [p, q, y] = Form::inputs();
    let bits = layer(3, vec![p.clone(), q.clone(), &amplified * (p - q), y])?;
    let [p, q, bit, y] = Form::inputs();
    let read = &Weight::power_of_two(place as i32) * bit;
    let sum = if carries_y { read + y } else { read };
    let output = Affine::new(bits.rows() as u32, [p, q, sum])?;
    Network::new(vec![halves, triangles, bits], output)
}

/// The affine map `x -> (x/2^n + 2^-(n+2), x/2^n + 2^-(n+1))`, the two arguments for the first bit
/// of a number of `length` bits.
///
/// # Errors
///
/// [`BitError::NoSuchBits`] for `length = 0`, [`BitError::Length`] above
/// [`MAX_LENGTH`](crate::MAX_LENGTH).
pub fn arguments(length: u32) -> Result<Network, BitError> {
    check_bits(length, 1, 1)?;
    let n = length as i32;
    let at = |offset: i32| {
        Form::new([(0, Weight::power_of_two(-n))], Weight::power_of_two(-(n + offset)))
    };
    Ok(Network::affine(Affine::new(1, [at(2), at(1)])?))
}

/// What the lemma promises of [`read_bits`], beside what was built.
#[must_use]
pub fn claims(length: u32, first: u32, last: u32, built: &Network) -> Vec<Claim> {
    let counts = built.counts();
    let read = (u64::from(last) + 1).saturating_sub(first.into());
    vec![
        Claim::at_most(ID, "width", counts.width, 5),
        Claim::at_most(ID, "hidden layers", counts.hidden_layers, 3 * read),
        Claim::at_most(ID, "bits", counts.bits, u64::from(length) + 2),
    ]
}
