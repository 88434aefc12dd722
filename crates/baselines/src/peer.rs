//! The papers, by name.

use crate::{huang_1991, park_2021, yun_2019, zhang_2017};

/// A paper whose memorizing network can be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Peer {
    /// Zhang, Bengio, Hardt, Recht, Vinyals 2017.
    Zhang2017,
    /// S.-C. Huang, Y.-F. Huang 1991.
    Huang1991,
    /// Yun, Sra, Jadbabaie 2019.
    Yun2019,
    /// Park, Lee, Yun, Shin 2021.
    Park2021,
}

impl Peer {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Zhang2017, Self::Huang1991, Self::Yun2019, Self::Park2021];

    /// The name on the command line, such as `zhang2017`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Zhang2017 => "zhang2017",
            Self::Huang1991 => "huang1991",
            Self::Yun2019 => "yun2019",
            Self::Park2021 => "park2021",
        }
    }

    /// The id of the statement, such as `zhang2017/1`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Zhang2017 => zhang_2017::ID,
            Self::Huang1991 => huang_1991::ID,
            Self::Yun2019 => yun_2019::ID,
            Self::Park2021 => park_2021::ID,
        }
    }

    /// Authors, title, venue and year.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::Zhang2017 => {
                "C. Zhang, S. Bengio, M. Hardt, B. Recht, O. Vinyals, Understanding deep learning \
                 requires rethinking generalization, ICLR 2017"
            }
            Self::Huang1991 => {
                "S.-C. Huang, Y.-F. Huang, Bounds on the number of hidden neurons in multilayer \
                 perceptrons, IEEE Transactions on Neural Networks 2(1):47-55, 1991"
            }
            Self::Yun2019 => {
                "C. Yun, S. Sra, A. Jadbabaie, Small ReLU networks are powerful memorizers: a tight \
                 analysis of memorization capacity, NeurIPS 2019"
            }
            Self::Park2021 => {
                "S. Park, J. Lee, C. Yun, J. Shin, Provable memorization via deep neural networks \
                 using sub-linear parameters, COLT 2021"
            }
        }
    }
}
