//! Points in R^d to separated points on the line: Lemmas A.2 and A.3 of Vardi et al. 2022.
