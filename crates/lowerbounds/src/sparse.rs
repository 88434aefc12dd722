//! How many labelings the networks with `P` non-zero parameters can have, whatever their graph.
//!
//! # Statement
//!
//! Let a class contain every network with at most `P` non-zero parameters (edges + biases, real
//! numbers) within some [`Limits`]; `U`, `L`, `S` are the most neurons, hidden layers and places of
//! such a network. If it memorizes every labeling of `N` points with `C` classes, then
//!
//! ```text
//! global       N log2 C  <=  P log2(e S / P) + max_(0 <= u <= U) ( (P - u) (u + lambda) + u + 1 )
//!                            lambda = log2(4 e (L+1) max(N C, P) / P)
//! layer-wise   N log2 C  <=  P log2(e S / P) + (L + 1)
//!                            + P ( L log2(2 e (N U / L + P) / P) + log2((L+1)!)
//!                                  + log2(2 e max(N (C - 1), P) / P) )
//! ```
//!
//! The first term is what the choice of the graph costs. Without limits the global bound is about
//! `P^2 / 4`, so `P >= (2 - o(1)) sqrt(N log2 C)`: twice what a fixed graph without scaling gives
//! ([`crate::goldberg_jerrum`]), although the graph is free here.
//!
//! # Derivation
//!
//! By [`Limits`], the networks fall into at most `(e S / P)^P` supports; take one of exactly
//! `p <= P` parameters and u hidden neurons. Steps 1 to 3 of [`crate::sign_patterns`] count it.
//!
//! *Global.* Divide all parameters into a hidden neuron by the modulus of the first one, as in step 5
//! there (here none is 0): `2^u` choices of signs, and `q = p - u` variables. A neuron with a single
//! parameter no longer needs a polynomial: it is `relu(+-1)`, `relu(+-x_j)` or `relu(+-h)` with
//! `h >= 0` the value of an earlier neuron, and the sign and the point alone decide whether it is
//! on. Let `u'` be the neurons with two parameters or more. Then `p >= 2 u' + (u - u') + 1`, so
//! `u' <= u` and `u' <= q - 1`, and as there
//!
//! ```text
//! log2(labelings)  <=  u + 1 + q log2(2 e (L+1) max(N C 2^u', q) / q)
//!                  <=  u + 1 + q (u' + log2(2 e (L+1) max(N C, P) / q))
//! ```
//!
//! For `q >= p / 2`, use `u' <= u` and `1 / q <= 2 / p`: this is the stated expression at u, for p
//! instead of P. For `q < p / 2`, use `u' <= q - 1`: the right side, with `u = p - q`, increases with
//! q, and at `q = p / 2` is less than the stated expression at `u = p / 2`, which is then below U.
//! The stated maximum increases with p, so `p = P` is the worst.
//!
//! *Layer-wise.* No scaling. Map i has at most P variables, and Lemma 3.1 increases with their
//! number. The layers have at least one neuron each and at most U together, so
//! `prod_i max(N k_i, P) <= prod_i (N k_i + P) <= (N U / L + P)^L`. More layers only raise the bound.
//!
//! # Used by
//!
//! [`crate::parameters`].

use claims::Enclosure;
use rug::{Integer, Rational};

use crate::{
    Limits, Task,
    arithmetic::{log2, log2_e, ratio},
};

/// `log2` of the most labelings of all networks with at most so many edges + biases within the
/// limits: the global bound. Rounded up.
#[must_use]
pub fn global_upper(task: &Task, limits: &Limits, parameters: u64) -> Rational {
    if parameters == 0 {
        return Rational::new();
    }
    let signs = (Integer::from(task.points()) * task.classes()).max(Integer::from(parameters));
    let degree = Integer::from(limits.layers(parameters)) + 1_u32;
    let lambda = log2(Enclosure::e() * ratio(signs * degree * 4_u32, parameters));
    let lambda = lambda.upper();
    // (P - u) (u + lambda) + u + 1 is largest at u = (P - lambda + 1) / 2, and increases with lambda
    let top = (Rational::from(parameters) - lambda + 1_u32) / 2_u32;
    let u = top.clamp(&0, &limits.neurons(parameters));
    let real = (parameters - u.clone()) * (lambda + u.clone()) + u + 1_u32;
    real + limits.supports_upper(task, parameters)
}

/// `log2` of the most labelings of all networks with at most so many edges + biases within the
/// limits: the layer-wise bound. Rounded up. Strong only if there are few hidden layers.
#[must_use]
pub fn layer_wise_upper(task: &Task, limits: &Limits, parameters: u64) -> Rational {
    if parameters == 0 {
        return Rational::new();
    }
    let layers = limits.layers(parameters);
    let signs = Integer::from(task.points()) * (task.classes() - 1);
    let output = Enclosure::e() * ratio(signs.max(Integer::from(parameters)) * 2_u32, parameters);
    let mut each = log2(output) + log2_factorial(layers.saturating_add(1));
    if layers > 0 {
        // 2 e (N U / L + P) / P
        let signs = ratio(Integer::from(task.points()) * limits.neurons(parameters), layers);
        let hidden = Enclosure::e() * ((signs / parameters + 1_u32) * 2_u32);
        each = each + log2(hidden) * layers;
    }
    let bits = each * parameters + layers + 1;
    bits.upper() + limits.supports_upper(task, parameters)
}

/// `log2(n!)` for `n >= 1`, rounded up by Stirling: `n! <= e sqrt(n) (n / e)^n`.
fn log2_factorial(n: u64) -> Enclosure {
    let log = log2(n);
    log.clone() * n - log2_e() * n + log * Rational::from((1, 2)) + log2_e()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factorials_are_rounded_up_but_not_far() {
        let mut factorial = Integer::from(1);
        for n in 1..60_u64 {
            factorial *= n;
            let (exact, bound) = (log2(factorial.clone()), log2_factorial(n));
            assert!(exact.upper() <= bound.upper(), "{n}! is above its bound");
            let slack = exact.lower() + Rational::from((1, 8));
            assert!(*bound.upper() <= slack);
        }
    }
}
