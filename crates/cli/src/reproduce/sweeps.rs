//! Theorems 5.1 and 6.2 on every dataset, and their trade-off curves on three of them.

use std::io::Write;

use anyhow::Result;
use claims::{Parameter, Record, Relation};
use drawing::{Look, Plot, Series, Style};
use memorelu::Request;
use netfile::atomic;
use network::Counts;

use super::{Case, Context, data::Named};

/// Datasets up to this size are swept in full; larger ones take the ends of the range.
const SWEPT: usize = 1 << 8;

pub fn theorem_5_1(context: &Context) -> Result<Vec<Case>> {
    let sweep = Sweep {
        record: depth_limited::theorem_5_1::RECORD,
        parameter: depth_limited::theorem_5_1::DEPTH_PARAMETER,
        plots: &[("width", "depth"), ("edges", "depth")],
    };
    sweep.run(context)
}

pub fn theorem_6_2(context: &Context) -> Result<Vec<Case>> {
    let sweep = Sweep {
        record: bit_bounded::theorem_6_2::RECORD,
        parameter: bit_bounded::theorem_6_2::BITS_PARAMETER,
        plots: &[("edges", "bits"), ("depth", "bits")],
    };
    sweep.run(context)
}

/// A quantity as the name of an axis.
fn words(quantity: &str) -> &str {
    match quantity {
        "width" => "width (most neurons in a layer)",
        "depth" => "depth (affine maps)",
        "edges" => "edges (non-zero weights)",
        "bits" => "bits of the longest weight",
        other => other,
    }
}

struct Sweep {
    record: Record,
    /// What is swept.
    parameter: Parameter,
    /// Pairs of quantities `(y, x)` whose trade-off is drawn.
    plots: &'static [(&'static str, &'static str)],
}

impl Sweep {
    fn run(&self, context: &Context) -> Result<Vec<Case>> {
        let mut cases = Vec::new();
        for named in context.datasets()? {
            let named = named?;
            let Named { name, data } = &named;
            let drawn = ["digits", "iris"].contains(&name.as_str())
                || (data.len(), data.dimension(), data.classes()) == (1 << 12, 2, 2);
            let largest = data.len().isqrt();
            // Powers of two, and the end of the range.
            let mut values: Vec<usize> =
                (0..).map(|k| 1 << k).take_while(|v| *v < largest).collect();
            values.push(largest);
            if !drawn && data.len() > SWEPT {
                values = vec![largest.isqrt(), largest];
            }
            let of_data = (values.iter())
                .map(|value| self.case(&named, *value))
                .collect::<Result<Vec<_>>>()?;
            if drawn {
                self.draw(context, name, &values, &of_data)?;
            }
            cases.extend(of_data);
        }
        Ok(cases)
    }

    fn case(&self, named: &Named, value: usize) -> Result<Case> {
        let request = Request::named(self.record.id)?.with(self.parameter.name, value)?;
        let built = named.verified(&request)?;
        Ok(named.case(request.values().to_string(), built))
    }

    /// The trade-off as CSV and SVG, measured beside the theorem's bounds.
    fn draw(&self, context: &Context, name: &str, values: &[usize], cases: &[Case]) -> Result<()> {
        let stem = name.split([' ', '=']).next().unwrap_or(name);
        let quantities = ["width", "depth", "edges", "bits"];
        let mut rows = csv::Writer::from_writer(Vec::new());
        let header = quantities.iter().flat_map(|q| [(*q).to_owned(), format!("{q} bound")]);
        rows.write_record(std::iter::once(self.parameter.symbol.to_owned()).chain(header))?;
        for (value, case) in values.iter().zip(cases) {
            let cells =
                quantities.iter().flat_map(|q| [self.measured(case, q), self.bound(case, q)]);
            let cells = cells.map(|cell| cell.to_string());
            rows.write_record(std::iter::once(value.to_string()).chain(cells))?;
        }
        let bytes = rows.into_inner()?;
        atomic::write(&context.out.join(format!("{stem}.csv")), |file| file.write_all(&bytes))?;
        for (y, x) in self.plots {
            let points = |of: &dyn Fn(&Case, &str) -> u64| -> Vec<_> {
                cases.iter().map(|case| (of(case, x), of(case, y))).collect()
            };
            let series = [
                Series::new(
                    "measured",
                    Style::Measured,
                    Look::Group(0),
                    points(&|case, q| self.measured(case, q)),
                ),
                Series::new(
                    "the theorem's bounds",
                    Style::Bound,
                    Look::Group(1),
                    points(&|case, q| self.bound(case, q)),
                ),
            ];
            let plot = Plot {
                title: &format!("{}: {y} against {x}, {name}", self.record.title),
                x: words(x),
                y: words(y),
            };
            let (letter, last) = (self.parameter.symbol, values.last().copied().unwrap_or(1));
            let caption =
                format!("One network for each {letter} = 1, 2, 4, .., {last}, each verified.");
            let file = format!("{stem}-{y}-{x}.svg");
            context.picture(&file, caption, plot.log_log(&series))?;
        }
        Ok(())
    }

    fn measured(&self, case: &Case, quantity: &str) -> u64 {
        let of = |counts: &Counts| match quantity {
            "width" => counts.width,
            "depth" => counts.depth,
            "edges" => counts.edges,
            _ => counts.bits,
        };
        case.counts.as_ref().map_or(0, of)
    }

    /// The bound of the theorem's own claim on a quantity.
    fn bound(&self, case: &Case, quantity: &str) -> u64 {
        let own = case.claims.iter().find(|claim| {
            claim.statement == self.record.id
                && claim.quantity == quantity
                && claim.relation == Relation::AtMost
        });
        own.and_then(|claim| claim.bound.numer().to_u64()).unwrap_or(0)
    }
}
