//! A stored record as the file an editor would write. Not for reading such files (`vungsam_domain::content`).
//!
//! What a newcomer would get wrong: the keys that say who vouches for a record lie together in `meta` when stored and
//! beside the record's own in a file; and TOML knows no null, so what is not known is left out.

use super::ContentError;
use serde_json::{Map, Value};

/// A stored body as TOML.
///
/// # Errors
/// When it is no record.
pub fn toml(body: &str) -> Result<String, ContentError> {
    let no = |e: String| ContentError::Refused(format!("not a record: {e}"));
    let mut record: Map<String, Value> = serde_json::from_str(body).map_err(|e| no(e.to_string()))?;
    if let Some(Value::Object(meta)) = record.remove("meta") {
        record.extend(meta);
    }
    let mut record = Value::Object(record);
    without_nulls(&mut record);
    toml::to_string_pretty(&record).map_err(|e| no(e.to_string()))
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, v| !v.is_null());
            map.values_mut().for_each(without_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vungsam_domain::Pack;
    use vungsam_domain::content::FileForm;
    use vungsam_domain::content::bundle::Bundle;

    #[test]
    fn every_shipped_record_written_as_a_file_and_read_again_is_the_same_bytes() {
        let (_, lines) = Bundle::open(super::super::SHIPPED).unwrap();
        assert!(lines.records.len() > 300);
        for r in lines.records {
            let body = r.body.clone().unwrap();
            let file = toml(&body).unwrap();
            assert_eq!(Pack::read_one(&r.kind, &file, FileForm::Toml), Ok(r.clone()), "{file}");
            assert_eq!(Pack::read_one(&r.kind, &body, FileForm::Json), Ok(r));
        }
    }
}
