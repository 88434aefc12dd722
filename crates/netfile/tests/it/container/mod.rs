//! A writer of network files that shares nothing with the library's: every part of a file can be
//! altered before it is written.

use serde_json::{Map, Value, json};

/// The parts of a network file.
#[derive(Clone)]
pub struct Container {
    pub metadata: Value,
    pub inputs: Vec<u32>,
    pub rows: Vec<u32>,
    pub edges: Vec<u32>,
    pub columns: Vec<u32>,
    pub weights: Vec<u32>,
    pub biases: Vec<u32>,
    pub exponent: Vec<i32>,
    pub length: Vec<i32>,
    pub denominator: Vec<i32>,
    pub limbs: Vec<u64>,
}

/// The network that the forgeries start from, map by map:
///
/// ```text
/// (x, y) -> (2x - y + 1/3, 3y, 5)        hidden
/// (a, b, c) -> (a - 2^70 - 1, 0)         hidden
/// (p, q) -> (2^70 + 1) / 7 p + q + 1/8
/// ```
pub fn valid() -> Container {
    Container {
        metadata: json!({ "memorelu": r#"{"format":"memorelu-network/2","notes":{}}"# }),
        inputs: vec![2],
        rows: vec![3, 2, 1],
        edges: vec![2, 1, 0, 1, 0, 2],
        columns: vec![0, 1, 1, 0, 0, 1],
        weights: vec![0, 1, 3, 6, 8, 6],
        biases: vec![2, 4, 5, 7, 4, 9],
        // 2, -1, 1/3, 3, 0, 5, 1, -2^70 - 1, (2^70 + 1) / 7, 1/8
        exponent: vec![1, 0, 0, 0, 0, 0, 0, 0, 0, -3],
        length: vec![1, -1, 1, 1, 0, 1, 1, -2, 2, 1],
        denominator: vec![0, 0, 1, 0, 0, 0, 0, 0, 1, 0],
        limbs: vec![1, 1, 1, 3, 3, 5, 1, 1, 64, 1, 64, 7, 1],
    }
}

/// The tensors of a file in the order in which they lie in it.
pub const TENSORS: [(&str, &str); 10] = [
    ("number.limbs", "U64"),
    ("biases", "U32"),
    ("columns", "U32"),
    ("edges", "U32"),
    ("inputs", "U32"),
    ("rows", "U32"),
    ("weights", "U32"),
    ("number.denominator", "I32"),
    ("number.exponent", "I32"),
    ("number.length", "I32"),
];

impl Container {
    fn data(&self, name: &str) -> (usize, Vec<u8>) {
        let unsigned = |list: &[u32]| {
            (list.len(), list.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>())
        };
        let signed = |list: &[i32]| {
            (list.len(), list.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>())
        };
        match name {
            "inputs" => unsigned(&self.inputs),
            "rows" => unsigned(&self.rows),
            "edges" => unsigned(&self.edges),
            "columns" => unsigned(&self.columns),
            "weights" => unsigned(&self.weights),
            "biases" => unsigned(&self.biases),
            "number.exponent" => signed(&self.exponent),
            "number.length" => signed(&self.length),
            "number.denominator" => signed(&self.denominator),
            "number.limbs" => {
                (self.limbs.len(), self.limbs.iter().flat_map(|n| n.to_le_bytes()).collect())
            }
            other => panic!("no tensor {other}"),
        }
    }

    /// The header and the data behind it.
    pub fn parts(&self) -> (Map<String, Value>, Vec<u8>) {
        let mut header = Map::new();
        header.insert("__metadata__".to_owned(), self.metadata.clone());
        let mut data = Vec::new();
        for (name, dtype) in TENSORS {
            let (length, bytes) = self.data(name);
            let start = data.len();
            data.extend(bytes);
            let offsets = [start, data.len()];
            let entry = json!({ "dtype": dtype, "shape": [length], "data_offsets": offsets });
            header.insert(name.to_owned(), entry);
        }
        (header, data)
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let (header, data) = self.parts();
        join(&Value::Object(header), &data)
    }
}

/// A safetensors file of this header and data.
pub fn join(header: &Value, data: &[u8]) -> Vec<u8> {
    let mut header = header.to_string().into_bytes();
    header.resize(header.len().next_multiple_of(8), b' ');
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header);
    bytes.extend(data);
    bytes
}
