//! The papers, by name.

use crate::{baum_1988, bubeck_2020, huang_1991, park_2021, yun_2019, zhang_2017};

/// A paper whose memorizing network can be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Peer {
    /// Zhang, Bengio, Hardt, Recht, Vinyals 2017.
    Zhang2017,
    /// S.-C. Huang, Y.-F. Huang 1991.
    Huang1991,
    /// Baum 1988.
    Baum1988,
    /// Bubeck, Eldan, Lee, Mikulincer 2020.
    Bubeck2020,
    /// Yun, Sra, Jadbabaie 2019.
    Yun2019,
    /// Park, Lee, Yun, Shin 2021.
    Park2021,
}

impl Peer {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Zhang2017,
        Self::Huang1991,
        Self::Baum1988,
        Self::Bubeck2020,
        Self::Yun2019,
        Self::Park2021,
    ];

    /// The name on the command line, such as `zhang2017`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Zhang2017 => "zhang2017",
            Self::Huang1991 => "huang1991",
            Self::Baum1988 => "baum1988",
            Self::Bubeck2020 => "bubeck2020",
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
            Self::Baum1988 => baum_1988::ID,
            Self::Bubeck2020 => bubeck_2020::ID,
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
            Self::Baum1988 => {
                "E. B. Baum, On the capabilities of multilayer perceptrons, Journal of Complexity \
                 4(3):193-215, 1988"
            }
            Self::Bubeck2020 => {
                "S. Bubeck, R. Eldan, Y. T. Lee, D. Mikulincer, Network size and size of the weights in \
                 memorization with two-layers neural networks, NeurIPS 2020"
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
