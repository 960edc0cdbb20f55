//! Which files are scripts of ours, and what their commands are.

use std::sync::Arc;

use super::*;
use crate::model::Hints;
use crate::model::companion::Companion;
use crate::model::container::Contents;

fn contents(name: &str, text: &str) -> (Contents, Arc<Source>) {
    let source = Source::new(name, text);
    (Contents::read(&source, &Hints::default(), None), source)
}

/// Each command as it is written, with its path.
fn told(name: &str, text: &str) -> Vec<String> {
    let (contents, _) = contents(name, text);
    let scripts = contents.companions.iter().filter_map(Companion::script);
    let one = |run: &Run<'_>| {
        let words: Vec<_> = run.arguments().iter().map(|word| run.place(word.span).text().to_owned()).collect();
        format!("{}: {} {}", run.path(), run.program(), words.join(" "))
    };
    scripts.flat_map(|script| script.runs().iter().map(one).collect::<Vec<_>>()).collect()
}

#[test]
fn commands_stand_where_they_are_written() {
    let cases: [(&str, &str, &[&str]); 8] = [
        ("a.sh", "sudo -u x /bin/influxctl management list\n", &["commands[0]: influxctl management list"]),
        (
            "tool",
            "#!/usr/bin/env bash\nX=$(influxctl token list)\n",
            &["commands[0]:  ", "commands[1]: influxctl token list"],
        ),
        ("Makefile", "a:\n\t@influxctl token \\\n\t  list $(X)\n# c\n", &["commands[0]: influxctl token list $(X)"]),
        (
            "Dockerfile",
            "FROM a\nRUN --mount=x influxctl \\\n# c\n  token\nRUN [\"influxctl\"]\n",
            &["commands[0]: influxctl token"],
        ),
        (
            "w.yml",
            "jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n    - run: |\n        echo é\n        influxctl 'a b'\n    - run: b\n      shell: pwsh\n",
            &["jobs.a.steps[0].run: commands[0]: echo é", "jobs.a.steps[0].run: commands[1]: influxctl 'a b'"],
        ),
        ("w.yml", "runs:\n  steps:\n  - {run: influxctl a}\n", &["runs.steps[0].run: commands[0]: influxctl a"]),
        (
            ".gitlab-ci.yml",
            "a:\n  script:\n  - influxctl a\n  - - >-\n      influxctl\n      b\n",
            &["a.script[0]: commands[0]: influxctl a", "a.script[1][0]: commands[0]: influxctl b"],
        ),
        ("a.yaml", "a:\n  script: \"influxctl \\\"ü\\\" b\"\n", &["a.script: commands[0]: influxctl \\\"ü\\\" b"]),
    ];
    for (name, text, commands) in cases {
        assert_eq!(told(name, text), commands, "{name}: {text}");
    }
}

#[test]
fn scripts_of_others_are_not_ours() {
    for (name, text) in [
        ("a.sh", "echo influxctl management create\n"),
        ("a.sh", "# influxctl management create\n"),
        ("a.sh", "cat <<EOF\ninfluxctl management create\nEOF\n"),
        ("a.sh", "kubectl get secret admin-token -n vault\n"),
        ("a.sh", "curl https://influxdata.com\n"),
        ("a.yaml", "a: influxctl management create\n"),
        ("a.yaml", "kind: Job\nscript: {script: influxctl a}\n"),
    ] {
        assert_eq!(told(name, text), [""; 0], "{name}: {text}");
    }
}

#[test]
fn comments_of_scripts_are_told_with_those_of_yaml() {
    for (name, text) in [
        ("a.sh", "influxctl a # b\n"),
        ("Dockerfile", "# b\nRUN influxctl a\n"),
        ("a.yaml", "a:\n  script:\n  - |\n    # b\n    influxctl a\n"),
    ] {
        let (contents, source) = contents(name, text);
        let comments: Vec<_> = contents.comments().into_keys().map(|span| source.slice(span).to_owned()).collect();
        assert_eq!(comments, ["# b"], "{name}");
    }
}
