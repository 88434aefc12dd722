//! Theorem 6.1 (Vardi et al. 2022): few parameters of few bits are few functions.
//!
//! # Statement
//!
//! The ReLU networks with at most `W` non-zero parameters (edges **and** biases) of at most `B` bits,
//! on any graph from `d` inputs, compute at most `F` functions, with
//!
//! ```text
//! log2 F  <=  W ( B + 1 + log2 B + log2(e S / W) )
//!         <=  W ( B + 1 + ceil(log2 B) + 2 ceil(log2(U + d + 1)) )       for W >= 3
//! ```
//!
//! where `S` is the number of places of [`Limits`] and `U <= W - 1` the number of hidden neurons. If
//! they memorize every labeling of `N` points with `C` classes, then `F >= C^N`, so
//! `N log2 C <= log2 F`. The paper states the order, `O(W B + W log W)` for the VC dimension.
//!
//! # Derivation
//!
//! *What is encoded.* A function is given by its support, at most `(e S / W)^W` of them by
//! [`Limits`], and a value for each place of the support. There is no separate description of the
//! architecture: the support says for each parameter which neuron it enters and which earlier neuron,
//! input, or constant 1 it comes from, so it contains the number of neurons, the edges, the biases
//! and the order of evaluation. The second line codes each parameter by itself: a sign, the position
//! of the binary point, `B` digits, and two names of `ceil(log2(U + d + 1))` bits, one for a source
//! (U neurons, d inputs, 1) and one for a target (U neurons, output). The sum is larger since
//! `S <= (U + 1) (U + d + 1)` and `e / W <= 1`.
//!
//! *Values.* Let `B >= 1`. This workspace counts the bits of a number in fixed point, integer digits
//! plus fractional digits, and of a rational that is not dyadic the digits of numerator and
//! denominator. Positive numbers of at most `B` bits:
//!
//! ```text
//! integers                                     1 .. 2^B - 1                        2^B - 1
//! k / 2^f, k odd, k < 2^B, f in 1 ..= B                                            B 2^(B-1)
//! a / b of s and t digits, s + t <= B          sum_(s + t <= B) 2^(s-1) 2^(t-1)  = (B - 2) 2^(B-1) + 1
//! ```
//!
//! The third line counts some numbers twice or too often, which is allowed. The total is `B 2^B`, so
//! with signs the non-zero values are at most `B 2^(B+1)`: `B + 1 + log2 B` bits.
//!
//! # Deviations
//!
//! The paper charges `B + 2 log U` bits per parameter. The digits alone do not say where the binary
//! point is, nor the sign: that is `1 + log2 B` more per parameter, and Theorem 3.1's own networks
//! need both. (Its remark before the theorem has "log(B)" for the `B` of the proof.) The paper
//! counts edges as parameters but encodes no biases; here `W` includes them. Inputs need names too:
//! the bound `U <= W` of the proof counts them only if each is used. The order is unchanged.
//!
//! # Used by
//!
//! [`crate::parameters`] when bits are limited. Compare Theorem 6.2 of the same paper.

use claims::{Record, record::VARDI_2022};
use rug::{Integer, Rational};

use crate::{
    BoundError, Limits, Task,
    arithmetic::{least, log2},
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("thm6.1"),
    code: Some("lowerbounds::theorem_6_1::functions_upper"),
    remarks: &["E3"],
    ..Record::cited(VARDI_2022, "vardi2022/6.1", "Theorem 6.1", "bounded bits need many parameters")
};

/// The most non-zero numbers of at most `bits` bits: `B 2^(B+1)`. Exact for 1 bit, else too large.
#[must_use]
pub fn values(bits: u32) -> Integer {
    // in two steps, since bits + 1 may not fit
    (Integer::from(bits) << bits) * 2_u32
}

/// `log2` of the most functions of networks with at most so many edges + biases of at most so many
/// bits, within the width and depth of the limits. Rounded up.
#[must_use]
pub fn functions_upper(task: &Task, limits: &Limits, parameters: u64, bits: u64) -> Rational {
    if parameters == 0 || bits == 0 {
        return Rational::new();
    }
    let values = (log2(bits) + bits + 1) * parameters;
    values.upper() + limits.supports_upper(task, parameters)
}

/// The length in bits of a code for a network: `W (B + 1 + ceil(log2 B) + 2 ceil(log2(U + d + 1)))`,
/// with `U` the most hidden neurons that matter. Exact.
///
/// The paper's own count with its constants. At least [`functions_upper`] for `W >= 3`.
#[must_use]
pub fn code_length(task: &Task, limits: &Limits, parameters: u64, bits: u64) -> Integer {
    let name = |count: Integer| (count - 1_u32).significant_bits();
    let nodes = Integer::from(limits.neurons(parameters)) + task.inputs() + 1_u32;
    let places = name(Integer::from(bits).max(Integer::from(1)));
    (Integer::from(bits) + 1_u32 + places + 2 * name(nodes)) * parameters
}

/// The least `B` for which `parameters` edges + biases of `B` bits are not ruled out. Rounded down.
///
/// # Errors
///
/// [`BoundError::NoParameters`], or what [`Limits::check`] finds. The bits of the limits are ignored.
///
/// ```
/// use memorelu_lowerbounds::{Limits, Task, theorem_6_1};
///
/// // A network of N^(1/2) parameters needs about N^(1/2) bits.
/// let task = Task::new(1_000_000, 2, 1)?;
/// let bits = theorem_6_1::bits_needed(&task, &Limits::default(), 1000)?;
/// assert_eq!(bits, 979);
/// # Ok::<(), memorelu_lowerbounds::BoundError>(())
/// ```
pub fn bits_needed(task: &Task, limits: &Limits, parameters: u64) -> Result<u64, BoundError> {
    limits.check()?;
    if parameters == 0 {
        return Err(BoundError::NoParameters);
    }
    least(1, |bits| Ok(!task.rules_out(&functions_upper(task, limits, parameters, bits))))
}

/// The least number of edges + biases of at most `bits` bits that is not ruled out. Rounded down.
///
/// # Errors
///
/// [`BoundError::NoBits`], or what [`Limits::check`] finds. The bits of the limits are ignored.
pub fn parameters_needed(task: &Task, limits: &Limits, bits: u64) -> Result<u64, BoundError> {
    limits.check()?;
    if bits == 0 {
        return Err(BoundError::NoBits);
    }
    least(1, |parameters| Ok(!task.rules_out(&functions_upper(task, limits, parameters, bits))))
}
