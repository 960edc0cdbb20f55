//! Each measured row of the chart, given to us as it was given to Helm: the model renders what Helm rendered, and
//! what did not arrive as it was written is a finding at its line, or at the setting.

mod support;

use idplint::facts::Facts;
use idplint::finding::{Finding, Severity};
use idplint::input::layers::Stack;
use idplint::input::scalar::Reader;
use idplint::input::{setting, strict, yaml};
use idplint::model::helm::{Outcome, Rendered, render};
use idplint::source::{Source, Span};
use serde_json::Value;
use support::oracle::given::{Given, NOT_GIVEN, given};
use support::oracle::{Row, rows, values_file};

/// Rows whose rendered text cannot be compared.
const NOT_RENDERED: &[(u16, &str)] = &[
    (205, "two documents: we judge the first as Helm 3 does, Helm 4 lays the second over it"),
    (245, "the table's first file is not ours: its own provider, endpoint and user"),
    (246, "the table's first file is not ours: its own provider, endpoint and user"),
    (249, "storage, which our model of the chart does not have"),
    (254, "what a gap leaves is null to Helm, and unknown to us: the gap is told once"),
    (285, "not UTF-8: refused before the text is read as YAML"),
];

/// What Helm makes of it, by our model.
fn outcome(given: &Given) -> Result<Outcome, String> {
    let mut stack = Stack::new(&Source::new("values.yaml", ""), Reader::Helm);
    for layer in &given.layers {
        let text = std::str::from_utf8(&layer.text).map_err(|error| error.to_string())?;
        let (tree, error) = yaml::read(&Source::new("values.yaml", text), Reader::Helm);
        if let Some(error) = error.or_else(|| strict::refusals(&tree, 0).into_iter().next()) {
            return Err(error.reason);
        }
        match tree.document(0) {
            None => {}
            Some(root) if root.is_map() => stack.lay(root),
            Some(root) => return Err(format!("values are {}", root.type_words())),
        }
    }
    for setting in &given.settings {
        let text = &*setting.expression;
        let read = setting::read(text, setting.flag == "--set-string").map_err(|refusal| format!("{refusal:?}"))?;
        for assignment in read {
            stack.set(&assignment, &Source::new("--set", text), Span::new(0, text.len()));
        }
    }
    Ok(render(stack.finish().unwrap().document(0).unwrap()))
}

/// The value of a row's field in the resource.
fn value_at(rendered: &Rendered, field: &str) -> Option<Value> {
    let name = field.rsplit('.').next().unwrap();
    match field {
        "identityProvider" => Some(rendered.identity_provider.clone()),
        "jwksEndpoint" => Some(rendered.jwks_endpoint.clone()),
        "dsn" => Some(rendered.dsn.clone()),
        "users" => Some(rendered.users.clone()),
        "users[0]" => Some(rendered.users[0].clone()),
        _ if field.starts_with("users[") => {
            let index: usize = field["users[".len()..].split(']').next().unwrap().parse().unwrap();
            rendered.users[index].get(name).cloned()
        }
        other => panic!("`{other}` is no field of a resource"),
    }
}

/// True when a cell such as `int 5`, `string "x"`, `map {…}`, `absent` is this value.
fn is_same(cell: &str, value: Option<&Value>) -> bool {
    let Some(value) = value else { return cell == "absent" };
    let expected = match cell.split_once(' ') {
        None => cell,
        Some((_, json)) => json,
    };
    let expected: Value = serde_json::from_str(expected).unwrap_or_else(|error| panic!("{cell}: {error}"));
    match (&expected, value) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        _ => expected == *value || is_fuller_user(&expected, value),
    }
}

/// Users of the table have fewer keys than ours, who have names.
fn is_fuller_user(expected: &Value, value: &Value) -> bool {
    match (expected, value) {
        (Value::Object(a), Value::Object(b)) => {
            a.contains_key("id") && a.iter().all(|(key, value)| b.get(key) == Some(value))
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_fuller_user(a, b)),
        _ => expected == value,
    }
}

#[test]
fn the_model_renders_what_helm_rendered() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows().filter(|row| !NOT_RENDERED.iter().any(|(number, _)| *number == row.number)) {
        let Some(given) = given(&row) else { continue };
        count += 1;
        let Row { number, field, snippet, helm, .. } = row;
        let ours = outcome(&given);
        let ok = match &ours {
            Err(_) | Ok(Outcome::Fails(_)) => helm.starts_with("ERROR "),
            Ok(Outcome::ShipsError(_)) => helm.starts_with("RENDERED with exit 0, but the ConfigMap"),
            Ok(Outcome::Renders(_)) if helm.starts_with("ERROR ") || helm.starts_with("RENDERED ") => false,
            Ok(Outcome::Renders(rendered)) => is_same(&helm, value_at(rendered, field).as_ref()),
        };
        let guard = helm.split("missing ").nth(1).filter(|_| helm.starts_with("ERROR "));
        let named = match (&ours, guard) {
            (Ok(Outcome::Fails(failure)), Some(path)) => failure.to_string() == format!("missing {path}"),
            (_, guard) => guard.is_none(),
        };
        if !ok || !named {
            wrong.push(format!("{number:03}: Helm {helm}, ours {ours:?}\n{snippet}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(count, rows().count() - NOT_GIVEN.len() - NOT_RENDERED.len(), "rows that are rendered");
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    /// A warning or an error.
    Finding,
    Note,
    Silent,
}

/// Rows where the verdict is not the one that the table gives, and why.
const EXCEPTIONS: &[(&[u16], Verdict, &str)] = &[
    (&[26, 28, 30], Verdict::Finding, "arrives as written, but a URL holds no blank"),
    (&[40, 43, 148, 152, 153, 286, 289], Verdict::Finding, "arrives as written, stray character and all"),
    (&[42], Verdict::Silent, "the second reading takes the second pair of quotes away"),
    (&[45], Verdict::Finding, "arrives as written, but a URL holds no braces"),
    (&[79], Verdict::Finding, "arrives as written, but the nil UUID is a placeholder"),
    (&[149, 150], Verdict::Finding, "arrives as written, and no id ends with a blank"),
    (&[179, 181, 182, 183, 185, 186, 189], Verdict::Note, "arrives as written, but is no e-mail address"),
    (&[191, 192], Verdict::Finding, "written twice: the first value is lost"),
    (&[198], Verdict::Finding, "a merge overrides the id: the first user is listed twice"),
    (&[204], Verdict::Silent, "users may carry keys of their own, also numbers and booleans"),
    (&[205], Verdict::Finding, "which of two documents counts depends on Helm's version"),
    (&[219], Verdict::Finding, "arrives as written, but InfluxDB knows `azure` only"),
    (&[249], Verdict::Silent, "storage, no setting of the login"),
];

/// A string that arrives as it was written, but for blanks around the two fields that the chart prints unquoted.
fn expected(row: &Row<'_>) -> Verdict {
    let string = |cell: &str| serde_json::from_str::<String>(cell.strip_prefix("string ")?).ok();
    let is_unquoted = matches!(row.field, "identityProvider" | "jwksEndpoint");
    let is_meant = match (string(&row.helm), string(&row.app_instance)) {
        (Some(arrives), None) => row.app_instance == "n/a" && !arrives.is_empty(),
        // A layer that says nothing takes nothing away.
        (None, None) if row.field.is_empty() => row.helm.starts_with("map "),
        (Some(arrives), Some(written)) if is_unquoted => arrives == written.trim(),
        (Some(arrives), Some(written)) => arrives == written && !arrives.is_empty(),
        _ => false,
    };
    if is_meant { Verdict::Silent } else { Verdict::Finding }
}

#[test]
fn exceptions_differ_from_the_table() {
    for row in rows() {
        let exception = EXCEPTIONS.iter().find(|(numbers, ..)| numbers.contains(&row.number));
        assert!(
            exception.is_none_or(|(_, verdict, _)| *verdict != expected(&row)),
            "{:03} is no exception",
            row.number
        );
    }
}

/// One finding, as any way of asking gives it.
struct Said {
    is_note: bool,
    file: String,
    line: usize,
    text: String,
}

/// Rows without an `admin` block: `catalog` alone does not tell whose values they are.
const NOT_TOLD_ALONE: [u16; 3] = [0, 18, 19];

/// The text alone, as editors show it. What the settings or the folder around it say is not seen there.
fn said_of_text(row: &Row<'_>) -> Option<Vec<Said>> {
    let file = values_file(row).filter(|_| !NOT_TOLD_ALONE.contains(&row.number))?;
    let said = |finding: &Finding| {
        let place = &finding.label.place;
        Said {
            is_note: finding.severity == Severity::Note,
            file: place.source.name().to_owned(),
            line: place.source.position(place.span.start).line,
            text: support::line(finding),
        }
    };
    Some(support::judge("0.yaml", &file.text, &Facts::default()).iter().map(said).collect())
}

/// `check` with the arguments that Helm got.
fn said_of_layers(given: &Given) -> Vec<Said> {
    let folder = tempfile::tempdir().unwrap();
    let args = given.write(folder.path());
    let args = ["--offline", "--no-progress", "--format", "json"].into_iter().chain(args.iter().map(String::as_str));
    let ran = support::idplint(&args.collect::<Vec<_>>(), "");
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let said = |finding: &Value| Said {
        is_note: finding["severity"] == "note",
        file: finding["file"].as_str().unwrap().to_owned(),
        line: usize::try_from(finding["span"]["start"]["line"].as_u64().unwrap()).unwrap(),
        text: format!("{}: {} {}\n", finding["span"]["start"], finding["rule"], finding["message"]),
    };
    report["findings"].as_array().unwrap().iter().map(said).collect()
}

#[test]
fn what_does_not_arrive_as_written_is_a_finding_at_its_line() {
    let mut wrong = Vec::new();
    for row in rows() {
        let Some(given) = given(&row) else { continue };
        let exception = EXCEPTIONS.iter().find(|(numbers, ..)| numbers.contains(&row.number));
        let expected = exception.map_or_else(|| expected(&row), |(_, verdict, _)| *verdict);
        let is_there =
            |said: &Said| given.is_about(&said.file, said.line) && said.is_note == (expected == Verdict::Note);
        let ways = [("alone", said_of_text(&row)), ("layers", Some(said_of_layers(&given)))];
        for (way, said) in ways {
            let Some(said) = said else { continue };
            let ok = match expected {
                Verdict::Finding | Verdict::Note => said.iter().any(is_there),
                Verdict::Silent => said.is_empty(),
            };
            if !ok {
                let said: String = said.into_iter().map(|said| format!("{} {}", said.file, said.text)).collect();
                let Row { number, snippet, helm, .. } = &row;
                wrong.push(format!("{number:03} {way} {expected:?} {snippet:?} -> {helm}\n{said}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
