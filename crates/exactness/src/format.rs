//! Machine formats for numbers.

use std::fmt;

/// A machine format for numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
pub enum NumberFormat {
    /// IEEE 754 single precision.
    ///
    /// 24 significant bits.
    F32,
    /// IEEE 754 double precision.
    ///
    /// 53 significant bits.
    F64,
    /// 64-bit integers.
    ///
    /// In two's complement.
    I64,
}

impl NumberFormat {
    /// All formats, the shortest first.
    pub const ALL: [Self; 3] = [Self::F32, Self::F64, Self::I64];

    /// Integers of so many bits are held exactly.
    #[must_use]
    pub fn bits(self) -> u64 {
        match self {
            Self::F32 => 24,
            Self::F64 => 53,
            Self::I64 => 63,
        }
    }

    /// Does it hold nothing but integers?
    #[must_use]
    pub fn is_integral(self) -> bool {
        self == Self::I64
    }

    /// Exponent of the least normal number, and of the least power of two that is too large.
    pub(crate) fn exponents(self) -> (i64, i64) {
        match self {
            Self::F32 => (-126, 128),
            Self::F64 => (-1022, 1024),
            Self::I64 => (0, 63),
        }
    }
}

impl fmt::Display for NumberFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::I64 => "i64",
        })
    }
}
