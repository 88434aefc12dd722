//! Exact ReLU networks as ONNX models and NumPy archives.
