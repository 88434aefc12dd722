//! Landmarks as text.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use memorelu_netfile::landmarks;
use network::Network;
use proptest::{collection::vec, prelude::*};
use testkit::strategies::affine;

/// From `inputs` to `outputs` values, with up to 3 hidden layers, all outputs marked with a name.
fn marked(name: &'static str, inputs: u32, outputs: u32) -> impl Strategy<Value = Network> {
    vec(1_u32..5, 0..4).prop_flat_map(move |widths| {
        let sizes: Vec<u32> = [inputs].into_iter().chain(widths).chain([outputs]).collect();
        let maps: Vec<_> = sizes.windows(2).map(|pair| affine(pair[0], pair[1])).collect();
        maps.prop_map(move |mut maps| {
            let output = maps.pop().unwrap();
            let network = Network::new(maps, output).unwrap();
            (0..outputs).fold(network, |network, output| {
                network.mark(format!("{name} {output}"), output as usize, Some(7))
            })
        })
    })
}

proptest! {
    #[test]
    fn text_gives_the_same_landmarks(network in marked("any", 2, 3)) {
        let text = landmarks::encode(network.landmarks());
        prop_assert_eq!(&landmarks::decode(&text, &network).unwrap(), network.landmarks());
    }
}

#[test]
fn texts_that_do_not_fit_the_network_are_refused() {
    let network = Network::carry(2, 1);
    let refused = |text: &str| landmarks::decode(text, &network).unwrap_err().to_string();
    assert_eq!(refused("nonsense"), "not a list of landmarks");
    assert_eq!(refused(r#"[["x"]]"#), "not a list of landmarks");
    assert_eq!(
        refused(r#"[["x",1,[[2,"1"]],"0",null]]"#),
        r#"landmark "x" reads neuron 2 of layer 1, which the network has not"#
    );
    assert_eq!(
        refused(r#"[["x",2,[],"0",null]]"#),
        r#"landmark "x" reads neuron 0 of layer 2, which the network has not"#
    );
    assert_eq!(refused(r#"[["x",1,[[0,"1.5"]],"0",null]]"#), r#"landmark "x""#);
    assert!(landmarks::decode(r#"[["x",0,[[1,"0x1p-3"]],"-2",4]]"#, &network).is_ok());
}
