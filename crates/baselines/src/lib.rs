//! Memorizing networks of earlier papers.
