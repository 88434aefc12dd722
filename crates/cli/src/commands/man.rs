//! `memorelu man`: the manual.

use std::{io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use crate::{Outcome, args::Arguments, report};

/// `memorelu man`.
#[derive(Args)]
pub struct Man {
    /// Folder for one page per command, instead of a single page on standard output.
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

pub fn run(command: &Man) -> Result<Outcome> {
    let pages = pages()?;
    match &command.output {
        None => {
            let all: Vec<u8> = pages.into_iter().flat_map(|(_, page)| page).collect();
            report::bytes(&all)?;
        }
        Some(folder) => {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
            for (name, page) in &pages {
                netfile::atomic::write(&folder.join(name), |file| file.write_all(page))?;
            }
            report::line(format!("{} pages; written to {}", pages.len(), folder.display()))?;
        }
    }
    Ok(Outcome::Holds)
}

/// The program's page, then one for each command, with the names of their files.
fn pages() -> Result<Vec<(String, Vec<u8>)>> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let commands = std::iter::once(&program).chain(program.get_subcommands());
    commands
        .map(|command| {
            let man = Page::new(command.clone());
            let mut page = Vec::new();
            man.render(&mut page)?;
            Ok((man.get_filename(), page))
        })
        .collect()
}
