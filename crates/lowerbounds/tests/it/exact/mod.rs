//! Integer arithmetic that knows nothing of enclosures, to judge them.
use rug::{Integer, Rational, ops::Pow};

/// A rational just below e, and one just above.
pub fn e() -> (Rational, Rational) {
    let digits: Integer = "2718281828459045235360287471352".parse().unwrap();
    let ten = Integer::from(10).pow(30);
    (Rational::from((digits.clone(), ten.clone())), Rational::from((digits + 1, ten)))
}

/// `base^exponent`, exactly.
pub fn power(base: &Rational, exponent: u32) -> Rational {
    base.clone().pow(exponent)
}

/// Is `bits >= log2(value)`? And no more than 1/64 above? By comparing 64th powers with powers of 2.
pub fn assert_just_above(bits: &Rational, below: &Rational, above: &Rational) {
    let scaled = Rational::from(bits * 64_u32);
    let ceil = Integer::from(scaled.ceil_ref()).to_i32().unwrap();
    let floor = Integer::from(scaled.floor_ref()).to_i32().unwrap();
    assert!(Rational::from(1) << ceil >= power(below, 64), "{bits} bits are below the value");
    assert!(Rational::from(1) << (floor - 1) <= power(above, 64), "{bits} bits are far above it");
}

/// Is `2^bits >= count`?
pub fn covers(bits: &Rational, count: &Integer) -> bool {
    let scaled = Integer::from(Rational::from(bits * 64_u32).ceil_ref());
    Integer::from(1) << scaled.to_u32().unwrap() >= count.clone().pow(64)
}

/// The whole bits of a bound, for cards.
pub fn whole(bits: &Rational) -> u64 {
    Integer::from(bits.floor_ref()).to_u64().unwrap()
}
