//! ONNX: a chain of MatMul, Add and Relu.
//!
//! # Form
//!
//! ```text
//! x --MatMul W0--> m0 --Add b0--> z0 --Relu--> h0 --MatMul W1--> ... --Add--> y
//! ```
//!
//! `x` has the shape `[batch, d]`, `y` the shape `[batch, 1]`, `Wi` the shape `[in, out]`. There is no
//! Gemm, which some runtimes mishandle in double precision. Weights stand in the file, in `raw_data`;
//! ir_version 8 and opset 17 are old enough to be read everywhere.
//!
//! Integers have no Relu in onnxruntime, and its `Max` of 64-bit integers compares the halves of a
//! number with signs: in 1.31.1 `Max(z, 0)` is 0 for z from 2^31 to 2^32 - 1. There ReLU is
//! `Where(Greater(z, 0), z, 0)`.

use exactness::NumberFormat;
use netfile::Notes;
use prost::Message;

use crate::{
    ExportError, Model,
    dense::{self, Dense},
    messages::{
        DOUBLE, Dimension, DimensionProto, FLOAT, GraphProto, INT64, ModelProto, NodeProto,
        OperatorSetIdProto, StringStringEntryProto, TensorProto, TensorShapeProto, TensorTypeProto,
        TypeProto, ValueInfoProto,
    },
};

/// A message has less than 2 GiB.
const LIMIT: u64 = (1 << 31) - 1;
/// Bytes of names and nodes per layer, at most.
const PER_LAYER: u128 = 400;

/// The model as the bytes of an ONNX file.
///
/// # Errors
///
/// [`ExportError::TooLarge`] for 2 GiB and more.
pub fn encode(model: &Model, notes: &Notes) -> Result<Vec<u8>, ExportError> {
    let metadata = model.metadata(notes);
    let texts: usize = metadata.iter().map(|(key, value)| key.len() + value.len() + 16).sum();
    let layers = model.network().hidden().len() as u128 + 1;
    let bytes = dense::total_bytes(model) + layers * PER_LAYER + 2 * texts as u128;
    if bytes > u128::from(LIMIT) {
        return Err(ExportError::TooLarge { bytes, what: "an ONNX file", limit: LIMIT });
    }
    let entry = |(key, value): (&str, String)| StringStringEntryProto { key: key.into(), value };
    let message = ModelProto {
        ir_version: 8,
        producer_name: "memorelu".to_owned(),
        producer_version: env!("CARGO_PKG_VERSION").to_owned(),
        doc_string: format!("{}; {}", model.input_sentence(), model.output_sentence(notes)),
        graph: Some(graph(model)?),
        opset_import: vec![OperatorSetIdProto { domain: String::new(), version: 17 }],
        metadata_props: metadata.into_iter().map(entry).collect(),
    };
    Ok(message.encode_to_vec())
}

fn graph(model: &Model) -> Result<GraphProto, ExportError> {
    let data_type = match model.format() {
        NumberFormat::F32 => FLOAT,
        NumberFormat::F64 => DOUBLE,
        NumberFormat::I64 => INT64,
    };
    let mut graph = GraphProto { name: "memorelu".to_owned(), ..GraphProto::default() };
    let layers = dense::layers(model)?;
    // The output map is a layer, so there is one.
    let end = layers.len() - 1;
    graph.input = vec![value("x", data_type, layers[0].inputs)];
    graph.output = vec![value("y", data_type, layers[end].outputs)];
    let is_integral = model.format().is_integral();
    if is_integral && layers.len() > 1 {
        graph.initializer.push(tensor("zero".to_owned(), data_type, &[], vec![0; 8]));
    }
    let mut input = "x".to_owned();
    for (i, layer) in layers.into_iter().enumerate() {
        let Dense { inputs, outputs, weights, biases } = layer;
        let (w, b, m) = (format!("W{i}"), format!("b{i}"), format!("m{i}"));
        let z = if i == end { "y".to_owned() } else { format!("z{i}") };
        graph.initializer.push(tensor(w.clone(), data_type, &[inputs, outputs], weights));
        graph.initializer.push(tensor(b.clone(), data_type, &[outputs], biases));
        graph.node.push(node("MatMul", i, vec![input, w], &m));
        graph.node.push(node("Add", i, vec![m, b], &z));
        input = format!("h{i}");
        if i < end {
            if is_integral {
                let (zero, sign) = (|| "zero".to_owned(), format!("s{i}"));
                graph.node.push(node("Greater", i, vec![z.clone(), zero()], &sign));
                graph.node.push(node("Where", i, vec![sign, z, zero()], &input));
            } else {
                graph.node.push(node("Relu", i, vec![z], &input));
            }
        }
    }
    Ok(graph)
}

fn node(op_type: &str, layer: usize, input: Vec<String>, output: &str) -> NodeProto {
    NodeProto {
        input,
        output: vec![output.to_owned()],
        name: format!("{op_type}{layer}"),
        op_type: op_type.to_owned(),
    }
}

fn tensor(name: String, data_type: i32, shape: &[usize], raw_data: Vec<u8>) -> TensorProto {
    // Lengths are those of vectors in memory, below 2^63.
    TensorProto { dims: shape.iter().map(|n| *n as i64).collect(), data_type, name, raw_data }
}

fn value(name: &str, elem_type: i32, length: usize) -> ValueInfoProto {
    let dimension = |value| DimensionProto { value: Some(value) };
    let dim = vec![
        dimension(Dimension::Param("batch".to_owned())),
        dimension(Dimension::Value(length as i64)),
    ];
    let tensor_type = TensorTypeProto { elem_type, shape: Some(TensorShapeProto { dim }) };
    let r#type = Some(TypeProto { tensor_type: Some(tensor_type) });
    ValueInfoProto { name: name.to_owned(), r#type }
}
