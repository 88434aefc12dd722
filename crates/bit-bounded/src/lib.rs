//! Theorem 6.2 of Vardi et al. 2022: memorization with bounded bits.
