//! Fast exact evaluation of a ReLU network at many points.
