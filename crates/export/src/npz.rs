//! NPZ: a NumPy archive of the layers.
//!
//! # Form
//!
//! | array | content |
//! |---|---|
//! | `W0`, `W1`, ... | weights of each layer, `[in, out]`, in the model's format |
//! | `b0`, `b1`, ... | biases of each layer, `[out]` |
//! | `labels` | the name of each class, by its number |
//! | `metadata` | a JSON object of texts: scales, ranges, conventions, verdict |
//!
//! ```python
//! net = numpy.load("net.npz")
//! layers = [(net[f"W{i}"], net[f"b{i}"]) for i in range(sum(name.startswith("W") for name in net))]
//! for i, (W, b) in enumerate(layers):
//!     x = x @ W + b
//!     if i + 1 < len(layers):
//!         x = numpy.maximum(x, 0)
//! ```

use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};

use exactness::NumberFormat;
use netfile::Notes;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{ExportError, Model, dense};

/// An array has less than 2 GiB here, as in ONNX.
const LIMIT: u64 = (1 << 31) - 1;

/// The model as the bytes of an NPZ file.
///
/// # Errors
///
/// [`ExportError::TooLarge`] for 2 GiB and more.
pub fn encode(model: &Model, notes: &Notes) -> Result<Vec<u8>, ExportError> {
    let bytes = dense::total_bytes(model);
    if bytes > u128::from(LIMIT) {
        return Err(ExportError::TooLarge { bytes, what: "an archive", limit: LIMIT });
    }
    let code = match model.format() {
        NumberFormat::F32 => "<f4",
        NumberFormat::F64 => "<f8",
        NumberFormat::I64 => "<i8",
    };
    let mut archive = Archive(ZipWriter::new(Cursor::new(Vec::new())));
    for (i, layer) in dense::layers(model)?.into_iter().enumerate() {
        let shape = [layer.inputs, layer.outputs];
        archive.array(&format!("W{i}"), code, &shape, &layer.weights)?;
        archive.array(&format!("b{i}"), code, &[layer.outputs], &layer.biases)?;
    }
    let labels: Vec<&str> = notes.labels().unwrap_or_default().iter().map(String::as_str).collect();
    archive.texts("labels", &[labels.len()], &labels)?;
    let metadata: BTreeMap<_, _> = model.metadata(notes).into_iter().collect();
    let Ok(metadata) = serde_json::to_string(&metadata) else {
        unreachable!("texts have a spelling")
    };
    archive.texts("metadata", &[], &[&metadata])?;
    Ok(archive.0.finish()?.into_inner())
}

struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    /// One array, as a file in the format NPY 1.0.
    fn array(
        &mut self,
        name: &str,
        code: &str,
        shape: &[usize],
        data: &[u8],
    ) -> Result<(), ExportError> {
        const ALIGNMENT: usize = 64;
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.0.start_file(format!("{name}.npy"), options)?;
        let lengths: String = shape.iter().map(|length| format!("{length}, ")).collect();
        let mut header =
            format!("{{'descr': '{code}', 'fortran_order': False, 'shape': ({lengths}), }}");
        // Magic, version and length take 10 bytes, the line end one.
        let before = 10 + header.len() + 1;
        header.push_str(&" ".repeat(before.next_multiple_of(ALIGNMENT) - before));
        header.push('\n');
        self.0.write_all(b"\x93NUMPY\x01\x00")?;
        // A few short numbers: far less than 2^16.
        self.0.write_all(&(header.len() as u16).to_le_bytes())?;
        self.0.write_all(header.as_bytes())?;
        self.0.write_all(data)?;
        Ok(())
    }

    /// Texts, each padded to the length of the longest, in UTF-32.
    fn texts(&mut self, name: &str, shape: &[usize], texts: &[&str]) -> Result<(), ExportError> {
        let longest = texts.iter().map(|text| text.chars().count()).max().unwrap_or(0).max(1);
        let mut data = Vec::new();
        for text in texts {
            let padded = text.chars().chain(std::iter::repeat('\0')).take(longest);
            data.extend(padded.flat_map(|letter| u32::from(letter).to_le_bytes()));
        }
        self.array(name, &format!("<U{longest}"), shape, &data)
    }
}
