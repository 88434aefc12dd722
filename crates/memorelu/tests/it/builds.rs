//! Every statement that builds networks: its defaults, its labels, its promise, a forgery.

use memorelu::{
    Dataset, HEADLINE, Request, Statement, build,
    construction::Value,
    dataset::synthetic::{Recipe, Shape},
    evaluator::Options,
    projection::Facts,
};
use testkit::{broken, delta_squared, forgery::Place};

fn data() -> Dataset {
    let (dimension, separation) = (2, 16);
    Recipe { points: 40, dimension, classes: 3, separation, seed: 4, shape: Shape::Uniform }
        .dataset()
        .unwrap()
}

fn requests() -> impl Iterator<Item = Request> {
    Statement::building().filter_map(Request::of)
}

#[test]
fn every_statement_builds_with_its_defaults_and_proves_every_label() {
    let data = data();
    let mut built = 0;
    for request in requests() {
        let network = build(&data, &request).unwrap();
        assert!(!network.claims.iter().any(|claim| claim.quantity == HEADLINE), "{request}");
        let verified = network.verified(&data, Options::default()).unwrap();
        assert_eq!(broken(&verified.claims), Vec::<String>::new(), "{request}");
        let headline = verified.claims.last().unwrap();
        assert_eq!((&*headline.quantity, headline.bound.clone()), (HEADLINE, 40.into()));
        assert_eq!(headline.measured, 40);
        built += 1;
    }
    assert_eq!(built, 11);
}

#[test]
fn a_network_with_a_changed_number_breaks_the_headline_of_every_statement() {
    let data = data();
    for request in requests() {
        let built = build(&data, &request).unwrap();
        let places = Place::all(&built.network, false).into_iter().step_by(3);
        let found = places.map(|place| {
            let mut forged = built.clone();
            forged.network = place.change(&built.network, |number| -number.clone());
            forged.verified(&data, Options::default()).unwrap().holds()
        });
        assert!(found.take(40).any(|holds| !holds), "{request}: no change was noticed");
    }
}

#[test]
fn what_is_promised_is_kept_by_what_is_built() {
    let data = data();
    let facts = Facts::of(data.points(), data.classes() as u64, &delta_squared(&data));
    let mut compared = 0;
    for request in requests() {
        for values in request.memorizer().promised(&facts) {
            let Some(promise) = request.memorizer().promise(&facts, &values) else { continue };
            let request = request.clone().with_values(values);
            let counts = build(&data, &request).unwrap().network.counts();
            assert_eq!(
                broken(&promise.claims("promise", &counts)),
                Vec::<String>::new(),
                "{request}"
            );
            compared += 1;
        }
    }
    assert!(compared >= 8, "{compared}");
}

#[test]
fn a_seed_is_told_and_the_settled_values_build_the_same_network_again() {
    let data = data();
    for request in requests() {
        let seed = memorelu::construction::parameters::SEED;
        let request = request.or(&seed, Value::Natural(5));
        let one = build(&data, &request).unwrap();
        assert!(one.settled.contains(&("seed", "5".to_owned())), "{request}");
        let mut again = Request::of(request.statement()).unwrap();
        for (name, value) in &one.settled {
            again.set(name, value).unwrap();
        }
        assert_eq!(build(&data, &again).unwrap().network, one.network, "{request}");
    }
}
