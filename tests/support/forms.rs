//! The same settings in another form: other quotes, other line ends, comments everywhere, inside other files.

use idplint::input::node::Node;
use idplint::input::scalar::{Reader, Typed};
use idplint::input::yaml;
use idplint::source::Source;

/// Makes another text of one; `None` where the form does not fit it.
pub type Form = fn(&str) -> Option<String>;

/// Forms of any text.
pub const WRITTEN: &[(&str, Form)] = &[
    ("crlf", |text| Some(text.replace("\r\n", "\n").replace('\n', "\r\n"))),
    ("bom", |text| (!text.starts_with('\u{feff}')).then(|| format!("\u{feff}{text}"))),
    ("no final newline", |text| Some(text.trim_end_matches(['\r', '\n']).to_owned())),
    ("a comment behind every line", |text| Some(each_line(text, |line| format!("{line} # größe")))),
    ("a comment above every line", |text| Some(each_line(text, |line| format!("{}# größe\n{line}", indent_of(line))))),
    ("tabs behind every line", |text| Some(each_line(text, |line| format!("{line}\t")))),
    ("single quotes", |text| Some(each_line(text, |line| requoted(line, '\'')))),
    ("double quotes", |text| Some(each_line(text, |line| requoted(line, '"')))),
];

/// Forms of settings of a cluster in YAML.
pub const MADE: &[(&str, Form)] = &[
    ("json", |text| emitted(text, &json)),
    ("pretty json", |text| {
        let value: serde_json::Value = serde_json::from_str(&emitted(text, &json)?).ok()?;
        serde_json::to_string_pretty(&value).ok()
    }),
    ("flow", |text| emitted(text, &flow)),
    ("list", |text| resource(text, "apiVersion: v1\nkind: List\nitems:\n  -\n", 4)),
    ("config map of a resource", |text| {
        resource(text, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  app-instance: |\n", 4)
    }),
    ("config map of values", |text| {
        values(text, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  values.yaml: |\n", 4)
    }),
    ("argo", |text| values(text, &format!("{ARGO}      values: |\n"), 8)),
    ("argo, last line break kept", |text| values(text, &format!("{ARGO}      values: |+2\n"), 8)),
    ("argo, folded", |text| values(text, &format!("{ARGO}      values: >\n"), 8)),
    ("argo, object", |text| values(text, &format!("{ARGO}      valuesObject:\n"), 8)),
    ("argo, single quotes", |text| {
        values(text, ARGO, 0)
            .map(|_| format!("{ARGO}      values: '{}'\n", text.replace('\'', "''").replace('\n', "\n\n        ")))
    }),
    ("argo, double quotes", |text| {
        values(text, ARGO, 0).map(|_| format!("{ARGO}      values: {}\n", serde_json::Value::from(text)))
    }),
    ("flux", |text| {
        let head = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  chart: {spec: {chart: influxdb3-clustered}}\n  values:\n";
        values(text, head, 4)
    }),
    ("k3s", |text| {
        let head = "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: a}\nspec:\n  chart: influxdb3-clustered\n  valuesContent: |-\n";
        values(text, head, 4)
    }),
];

const ARGO: &str = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n    chart: influxdb3-clustered\n    helm:\n";

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let body = line.trim_end_matches(['\r', '\n']);
        let changed = if body.trim().is_empty() { body.to_owned() } else { change(body) };
        changed + &line[body.len()..]
    });
    lines.collect()
}

fn indent_of(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches(' ').len()]
}

/// `key: value` and `- value` with the value in these quotes; other lines stay.
fn requoted(line: &str, quote: char) -> String {
    let start = line
        .find(": ")
        .map(|at| at + 2)
        .or_else(|| line.trim_start().starts_with("- ").then(|| indent_of(line).len() + 2));
    let Some((head, value)) = start.and_then(|start| line.split_at_checked(start)) else { return line.to_owned() };
    let is_plain = value.starts_with(|c: char| c.is_alphanumeric()) && !value.contains([':', '#', '\\', '\'', '"'])
        || value.starts_with("https://") && !value.contains([' ', '\'', '"', '\\']);
    if is_plain { format!("{head}{quote}{value}{quote}") } else { line.to_owned() }
}

fn is_resource(text: &str) -> bool {
    text.contains("kind: AppInstance")
}

fn resource(text: &str, head: &str, indent: usize) -> Option<String> {
    let is_alone = is_resource(text) && !text.contains("\n---") && !text.starts_with("---");
    is_alone.then(|| head.to_owned() + &indented(text, indent))
}

fn values(text: &str, head: &str, indent: usize) -> Option<String> {
    let is_alone =
        !text.contains("apiVersion") && !text.contains("\n---") && !text.starts_with("---") && text.contains("admin");
    is_alone.then(|| head.to_owned() + &indented(text, indent))
}

fn indented(text: &str, indent: usize) -> String {
    each_line(text.trim_start_matches('\u{feff}'), |line| format!("{:indent$}{line}", ""))
}

/// The only document of a text, written anew.
fn emitted(text: &str, emit: &dyn Fn(Node<'_>) -> Option<String>) -> Option<String> {
    let (tree, error) = yaml::read(&Source::new("a", text), Reader::Kubectl);
    let mut documents = tree.documents();
    let root = documents.next().filter(|root| root.is_map() && error.is_none())?;
    if documents.next().is_some() || text.contains(['&', '*']) { None } else { emit(root).map(|text| text + "\n") }
}

fn json(node: Node<'_>) -> Option<String> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    collection(node, &json, &|key| Some(quoted(&key.name())), ":").or_else(|| {
        Some(match node.typed()? {
            Typed::Null => "null".to_owned(),
            Typed::Bool(value) => value.to_string(),
            Typed::Number(number) if serde_json::from_str::<serde_json::Value>(&number).is_ok() => number,
            _ => quoted(&node.scalar()?.text),
        })
    })
}

fn flow(node: Node<'_>) -> Option<String> {
    let plain = |node: Node<'_>| {
        let scalar = node.scalar()?;
        let is_plain = node.raw() == &*scalar.text && !scalar.text.contains([',', '[', ']', '{', '}', '\n']);
        Some(if is_plain { scalar.text.to_string() } else { serde_json::Value::from(&*scalar.text).to_string() })
    };
    collection(node, &flow, &plain, ": ").or_else(|| plain(node))
}

fn collection(
    node: Node<'_>,
    emit: &dyn Fn(Node<'_>) -> Option<String>,
    key: &dyn Fn(Node<'_>) -> Option<String>,
    colon: &str,
) -> Option<String> {
    if node.is_map() {
        let entries = node.entries().map(|entry| Some(format!("{}{colon}{}", key(entry.key)?, emit(entry.value)?)));
        return Some(format!("{{{}}}", entries.collect::<Option<Vec<_>>>()?.join(", ")));
    }
    let items = || node.items().map(emit).collect::<Option<Vec<_>>>();
    if node.is_seq() { Some(format!("[{}]", items()?.join(", "))) } else { None }
}
