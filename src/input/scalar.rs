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
}

/// An explicit tag, as far as it matters to a scalar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tag {
    /// No tag.
    #[default]
    None,
    /// `!!str` or the non-specific `!`.
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
    /// Any other tag.
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

/// Types `text` as `reader` does. `plain` is true for an unquoted scalar.
pub fn resolve(text: &str, plain: bool, _tag: Tag, _reader: Reader) -> Typed {
    match text {
        "" | "~" | "null" if plain => Typed::Null,
        "true" if plain => Typed::Bool(true),
        "false" if plain => Typed::Bool(false),
        _ => Typed::Text,
    }
}
