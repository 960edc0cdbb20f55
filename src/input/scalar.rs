//! Types a YAML scalar as its reader in the cluster does: go-yaml for Helm and kubectl, serde_yaml for the operator.

/// Who reads the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reader {
    /// A values file: sigs.k8s.io/yaml into `map[string]interface{}`, every number a float64.
    Helm,
    /// A manifest: sigs.k8s.io/yaml, integers exact up to 64 bits.
    #[default]
    Kubectl,
    /// A ConfigMap payload: the operator's serde_yaml 0.9.
    Operator,
    /// influxctl: TOML 1.0, where the form alone tells the type; keys are matched without case.
    Toml,
    /// We ourselves, our project file: TOML 1.0, keys as they are written.
    Ours,
}

impl Reader {
    /// True for a reader of TOML.
    pub fn is_toml(self) -> bool {
        matches!(self, Self::Toml | Self::Ours)
    }
}

/// An explicit tag, as far as it matters to a scalar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tag {
    /// No tag.
    #[default]
    None,
    /// `!!str`.
    Str,
    /// `!!int`.
    Int,
    /// `!!float`.
    Float,
    /// `!!bool`.
    Bool,
    /// `!!null`.
    Null,
    /// `!!binary`.
    Binary,
    /// `!x`, or `!` alone: go-yaml takes the text, the operator refuses the document.
    Local,
    /// Any other tag, `!!x` or `!<uri>`: every reader takes the text.
    Other,
}

/// What a reader makes of a scalar.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number, written as the cluster gets it: `83` for `0123`, `1.1016948447438627e+20`.
    Number(String),
    /// The text itself.
    Text,
    /// Another text than the one written (`!!binary aGk=` is `hi`).
    OtherText(String),
    /// A value that has no JSON form, or that the reader refuses, and why.
    Refused(&'static str),
}

const MISFIT: Typed = Typed::Refused("the value does not fit its tag");

/// Types `text` as `reader` does. `plain` is true for an unquoted scalar.
pub fn resolve(text: &str, plain: bool, tag: Tag, reader: Reader) -> Typed {
    match (tag, reader) {
        (_, Reader::Toml | Reader::Ours) => {
            if plain {
                toml(text)
            } else {
                Typed::Text
            }
        }
        (Tag::None, _) if !plain => Typed::Text,
        (Tag::Str | Tag::Other, _) => Typed::Text,
        (Tag::Binary, Reader::Operator) => Typed::Text,
        (Tag::Binary, _) => binary(text),
        (Tag::Local, Reader::Operator) => Typed::Refused("the operator takes no value with a `!` tag"),
        (Tag::Local, _) => Typed::Text,
        (_, Reader::Operator) => operator(text, tag),
        (_, Reader::Helm | Reader::Kubectl) => go_typed(go_value(text), tag, reader),
    }
}

/// Of TOML's four kinds without quotes: booleans, integers and floats as they are written, and dates.
fn toml(text: &str) -> Typed {
    let is_date = text.as_bytes().get(4) == Some(&b'-') || text.as_bytes().get(2) == Some(&b':');
    match text {
        "true" | "false" => Typed::Bool(text == "true"),
        _ if is_date => Typed::Refused("a date"),
        _ => Typed::Number(text.to_owned()),
    }
}

/// A scalar after `resolve` of goyaml.v2, before it becomes JSON.
#[derive(Clone, Copy)]
enum GoValue {
    Null,
    Bool(bool),
    Int(i64),
    /// Above `i64::MAX`.
    Uint(u64),
    Float(f64),
    Text,
}

/// The JSON value, provided that the tag allows it.
fn go_typed(value: GoValue, tag: Tag, reader: Reader) -> Typed {
    match (tag, value) {
        (Tag::None | Tag::Null, GoValue::Null) => Typed::Null,
        (Tag::None | Tag::Bool, GoValue::Bool(value)) => Typed::Bool(value),
        (Tag::None | Tag::Int, GoValue::Int(value)) if reader == Reader::Kubectl => Typed::Number(value.to_string()),
        (Tag::None | Tag::Int | Tag::Float, GoValue::Int(value)) => go_float(value as f64, reader),
        (Tag::None | Tag::Int, GoValue::Uint(value)) => go_float(value as f64, reader),
        (Tag::None | Tag::Float, GoValue::Float(value)) => go_float(value, reader),
        (Tag::None, GoValue::Text) => Typed::Text,
        _ => MISFIT,
    }
}

/// `resolve` of goyaml.v2, as sigs.k8s.io/yaml 1.4 and 1.6 carry it.
fn go_value(text: &str) -> GoValue {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => GoValue::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => GoValue::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => GoValue::Bool(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => GoValue::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => GoValue::Float(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => GoValue::Float(f64::NAN),
        _ => go_number(text).unwrap_or(GoValue::Text),
    }
}

fn go_number(text: &str) -> Option<GoValue> {
    match text.as_bytes().first()? {
        // Go's own float syntax: an underscore only between two digits.
        b'.' if underscores_divide_digits(text) => finite(&text.replace('_', "")).map(GoValue::Float),
        b'+' | b'-' | b'0'..=b'9' => {
            let bare = text.replace('_', "");
            go_integer(&bare).or_else(|| finite(&bare).map(GoValue::Float)).or_else(|| {
                // goyaml.v2 parses what follows `0b` as a signed number: `0b-101` is -5.
                let bits = bare.strip_prefix("0b")?;
                i64::from_str_radix(bits, 2).ok().map(GoValue::Int)
            })
        }
        _ => None,
    }
}

/// Go's `strconv.ParseInt`, then `ParseUint`, with base 0.
fn go_integer(text: &str) -> Option<GoValue> {
    let (sign, body) = split_sign(text);
    let (radix, digits) = match body.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &body[2..]),
        [b'0', b'o' | b'O', ..] => (8, &body[2..]),
        [b'0', b'b' | b'B', ..] => (2, &body[2..]),
        [b'0', _, ..] => (8, &body[1..]),
        _ => (10, body),
    };
    let magnitude = u64::try_from(magnitude(digits, radix)?).ok()?;
    match (sign, i64::try_from(magnitude)) {
        (Some('-'), _) => 0_i64.checked_sub_unsigned(magnitude).map(GoValue::Int),
        (_, Ok(value)) => Some(GoValue::Int(value)),
        (None, Err(_)) => Some(GoValue::Uint(magnitude)),
        (Some(_), Err(_)) => None,
    }
}

fn underscores_divide_digits(text: &str) -> bool {
    let digit_at = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    text.match_indices('_').all(|(at, _)| at > 0 && digit_at(at - 1) && digit_at(at + 1))
}

fn split_sign(text: &str) -> (Option<char>, &str) {
    match text.as_bytes() {
        [sign @ (b'+' | b'-'), ..] => (Some(char::from(*sign)), &text[1..]),
        _ => (None, text),
    }
}

/// Digits alone: `from_str_radix` would take another sign.
fn magnitude(digits: &str, radix: u32) -> Option<u128> {
    if digits.starts_with(['+', '-']) { None } else { u128::from_str_radix(digits, radix).ok() }
}

/// A decimal number within the range of a float64: the same grammar in Rust, in serde_yaml and in goyaml.v2.
fn finite(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

fn go_float(value: f64, reader: Reader) -> Typed {
    if !value.is_finite() {
        return Typed::Refused("JSON has no infinity and no NaN");
    }
    // Rust and Go both write the shortest digits that read back (where two are as short, the last digit may differ);
    // `+ 0.0` drops the sign of zero, as the readers do.
    let value = value + 0.0;
    let digits = value.to_string();
    let is_integer = digits.parse::<i64>().is_ok() || digits.parse::<u64>().is_ok();
    let size = value.abs();
    let scientific = size != 0.0
        && match reader {
            // `toYaml` writes 'g' unless the JSON text reads back as an integer of 64 bits.
            Reader::Helm => !is_integer && !(1e-4..1e6).contains(&size),
            // encoding/json
            _ => !(1e-6..1e21).contains(&size),
        };
    if !scientific {
        return Typed::Number(digits);
    }
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = exponent.strip_prefix('-').map_or(("+", exponent), |rest| ("-", rest));
    let width = if reader == Reader::Helm { 2 } else { 1 };
    Typed::Number(format!("{mantissa}e{sign}{exponent:0>width$}"))
}

/// serde_yaml 0.9 into `serde_json::Value`, behind `#[serde(flatten)]`.
fn operator(text: &str, tag: Tag) -> Typed {
    let null = || matches!(text, "null" | "Null" | "NULL" | "~").then_some(Typed::Null);
    let bool = || match text {
        "true" | "True" | "TRUE" => Some(Typed::Bool(true)),
        "false" | "False" | "FALSE" => Some(Typed::Bool(false)),
        _ => None,
    };
    match tag {
        Tag::Null => null().unwrap_or(MISFIT),
        Tag::Bool => bool().unwrap_or(MISFIT),
        Tag::Int => operator_integer(text).unwrap_or(MISFIT),
        Tag::Float => operator_float(text).unwrap_or(MISFIT),
        _ if text.is_empty() => Typed::Null,
        _ if is_zero_led(split_sign(text).1) => Typed::Text,
        _ => null()
            .or_else(bool)
            .or_else(|| operator_integer(text))
            .or_else(|| operator_float(text))
            .unwrap_or(Typed::Text),
    }
}

fn operator_integer(text: &str) -> Option<Typed> {
    let (sign, body) = split_sign(text);
    let (radix, digits) = match body.as_bytes() {
        [b'0', b'x', ..] => (16, &body[2..]),
        [b'0', b'o', ..] => (8, &body[2..]),
        [b'0', b'b', ..] => (2, &body[2..]),
        _ if is_zero_led(body) => return None,
        _ => (10, body),
    };
    let magnitude = magnitude(digits, radix)?;
    let (minus, limit, largest) = match sign {
        Some('-') => ("-", i64::MIN.unsigned_abs(), i128::MIN.unsigned_abs()),
        _ => ("", u64::MAX, u128::MAX),
    };
    if magnitude > largest {
        return None;
    }
    if magnitude > u128::from(limit) {
        return Some(Typed::Refused("the operator takes no integer beyond 64 bits"));
    }
    let minus = if magnitude == 0 { "" } else { minus };
    Some(Typed::Number(format!("{minus}{magnitude}")))
}

/// `0123`: text in YAML 1.2.
fn is_zero_led(body: &str) -> bool {
    body.len() > 1 && body.starts_with('0') && body.bytes().all(|byte| byte.is_ascii_digit())
}

fn operator_float(text: &str) -> Option<Typed> {
    match text {
        // A float without a JSON form becomes null.
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(Typed::Null),
        "-.inf" | "-.Inf" | "-.INF" | ".nan" | ".NaN" | ".NAN" => Some(Typed::Null),
        _ => finite(text).and_then(serde_json::Number::from_f64).map(|number| Typed::Number(number.to_string())),
    }
}

/// `!!binary` of go-yaml: decoded; encoding/json then writes U+FFFD for each byte that is not UTF-8.
fn binary(text: &str) -> Typed {
    let Some(bytes) = base64(text) else {
        return Typed::Refused("`!!binary` takes base64 only");
    };
    let mut decoded = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        decoded.push_str(chunk.valid());
        decoded.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    Typed::OtherText(decoded)
}

/// Standard base64 with padding, line breaks skipped (RFC 4648 section 4, as Go's `StdEncoding` reads it).
fn base64(text: &str) -> Option<Vec<u8>> {
    let symbols: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let padding = symbols.iter().rev().take_while(|&&byte| byte == b'=').count();
    if !symbols.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(symbols.len() / 4 * 3);
    for group in symbols[..symbols.len() - padding].chunks(4) {
        let bits = group.iter().try_fold(0_u32, |bits, &symbol| Some(bits << 6 | sextet(symbol)?))?;
        let aligned = bits << (6 * (4 - group.len()));
        bytes.extend(&aligned.to_be_bytes()[1..group.len()]);
    }
    Some(bytes)
}

fn sextet(symbol: u8) -> Option<u32> {
    let value = match symbol {
        b'A'..=b'Z' => symbol - b'A',
        b'a'..=b'z' => symbol - b'a' + 26,
        b'0'..=b'9' => symbol - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests;
