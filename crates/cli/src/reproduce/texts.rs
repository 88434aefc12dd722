//! What each statement says, for a reader who has neither paper nor code at hand.

/// A statement in a sentence or two.
pub struct Text {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its name in its paper.
    pub title: &'static str,
    /// Who states it.
    pub source: &'static str,
    /// Its id in claims; claims of others are those of the lemmas that it uses.
    pub id: &'static str,
    /// What it says.
    pub says: &'static str,
}

const VARDI: &str = "Vardi, Yehudai, Shamir 2022";
const YANG: &str = "Yang, Yang";
const PEERS: &str = "what the papers compare with";
const OURS: &str = "this project";

/// The text of a statement, if it has one.
pub fn of(name: &str) -> Option<&'static Text> {
    TEXTS.iter().find(|text| text.name == name)
}

/// The comparison of all constructions, which is no statement of a paper.
pub const SIZES: Text = Text {
    name: "sizes",
    title: "All constructions side by side",
    source: "random points in the plane, two classes",
    id: "",
    says: "N random points with random labels, memorized by every construction there is here. Each network \
           was evaluated exactly at all N points. Lower bounds hold for any construction: with fewer edges, \
           some labels of the points cannot be memorized.",
};

#[rustfmt::skip]
const TEXTS: &[Text] = &[
    Text { name: "thm3.1", title: "Theorem 3.1", source: VARDI, id: "vardi2022/3.1", says:
        "Any N points in R^d with labels in C classes are memorized by a ReLU network of width 12 with \
         O(sqrt(N log N)) parameters. Three stages: a projection to the line, a lookup of the bit strings \
         of the point's block, and the extraction of its label from them." },
    Text { name: "lemA.2", title: "Lemma A.2", source: VARDI, id: "vardi2022/A.2", says:
        "One neuron maps the points to numbers that are at least 2 apart and not larger than \
         R = 10 N^2 r sqrt(pi d) / delta." },
    Text { name: "lemA.3", title: "Lemma A.3", source: VARDI, id: "vardi2022/A.3", says:
        "There is a direction u on which no two of N points come closer than their distance times \
         sqrt(8 / (pi d)) / N^2." },
    Text { name: "lemA.4", title: "Lemma A.4", source: VARDI, id: "vardi2022/A.4", says:
        "From a number on the line to the two bit strings u and w that its block of numbers stores, one \
         indicator of an interval after another." },
    Text { name: "lemA.5", title: "Lemma A.5", source: VARDI, id: "vardi2022/A.5", says:
        "Strings u and w of n segments each: the network compares the point with each segment of u and \
         returns the segment of w beside the one that matches." },
    Text { name: "lemA.6", title: "Lemma A.6", source: VARDI, id: "vardi2022/A.6", says:
        "A network of width 2 that is 1 on [a, b] and 0 beyond a collar of 1/2 on each side." },
    Text { name: "lemA.7", title: "Lemma A.7", source: VARDI, id: "vardi2022/A.7", says:
        "The bits i to j of a number of n bits. Telgarsky's triangle function, iterated l times, is a row of \
         2^(l-1) triangles; bit l of the number is 1 exactly where the row falls." },
    Text { name: "lemA.8", title: "Lemma A.8", source: VARDI, id: "vardi2022/A.8", says:
        "A network of two numbers x and y that is 1 if y <= x <= y + 1 and 0 beyond collars of 1/2." },
    Text { name: "rem3.3", title: "Remark 3.3", source: VARDI, id: "vardi2022/R3.3", says:
        "Real targets are met up to epsilon, and the edges grow linearly in log(1 / epsilon)." },
    Text { name: "thm5.1", title: "Theorem 5.1", source: VARDI, id: "vardi2022/5.1", says:
        "With the depth limited to the order of L, networks for subsets of the points stand side by side: \
         the width grows as the depth falls." },
    Text { name: "thm6.2", title: "Theorem 6.2", source: VARDI, id: "vardi2022/6.2", says:
        "With the bits of a weight limited to the order of B, networks for subsets of the points follow each \
         other: the edges grow as the bits fall." },
    Text { name: "thm2.1", title: "Theorem 2.1", source: YANG, id: "yang2026/2.1", says:
        "Width against depth at will: N points are memorized in width W and L hidden layers as soon as \
         W^2 L^2 is of the order of N log(r / delta)." },
    Text { name: "prop2.2", title: "Proposition 2.2", source: YANG, id: "yang2026/2.2", says:
        "Networks can be included in larger ones, composed, and put side by side, with the widths and \
         depths that one expects." },
    Text { name: "lem2.4", title: "Lemma 2.4", source: YANG, id: "yang2026/2.4", says:
        "A piecewise linear function with at most 6 W^2 L breakpoints is a network of width 6 W + 2 with 2 L \
         hidden layers." },
    Text { name: "lem2.5", title: "Lemma 2.5", source: YANG, id: "yang2026/2.5", says:
        "From a point to the two strings that its block stores, by staircases of that kind." },
    Text { name: "lem2.6", title: "Lemma 2.6", source: YANG, id: "yang2026/2.6", says:
        "From the strings to the label, where each layer reads several bits." },
    Text { name: "lem2.7", title: "Lemma 2.7", source: YANG, id: "yang2026/2.7", says:
        "Several bits of a number extracted at a time, in a few layers." },
    Text { name: "lem4.1", title: "Lemma 4.1", source: VARDI, id: "vardi2022/4.1", says:
        "Whoever memorizes many classes also memorizes many bits: a network for a function g becomes one for \
         the bits of g with little added, so that lower bounds for two classes apply to many." },
    Text { name: "thm6.1", title: "Theorem 6.1", source: VARDI, id: "vardi2022/6.1", says:
        "Weights of few bits must be many: P parameters of B bits are too few functions for all labels \
         of N points unless P (B + log P) is of the order of N." },
    Text { name: "lem3.1", title: "Lemma 3.1 (Warren)", source: YANG, id: "yang2026/3.1", says:
        "M polynomials of degree D in P variables have at most 2 (2 e M D / P)^P sign vectors." },
    Text { name: "thm3.2", title: "Theorem 3.2", source: YANG, id: "yang2026/3.2", says:
        "No width and depth much below the trade-off of Theorem 2.1 serves all labels of all separated \
         points." },
    Text { name: "prop3.3", title: "Proposition 3.3", source: YANG, id: "yang2026/3.3", says:
        "The same for points that are exponentially close, in two regimes." },
    Text { name: "retrieval", title: "Retrieval, width 9", source: OURS, id: "retrieval", says:
        "No point is stored: a block's memory is the solution of equations, one for each bit of a label, and \
         a point is a key that says which bits of the memory to add. About 11 sqrt(N log2 C) edges, as \
         measured, without the log factor." },
    Text { name: "retrieval3", title: "Retrieval, width 3", source: OURS, id: "retrieval3", says:
        "The same with at most three neurons in a layer, the width that Vardi, Yehudai and Shamir guess \
         should be enough." },
    Text { name: "peers", title: "Earlier constructions", source: PEERS, id: "", says:
        "The networks of Zhang et al. 2017, Huang and Huang 1991, Baum 1988, Bubeck et al. 2020, Yun et al. \
         2019 and Park et al. 2021, exact and verified like all others, against the counts of their sources." },
];

#[cfg(test)]
mod tests {
    #[test]
    fn every_statement_has_a_text() {
        let texts: Vec<&str> = super::TEXTS.iter().map(|text| text.name).collect();
        let statements: Vec<&str> =
            crate::reproduce::STATEMENTS.iter().map(|(name, _)| *name).collect();
        for name in &statements {
            assert!(texts.contains(name), "reproduce/texts.rs has no text for {name}");
        }
        assert_eq!(texts.len(), statements.len(), "a text without a statement");
    }
}
