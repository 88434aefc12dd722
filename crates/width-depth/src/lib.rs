//! Theorem 2.1 of Yang and Yang: width against depth.
