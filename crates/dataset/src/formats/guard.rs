//! Panics of the Parquet library, made errors.
//!
//! On some damaged files it panics where an error is due: a column that starts at a negative place, a
//! dictionary that is not there, a page that ends within a number. Such a panic is caught here, and
//! its message is not printed; those of other threads and other work are.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use crate::source::ReadProblem;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Does the work, which shares nothing with its caller that it could leave half done.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, ReadProblem>) -> Result<T, ReadProblem> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                usual(info);
            }
        }));
    });
    QUIET.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    result.unwrap_or(Err(ReadProblem::Damaged { what: "Parquet" }))
}
