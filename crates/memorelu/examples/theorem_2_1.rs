//! Theorem 2.1 of Yang and Yang on five points: built, verified, written, exported.

use memorelu::dataset::{Conflicts, Dataset, Labels};
use memorelu::{build, export, netfile, network::InputRange};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let points = [3, 1, 4, 15, 9].map(Into::into).to_vec();
    let labels = Labels::from_iter(["red", "green", "red", "blue", "green"]);
    let data = Dataset::from_parts(1, 1.into(), points, labels, Conflicts::Reject)?;
    let built = build(&data, &"thm2.1 --block 1 --profile measured".parse()?)?;
    let built = built.verified(&data, Default::default())?;
    built.claims.iter().for_each(|claim| println!("{claim}"));
    let (file, notes) = (std::env::temp_dir().join("five-points.net"), built.notes(&data));
    netfile::write(&file, &built.network, &notes)?;
    let inputs = InputRange::of_points(&data.points().view());
    let model = export::Model::new(&built.network, &inputs, None, None)?;
    std::fs::write(file.with_extension("onnx"), export::onnx::encode(&model, &notes)?)?;
    Ok(())
}
