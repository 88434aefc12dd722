//! Block strings and the network that looks them up: Lemmas A.4 and A.6 of Vardi et al. 2022.
