//! Labelled points with exact coordinates, read from CSV; N, d, C, r, delta; duplicates and conflicts.
