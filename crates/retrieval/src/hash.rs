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
//! was: a new binary digit of `A x / q`, which never has to be extracted. Each state gives *draws*,
//! integers whose parities are the hash bits of the key, see [`Draws`].
//!
//! # Used by
//!
//! The equations of a block, and the network that evaluates them.

use rug::Integer;

/// Longest modulus, in bits.
pub(crate) const MAX_MODULUS_BITS: u32 = 31;

/// What is drawn from each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Draws {
    /// K numbers, `Y` and `relu(Y - b_1), ..., relu(Y - b_(K-1))` with `b_i = floor(i q / 2K)`: each
    /// costs a neuron and two edges, and a new state one edge more. Sums of them are long.
    Numbers(u32),
    /// One bit, `relu(1 - relu(4Y - q))`, 1 if `4Y < q`: one more neuron, but sums are short.
    Bits,
}

impl Draws {
    /// K, draws from each state.
    #[must_use]
    pub fn per_state(self) -> u32 {
        match self {
            Self::Numbers(count) => count.max(1),
            Self::Bits => 1,
        }
    }
}

/// How keys become hash bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hash {
    /// q, an odd prime below `2^31`.
    pub modulus: u32,
    /// A, at least 1; `A x < q 2^folds / 2` for every key x.
    pub multiplier: Integer,
    /// Number of folds from `A x` to the first state.
    pub folds: u32,
    /// What is drawn from each state.
    pub draws: Draws,
}

impl Hash {
    /// The hash with about `modulus_bits` bits of state after `folds` folds, for keys up to `largest`
    /// and so many states; `random` chooses among those. `None` if keys are too long for so few folds.
    pub(crate) fn new(
        modulus_bits: u32,
        folds: u32,
        draws: Draws,
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
        (multiplier >= 1).then_some(Self { modulus, multiplier, folds, draws })
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
        (cut / (2 * u64::from(self.draws.per_state()))) as u32 // below q / 2
    }

    /// The largest draw number i of a state.
    #[must_use]
    pub fn largest_draw(&self, i: u32) -> u32 {
        match self.draws {
            Draws::Numbers(_) => self.modulus / 2 - self.threshold(i),
            Draws::Bits => 1,
        }
    }

    /// The first `draws.len()` draws of a key with this first state.
    pub fn draw(&self, first_state: u32, draws: &mut [u32]) {
        let thresholds: Vec<u32> = (0..self.draws.per_state()).map(|i| self.threshold(i)).collect();
        let mut state = first_state;
        for draws in draws.chunks_mut(thresholds.len()) {
            // A state is below q / 2.
            let (twice, rest) = (2 * state, self.modulus - 2 * state);
            for (draw, threshold) in draws.iter_mut().zip(&thresholds) {
                *draw = match self.draws {
                    Draws::Numbers(_) => state.saturating_sub(*threshold),
                    Draws::Bits => u32::from(twice < rest),
                };
            }
            state = twice.min(rest);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The folds of the header, as the network makes them.
    fn by_folds(hash: &Hash, key: &Integer) -> Integer {
        let mut state = Integer::from(&hash.multiplier * key);
        for i in (0..hash.folds).rev() {
            let beyond = (Integer::from(hash.modulus) << i) - &state;
            state = state.min(beyond);
        }
        state
    }

    #[test]
    fn states_are_what_folds_make_of_keys() {
        let largest = Integer::from(1_u64 << 40);
        for (bits, folds, seed) in [(9, 40, 1), (20, 30, 2), (31, 12, 3), (31, 60, 4)] {
            let hash = Hash::new(bits, folds, Draws::Bits, 4, &largest, || seed).unwrap();
            for i in 0..200_u64 {
                let key = Integer::from(i * i * i * 137_438_953 % (1 << 40));
                assert_eq!(by_folds(&hash, &key), hash.state(&key), "{hash:?} {key}");
            }
            assert_eq!(by_folds(&hash, &largest), hash.state(&largest));
        }
    }

    #[test]
    fn draws_follow_the_states() {
        let hash = |draws| Hash { modulus: 101, multiplier: 1.into(), folds: 0, draws };
        let draw = |kind, count| {
            let mut draws = vec![0; count];
            hash(kind).draw(30, &mut draws);
            draws
        };
        // 30, then 101 - 60, then 101 - 82
        assert_eq!(draw(Draws::Numbers(1), 4), [30, 41, 19, 38]);
        assert_eq!(draw(Draws::Numbers(2), 5), [30, 5, 41, 16, 19]);
        assert_eq!(draw(Draws::Bits, 4), [0, 0, 1, 0]);
    }

    #[test]
    fn hashes_reject_what_does_not_fit() {
        let key = Integer::from(1_u64 << 40);
        let hash = |bits, folds, states| Hash::new(bits, folds, Draws::Bits, states, &key, || 0);
        assert!(hash(20, 20, 4).is_none(), "keys are longer than the folds reach");
        assert!(hash(20, 22, 4).is_some());
        assert!(hash(5, 60, 100).is_none(), "states repeat modulo a short prime");
        assert!(hash(2, 60, 1).is_none() && hash(32, 60, 1).is_none());
    }
}
