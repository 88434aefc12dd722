//! Panics of the Parquet library, made errors.
//!
//! On some damaged files it panics where an error is due: a column that starts at a negative place, a
//! dictionary that is not there, a page that ends within a number. So it works in a thread of its
//! own, whose end tells. What a panic prints is up to the program's hook, which this leaves alone.

use std::thread;

use super::error::ReadProblem;

/// Name of the thread in which Parquet files are read. A panic there is caught, and is the error that
/// the file is damaged; but the standard hook prints its message before. A program that does not want
/// it sets a hook that is silent for a thread of this name.
pub const PARQUET_THREAD: &str = "memorelu-parquet";

/// As much as a main thread has: the library follows nested groups by recursion.
const STACK: usize = 8 << 20;

/// Does the work, which shares nothing with its caller that it could leave half done.
pub(super) fn run<T: Send>(
    work: impl FnOnce() -> Result<T, ReadProblem> + Send,
) -> Result<T, ReadProblem> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name(PARQUET_THREAD.to_owned()).stack_size(STACK);
        let thread = thread.spawn_scoped(scope, work);
        let thread = thread.map_err(|error| ReadProblem::Unreadable(error.kind()))?;
        thread.join().unwrap_or(Err(ReadProblem::Damaged { what: "Parquet" }))
    })
}
