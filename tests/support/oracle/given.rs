//! What Helm got for a row: values files, the strongest last, and settings over them.

use super::{BESIDE, PEOPLE, Row, ValuesFile, file, users, values_file};
use std::ops::RangeInclusive;
use std::path::Path;

/// One file, and its lines that the row is about; none where another layer is to blame.
pub struct Layer {
    pub text: Vec<u8>,
    pub lines: RangeInclusive<usize>,
}

/// One `--set` or `--set-string`; the row is about it.
pub struct Setting {
    pub flag: String,
    pub expression: String,
}

pub struct Given {
    pub layers: Vec<Layer>,
    pub settings: Vec<Setting>,
    /// True when the files lie in the folder of the chart itself.
    pub is_in_chart: bool,
}

/// Rows that cannot be given to `check`, and why.
pub const NOT_GIVEN: &[(u16, &str)] = &[(270, "`check` has no `--set-json`")];

/// What Helm got; `None` for those of [`NOT_GIVEN`].
pub fn given(row: &Row<'_>) -> Option<Given> {
    if NOT_GIVEN.iter().any(|(number, _)| *number == row.number) {
        return None;
    }
    if let Some(whole) = values_file(row) {
        return Some(Given::of_files(vec![Layer::of(whole)]));
    }
    let over = |lower: ValuesFile, upper: &str| {
        let lines = 1..=upper.lines().count();
        let upper = Layer { text: upper.into(), lines };
        Some(Given::of_files(vec![Layer::sound(lower), upper]))
    };
    match row.number {
        240 => over(ada_and_bob(), &format!("admin:\n  users:\n  - {{id: c, {PEOPLE}}}\n")),
        241 => over(ada_and_bob(), "admin:\n  users: []\n"),
        242 => over(ada_and_bob(), "admin:\n  users: null\n"),
        243 => over(one(), "admin:\n  jwksEndpoint: null\n"),
        244 => over(one(), "admin: null\n"),
        245 => over(one(), "admin: {}\n"),
        246 => over(one(), ""),
        247 => over(one(), "- a\n"),
        248 => over(one(), "hello\n"),
        283 => {
            let admin = one().text.replace(BESIDE, "");
            let indented = admin.lines().map(|line| format!("  {line}\n")).collect::<String>();
            let text = format!("influxdb3-clustered:\n{indented}{BESIDE}");
            let lines = 1..=text.lines().count();
            let layers = vec![Layer { text: text.into(), lines }];
            Some(Given { is_in_chart: true, ..Given::of_files(layers) })
        }
        285 => {
            let ValuesFile { text, lines } = file("", row.field, "firstName: Andr\u{e9}\n");
            let latin_1 = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
            Some(Given::of_files(vec![Layer { text: latin_1, lines }]))
        }
        number => {
            let (flag, expression) = row.snippet.trim_end().split_once(' ').unwrap();
            let lower = match number {
                252 => file("", "users", ""),
                253 | 254 => ada_and_bob(),
                _ => one(),
            };
            let setting = Setting { flag: flag.to_owned(), expression: expression.to_owned() };
            Some(Given { settings: vec![setting], ..Given::of_files(vec![Layer::sound(lower)]) })
        }
    }
}

/// A sound file of one user.
fn one() -> ValuesFile {
    file("", "", "")
}

/// The two users of the table's first file.
fn ada_and_bob() -> ValuesFile {
    users("{id: a, firstName: Ada, lastName: L, email: a@x.io}", "{id: b, firstName: Bob, lastName: B, email: b@x.io}")
}

impl Layer {
    fn of(ValuesFile { text, lines }: ValuesFile) -> Self {
        Self { text: text.into(), lines }
    }

    #[expect(clippy::reversed_empty_ranges, reason = "no line")]
    fn sound(file: ValuesFile) -> Self {
        Self { text: file.text.into(), lines: 1..=0 }
    }
}

impl Given {
    fn of_files(layers: Vec<Layer>) -> Self {
        Self { layers, settings: Vec::new(), is_in_chart: false }
    }

    /// Writes the files into `folder`; gives the arguments of `check` that name them, and the settings.
    pub fn write(&self, folder: &Path) -> Vec<String> {
        if self.is_in_chart {
            let chart = "apiVersion: v2\nname: influxdb3-clustered\nversion: 0.1.25\n";
            std::fs::write(folder.join("Chart.yaml"), chart).unwrap();
        }
        let mut args = Vec::new();
        for (at, layer) in self.layers.iter().enumerate() {
            let path = folder.join(format!("{at}.yaml"));
            std::fs::write(&path, &layer.text).unwrap();
            args.extend(["--values".to_owned(), path.to_string_lossy().into_owned()]);
        }
        args.extend(self.settings.iter().flat_map(|one| [one.flag.clone(), one.expression.clone()]));
        args
    }

    /// True when the row is about this line of the file that a report names so.
    pub fn is_about(&self, file: &str, line: usize) -> bool {
        if file.starts_with("--set") {
            return !self.settings.is_empty();
        }
        let name = Path::new(file).file_stem().and_then(|name| name.to_str()?.parse::<usize>().ok());
        name.and_then(|at| self.layers.get(at)).is_some_and(|layer| layer.lines.contains(&line))
    }
}
