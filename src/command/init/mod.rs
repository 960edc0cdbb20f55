//! `idplint init`: one question to the provider, then the `admin` block and the influxctl profile that fit it.

mod files;
mod login;
mod people;
mod text;

#[cfg(test)]
mod tests;

use std::io;
use url::Url;

use super::network::policy;
use super::{CommandError, Io};
use crate::cli::{ClusterForm, Init, InitFile};
use crate::engine;
use crate::facts::Facts;
use crate::finding::Finding;
use crate::net;
use crate::report::escape;
use files::Text;
use login::Login;
use people::Person;

/// Of a cluster when nothing is said, as for influxctl itself.
const PORT: u16 = 443;

/// What the profile says beside the provider; what is not known is empty.
struct Profile {
    name: String,
    host: String,
    port: String,
    client_id: String,
    audience: String,
}

/// Asks the provider, says what is doubtful, and prints or writes the two files.
pub(super) fn run(args: &Init, io: &mut Io<'_>) -> Result<u8, CommandError> {
    let issuer = login::issuer(&args.issuer)?;
    let people = people::gather(&args.user, args.users_csv.as_deref())?;
    let profile = profile(args)?;
    if let Some(folder) = &args.out {
        files::refuse_existing(folder, names(args).into_iter())?;
    }
    let (found, document) = net::discover(&issuer, &policy(&args.reach)?)
        .map_err(|trouble| CommandError::Provider { message: trouble.message, help: trouble.hint })?;
    let login = Login::read(&issuer, &found, &document)?;
    let texts = texts(args, &login, &people, &profile);
    tell_doubts(&login, &texts, io.stderr)?;
    match &args.out {
        Some(folder) => {
            files::write(folder, &texts)?;
            for text in &texts {
                writeln!(io.stderr, "wrote {}", escape::line(&folder.join(text.name).display().to_string()))?;
            }
        }
        None => print(&texts, io.stdout)?,
    }
    Ok(0)
}

/// The names of the files, cluster before profile.
fn names(args: &Init) -> Vec<&'static str> {
    let cluster = match args.form {
        ClusterForm::Helm => "values.yaml",
        ClusterForm::Appinstance => "influxdb.yaml",
    };
    match args.only {
        None => vec![cluster, "config.toml"],
        Some(InitFile::Cluster) => vec![cluster],
        Some(InitFile::Profile) => vec!["config.toml"],
    }
}

fn texts(args: &Init, login: &Login, people: &[Person], profile: &Profile) -> Vec<Text> {
    let text = |name: &str| match (name, args.form) {
        ("config.toml", _) => text::profile(login, profile),
        (_, ClusterForm::Helm) => text::values(login, people),
        (_, ClusterForm::Appinstance) => text::app_instance(login, people),
    };
    names(args).into_iter().map(|name| Text { name, text: text(name) }).collect()
}

fn profile(args: &Init) -> Result<Profile, CommandError> {
    let (host, port) = match &args.host {
        None => (String::new(), PORT.to_string()),
        Some(text) => host_and_port(text)?,
    };
    let text = |flag: &Option<String>| flag.clone().unwrap_or_default();
    Ok(Profile {
        name: args.name.clone(),
        host,
        port,
        client_id: text(&args.client_id),
        audience: text(&args.audience),
    })
}

/// The cluster's host and port.
fn host_and_port(text: &str) -> Result<(String, String), CommandError> {
    // The scheme's own port would be lost in a URL of https.
    let url = Url::parse(&format!("ssh://{text}")).ok();
    let url = url.filter(|url| url.path().is_empty() && url.username().is_empty() && url.password().is_none());
    let url = url.filter(|url| url.query().is_none() && url.fragment().is_none());
    let host = url.as_ref().and_then(Url::host_str).filter(|host| !host.is_empty());
    let Some((host, url)) = host.zip(url.as_ref()) else {
        return Err(CommandError::Usage {
            message: format!("`--host {text}` is no host"),
            help: "write HOST or HOST:PORT, without `https://`".to_owned(),
        });
    };
    Ok((host.to_owned(), url.port().unwrap_or(PORT).to_string()))
}

/// Tells what the document leaves open, and what `check` would say about the files as they stand.
fn tell_doubts(login: &Login, texts: &[Text], out: &mut dyn io::Write) -> io::Result<()> {
    for doubt in &login.doubts {
        writeln!(out, "warning: {}", escape::line(doubt))?;
    }
    for Text { name, text } in texts {
        let findings = engine::judge_text(name, text, &Facts::default());
        for finding in findings.iter().filter(|finding| !is_todo(finding)) {
            writeln!(out, "{} in {name}: {}", finding.severity, escape::line(&finding.message))?;
            if !finding.help.is_empty() {
                writeln!(out, "  help: {}", escape::line(&finding.help))?;
            }
        }
        let open = text.matches("# TODO").count();
        if open > 0 {
            writeln!(out, "note: {name} has {open} TODO{} to fill in", if open == 1 { "" } else { "s" })?;
        }
    }
    Ok(())
}

/// True for what a TODO of ours tells on the same line, or on the line above: one cause is told once.
fn is_todo(finding: &Finding) -> bool {
    let place = &finding.label.place;
    let line = place.source.position(place.span.start).line;
    let lines = place.source.text().lines().skip(line.saturating_sub(2)).take(2);
    lines.into_iter().any(|line| line.contains("# TODO"))
}

/// Prints the files, each under its name when there are two.
fn print(texts: &[Text], out: &mut dyn io::Write) -> Result<(), CommandError> {
    for (at, Text { name, text }) in texts.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        if texts.len() > 1 {
            writeln!(out, "# {name}")?;
        }
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    Ok(())
}
