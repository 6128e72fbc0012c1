//! Records about what is not for this office's form: [`Elsewhere`] tells a person where to go instead, [`Agency`] tells
//! an officer whom a complaint can be handed to. Not for deciding which text is which; that is [`crate::triage`].
//!
//! What a newcomer would get wrong: a number to dial is never typed in here. It is a [`super::Hotline`], verified on
//! its own, and named by id.

use super::record::record;
use super::{ContentError, Meta, Pack, Text};
use crate::triage::Kind;
use serde::{Deserialize, Serialize};

/// Where to go with something the form is not for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Elsewhere {
    /// Id of a [`Kind`] other than a report, e.g. `khieu-nai`.
    pub id: String,
    /// A few words, as people say it.
    pub title: Text,
    /// Two to four short sentences: what this is, and why the form is not the place.
    pub text: Text,
    /// What to do and where, in order.
    pub steps: Vec<Text>,
    /// Ids of verified [`super::Hotline`]s, the one to call first at the front.
    #[serde(default)]
    pub hotlines: Vec<String>,
    /// Laws and official procedures, by their short Vietnamese names.
    #[serde(default)]
    pub law: Vec<String>,
    /// What in this record nobody has checked yet; shown with it.
    #[serde(default)]
    pub note: Option<Text>,
    /// Place in the list.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

/// A body that a complaint can be handed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Agency {
    /// E.g. `kiem-lam`.
    pub id: String,
    /// Its name, short.
    pub name: Text,
    /// How it is reached; only when that was read in a source.
    #[serde(default)]
    pub contact: Option<Text>,
    /// Ids of the categories it usually handles, for putting it first in a list. Empty: any.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Place in the list.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

record!(Elsewhere, Agency);

/// What must hold for these records.
pub(super) fn check(pack: &Pack) -> Result<(), ContentError> {
    let fail = |file: String, what: &str| Err(ContentError { file, what: what.to_owned() });
    for e in &pack.elsewhere {
        let file = format!("elsewhere/{}", e.id);
        if !Kind::ALL.iter().any(|k| k.id() == e.id && *k != Kind::Report) {
            return fail(file, "the id is that of a kind of text which is not a report");
        }
        if e.steps.is_empty() {
            return fail(file, "says no step to take");
        }
        if !e.hotlines.iter().all(|id| pack.hotlines.iter().any(|h| &h.id == id && h.meta.verified)) {
            return fail(file, "names a hotline that is unknown or not verified");
        }
    }
    for a in &pack.agencies {
        let file = format!("agencies/{}", a.id);
        if a.contact.is_some() && !a.meta.verified {
            return fail(file, "a contact needs to be verified");
        }
        if !a.categories.iter().all(|id| pack.categories.iter().any(|c| &c.id == id)) {
            return fail(file, "names an unknown category");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::content::compile;

    const HOTLINE: &str = "id = \"h-113\"\ndial = \"113\"\nshown = \"113\"\nname = { vi = \"Công an\", en = \"Police\" }\n\
        when = { vi = \"a\", en = \"b\" }\norder = 1\nas_of = \"2026-11-22\"\n\
        verified = false\nsources = []\n";
    const ELSEWHERE: &str = "id = \"to-giac\"\ntitle = { vi = \"a\", en = \"b\" }\ntext = { vi = \"a\", en = \"b\" }\n\
        steps = [{ vi = \"a\", en = \"b\" }]\norder = 1\nas_of = \"2026-11-22\"\n\
        verified = false\nsources = []\n";
    const AGENCY: &str = "id = \"kiem-lam\"\nname = { vi = \"a\", en = \"b\" }\norder = 1\nas_of = \"2026-11-22\"\n\
        verified = false\nsources = []\n";

    #[test]
    fn a_record_that_would_send_somebody_to_the_wrong_place_stops_the_build() {
        assert_eq!(compile([("elsewhere/to-giac.toml", ELSEWHERE)]).unwrap().elsewhere.len(), 1);
        for (id, more, what) in [
            ("to-giac", "hotlines = [\"h-999\"]\n", "unknown or not verified"),
            ("to-giac", "hotlines = [\"h-113\"]\n", "unknown or not verified"),
            ("to-giac", "note = { vi = \"a\", en = \" \" }\n", "language"),
            ("phan-anh-kien-nghi", "", "not a report"),
        ] {
            let text = format!("{}{more}", ELSEWHERE.replace("to-giac", id));
            let file = format!("elsewhere/{id}.toml");
            let err = compile([("hotlines/h-113.toml", HOTLINE), (&file, &text)]).unwrap_err().to_string();
            assert!(err.contains(what), "{err}");
        }
    }

    #[test]
    fn an_agency_has_no_contact_that_nobody_checked() {
        assert_eq!(compile([("agencies/kiem-lam.toml", AGENCY)]).unwrap().agencies.len(), 1);
        for (more, what) in [
            ("contact = { vi = \"0123\", en = \"0123\" }\n", "verified"),
            ("categories = [\"giao-thong\"]\n", "unknown category"),
        ] {
            let err = compile([("agencies/kiem-lam.toml", format!("{AGENCY}{more}").as_str())]).unwrap_err();
            assert!(err.to_string().contains(what), "{err}");
        }
    }
}
