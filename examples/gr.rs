//! scratch
use std::io::BufRead;
fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let text: String = serde_json::from_str(&line).unwrap();
        let s = idplint::source::Source::new("x", text.clone());
        let (t, e) = idplint::input::yaml::read(&s, idplint::input::scalar::Reader::Kubectl);
        match e {
            Some(e) => println!("ERR {:?} :: {} | {} [{}]", text, e.reason, e.help, s.slice(e.span).escape_debug()),
            None => {
                let n = t.documents().count();
                let r: Vec<_> = (0..n).flat_map(|d| idplint::input::strict::refusals(&t, d)).collect();
                match r.first() {
                    Some(e) => println!(
                        "ERR {:?} :: STRICT {} | {} [{}]",
                        text,
                        e.reason,
                        e.help,
                        s.slice(e.span).escape_debug()
                    ),
                    None => println!("ok  {:?}", text),
                }
            }
        }
    }
}
