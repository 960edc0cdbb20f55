//! scratch
use std::io::BufRead;
fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let text: String = serde_json::from_str(&line).unwrap();
        let s = idplint::source::Source::new("x", text.clone());
        let (_t, e) = idplint::input::yaml::read(&s, idplint::input::scalar::Reader::Kubectl);
        match e {
            Some(e) => println!("ERR {:?} :: {} | {} [{}]", text, e.reason, e.help, s.slice(e.span).escape_debug()),
            None => println!("ok  {:?}", text),
        }
    }
}
