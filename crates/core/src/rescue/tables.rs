//! Which table a row belongs to, and whether it is whole: by the tree it hangs in, else by its shape and what it says
//! about itself. Not for putting it anywhere (`mod`).
//!
//! What a newcomer would get wrong: a page whose way from the root is broken still knows its rows. They are told apart
//! by their columns' types (every table is STRICT), and the ones that matter prove themselves: words by hash and
//! signature, photos by hash.

use super::cells::{self, Leaf, Row};
use super::pages::Pages;
use crate::store;
use crate::store::checklists::Answers;
use crate::views::{DossierFields, DraftFields};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use vungsam_domain::dossier::Step;
use vungsam_domain::sign::{sha256_hex, verify};
use vungsam_domain::wire::Event;
use vungsam_domain::{Complaint, ComplaintId, Message};

/// A column of a table of ours.
pub(super) struct Column {
    pub(super) name: String,
    kind: String,
    required: bool,
    /// Another name of the rowid.
    pub(super) rowid: bool,
}

/// The tables of the newest schema.
pub(super) type Shapes = BTreeMap<String, Vec<Column>>;

/// Everything that was found, table by table: first what hangs in a tree, then what was found lying about.
#[derive(Default)]
pub(super) struct Found {
    pub(super) rows: BTreeMap<String, Vec<Row>>,
    /// Beginnings of rows whose rest is gone.
    pub(super) torn: Vec<Vec<u8>>,
    /// Pages that verified.
    pub(super) pages: u32,
}

/// Reads the shapes off a fresh database.
pub(super) fn shapes(conn: &Connection) -> store::Result<Shapes> {
    let mut tables =
        conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
    let names = tables.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut shapes = Shapes::new();
    for name in names {
        let mut query = conn.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid")?;
        let column = |r: &rusqlite::Row<'_>| {
            let (kind, pk): (String, i64) = (r.get(1)?, r.get(3)?);
            let rowid = kind == "INTEGER" && pk == 1;
            Ok(Column { name: r.get(0)?, kind, required: r.get::<_, bool>(2)? || pk > 0, rowid })
        };
        let columns = query.query_map([&name], column)?.collect::<rusqlite::Result<_>>()?;
        shapes.insert(name, columns);
    }
    Ok(shapes)
}

/// Reads every page there is.
pub(super) fn find(pages: &mut Pages, shapes: &Shapes, public_key: &str) -> Found {
    let mut found = Found::default();
    let (mut leaves, mut roots) = (BTreeMap::new(), HashMap::new());
    for n in 1..=pages.last {
        let Some(page) = pages.get(n) else { continue };
        found.pages += 1;
        let Some(leaf) = cells::read(pages, n, &page) else { continue };
        // Wherever a line of the schema lies, it says where its table begins.
        roots.extend(leaf.rows.iter().filter_map(|row| root(row, shapes)));
        leaves.insert(n, leaf);
    }
    let whole = |table: &str, row: &Row| {
        shapes.get(table).is_some_and(|columns| fits(columns, row)) && proves_itself(table, row, public_key)
    };
    let mut lying_about: HashSet<u32> = leaves.keys().copied().collect();
    for (table, root) in &roots {
        for n in cells::leaves(pages, *root) {
            if !lying_about.remove(&n) {
                continue;
            }
            let Some(leaf) = leaves.remove(&n) else { continue };
            take(&mut found, table, leaf, &whole);
        }
    }
    for (_, leaf) in leaves {
        let fitting: Vec<&String> = shapes
            .keys()
            .filter(|table| !leaf.rows.is_empty() && leaf.rows.iter().all(|row| whole(table.as_str(), row)))
            .collect();
        match fitting.as_slice() {
            [table] => take(&mut found, table, leaf, &whole),
            // Torn beginnings are evidence wherever they lie.
            _ => found.torn.extend(leaf.torn),
        }
    }
    found
}

fn take(found: &mut Found, table: &str, leaf: Leaf, whole: &dyn Fn(&str, &Row) -> bool) {
    found.torn.extend(leaf.torn);
    found.rows.entry(table.to_owned()).or_default().extend(leaf.rows.into_iter().filter(|row| whole(table, row)));
}

/// A line of the schema: the table and its root.
fn root(row: &Row, shapes: &Shapes) -> Option<(String, u32)> {
    match row.values.as_slice() {
        [Value::Text(kind), Value::Text(name), Value::Text(table), Value::Integer(root), Value::Text(_)]
            if kind == "table" && name == table && shapes.contains_key(name) =>
        {
            Some((name.clone(), u32::try_from(*root).ok()?))
        }
        _ => None,
    }
}

/// Whether each value is of its column's type. A row of an older schema has fewer.
fn fits(columns: &[Column], row: &Row) -> bool {
    let kind = |value: &Value| match value {
        Value::Null => "",
        Value::Integer(_) => "INTEGER",
        Value::Real(_) => "REAL",
        Value::Text(_) => "TEXT",
        Value::Blob(_) => "BLOB",
    };
    !row.values.is_empty()
        && row.values.len() <= columns.len()
        && columns.iter().zip(&row.values).all(|(column, value)| match value {
            Value::Null => column.rowid || !column.required,
            value => !column.rowid && column.kind == kind(value),
        })
}

fn text(row: &Row, at: usize) -> &str {
    if let Some(Value::Text(text)) = row.values.get(at) { text } else { "" }
}

fn blob(row: &Row, at: usize) -> &[u8] {
    if let Some(Value::Blob(bytes)) = row.values.get(at) { bytes } else { &[] }
}

/// Whether a row is what it says. Only what is exact may be sent.
fn proves_itself(table: &str, row: &Row, public_key: &str) -> bool {
    let id = |at| text(row, at).parse::<ComplaintId>().is_ok();
    let frozen =
        |body: &[u8], hash: &str, signature: &str| sha256_hex(body) == hash && verify(public_key, body, signature);
    match table {
        "complaints" => {
            let body = blob(row, 1);
            frozen(body, text(row, 2), text(row, 3))
                && serde_json::from_slice::<Complaint>(body).is_ok_and(|c| c.id.to_string() == text(row, 0))
        }
        "messages" => {
            let body = blob(row, 3);
            frozen(body, text(row, 4), text(row, 5))
                && serde_json::from_slice::<Message>(body).is_ok_and(|m| m.id.to_string() == text(row, 0))
        }
        "photos" => match row.values.get(4) {
            Some(Value::Blob(jpeg)) => sha256_hex(jpeg) == text(row, 0),
            _ => text(row, 0).len() == 64,
        },
        "drafts" => id(0) && serde_json::from_str::<DraftFields>(text(row, 1)).is_ok(),
        "events" => id(0) && id(1) && serde_json::from_str::<Event>(text(row, 3)).is_ok(),
        "outbox" => id(1),
        "dossiers" => id(0) && serde_json::from_str::<DossierFields>(text(row, 1)).is_ok(),
        "dossier_notes" => id(1) && serde_json::from_str::<Step>(text(row, 2)).is_ok(),
        "watches" => id(0),
        "checklists" => id(0) && serde_json::from_str::<Answers>(text(row, 2)).is_ok(),
        "complaint_photos" | "draft_photos" | "message_photos" => id(0) && text(row, 1).len() == 64,
        _ => true,
    }
}
