//! Just enough XML to hold rules over Android's resource files. Not for text between tags, entities or namespaces.
//!
//! What a newcomer would get wrong: what it cannot read is an error, never an empty answer, so that a rule does not pass
//! over a file it did not understand.

use anyhow::{Context, Result, bail};

/// An element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    /// As written, with the prefix.
    attributes: Vec<(String, String)>,
    /// Names of what it stands in, outermost first.
    pub inside: Vec<String>,
}

impl Tag {
    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// All elements, in order.
pub fn tags(text: &str) -> Result<Vec<Tag>> {
    let (mut tags, mut open) = (Vec::new(), Vec::<String>::new());
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").context("a comment does not end")?.1;
            continue;
        }
        let (inner, behind) = after.split_once('>').context("a tag does not end")?;
        rest = behind;
        if inner.starts_with('?') {
            continue;
        }
        if let Some(name) = inner.strip_prefix('/') {
            if open.pop().as_deref() != Some(name.trim()) {
                bail!("</{name}> closes what is not open");
            }
            continue;
        }
        let alone = inner.ends_with('/');
        let tag = tag(inner.trim_end_matches('/'), &open)?;
        if !alone {
            open.push(tag.name.clone());
        }
        tags.push(tag);
    }
    if !open.is_empty() || tags.is_empty() {
        bail!("not whole: {}", open.join(", "));
    }
    Ok(tags)
}

fn tag(inner: &str, open: &[String]) -> Result<Tag> {
    let (name, mut rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        let (key, after) = rest.split_once("=\"").with_context(|| format!("<{name}>: not understood: {rest}"))?;
        let (value, behind) = after.split_once('"').with_context(|| format!("<{name}>: a value does not end"))?;
        attributes.push((key.trim().to_owned(), value.to_owned()));
        rest = behind;
    }
    Ok(Tag { name: name.to_owned(), attributes, inside: open.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_attributes_and_where_they_stand() {
        let read = tags("<?xml?><!-- <no> --><a x=\"1\"><b\n y:z=\"2\" w=\"\"/></a>").unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].get("x"), read[0].get("y")), (Some("1"), None));
        assert_eq!((read[1].get("y:z"), read[1].get("w")), (Some("2"), Some("")));
        assert_eq!(read[1].inside, ["a"]);
    }

    #[test]
    fn what_is_not_whole_is_an_error() {
        for bad in ["", "<a>", "<a></b>", "<a x=\"1></a>", "<!-- <a/>", "<a x/>", "<a"] {
            assert!(tags(bad).is_err(), "{bad}");
        }
    }
}
