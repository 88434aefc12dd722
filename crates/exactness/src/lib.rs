//! Which machine number formats evaluate a ReLU network exactly.
