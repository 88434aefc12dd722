//! Memorization without the log factor, and in width 3.
