use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

const TAGS: [(Tag, &str); 11] = [
    (Tag::None, ""),
    (Tag::Str, "!!str "),
    (Tag::Int, "!!int "),
    (Tag::Float, "!!float "),
    (Tag::Bool, "!!bool "),
    (Tag::Null, "!!null "),
    (Tag::Binary, "!!binary "),
    (Tag::Local, "!x "),
    (Tag::Local, "! "),
    (Tag::Other, "!!timestamp "),
    (Tag::Other, "!<tag:example.com,2000:x> "),
];

fn show(typed: &Typed, text: &str) -> String {
    match typed {
        Typed::Null => "null".into(),
        Typed::Bool(value) => value.to_string(),
        Typed::Number(number) => number.clone(),
        Typed::Text => format!("{text:?}"),
        Typed::OtherText(other) => format!("{other:?}"),
        Typed::Refused(_) => "refused".into(),
    }
}

/// Beyond the oracle's table: measured with sigs.k8s.io/yaml 1.4.0 and 1.6.0 (Helm's way: into
/// `map[string]interface{}` and `Marshal`; kubectl's way: `YAMLToJSON` and apimachinery's json).
#[test]
fn go_yaml_beyond_the_table() {
    let rows = [
        // text, plain, tag, Helm, kubectl
        ("18446744073709551615", true, Tag::None, "1.8446744073709552e+19", "18446744073709552000"),
        ("9223372036854775807", true, Tag::None, "9223372036854776000", "9223372036854775807"),
        ("9223372036854775808", true, Tag::None, "9223372036854776000", "9223372036854776000"),
        ("-9223372036854775808", true, Tag::None, "-9.223372036854776e+18", "-9223372036854775808"),
        ("-9223372036854775809", true, Tag::None, "-9.223372036854776e+18", "-9223372036854776000"),
        ("1e21", true, Tag::None, "1e+21", "1e+21"),
        ("1e20", true, Tag::None, "1e+20", "100000000000000000000"),
        ("1e-7", true, Tag::None, "1e-07", "1e-7"),
        ("0.000001", true, Tag::None, "1e-06", "0.000001"),
        ("0.0001", true, Tag::None, "0.0001", "0.0001"),
        ("1234567.5", true, Tag::None, "1.2345675e+06", "1234567.5"),
        ("-0.0", true, Tag::None, "0", "0"),
        ("1e-400", true, Tag::None, "0", "0"),
        ("1e400", true, Tag::None, "\"1e400\"", "\"1e400\""),
        (".1_0", true, Tag::None, "0.1", "0.1"),
        ("._1", true, Tag::None, "\"._1\"", "\"._1\""),
        ("1_0.5", true, Tag::None, "10.5", "10.5"),
        (".5p3", true, Tag::None, "\".5p3\"", "\".5p3\""),
        ("0b-101", true, Tag::None, "-5", "-5"),
        ("-0b101", true, Tag::None, "-5", "-5"),
        ("+0x1F", true, Tag::None, "31", "31"),
        ("0x_1F", true, Tag::None, "31", "31"),
        ("0X1F", true, Tag::None, "31", "31"),
        ("0xFFFFFFFFFFFFFFFF", true, Tag::None, "1.8446744073709552e+19", "18446744073709552000"),
        ("+0xFFFFFFFFFFFFFFFF", true, Tag::None, "\"+0xFFFFFFFFFFFFFFFF\"", "\"+0xFFFFFFFFFFFFFFFF\""),
        ("-0xFFFFFFFFFFFFFFFF", true, Tag::None, "\"-0xFFFFFFFFFFFFFFFF\"", "\"-0xFFFFFFFFFFFFFFFF\""),
        ("0x1FFFFFFFFFFFFFFFFF", true, Tag::None, "\"0x1FFFFFFFFFFFFFFFFF\"", "\"0x1FFFFFFFFFFFFFFFFF\""),
        ("0777777777777777777777777777", true, Tag::None, "7.777777777777778e+26", "7.777777777777778e+26"),
        ("0x", true, Tag::None, "\"0x\"", "\"0x\""),
        ("1_", true, Tag::None, "1", "1"),
        ("_1", true, Tag::None, "\"_1\"", "\"_1\""),
        ("", true, Tag::Str, "\"\"", "\"\""),
        ("", false, Tag::Int, "refused", "refused"),
        ("5.0", true, Tag::Int, "refused", "refused"),
        ("5", false, Tag::Float, "5", "5"),
        ("9007199254740993", true, Tag::Float, "9007199254740992", "9007199254740992"),
        ("18446744073709551615", true, Tag::Float, "refused", "refused"),
        ("yes", false, Tag::Bool, "true", "true"),
        ("5", true, Tag::Bool, "refused", "refused"),
        ("", false, Tag::Null, "null", "null"),
        ("x", true, Tag::Null, "refused", "refused"),
        ("a", true, Tag::Binary, "refused", "refused"),
        ("aGk", true, Tag::Binary, "refused", "refused"),
        ("aG\nk=\n", false, Tag::Binary, "\"hi\"", "\"hi\""),
        ("/+8=", true, Tag::Binary, "\"\u{fffd}\u{fffd}\"", "\"\u{fffd}\u{fffd}\""),
        ("8462", true, Tag::Binary, "\"\u{fffd}\u{fffd}\u{fffd}\"", "\"\u{fffd}\u{fffd}\u{fffd}\""),
        ("123", true, Tag::Local, "\"123\"", "\"123\""),
        ("12", true, Tag::Other, "\"12\"", "\"12\""),
    ];
    for (text, plain, tag, helm, kubectl) in rows {
        let arrived = |reader| show(&resolve(text, plain, tag, reader), text);
        assert_eq!(arrived(Reader::Helm), helm, "{text} {tag:?} through Helm");
        assert_eq!(arrived(Reader::Kubectl), kubectl, "{text} {tag:?} through kubectl");
    }
}

/// The part of kubit's type that reads a payload: a flattened map of JSON values.
#[derive(serde::Deserialize)]
struct Payload {
    #[serde(flatten)]
    rest: HashMap<String, serde_json::Value>,
}

/// What the crate makes of `written`; `None` when it is no scalar.
fn crate_reads(written: &str) -> Option<String> {
    match serde_yaml::from_str::<Payload>(&format!("v: {written}\n")) {
        Err(_) => Some("refused".into()),
        Ok(payload) => payload.rest.get("v").map(|value| match value {
            serde_json::Value::String(text) => format!("{text:?}"),
            other => other.to_string(),
        }),
    }
}

fn assert_like_the_crate(text: &str) {
    for (tag, prefix) in TAGS {
        for plain in [true, false] {
            let written = if plain { format!("{prefix}{text}") } else { format!("{prefix}'{text}'") };
            let ours = show(&resolve(text, plain, tag, Reader::Operator), text);
            assert_eq!(crate_reads(&written), Some(ours), "{written}");
        }
    }
}

#[test]
fn operator_is_serde_yaml() {
    let texts = "~ null Null NULL nUll true True TRUE false yes no on off y n .inf -.inf +.inf .Inf .nan .NaN inf nan \
        infinity 0 -0 +0 00 0123 -0123 +0123 08 0x1F 0X1F -0x1F +0x1F 0x 0x+1 0o17 -0o17 017 0b101 -0b101 0b2 1_000 1e5 \
        1E5 1.5e3 123e45 1e309 1e-400 1.10 1. .5 -.5 +.5 . +5 -5 ++5 +-5 -+5 1.2.3 12:30:45 2024-01-01 = << -0.0 1e20 \
        1e-7 18446744073709551615 18446744073709551616 -9223372036854775808 -9223372036854775809 \
        340282366920938463463374607431768211455 340282366920938463463374607431768211456 \
        -170141183460469231731687303715884105728 -170141183460469231731687303715884105729 \
        0x1FFFFFFFFFFFFFFFFF -0x80000000000000000000000000000000 0x100000000000000000000000000000000 aGk= auth0|5f7c";
    for text in texts.split_whitespace() {
        assert_like_the_crate(text);
    }
    assert_like_the_crate("");
}

proptest! {
    #[test]
    fn operator_is_serde_yaml_on_what_looks_like_a_number(text in "[-+]?(0[xob])?[0-9a-fA-F.eE_+-]{0,24}") {
        // These alone are YAML syntax, no plain scalars.
        prop_assume!(text != "-" && text != "---");
        assert_like_the_crate(&text);
    }

    #[test]
    fn no_text_panics(text in ".*", plain: bool, tag in 0..TAGS.len()) {
        for reader in [Reader::Helm, Reader::Kubectl, Reader::Operator] {
            let _ = resolve(&text, plain, TAGS[tag].0, reader);
        }
    }
}
