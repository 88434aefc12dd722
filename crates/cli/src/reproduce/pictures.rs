//! Pictures of a statement: an SVG file each, with a caption for the page.

use std::{cell::RefCell, io::Write};

use anyhow::Result;
use drawing::Markup;
use netfile::atomic;
use serde::{Deserialize, Serialize};

use super::Context;

/// A picture in a statement's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Name of the SVG file.
    pub file: String,
    /// What to see in it: a sentence or two.
    pub caption: String,
}

/// The pictures of a statement so far.
#[derive(Default)]
pub struct Pictures(RefCell<Vec<Picture>>);

impl Pictures {
    /// All of them, in the order in which they were drawn.
    pub fn into_vec(self) -> Vec<Picture> {
        self.0.into_inner()
    }
}

impl Context {
    /// Writes a picture, and keeps its name and caption.
    pub fn picture(&self, file: &str, caption: impl Into<String>, svg: Markup) -> Result<()> {
        let svg = svg.into_string();
        atomic::write(&self.out.join(file), |out| out.write_all(svg.as_bytes()))?;
        let picture = Picture { file: file.to_owned(), caption: caption.into() };
        self.pictures.0.borrow_mut().push(picture);
        Ok(())
    }
}
