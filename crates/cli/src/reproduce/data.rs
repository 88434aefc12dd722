//! The datasets that statements are reproduced on.

use anyhow::Result;
use datafile::ReadOptions;
use dataset::{
    Conflicts, Dataset,
    synthetic::{Recipe, Shape},
};

use memorelu::{Built, Request, build, distance};

use super::{Case, Context};
use crate::args::Checking;

/// A request of this program's own, as on the command line.
///
/// # Panics
///
/// If it is none: the texts are in this program.
pub fn request(text: &str) -> Request {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A dataset with the name it has in tables.
pub struct Named {
    pub name: String,
    pub data: Dataset,
}

impl Named {
    /// The network of a request, with the claim that it returns the label of every point.
    pub fn verified(&self, request: &Request) -> Result<Built> {
        let Self { data, .. } = self;
        let built = build(data, request)?;
        Ok(Checking::default().with_bar(data.len(), |options| built.verified(data, options))?)
    }

    /// A network that memorizes this dataset, as a case.
    pub fn case(&self, setting: String, built: Built) -> Case {
        let Self { name, data } = self;
        let counts = built.network.counts();
        Case {
            data: name.clone(),
            setting,
            distance: distance::from_any(&counts, data.len() as u64, data.classes() as u64),
            counts: Some(counts),
            claims: built.claims,
        }
    }
}

impl Context {
    /// digits, iris, and the seeded synthetic sets: d = 1, 2, 8; C = 2, 10, 1000; N = 2^4 .. 2^12,
    /// and up to 2^14 for d = 2, C = 2; points as close as 2^-20.
    pub fn datasets(&self) -> Result<impl Iterator<Item = Result<Named>>> {
        let real = [self.digits()?, self.iris()?].map(Ok);
        let recipes = [1, 2, 8].into_iter().flat_map(|dimension| {
            [2, 10, 1000].into_iter().flat_map(move |classes| {
                let last = if (dimension, classes) == (2, 2) { 14 } else { 12 };
                (4..=last)
                    .map(|log| 1 << log)
                    .filter(move |points| *points >= classes)
                    .map(move |points| (points, dimension, classes))
            })
        });
        Ok(real.into_iter().chain(recipes.map(|(n, d, c)| synthetic(n, d, c))))
    }

    /// The large synthetic sets of `--full`: d = 2, C = 2 and 10, N = 10^5 and 10^6.
    pub fn large(&self) -> impl Iterator<Item = Result<Named>> {
        let sizes: &[usize] = if self.full { &[100_000, 1_000_000] } else { &[] };
        sizes.iter().flat_map(|n| [2, 10].map(|classes| synthetic(*n, 2, classes)))
    }

    /// UCI Optical Recognition of Handwritten Digits: 1 797 points, d = 64, C = 10.
    pub fn digits(&self) -> Result<Named> {
        self.real("digits")
    }

    /// UCI Iris: 149 different points, d = 4, C = 3.
    pub fn iris(&self) -> Result<Named> {
        self.real("iris")
    }

    fn real(&self, name: &str) -> Result<Named> {
        let path = self.data.join(name).with_extension("csv");
        let data = datafile::read_dataset(path, &ReadOptions::default(), Conflicts::Reject)?;
        Ok(Named { name: name.to_owned(), data })
    }
}

fn synthetic(points: usize, dimension: usize, classes: usize) -> Result<Named> {
    // Every shape takes its turn as N grows.
    let shapes = [Shape::Tight, Shape::Uniform, Shape::Clustered, Shape::Line];
    let shape = shapes[points.ilog2() as usize % shapes.len()];
    let seed = (points * 1000 + dimension * 10 + classes) as u64;
    let recipe = Recipe { points, dimension, classes, separation: 20, seed, shape };
    let name =
        format!("{} N={points} d={dimension} C={classes}", format!("{shape:?}").to_lowercase());
    Ok(Named { name, data: recipe.dataset()? })
}
