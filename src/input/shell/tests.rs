//! What commands a text holds, and where.

use super::*;

/// Each command as `[words]`, `>file` behind it, `^` before it when captured; pipes as `|`.
fn told(text: &str, dialect: Dialect) -> Vec<String> {
    let mut lines = Vec::new();
    tell(&read(text, dialect).pipelines, &mut lines);
    lines
}

fn tell(pipelines: &[Pipeline], lines: &mut Vec<String>) {
    for pipeline in pipelines {
        let one = |command: &Command| {
            let words: Vec<_> = command.words.iter().map(|word| word.text.as_str()).collect();
            let file = command.output().map(|output| format!(" >{}", output.target.text)).unwrap_or_default();
            format!("[{}]{file}", words.join(" "))
        };
        let commands: Vec<_> = pipeline.commands.iter().map(one).collect();
        lines.push(format!("{}{}", if pipeline.is_captured { "^" } else { "" }, commands.join(" | ")));
        for word in pipeline.commands.iter().flat_map(Command::all_words) {
            tell(&word.inner, lines);
        }
    }
}

#[test]
fn commands_are_told_apart() {
    for (text, commands) in [
        ("a b; c && d || e & f\n", &["[a b]", "[c]", "[d]", "[e]", "[f]"][..]),
        ("a 'b c' \"d e\" f\\ g h\\\n  i", &["[a b c d e f g h i]"]),
        ("a \\\r\n b\r\nc # d\n# e\n", &["[a b]", "[c]"]),
        ("a b#c '#d'", &["[a b#c #d]"]),
        ("X=1 Y=$(a b) c $X \"${Y:-{}}\"", &["[c $X ${Y:-{}}]", "^[a b]"]),
        ("a | b |& c > d 2>&1", &["[a] | [b] | [c] >d"]),
        ("a 2>e >/dev/stderr; b >&2; c &>f; d 1>>g", &["[a]", "[b]", "[c] >f", "[d] >g"]),
        ("cat <<EOF > f\na b\nEOF\nc <<-'X'\n\td\n\tX\ne", &["[cat] >f", "[c]", "[e]"]),
        ("if ! a; then b; elif c; then d; else e; fi", &["[a]", "[b]", "[c]", "[d]", "[e]"]),
        ("for x in 1 2; do a $x; done > f", &["^[a $x]"]),
        ("{ a; b; } | c", &["^[a]", "^[b]", "[c]"]),
        ("(a; b) > f; (c)", &["^[a]", "^[b]", "[c]"]),
        ("f() {\n a\n}\nf\nfunction g {\n b\n}\n", &["^[a]", "[f]", "^[b]"]),
        ("exec > log\na", &["^[exec] >log", "^[a]"]),
        ("a `b c` \"$(d \"$(e)\")\" <(f)", &["[a `b c` $(d \"$(e)\") <(f)]", "^[b c]", "^[d $(e)]", "^[e]", "^[f]"]),
        ("a ${{ secrets.X | b }} $((1+2)) c", &["[a ${{ secrets.X | b }} $((1+2)) c]"]),
        ("a 'it", &["[a it]"]),
        ("case $x in a) b;; *) c;; esac", &["[b]", "[*]", "[c]"]),
        ("ü 'ö' $'\\n' é", &["[ü ö $'\\n' é]"]),
        ("$", &["[$]"]),
        ("a=() b", &["[b]"]),
    ] {
        assert_eq!(told(text, Dialect::Shell), commands, "{text:?}");
    }
}

#[test]
fn make_and_docker_have_rules_of_their_own() {
    assert_eq!(told("a $(X) $$(b c) $@ $$Y", Dialect::Make), ["[a $(X) $$(b c) $@ $$Y]", "^[b c]"]);
    assert_eq!(told("a \\\n# c\n  b", Dialect::Docker), ["[a b]"]);
    assert_eq!(told("a \\\n# c\n  b", Dialect::Shell), ["[a]", "[b]"]);
}

#[test]
fn words_stand_where_they_are_written() {
    let text = "é --x=\"a b\" > 'f g' # ü";
    let commands = read(text, Dialect::Shell);
    let command = &commands.pipelines[0].commands[0];
    let raw: Vec<_> = command.all_words().map(|word| &text[word.span.range()]).collect();
    assert_eq!(raw, ["é", "--x=\"a b\"", "'f g'"]);
    assert_eq!(&text[commands.comments[0].range()], "# ü");
}

#[test]
fn no_text_is_too_deep_or_too_odd() {
    for text in ["$(".repeat(5000), "(".repeat(5000), "\"$(".repeat(5000), "`".repeat(5000), "<<a ".repeat(500)] {
        read(&text, Dialect::Shell);
        read(&text, Dialect::Make);
    }
    for text in ["\\", "a\\", "$", "${", "$((", "<", "<<", "2>", "&>", "'", "\"", ")", "$$", "é)", "${{", "}", "\"\\"]
    {
        for dialect in [Dialect::Shell, Dialect::Make, Dialect::Docker] {
            read(text, dialect);
        }
    }
}
