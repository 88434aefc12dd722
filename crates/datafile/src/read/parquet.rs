//! Apache Parquet: flat columns of booleans, integers, floats and decimals, and texts for the label.
//!
//! Columns are read one by one, a row group at a time. The row index that pandas adds to a file, as
//! columns `__index_level_0__` and so on, is no column here.

use bytes::Bytes;
use dataset::{
    DataError, Labels,
    decimal::DecimalError,
    number::{Float, MAX_EXPONENT, NotFinite, Number},
};
use parquet::{
    basic::{Compression, ConvertedType, LogicalType, Type},
    column::reader::{ColumnReader, ColumnReaderImpl},
    data_type::DataType,
    errors::ParquetError,
    file::{
        metadata::RowGroupMetaData,
        reader::{FileReader, RowGroupReader},
        serialized_reader::SerializedFileReader,
    },
    schema::types::ColumnDescriptor,
};
use rug::{Integer, integer::Order};

use super::{
    columns::{Choice, Columns},
    error::{Column, Place, ReadProblem},
    request::Request,
    rows::{self, Rows, utf8},
};

/// Rows that are read at a time.
const BATCH: usize = 1 << 13;

/// What is wrong with the bytes.
const DAMAGED: ReadProblem = ReadProblem::Damaged { what: "Parquet" };

pub(crate) fn read(bytes: Vec<u8>, request: Request<'_>) -> Result<Rows, ReadProblem> {
    let file = SerializedFileReader::new(Bytes::from(bytes)).map_err(damaged)?;
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let described: Vec<(usize, &ColumnDescriptor)> = (schema.columns().iter())
        .map(|column| &**column)
        .enumerate()
        .filter(|(_, column)| !is_row_index(column))
        .collect();
    let names = described.iter().map(|(_, column)| column.path().string().trim().to_owned());
    let columns = Columns::named(names.collect())?;
    let Choice { label, features, label_name } = columns.choose(request)?;
    let chosen = |place: usize| {
        let ((index, descriptor), name) = (described[place], columns.column(place));
        kind(descriptor, &name).map(|kind| Chosen { index, kind, name })
    };
    let feature_columns: Vec<Chosen> =
        features.iter().map(|&place| chosen(place)?.numbers()).collect::<Result<_, _>>()?;
    let label_column = label.map(chosen).transpose()?;

    let mut rows_there = 0_u64;
    for group in file.metadata().row_groups() {
        rows_there = rows_there.checked_add(rows_of(group)?).ok_or(DAMAGED)?;
    }
    let wanted = rows_there.min(request.limit() as u64);
    rows::check_size(wanted, features.len() as u64)?;
    // As many as fit in memory.
    let wanted = wanted as usize;
    if wanted == 0 {
        return Err(DataError::NoPoints.into());
    }
    let (mut coordinates, mut labels, mut done) = (Vec::new(), Labels::default(), 0);
    for group in 0..file.num_row_groups() {
        let group = file.get_row_group(group).map_err(damaged)?;
        let rows = rows_of(group.metadata())?.min((wanted - done) as u64) as usize;
        if rows == 0 {
            continue;
        }
        let group = Group { reader: &*group, first: done, rows };
        // Column by column into their places, all of which are filled.
        coordinates.resize((done + rows) * features.len(), Number::ZERO);
        for (place, column) in feature_columns.iter().enumerate() {
            let places = coordinates[done * features.len() + place..].iter_mut();
            let numbers = group.numbers(column)?;
            places.step_by(features.len()).zip(numbers).for_each(|(to, number)| *to = number);
        }
        if let Some(column) = &label_column {
            group.labels(column, &mut labels)?;
        }
        done += rows;
    }
    let points = rows::points(coordinates, features.len(), |row, feature| {
        (Place::Row(row + 1), columns.column(features[feature]))
    })?;
    let rows = (1..=points.len()).collect();
    Ok(Rows { points, labels, rows, label: label_name })
}

fn damaged(_: ParquetError) -> ReadProblem {
    DAMAGED
}

/// Rows of a group, which a damaged file may give as a negative number.
fn rows_of(group: &RowGroupMetaData) -> Result<u64, ReadProblem> {
    u64::try_from(group.num_rows()).map_err(|_| DAMAGED)
}

fn is_row_index(column: &ColumnDescriptor) -> bool {
    let number = column.name().strip_prefix("__index_level_");
    number.is_some_and(|rest| rest.ends_with("__"))
}

/// A column that is read.
struct Chosen {
    /// Its place in the file.
    index: usize,
    kind: Kind,
    name: Column,
}

impl Chosen {
    /// The column, unless it holds texts.
    fn numbers(self) -> Result<Self, ReadProblem> {
        match self.kind {
            Kind::Text => Err(column_type(self.name, "texts")),
            _ => Ok(self),
        }
    }
}

/// What the values of a column are.
#[derive(Clone, Copy)]
enum Kind {
    /// As the physical type says, signed.
    Plain,
    Unsigned,
    Half,
    Decimal {
        places: u16,
    },
    Text,
}

fn column_type(column: Column, found: &str) -> ReadProblem {
    let expected = "numbers (or texts for the label)";
    ReadProblem::ColumnType { column, found: found.to_owned(), expected }
}

fn kind(column: &ColumnDescriptor, name: &Column) -> Result<Kind, ReadProblem> {
    if column.max_rep_level() > 0 || column.path().parts().len() > 1 {
        return Err(column_type(name.clone(), "lists or structures"));
    }
    let logical = column.logical_type_ref();
    let converted = column.converted_type();
    let is_decimal = matches!(logical, Some(LogicalType::Decimal(_)))
        || logical.is_none() && converted == ConvertedType::DECIMAL;
    if is_decimal {
        let places = u16::try_from(column.type_scale()).ok();
        return match places.filter(|places| *places <= MAX_EXPONENT) {
            Some(places) => Ok(Kind::Decimal { places }),
            None => Err(column_type(name.clone(), "decimals of too many places")),
        };
    }
    match (column.physical_type(), logical) {
        (Type::BOOLEAN | Type::FLOAT | Type::DOUBLE, _) => Ok(Kind::Plain),
        (Type::INT32 | Type::INT64, Some(LogicalType::Integer(integer))) => {
            Ok(if integer.is_signed { Kind::Plain } else { Kind::Unsigned })
        }
        (Type::INT32 | Type::INT64, None) => match converted {
            ConvertedType::NONE
            | ConvertedType::INT_8
            | ConvertedType::INT_16
            | ConvertedType::INT_32
            | ConvertedType::INT_64 => Ok(Kind::Plain),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Ok(Kind::Unsigned),
            _ => Err(column_type(name.clone(), "dates or times")),
        },
        (Type::INT32 | Type::INT64 | Type::INT96, _) => {
            Err(column_type(name.clone(), "dates or times"))
        }
        (Type::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::Float16)) if column.type_length() == 2 => {
            Ok(Kind::Half)
        }
        (Type::BYTE_ARRAY, None | Some(LogicalType::String | LogicalType::Enum)) => Ok(Kind::Text),
        _ => Err(column_type(name.clone(), "bytes")),
    }
}

/// Some rows of a row group.
struct Group<'a> {
    reader: &'a dyn RowGroupReader,
    /// Rows of the file before this group.
    first: usize,
    /// Rows to read, from the first of the group.
    rows: usize,
}

impl Group<'_> {
    /// The numbers of a column that holds no texts.
    fn numbers(&self, column: &Chosen) -> Result<Vec<Number>, ReadProblem> {
        let kind = column.kind;
        match self.open(column)? {
            ColumnReader::BoolColumnReader(reader) => {
                self.each(reader, column, |value| Ok(Number::from(i64::from(value))))
            }
            ColumnReader::Int32ColumnReader(reader) => self.each(reader, column, |value| {
                Ok(integer(kind, value.into(), value.cast_unsigned().into()))
            }),
            ColumnReader::Int64ColumnReader(reader) => {
                self.each(reader, column, |value| Ok(integer(kind, value, value.cast_unsigned())))
            }
            ColumnReader::FloatColumnReader(reader) => self.each(reader, column, |value| {
                Ok(Number::float(value.to_bits().into(), Float::SINGLE)?)
            }),
            ColumnReader::DoubleColumnReader(reader) => self
                .each(reader, column, |value| Ok(Number::float(value.to_bits(), Float::DOUBLE)?)),
            ColumnReader::ByteArrayColumnReader(reader) => {
                self.each(reader, column, |value| bytes(kind, value.data()))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                self.each(reader, column, |value| bytes(kind, value.data()))
            }
            ColumnReader::Int96ColumnReader(_) => {
                Err(column_type(column.name.clone(), "dates or times"))
            }
        }
    }

    /// What the values of all rows are as numbers.
    fn each<T: DataType>(
        &self,
        reader: ColumnReaderImpl<T>,
        column: &Chosen,
        number: impl Fn(T::T) -> Result<Number, NoNumber>,
    ) -> Result<Vec<Number>, ReadProblem> {
        let values = self.values(reader, column)?.into_iter().enumerate();
        let numbers = values.map(|(row, value)| {
            number(value).map_err(|why| match why {
                NoNumber::NotFinite(found) => {
                    let (at, column) = (Place::Row(self.first + row + 1), column.name.clone());
                    let (found, reason) = (found.to_owned(), DecimalError::NotFinite);
                    ReadProblem::Value { at, column, found, reason }
                }
                NoNumber::Damaged => DAMAGED,
            })
        });
        numbers.collect()
    }

    /// The texts of a column; of numbers those of exact decimals.
    fn labels(&self, column: &Chosen, labels: &mut Labels) -> Result<(), ReadProblem> {
        let (Kind::Text, ColumnReader::ByteArrayColumnReader(reader)) =
            (column.kind, self.open(column)?)
        else {
            self.numbers(column)?.iter().for_each(|number| labels.push(number.to_text()));
            return Ok(());
        };
        for (row, value) in self.values(reader, column)?.iter().enumerate() {
            let at = Place::Row(self.first + row + 1);
            let text = utf8(at, value.data())?.trim();
            if text.is_empty() {
                return Err(ReadProblem::Missing { at, column: column.name.clone() });
            }
            labels.push(text);
        }
        Ok(())
    }

    fn open(&self, column: &Chosen) -> Result<ColumnReader, ReadProblem> {
        let metadata = self.reader.metadata();
        if column.index >= metadata.num_columns() {
            return Err(DAMAGED);
        }
        match metadata.column(column.index).compression() {
            Compression::UNCOMPRESSED | Compression::SNAPPY => {}
            other => {
                let name = other.to_string();
                let codec = name.split_once('(').map_or(&*name, |(codec, _)| codec).to_owned();
                return Err(ReadProblem::Codec { column: column.name.clone(), codec });
            }
        }
        self.reader.get_column_reader(column.index).map_err(damaged)
    }

    /// The values of all rows, none of which may be missing.
    fn values<T: DataType>(
        &self,
        mut reader: ColumnReaderImpl<T>,
        column: &Chosen,
    ) -> Result<Vec<T::T>, ReadProblem> {
        let (mut values, mut present) = (Vec::new(), Vec::new());
        while values.len() < self.rows {
            let done = values.len();
            present.clear();
            let most = BATCH.min(self.rows - done);
            let (rows, found, _) = reader
                .read_records(most, Some(&mut present), None, &mut values)
                .map_err(damaged)?;
            if let Some(place) = present.iter().position(|level| *level == 0) {
                let (at, column) = (Place::Row(self.first + done + place + 1), column.name.clone());
                return Err(ReadProblem::Missing { at, column });
            }
            if rows == 0 || found != rows || values.len() != done + rows {
                return Err(DAMAGED);
            }
        }
        Ok(values)
    }
}

/// Why a value is no number.
enum NoNumber {
    /// How it is written.
    NotFinite(&'static str),
    /// It has another length than numbers of its kind.
    Damaged,
}

impl From<NotFinite> for NoNumber {
    fn from(NotFinite(found): NotFinite) -> Self {
        Self::NotFinite(found)
    }
}

/// An integer, as a signed number and as its bits.
fn integer(kind: Kind, value: i64, bits: u64) -> Number {
    match kind {
        Kind::Plain => Number::from(value),
        Kind::Unsigned => Number::from(bits),
        Kind::Decimal { places } => decimal(value.into(), places),
        Kind::Half | Kind::Text => unreachable!("`kind` takes integers for neither"),
    }
}

/// A number in bytes.
fn bytes(kind: Kind, bytes: &[u8]) -> Result<Number, NoNumber> {
    match (kind, bytes) {
        (Kind::Decimal { places }, _) => Ok(decimal(big_endian(bytes), places)),
        (Kind::Half, [low, high]) => {
            Ok(Number::float(u16::from_le_bytes([*low, *high]).into(), Float::HALF)?)
        }
        (Kind::Half, _) => Err(NoNumber::Damaged),
        (Kind::Plain | Kind::Unsigned | Kind::Text, _) => {
            unreachable!("`kind` takes bytes for no such number")
        }
    }
}

fn decimal(unscaled: Integer, places: u16) -> Number {
    Number::scaled(unscaled, places).expect("`kind` refuses more places")
}

/// A number in two's complement, the highest byte first.
fn big_endian(bytes: &[u8]) -> Integer {
    let number = Integer::from_digits(bytes, Order::Msf);
    match bytes.first() {
        Some(128..) => number - (Integer::from(1) << (8 * bytes.len())),
        _ => number,
    }
}
