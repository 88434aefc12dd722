//! Lower bounds with explicit constants, from both papers and the VC literature.
