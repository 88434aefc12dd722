//! Bit extraction: Lemmas A.5, A.7 and A.8 of Vardi et al. 2022.
