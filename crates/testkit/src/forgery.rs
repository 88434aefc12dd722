//! Forged networks: too wide, too deep, too long, or with one number changed.

use std::fmt;

use claims::Claim;
use network::{Affine, Form, Network, Weight};

/// The quantities of the claims that do not hold.
#[must_use]
pub fn broken(claims: Vec<Claim>) -> Vec<String> {
    claims.into_iter().filter(|claim| !claim.holds()).map(|claim| claim.quantity).collect()
}

/// The same function with one more neuron in the widest hidden layer, which nobody reads.
#[must_use]
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
#[must_use]
pub fn deeper(network: &Network) -> Network {
    network.clone().then(Network::carry(network.outputs() as u32, 1)).unwrap()
}

/// The same function, up to the first constant of the output, which becomes `2^-bits`.
#[must_use]
pub fn longer(network: &Network, bits: u64) -> Network {
    let place = Place { map: network.hidden().len(), row: 0, column: None };
    place.set(network, Weight::power_of_two(-(bits as i32)))
}

/// The place of one number in a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which affine map, the output map last.
    pub map: usize,
    /// Which row of it.
    pub row: usize,
    /// Which weight, or `None` for the constant.
    pub column: Option<u32>,
}

impl Place {
    /// All places, the weights of a row before its constant. With `zeros` those where a 0 stands, too.
    #[must_use]
    pub fn all(network: &Network, zeros: bool) -> Vec<Self> {
        let mut places = Vec::new();
        for (map, affine) in network.maps().enumerate() {
            for (row, form) in rows(affine).into_iter().enumerate() {
                let columns = (0..affine.inputs() as u32).map(Some).chain([None]);
                let here = columns.map(|column| Self { map, row, column });
                places.extend(here.filter(|place| zeros || !place.of(&form).is_zero()));
            }
        }
        places
    }

    /// The number that stands there.
    #[must_use]
    pub fn get(self, network: &Network) -> Weight {
        self.of(&network.maps().nth(self.map).unwrap().row(self.row).unwrap().to_form())
    }

    /// The network with this number there.
    #[must_use]
    pub fn set(self, network: &Network, number: Weight) -> Network {
        let mut maps: Vec<Affine> = network.maps().cloned().collect();
        let mut forms = rows(&maps[self.map]);
        let form = &mut forms[self.row];
        *form = match self.column {
            None => Form::new(form.terms().to_vec(), number),
            Some(column) => {
                let others = form.terms().iter().filter(|term| term.0 != column).cloned();
                Form::new(others.chain([(column, number)]), form.bias().clone())
            }
        };
        maps[self.map] = Affine::new(maps[self.map].inputs() as u32, forms).unwrap();
        let output = maps.pop().unwrap();
        let landmarks = network.landmarks().iter().cloned();
        Network::new(maps, output).unwrap().with_landmarks(landmarks)
    }

    /// The network with the number there changed.
    #[must_use]
    pub fn change(self, network: &Network, change: impl FnOnce(&Weight) -> Weight) -> Network {
        self.set(network, change(&self.get(network)))
    }

    fn of(self, form: &Form) -> Weight {
        let Some(column) = self.column else { return form.bias().clone() };
        let found = form.terms().iter().find(|term| term.0 == column);
        found.map_or(Weight::ZERO, |term| term.1.clone())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { map, row, column } = self;
        let entry = column.map_or("constant".to_owned(), |column| format!("weight {column}"));
        write!(f, "map {map}, row {row}, {entry}")
    }
}

/// One number of a network, and what it was changed into.
#[derive(Debug, Clone)]
pub struct Change {
    /// Where.
    pub place: Place,
    /// What stood there.
    pub from: Weight,
    /// What stands there now.
    pub to: Weight,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?} -> {:?}", self.place, self.from, self.to)
    }
}

/// Every network that differs in one number: negated, set to 0, doubled, halved, or 1 more or less.
/// With `zeros` the weights and constants that are 0 are changed as well.
pub fn mutants(network: &Network, zeros: bool) -> impl Iterator<Item = (Change, Network)> {
    Place::all(network, zeros).into_iter().flat_map(move |place| {
        let from = place.get(network);
        altered(&from).into_iter().map(move |to| {
            let forged = place.set(network, to.clone());
            (Change { place, from: from.clone(), to }, forged)
        })
    })
}

fn rows(map: &Affine) -> Vec<Form> {
    map.iter().map(|row| row.to_form()).collect()
}

fn altered(from: &Weight) -> Vec<Weight> {
    let half = Weight::power_of_two(-1);
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
