//! The independent check: a network file against a dataset file, in the plainest exact arithmetic.
