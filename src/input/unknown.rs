//! Values that nobody can know before something else has run, told by the marks in their text.

use std::borrow::Cow;

/// Why a value cannot be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// `{{ … }}` of Go or Jinja, `%{ … }` of Terraform: rendered first.
    Template,
    /// `${VAR}`, `$(VAR)`, `$VAR` of envsubst: substituted first.
    Variable,
    /// `ENC[…]` of SOPS.
    Encrypted,
    /// `<path:…>` of argocd-vault-plugin.
    VaultPlaceholder,
    /// `ref+BACKEND://…` of vals.
    SecretReference,
    /// `...` where prose leaves out.
    LeftOut,
}

/// Stands for the cluster's host where a page of InfluxData was copied in the form that it is written in.
const SHORTCODE: &str = "{{< influxdb/host >}}";

impl Unknown {
    /// Why this text is not the value; `None` for a text that is.
    pub fn of_text(text: &str) -> Option<Self> {
        const MARKS: [(&str, Unknown); 6] = [
            ("{{", Unknown::Template),
            ("%{", Unknown::Template),
            ("${", Unknown::Variable),
            ("$(", Unknown::Variable),
            ("ENC[", Unknown::Encrypted),
            ("<path:", Unknown::VaultPlaceholder),
        ];
        if text == "..." {
            return Some(Self::LeftOut);
        }
        // A shortcode of InfluxData's documentation is a placeholder: nothing renders it outside of its pages.
        let left = if text.contains(SHORTCODE) { Cow::Owned(text.replace(SHORTCODE, "")) } else { Cow::Borrowed(text) };
        let marked = MARKS.iter().find(|(mark, _)| left.contains(mark)).map(|&(_, why)| why);
        // Plus signs stand in mail addresses too.
        let refers = || text.split_once("ref+").is_some_and(|(_, reference)| reference.contains("://"));
        let is_name = |c: char| c.is_ascii_uppercase() || c == '_';
        let names_variable = || text.split('$').skip(1).any(|rest| rest.starts_with(is_name));
        marked
            .or_else(|| refers().then_some(Self::SecretReference))
            .or_else(|| names_variable().then_some(Self::Variable))
    }

    /// What the value is instead, for people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Template => "a template",
            Self::Variable => "a variable",
            Self::Encrypted => "encrypted",
            Self::VaultPlaceholder => "a vault placeholder",
            Self::SecretReference => "a reference to a secret store",
            Self::LeftOut => "left out",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tell_why() {
        for (text, why) in [
            ("https://{{ .Values.host }}/keys", Unknown::Template),
            ("%{ if x }a%{ endif }", Unknown::Template),
            ("https://${HOST}/keys", Unknown::Variable),
            ("$(KEYS)", Unknown::Variable),
            ("https://$HOST/keys", Unknown::Variable),
            ("ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]", Unknown::Encrypted),
            ("<path:kv/data/influxdb#dsn>", Unknown::VaultPlaceholder),
            ("ref+vault://kv/influxdb#/dsn", Unknown::SecretReference),
            ("...", Unknown::LeftOut),
        ] {
            assert_eq!(Unknown::of_text(text), Some(why), "{text}");
        }
        assert_eq!(Unknown::of_text("{{< influxdb/host >}}.{{ .Values.domain }}"), Some(Unknown::Template));
        for known in
            ["{{< influxdb/host >}}", "", "a$b", "costs $5", "href+x@acme.io", "https://acme.io/%7B", "a...", "<id>"]
        {
            assert_eq!(Unknown::of_text(known), None, "{known}");
        }
    }
}
