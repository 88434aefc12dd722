//! The story of retrieval: the key finds the word of its block, and the bits of the word are read one
//! after the other, each turning the rest of the word and adding a draw of the key's hash.

use claims::spell;
use rug::{Integer, Rational};
use serde::Serialize;

use super::{Found, Shown, Values, numbered};
use crate::report;

/// A point's way from its key to its label.
#[derive(Debug, Clone, Serialize)]
pub struct Retrieval {
    key: Option<Shown>,
    /// Blocks in all.
    blocks: usize,
    /// The block of the key, if the steps to blocks say one thing: those up to it are 1, the others 0.
    block: Option<usize>,
    words: Vec<Word>,
    /// The first state of the hash.
    state: Option<Shown>,
    slots: Vec<Slot>,
    /// What is left of the word after its last bit.
    rest: Option<Shown>,
}

/// A word as it is found: memory, and below it the sum.
#[derive(Debug, Clone, Serialize)]
struct Word {
    value: Shown,
    /// The low bits that hold the sum.
    sum_bits: Option<u32>,
}

/// One bit of the memory.
#[derive(Debug, Clone, Serialize)]
struct Slot {
    /// Its number, from 1.
    slot: usize,
    /// The word before.
    word: Option<Shown>,
    /// The draw of the hash that the bit decides on.
    draw: Option<Shown>,
    /// `relu(2V - 2T - omega w)`: what is taken from V.
    taken: Option<Shown>,
    /// The bit: is anything taken?
    bit: Option<u8>,
}

impl Retrieval {
    /// The story that these values tell, if there is a word.
    pub fn of(values: &Values) -> Option<Self> {
        let shown = |found: Option<&&Found>| found.map(|found| Shown::from(*found));
        let words: Vec<Word> = (numbered(values, "", "word").values())
            .filter_map(|parts| {
                let found = parts.get("")?;
                Some(Word { value: Shown::from(*found), sum_bits: found.segment_bits })
            })
            .collect();
        let steps: Vec<Rational> = (numbered(values, "", "block").values())
            .filter_map(|parts| Some(parts.get("")?.value.clone()))
            .collect();
        let ones = steps.iter().take_while(|step| **step == 1).count();
        let is_one_block = steps.iter().skip(ones).all(Rational::is_zero);
        let slots = numbered(values, "", "slot");
        let slots: Vec<Slot> = (slots.iter())
            .map(|(slot, parts)| Slot {
                slot: *slot,
                word: shown(parts.get("word")),
                draw: shown(parts.get("draw")),
                taken: shown(parts.get("taken")),
                bit: parts.get("taken").map(|found| u8::from(found.value > 0)),
            })
            .collect();
        (!words.is_empty()).then(|| Self {
            key: values.get("key").map(Shown::from),
            blocks: steps.len() + 1,
            block: is_one_block.then_some(ones + 1),
            words,
            state: values.get("state").map(Shown::from),
            slots,
            rest: values.get("rest").map(Shown::from),
        })
    }

    /// The lines of the story.
    pub fn tell(&self, width: usize) -> Vec<String> {
        let room = width.saturating_sub(8);
        let mut lines = Vec::new();
        if let Some(key) = &self.key {
            let place = match key.layer {
                0 => "an affine form of the features".to_owned(),
                layer => format!("layer {layer}"),
            };
            lines.push(format!("1  key          {}   ({place})", key.short));
        }
        lines.push(match self.block {
            Some(block) if self.blocks > 1 => {
                format!(
                    "2  lookup       block {block} of {}: its first key is at most this one",
                    self.blocks
                )
            }
            Some(_) => "2  lookup       there is one block".to_owned(),
            None => format!("2  lookup       the steps to {} blocks name no block", self.blocks),
        });
        for word in &self.words {
            let layer = word.value.layer;
            lines.push(match word.sum_bits {
                Some(sum) => {
                    format!("   V = {}   (layer {layer})", word_text(&word.value.exact, sum, room))
                }
                None => format!("   V = {}, the label itself   (layer {layer})", word.value.short),
            });
        }
        if self.words.iter().any(|word| word.sum_bits.is_some()) {
            lines.push("       memory|sum in bits: each slot reads the next bit of the memory, from its top".to_owned());
        }
        if let Some(state) = &self.state {
            lines.push(format!("3  hash         state {}   (layer {})", state.short, state.layer));
        }
        if !self.slots.is_empty() {
            lines.push(
                "4  reading      relu(2V - 2T - omega w) is taken from V: the bit is 1 if that is not 0"
                    .to_owned(),
            );
            lines.push(self.table(room.saturating_sub(48).clamp(16, 80)));
        }
        if let Some(rest) = &self.rest {
            lines.push(format!(
                "   V = {} is left; folds make the label of its low bits   (layer {})",
                rest.short, rest.layer
            ));
        }
        lines
    }

    /// One row for each slot; in a long story, for the first and the last ones.
    fn table(&self, room: usize) -> String {
        const ALL: usize = 24;
        const ENDS: usize = 8;
        let sum_bits = self.words.first().and_then(|word| word.sum_bits).unwrap_or(0);
        let text =
            |shown: &Option<Shown>| shown.as_ref().map_or("-".to_owned(), |s| s.short.clone());
        let mut table =
            report::table(&["slot", "V, memory | sum", "draw w", "taken", "bit", "layer"])
                .right_aligned(0..6);
        let count = self.slots.len();
        for (index, slot) in self.slots.iter().enumerate() {
            if count > ALL && index == ENDS {
                table.add_row(["…"]);
            }
            if count > ALL && (ENDS..count - ENDS).contains(&index) {
                continue;
            }
            let word = slot.word.as_ref();
            table.add_row([
                slot.slot.to_string(),
                word.map_or("-".to_owned(), |word| word_text(&word.exact, sum_bits, room)),
                text(&slot.draw),
                text(&slot.taken),
                slot.bit.map_or("-".to_owned(), |bit| bit.to_string()),
                word.map_or(String::new(), |word| word.layer.to_string()),
            ]);
        }
        table.to_string()
    }
}

/// The bits of a word, cut between memory and sum, and the memory shortened in the middle.
fn word_text(value: &Rational, sum_bits: u32, room: usize) -> String {
    if !value.is_integer() || *value < 0 {
        return spell::short(value);
    }
    let memory = Integer::from(value.numer() >> sum_bits);
    let sum = value.numer().clone().keep_bits(sum_bits).to_string_radix(2);
    let memory = memory.to_string_radix(2);
    let sum = format!("{sum:0>width$}", width = sum_bits as usize);
    let room = room.saturating_sub(sum.len() + 1).max(8);
    if memory.len() <= room {
        return format!("{memory}|{sum}");
    }
    let half = (room - 1) / 2;
    format!("{}…{}|{sum}", &memory[..half], &memory[memory.len() - half..])
}
