//! Table `device`: this installation's id. Not its keys: those are in the vault.
//!
//! What a newcomer would get wrong: the id is made with the database and never again.

use super::{Result, id};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use vungsam_domain::DeviceId;

/// The id, made by `fresh` the first time.
pub(crate) fn ensure(tx: &Transaction<'_>, fresh: DeviceId) -> Result<DeviceId> {
    let known: Option<String> = tx.query_row("SELECT id FROM device WHERE one = 1", [], |r| r.get(0)).optional()?;
    if let Some(known) = known {
        return id(&known);
    }
    tx.execute("INSERT INTO device (one, id, registered) VALUES (1, ?1, 0)", params![fresh.to_string()])?;
    Ok(fresh)
}

/// Whether the gateway knows this device, as far as is known here.
pub(crate) fn registered(conn: &Connection) -> Result<bool> {
    Ok(conn.query_row("SELECT registered FROM device WHERE one = 1", [], |r| r.get(0))?)
}

/// Remembers whether the gateway knows this device.
pub(crate) fn set_registered(tx: &Transaction<'_>, registered: bool) -> Result<()> {
    tx.execute("UPDATE device SET registered = ?1 WHERE one = 1", params![registered])?;
    Ok(())
}
