//! Theorem 3.1 of Vardi et al. 2022: O(sqrt(N log N)) parameters.
