//! The Parquet library panics on damaged files: that is an error here, and the hook of the program is
//! neither replaced nor kept from what it is for.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_datafile as datafile;

use std::{panic, sync::Mutex, thread};

use datafile::{PARQUET_THREAD, ReadProblem};

#[allow(dead_code, reason = "a part of what the other tests use")]
#[path = "it/common/mod.rs"]
mod common;
use common::{fixture, read};

/// The names of the threads that panicked.
static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn seen() -> Vec<String> {
    std::mem::take(&mut SEEN.lock().unwrap())
}

#[test]
fn panics_of_the_parquet_library_are_errors_and_the_hook_stays_the_users() {
    panic::set_hook(Box::new(|_| {
        SEEN.lock().unwrap().push(thread::current().name().unwrap_or_default().to_owned());
    }));
    let whole = fixture("pyarrow.parquet");
    let mut panics = 0;
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 0xff;
        let table = read("t.parquet", changed);
        let names = seen();
        if !names.is_empty() {
            assert_eq!(names, [PARQUET_THREAD], "{place}");
            assert_eq!(table, Err(ReadProblem::Damaged { what: "Parquet" }), "{place}");
            panics += 1;
        }
    }
    // Otherwise there is nothing to guard against any more.
    assert!(panics > 0);
    let name = || thread::Builder::new().name("another".to_owned());
    assert!(name().spawn(|| panic!("not of a reader")).unwrap().join().is_err());
    assert_eq!(seen(), ["another"]);
    let _ = panic::take_hook();
}
