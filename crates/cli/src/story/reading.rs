//! The story of Theorems 3.1, 5.1, 6.2 and 2.1: project, look up the strings of the block, read them
//! segment by segment.

use claims::spell;
use rug::Integer;
use serde::Serialize;

use super::{Found, Shown, Values, numbered, strings};
use crate::report;

/// A point's way through stages I, II and III.
#[derive(Debug, Clone, Serialize)]
pub struct Reading {
    /// The projected value.
    x: Option<Shown>,
    /// Subsets of points with a network of their own; 1 where there are no subsets.
    subsets: usize,
    /// Those in which anything is found: an indicator or a sum that is not 0.
    parts: Vec<Part>,
}

/// Stages II and III, of one subset.
#[derive(Debug, Clone, Serialize)]
struct Part {
    /// The number of the subset, from 1, where there are subsets.
    subset: Option<usize>,
    /// Blocks with an indicator.
    blocks: usize,
    /// The blocks whose indicator is not 0.
    inside: Vec<Inside>,
    u: Option<Strings>,
    w: Option<Strings>,
    segments: Vec<Segment>,
}

/// A block whose indicator is not 0.
#[derive(Debug, Clone, Serialize)]
struct Inside {
    /// Its number, from 1.
    block: usize,
    indicator: Shown,
}

/// A number that is a string of segments.
#[derive(Debug, Clone, Serialize)]
struct Strings {
    value: Shown,
    segment_bits: u32,
    /// Nothing if the number is no such string.
    segments: Option<Vec<String>>,
}

/// What is found while one segment is read.
#[derive(Debug, Clone, Serialize)]
struct Segment {
    /// Its number, from 1.
    segment: usize,
    /// The segment of u.
    key: Option<Shown>,
    /// The segment of w.
    label: Option<Shown>,
    /// Is x in `[key, key + 1]`?
    hit: Option<Shown>,
    /// The sum so far.
    sum: Option<Shown>,
}

impl Reading {
    /// The story that these values tell, if there are segments.
    pub fn of(values: &Values) -> Option<Self> {
        let subsets: Vec<usize> = numbered(values, "", "subset").into_keys().collect();
        let parts: Vec<Part> = if subsets.is_empty() {
            vec![Part::of(values, "", None)?]
        } else {
            let part = |k: &usize| Part::of(values, &format!("subset {k}/"), Some(*k));
            subsets.iter().filter_map(part).collect()
        };
        if parts.iter().all(|part| part.segments.is_empty()) {
            return None;
        }
        let all = parts.len();
        let told = parts.into_iter().filter(|part| all == 1 || part.is_touched()).collect();
        let first = subsets.first().map(|k| format!("subset {k}/x"));
        let x = first.and_then(|x| values.get(&x)).or_else(|| values.get("x"));
        Some(Self { x: x.map(Shown::from), subsets: all, parts: told })
    }

    /// The lines of the story. `name` spells a label.
    pub fn tell(&self, width: usize, name: &dyn Fn(&str) -> String) -> Vec<String> {
        let mut lines = vec![match &self.x {
            Some(x) => {
                format!("1  projection   x = {}, floor {}   (layer {})", x.short, floor(x), x.layer)
            }
            None => "1  projection   (its value has no landmark)".to_owned(),
        }];
        if self.subsets > 1 {
            let others = if self.parts.is_empty() { "all" } else { "all others" };
            let all = self.subsets;
            lines.push(format!(
                "   {all} subsets of points, {others} without a block for x: they return 0"
            ));
        }
        for part in &self.parts {
            lines.extend(part.tell(width, name));
        }
        lines
    }
}

fn floor(x: &Shown) -> String {
    spell::integer(&Integer::from(x.exact.floor_ref()))
}

impl Part {
    fn of(values: &Values, prefix: &str, subset: Option<usize>) -> Option<Self> {
        let shown = |found: Option<&&Found>| found.map(|found| Shown::from(*found));
        let blocks = numbered(values, prefix, "block");
        let inside = blocks.iter().filter_map(|(block, parts)| {
            let found = parts.get("").filter(|found| !found.value.is_zero())?;
            Some(Inside { block: *block, indicator: Shown::from(*found) })
        });
        let segments = numbered(values, prefix, "segment");
        let segments: Vec<Segment> = (segments.iter())
            .map(|(segment, parts)| Segment {
                segment: *segment,
                key: shown(parts.get("key")),
                label: shown(parts.get("label")),
                hit: shown(parts.get("hit")),
                sum: shown(parts.get("sum")),
            })
            .collect();
        let count = segments.len();
        let string = |name: &str| {
            let found = values.get(&format!("{prefix}{name}"))?;
            let segment_bits = found.segment_bits?;
            let segments = strings::segments(&found.value, segment_bits, count);
            Some(Strings { value: found.into(), segment_bits, segments })
        };
        (!segments.is_empty()).then(|| Self {
            subset,
            blocks: blocks.len(),
            inside: inside.collect(),
            u: string("u"),
            w: string("w"),
            segments,
        })
    }

    /// Is anything found here?
    fn is_touched(&self) -> bool {
        let last = self.segments.last().and_then(|segment| segment.sum.as_ref());
        !self.inside.is_empty() || last.is_some_and(|sum| !sum.is_zero())
    }

    fn tell(&self, width: usize, name: &dyn Fn(&str) -> String) -> Vec<String> {
        let matched: Vec<usize> = (self.segments.iter().enumerate())
            .filter(|(_, segment)| segment.is_hit())
            .map(|(index, _)| index)
            .collect();
        let mut lines = Vec::new();
        let subset = self.subset.map_or(String::new(), |k| format!("subset {k}, "));
        lines.push(format!("2  lookup       {subset}{}", self.block()));
        for (letter, string, what) in [
            ("u", &self.u, "the floors of the points of the block"),
            ("w", &self.w, "their labels"),
        ] {
            let Some(string) = string else { continue };
            let Strings { value, segment_bits: bits, segments } = string;
            let count = match self.segments.len() {
                1 => "1 segment".to_owned(),
                count => format!("{count} segments"),
            };
            match segments {
                Some(segments) => {
                    let room = width.saturating_sub(8);
                    lines.push(format!(
                        "   {letter} = {}",
                        strings::string(segments, &matched, room)
                    ));
                    lines.push(format!(
                        "       {count} of {bits} bits: {what}   (layer {})",
                        value.layer
                    ));
                }
                None => lines.push(format!(
                    "   {letter} = {}, which is no string of {count} of {bits} bits",
                    value.short
                )),
            }
        }
        lines.push(match matched.as_slice() {
            [] => "3  reading      x is in none of the intervals [key, key + 1]".to_owned(),
            [one] => format!("3  reading      x matches segment {}", one + 1),
            several => {
                let numbers: Vec<_> = several.iter().map(|index| (index + 1).to_string()).collect();
                format!("3  reading      x matches the segments {}", numbers.join(", "))
            }
        });
        lines.push(self.table(&matched, name));
        lines
    }

    /// Which block, in words.
    fn block(&self) -> String {
        match (self.blocks, self.inside.as_slice()) {
            (0, _) => "u and w are those of the block of x".to_owned(),
            (all, []) => format!("x is in none of {all} blocks: all indicators are 0"),
            (1, [one]) => format!("block 1 of 1, its indicator is {}", one.indicator.short),
            (all, [one]) => format!(
                "block {} of {all}: its indicator is {}, all others are 0   (layer {})",
                one.block, one.indicator.short, one.indicator.layer
            ),
            (all, several) => {
                let each: Vec<_> = several
                    .iter()
                    .map(|inside| format!("{}: {}", inside.block, inside.indicator.short))
                    .collect();
                format!("indicators of {all} blocks that are not 0: {}", each.join(", "))
            }
        }
    }

    /// One row for each segment; in a long story, for those where something happens.
    fn table(&self, matched: &[usize], name: &dyn Fn(&str) -> String) -> String {
        const ALL: usize = 20;
        let count = self.segments.len();
        let near = |index: usize| matched.iter().any(|m| m.abs_diff(index) <= 1);
        let told = |index: usize| count <= ALL || index < 2 || index + 1 == count || near(index);
        let mut table = report::table(&[
            "segment",
            "key",
            "is x in [key, key + 1]?",
            "label",
            "",
            "sum",
            "layers",
        ])
        .right_aligned([0, 1, 3, 5]);
        let mut skipped = false;
        for (index, segment) in self.segments.iter().enumerate() {
            if told(index) {
                table.add_row(segment.row(name));
                skipped = false;
            } else if !skipped {
                table.add_row(["…"]);
                skipped = true;
            }
        }
        table.to_string()
    }
}

impl Segment {
    fn is_hit(&self) -> bool {
        self.hit.as_ref().is_some_and(|hit| !hit.is_zero())
    }

    fn row(&self, name: &dyn Fn(&str) -> String) -> Vec<String> {
        let text =
            |shown: &Option<Shown>| shown.as_ref().map_or("-".to_owned(), |s| s.short.clone());
        let hit = match &self.hit {
            Some(hit) if hit.is_zero() => "no".to_owned(),
            Some(hit) if hit.short == "1" => "yes".to_owned(),
            other => text(other),
        };
        let layers = match (&self.key, &self.sum) {
            (Some(key), Some(sum)) => format!("{} to {}", key.layer, sum.layer),
            _ => String::new(),
        };
        let label = text(&self.label);
        vec![
            self.segment.to_string(),
            text(&self.key),
            hit,
            label.clone(),
            name(&label),
            text(&self.sum),
            layers,
        ]
    }
}
