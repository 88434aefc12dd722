//! The hash of a key: a state modulo an odd prime, and the integers drawn from it.
//!
//! # Statement
//!
//! Write `fold(v, t) = min(v, t - v) = v - relu(2v - t)`: one ReLU. For a prime `q > 2` and a key `x`
//! the states are
//!
//! ```text
//! Y(0) = distance of A x to the nearest multiple of q      folds at t = q 2^i, down to t = q
//! Y(j) = fold(2 Y(j-1), q)                                 = that distance for 2^j A x
//! ```
//!
//! all in `[0, q/2)`. Since q is odd, the parity of `Y(j)` says on which side of the fold `2 Y(j-1)`
//! was: a new binary digit of `A x / q`, which never has to be extracted. Each state gives K *draws*,
//! integers whose parities are the hash bits of the key:
//!
//! ```text
//! Y, relu(Y - b_1), ..., relu(Y - b_(K-1))      with b_i = floor(i q / 2K)
//! ```
//!
//! The draws of one state cost a neuron and two edges each; a new state costs one edge more.
//!
//! # Used by
//!
//! The equations of a block, and the network that evaluates them.

use rug::Integer;

/// Longest modulus, in bits.
pub(crate) const MAX_MODULUS_BITS: u32 = 31;

/// How keys become hash bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hash {
    /// q, an odd prime below `2^31`.
    pub modulus: u32,
    /// A, at least 1; `A x < q 2^folds / 2` for every key x.
    pub multiplier: Integer,
    /// Number of folds from `A x` to the first state.
    pub folds: u32,
    /// K, draws from each state, at least 1.
    pub draws_per_state: u32,
}

impl Hash {
    /// The hash with about `modulus_bits` bits of state after `folds` folds, for keys up to `largest`
    /// and so many states; `random` chooses among those. `None` if keys are too long for so few folds.
    pub(crate) fn new(
        modulus_bits: u32,
        folds: u32,
        draws_per_state: u32,
        states: usize,
        largest: &Integer,
        mut random: impl FnMut() -> u64,
    ) -> Option<Self> {
        if !(3..=MAX_MODULUS_BITS).contains(&modulus_bits) {
            return None;
        }
        let half = 1_u64 << (modulus_bits - 1);
        let start = half + random() % half;
        // Below 2^31, unless the next prime is beyond: then the one before 2^31.
        let prime = Integer::from(start).next_prime().to_u32().filter(|q| *q < 1 << 31);
        let modulus = prime.unwrap_or((1 << 31) - 1);
        if !distinct_states(modulus, states) {
            return None;
        }
        // A x < q 2^folds / 2
        let end = (Integer::from(modulus) << folds) / 2_u32;
        let most = if largest.is_zero() { end } else { (end - 1_u32) / largest };
        let spare = Integer::from(&most / 4_u32) + 1_u32;
        let multiplier = most - Integer::from(random()) % spare;
        (multiplier >= 1).then_some(Self { modulus, multiplier, folds, draws_per_state })
    }

    /// `Y(0)` of a key.
    #[must_use]
    pub fn state(&self, key: &Integer) -> u32 {
        let q = u64::from(self.modulus);
        let residue = |n: &Integer| u64::from(n.mod_u(self.modulus));
        let product = residue(key) * residue(&self.multiplier) % q;
        product.min(q - product) as u32 // at most q / 2
    }

    /// `b_i` for `i < K`.
    #[must_use]
    pub fn threshold(&self, i: u32) -> u32 {
        let cut = u64::from(self.modulus) * u64::from(i);
        (cut / (2 * u64::from(self.draws_per_state))) as u32 // below q / 2
    }

    /// The first `draws.len()` draws of a key with this first state.
    pub fn draw(&self, first_state: u32, draws: &mut [u32]) {
        let thresholds: Vec<u32> = (0..self.draws_per_state).map(|i| self.threshold(i)).collect();
        let mut state = first_state;
        for draws in draws.chunks_mut(thresholds.len().max(1)) {
            for (draw, threshold) in draws.iter_mut().zip(&thresholds) {
                *draw = state.saturating_sub(*threshold);
            }
            state = (2 * state).min(self.modulus - 2 * state); // a state is below q / 2
        }
    }
}

/// Are the first `states` powers of 2 different modulo q, up to sign? Otherwise states repeat.
fn distinct_states(q: u32, states: usize) -> bool {
    let mut power = 1_u64;
    (1..states).all(|_| {
        power = 2 * power % u64::from(q);
        power != 1 && power != u64::from(q) - 1
    })
}
