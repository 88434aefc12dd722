//! Whether a format evaluates a network exactly, and what it needs.

use network::{Network, ShapeError};
use rug::Integer;

use crate::{
    InputRange, NumberFormat, Obstacle, Reason, Scaled,
    bounds::{Size, walk},
};

/// Whether a format evaluates a network exactly, for all inputs in given ranges, once the network is
/// scaled for the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The format.
    pub format: NumberFormat,
    /// The most bits that a neuron needs: of an integer, or of a multiple of the neuron's power of two.
    pub bits: u64,
    /// The first neuron that does not fit, if any; layers and neurons are those of the network.
    pub obstacle: Option<Obstacle>,
    /// The inputs are multiplied by this integer.
    pub input_scale: Integer,
    /// The outputs are multiplied by this integer.
    pub output_scale: Integer,
}

impl Verdict {
    /// Scales the network for the format, with this scale of the inputs if it is given (see
    /// [`Scaled::new`]), and judges it.
    ///
    /// # Errors
    ///
    /// [`ShapeError::Point`] unless there is one range for each input.
    pub fn of(
        network: &Network,
        inputs: &[InputRange],
        format: NumberFormat,
        input_scale: Option<&Integer>,
    ) -> Result<(Scaled, Self), ShapeError> {
        let scaled = Scaled::new(network, inputs, format, input_scale)?;
        let mut verdict = Self::new(format, &scaled);
        walk(&scaled.network, &scaled.inputs, |layer, neuron, size| {
            verdict.meet(layer, neuron, size);
        });
        Ok((scaled, verdict))
    }

    /// Is every number exact?
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.obstacle.is_none()
    }

    fn new(format: NumberFormat, scaled: &Scaled) -> Self {
        let Scaled { input_scale, output_scale, .. } = scaled;
        let (input_scale, output_scale) = (input_scale.clone(), output_scale.clone());
        Self { format, bits: 0, obstacle: None, input_scale, output_scale }
    }

    fn meet(&mut self, layer: usize, neuron: usize, size: &Size) {
        let reason = match size.bits(self.format) {
            Ok(bits) => {
                self.bits = self.bits.max(bits);
                (bits > self.format.bits()).then_some(Reason::TooLong { bits })
            }
            Err(reason) => Some(reason),
        };
        if self.obstacle.is_none() {
            self.obstacle = reason.map(|reason| Obstacle { layer, neuron, reason });
        }
    }
}

/// The verdict on each format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formats {
    verdicts: [Verdict; 3],
}

impl Formats {
    /// Judges each format.
    ///
    /// # Errors
    ///
    /// [`ShapeError::Point`] unless there is one range for each input.
    pub fn of(network: &Network, inputs: &[InputRange]) -> Result<Self, ShapeError> {
        // Both floating-point formats have the same grids.
        let floats = Scaled::new(network, inputs, NumberFormat::F64, None)?;
        let integers = Scaled::new(network, inputs, NumberFormat::I64, None)?;
        let mut verdicts = NumberFormat::ALL.map(|format| {
            Verdict::new(format, if format.is_integral() { &integers } else { &floats })
        });
        let mut judge = |scaled: &Scaled, which: &dyn Fn(NumberFormat) -> bool| {
            walk(&scaled.network, &scaled.inputs, |layer, neuron, size| {
                for verdict in verdicts.iter_mut().filter(|verdict| which(verdict.format)) {
                    verdict.meet(layer, neuron, size);
                }
            });
        };
        if floats == integers {
            judge(&floats, &|_| true);
        } else {
            judge(&floats, &|format| !format.is_integral());
            judge(&integers, &NumberFormat::is_integral);
        }
        Ok(Self { verdicts })
    }

    /// The verdict on a format.
    #[must_use]
    pub fn verdict(&self, format: NumberFormat) -> &Verdict {
        let [f32, f64, i64] = &self.verdicts;
        match format {
            NumberFormat::F32 => f32,
            NumberFormat::F64 => f64,
            NumberFormat::I64 => i64,
        }
    }

    /// What keeps a format from evaluating the network exactly; `None` if nothing does.
    #[must_use]
    pub fn obstacle(&self, format: NumberFormat) -> Option<Obstacle> {
        self.verdict(format).obstacle
    }

    /// Does the format evaluate the network exactly?
    #[must_use]
    pub fn is_exact(&self, format: NumberFormat) -> bool {
        self.obstacle(format).is_none()
    }
}
