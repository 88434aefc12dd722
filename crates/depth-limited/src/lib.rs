//! Theorem 5.1 of Vardi et al. 2022: memorization with bounded depth.
