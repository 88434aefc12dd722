//! Forged networks: too wide, too deep, too long, or with one number changed. And the card that a
//! reader compares with the paper.

#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its own part")]

use std::fmt;

use claims::Claim;
use network::{Affine, Form, Network, Weight};
use rug::Rational;

/// What was promised and what was built.
#[derive(serde::Serialize)]
pub struct Card {
    claims: Vec<String>,
    edges: u64,
    biases: u64,
}

impl Card {
    pub fn new(claims: &[Claim], built: &Network) -> Self {
        let counts = built.counts();
        let claims = claims.iter().map(Claim::to_string).collect();
        Self { claims, edges: counts.edges, biases: counts.biases }
    }
}

/// The quantities of the claims that do not hold.
pub fn broken(claims: Vec<Claim>) -> Vec<String> {
    claims.into_iter().filter(|claim| !claim.holds()).map(|claim| claim.quantity).collect()
}

/// The same function with one more neuron in the widest hidden layer, which nobody reads.
pub fn wider(network: &Network) -> Network {
    let mut hidden = network.hidden().to_vec();
    let widest = (0..hidden.len()).max_by_key(|layer| hidden[*layer].rows()).unwrap();
    let forms = rows(&hidden[widest]).into_iter().chain([Form::constant(1)]);
    hidden[widest] = Affine::new(hidden[widest].inputs() as u32, forms).unwrap();
    let mut output = network.output().clone();
    let reader = hidden.get_mut(widest + 1).unwrap_or(&mut output);
    *reader = Affine::new(reader.inputs() as u32 + 1, rows(reader)).unwrap();
    Network::new(hidden, output).unwrap()
}

/// The same function, for outputs `>= 0`, with one more hidden layer.
pub fn deeper(network: &Network) -> Network {
    network.clone().then(Network::carry(network.outputs() as u32, 1)).unwrap()
}

/// The same function, up to the first constant of the output, which becomes `2^-bits`.
pub fn longer(network: &Network, bits: u64) -> Network {
    let mut forms = rows(network.output());
    forms[0] = Form::new(forms[0].terms().to_vec(), Weight::power_of_two(-(bits as i32)));
    let output = Affine::new(network.output().inputs() as u32, forms).unwrap();
    Network::new(network.hidden().to_vec(), output).unwrap()
}

fn rows(map: &Affine) -> Vec<Form> {
    map.iter().map(|row| row.to_form()).collect()
}

/// One number of a network, and what it was changed into.
#[derive(Clone)]
pub struct Change {
    pub map: usize,
    pub row: usize,
    /// `None` for the constant.
    pub column: Option<u32>,
    pub from: Weight,
    pub to: Weight,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { map, row, column, from, to } = self;
        let entry = column.map_or("constant".to_owned(), |column| format!("weight {column}"));
        write!(f, "map {map}, row {row}, {entry}: {from:?} -> {to:?}")
    }
}

/// Every network that differs in one number: negated, set to 0, doubled, halved, or 1 more or less.
/// With `zeros` the weights and constants that are 0 are changed as well.
pub fn mutants(network: &Network, zeros: bool) -> impl Iterator<Item = (Change, Network)> {
    let maps: Vec<Affine> = network.maps().cloned().collect();
    let mut changes = Vec::new();
    for (map, affine) in maps.iter().enumerate() {
        for (row, form) in rows(affine).into_iter().enumerate() {
            let weights =
                (0..affine.inputs() as u32).map(|column| (Some(column), weight(&form, column)));
            for (column, from) in weights.chain([(None, form.bias().clone())]) {
                if !zeros && from.is_zero() {
                    continue;
                }
                for to in altered(&from) {
                    changes.push(Change { map, row, column, from: from.clone(), to });
                }
            }
        }
    }
    changes.into_iter().map(move |change| {
        let network = changed(&maps, &change);
        (change, network)
    })
}

fn weight(form: &Form, column: u32) -> Weight {
    let found = form.terms().iter().find(|term| term.0 == column);
    found.map_or(Weight::ZERO, |term| term.1.clone())
}

fn altered(from: &Weight) -> Vec<Weight> {
    let half = Weight::from(Rational::from((1, 2)));
    let all = [
        -from.clone(),
        Weight::ZERO,
        from + from,
        from * &half,
        from + &Weight::ONE,
        from - &Weight::ONE,
    ];
    let mut distinct: Vec<Weight> = Vec::new();
    for to in all {
        if to != *from && !distinct.contains(&to) {
            distinct.push(to);
        }
    }
    distinct
}

fn changed(maps: &[Affine], change: &Change) -> Network {
    let mut maps = maps.to_vec();
    let map = &mut maps[change.map];
    let mut forms = rows(map);
    let form = &mut forms[change.row];
    *form = match change.column {
        None => Form::new(form.terms().to_vec(), change.to.clone()),
        Some(column) => {
            let others = form.terms().iter().filter(|term| term.0 != column).cloned();
            Form::new(others.chain([(column, change.to.clone())]), form.bias().clone())
        }
    };
    *map = Affine::new(map.inputs() as u32, forms).unwrap();
    let output = maps.pop().unwrap();
    Network::new(maps, output).unwrap()
}
