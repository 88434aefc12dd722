//! A folder of its own for each test, and the program run in it.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// A folder that goes away with the test.
pub struct Scratch(TempDir);

/// What a run of the program left behind.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Scratch {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with the datasets of the repository.
    pub fn with_data() -> Self {
        let scratch = Self::new();
        let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data");
        for name in ["iris.csv", "digits.csv"] {
            fs::copy(data.join(name), scratch.path(name)).unwrap();
        }
        scratch
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program, to be run in this folder, with arguments that are separated by spaces. A
    /// backtrace is asked for, since none must ever be printed.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_memorelu"));
        command.args(arguments.split_whitespace()).current_dir(self.0.path());
        command.env("RUST_BACKTRACE", "1").stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &str) -> Run {
        Run::of(self.command(arguments).output().unwrap())
    }

    /// Runs the program and expects this exit code; what it printed on standard output.
    pub fn expect(&self, code: i32, arguments: &str) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, code, "memorelu {arguments}: {run:?}");
        run.stdout
    }
}

impl Run {
    pub fn of(output: Output) -> Self {
        let run = Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        for trace in ["panicked", "stack backtrace"] {
            assert!(!run.stderr.contains(trace), "{run:?}");
        }
        run
    }
}
