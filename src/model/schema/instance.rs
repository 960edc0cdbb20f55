//! Our tree as the validator sees it: in place, without a copy; values never leave it.

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node as JsonNode, NodeIdentity, Object};
use serde_json::{Number, Value};
use std::borrow::Cow;

use crate::input::node::Node;
use crate::input::scalar::Typed;

/// The representation's name.
pub(super) struct Spanned;

/// One value: a node of the tree, or a property name.
#[derive(Clone)]
pub(super) enum Instance<'a> {
    Node(Node<'a>),
    Name(&'a str),
}

impl Json for Spanned {
    type Node<'a> = Instance<'a>;
    type PreparedKey = String;
    type StringBuffer = String;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(Instance<'_>) -> T) -> T {
        string.clone_into(buffer);
        f(Instance::Name(buffer))
    }
}

/// A number as the reader in the cluster writes it.
pub(super) struct Digits(String);

impl JsonNumber for Digits {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }
    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }
    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }
    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }
    fn to_number(&self) -> Cow<'_, Number> {
        let float = || self.as_f64().and_then(Number::from_f64);
        Cow::Owned(self.as_i64().map(Number::from).or_else(float).unwrap_or_else(|| Number::from(0)))
    }
}

impl<'a> Instance<'a> {
    fn node(&self) -> Option<Node<'a>> {
        match self {
            Self::Node(node) => Some(*node),
            Self::Name(_) => None,
        }
    }

    fn typed(&self) -> Option<Typed> {
        self.node().and_then(Node::typed)
    }
}

impl<'a> JsonNode<'a, Spanned> for Instance<'a> {
    type Object = Members<'a>;
    type Array = Elements<'a>;
    type Number = Digits;

    fn as_object(&self) -> Option<Members<'a>> {
        self.node().filter(|node| node.is_map()).map(Members)
    }
    fn as_array(&self) -> Option<Elements<'a>> {
        self.node().filter(|node| node.is_seq()).map(Elements)
    }
    fn as_string(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::Node(node) => node.text(),
            Self::Name(name) => Some(Cow::Borrowed(name)),
        }
    }
    fn as_number(&self) -> Option<Digits> {
        match self.typed()? {
            Typed::Number(digits) => Some(Digits(digits)),
            _ => None,
        }
    }
    fn as_boolean(&self) -> Option<bool> {
        match self.typed()? {
            Typed::Bool(value) => Some(value),
            _ => None,
        }
    }
    fn is_null(&self) -> bool {
        self.node().is_some_and(Node::is_null)
    }
    fn json_type(&self) -> JsonType {
        let Some(node) = self.node() else { return JsonType::String };
        match node.typed() {
            None if node.is_map() => JsonType::Object,
            None => JsonType::Array,
            Some(Typed::Null) => JsonType::Null,
            Some(Typed::Bool(_)) => JsonType::Boolean,
            Some(Typed::Number(_)) => JsonType::Number,
            Some(_) => JsonType::String,
        }
    }
    /// Scalars only: `const` and `enum` compare with it. Maps and lists are never copied.
    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(match (self.as_string(), self.as_boolean(), self.as_number()) {
            (Some(text), _, _) => Value::String(text.into_owned()),
            (_, Some(value), _) => Value::Bool(value),
            (_, _, Some(number)) => Value::Number(number.to_number().into_owned()),
            _ => Value::Null,
        })
    }
    fn identity(&self) -> Option<NodeIdentity> {
        None
    }
}

/// The entries of a map.
pub(super) struct Members<'a>(Node<'a>);

impl<'a> Object<'a, Spanned> for Members<'a> {
    type Node = Instance<'a>;
    type MemberName = Cow<'a, str>;
    type MembersIter = std::vec::IntoIter<(Cow<'a, str>, Instance<'a>)>;

    fn len(&self) -> usize {
        self.0.entries().count()
    }
    fn get(&self, key: &String) -> Option<Instance<'a>> {
        self.0.get(key).map(Instance::Node)
    }
    fn members(&self) -> Self::MembersIter {
        let all: Vec<_> = self.0.entries().map(|entry| (entry.name(), Instance::Node(entry.value))).collect();
        all.into_iter()
    }
}

/// The items of a list.
pub(super) struct Elements<'a>(Node<'a>);

impl<'a> Array<'a, Spanned> for Elements<'a> {
    type Node = Instance<'a>;
    type ElementsIter = std::vec::IntoIter<Instance<'a>>;

    fn len(&self) -> usize {
        self.0.items().count()
    }
    fn elements(&self) -> Self::ElementsIter {
        self.0.items().map(Instance::Node).collect::<Vec<_>>().into_iter()
    }
}
