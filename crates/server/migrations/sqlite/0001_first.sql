-- Times are milliseconds since 1970 by the gateway's clock; ids are lower-case text; flags are 0 or 1.
-- Every change here has its twin in migrations/postgres; a test compares both catalogues.

CREATE TABLE gateway (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE devices (
  id TEXT NOT NULL PRIMARY KEY,
  public_key TEXT NOT NULL,
  bearer_sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  feed_n INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE complaints (
  id TEXT NOT NULL PRIMARY KEY,
  device_id TEXT NOT NULL REFERENCES devices (id),
  body BLOB NOT NULL,
  body_sha256 TEXT NOT NULL,
  signature TEXT NOT NULL,
  reference TEXT NOT NULL,
  category TEXT NOT NULL,
  unit TEXT,
  status TEXT NOT NULL,
  status_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  replaces TEXT,
  replaced_by TEXT
) STRICT;
CREATE INDEX complaints_device ON complaints (device_id);
CREATE INDEX complaints_reference ON complaints (reference);
CREATE INDEX complaints_replaces ON complaints (replaces);
CREATE INDEX complaints_queue ON complaints (unit, received_at, id);
CREATE INDEX complaints_age ON complaints (received_at, id);

CREATE TABLE complaint_photos (
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  sha256 TEXT NOT NULL,
  ord INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  received_at INTEGER,
  PRIMARY KEY (complaint_id, sha256)
) STRICT;

CREATE TABLE uploads (
  id TEXT NOT NULL PRIMARY KEY,
  complaint_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  length INTEGER NOT NULL,
  received INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (complaint_id, sha256),
  FOREIGN KEY (complaint_id, sha256) REFERENCES complaint_photos (complaint_id, sha256)
) STRICT;

CREATE TABLE upload_parts (
  upload_id TEXT NOT NULL REFERENCES uploads (id),
  at INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (upload_id, at)
) STRICT;

CREATE TABLE officers (
  id TEXT NOT NULL PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  must_change INTEGER NOT NULL,
  active INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE officer_units (
  officer_id TEXT NOT NULL REFERENCES officers (id),
  unit TEXT NOT NULL,
  PRIMARY KEY (officer_id, unit)
) STRICT;

CREATE TABLE sessions (
  token_sha256 TEXT NOT NULL PRIMARY KEY,
  officer_id TEXT NOT NULL REFERENCES officers (id),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_officer ON sessions (officer_id);

CREATE TABLE sign_in_attempts (
  subject TEXT NOT NULL PRIMARY KEY,
  failed INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
  id TEXT NOT NULL PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  n INTEGER NOT NULL,
  action TEXT NOT NULL,
  status TEXT NOT NULL,
  at INTEGER NOT NULL,
  officer_id TEXT REFERENCES officers (id),
  by_name TEXT NOT NULL,
  by_unit TEXT,
  text TEXT,
  UNIQUE (complaint_id, n)
) STRICT;

CREATE TABLE changes (
  device_id TEXT NOT NULL REFERENCES devices (id),
  n INTEGER NOT NULL,
  complaint_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  event_id TEXT REFERENCES events (id),
  PRIMARY KEY (device_id, n)
) STRICT;
