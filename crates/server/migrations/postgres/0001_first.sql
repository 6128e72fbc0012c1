-- Times are milliseconds since 1970 by the gateway's clock; ids are lower-case text; flags are 0 or 1.
-- Every change here has its twin in migrations/sqlite; a test compares both catalogues.

CREATE TABLE gateway (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE devices (
  id TEXT NOT NULL PRIMARY KEY,
  public_key TEXT NOT NULL,
  bearer_sha256 TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  feed_n BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE complaints (
  id TEXT NOT NULL PRIMARY KEY,
  device_id TEXT NOT NULL REFERENCES devices (id),
  body BYTEA NOT NULL,
  body_sha256 TEXT NOT NULL,
  signature TEXT NOT NULL,
  reference TEXT NOT NULL,
  category TEXT NOT NULL,
  unit TEXT,
  status TEXT NOT NULL,
  status_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  replaces TEXT,
  replaced_by TEXT
);
CREATE INDEX complaints_device ON complaints (device_id);
CREATE INDEX complaints_reference ON complaints (reference);
CREATE INDEX complaints_replaces ON complaints (replaces);
CREATE INDEX complaints_queue ON complaints (unit, received_at, id);
CREATE INDEX complaints_age ON complaints (received_at, id);

CREATE TABLE complaint_photos (
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  sha256 TEXT NOT NULL,
  ord BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  received_at BIGINT,
  PRIMARY KEY (complaint_id, sha256)
);

CREATE TABLE uploads (
  id TEXT NOT NULL PRIMARY KEY,
  complaint_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  length BIGINT NOT NULL,
  received BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (complaint_id, sha256),
  FOREIGN KEY (complaint_id, sha256) REFERENCES complaint_photos (complaint_id, sha256)
);

CREATE TABLE upload_parts (
  upload_id TEXT NOT NULL REFERENCES uploads (id),
  at BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (upload_id, at)
);

CREATE TABLE officers (
  id TEXT NOT NULL PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  must_change BIGINT NOT NULL,
  active BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE officer_units (
  officer_id TEXT NOT NULL REFERENCES officers (id),
  unit TEXT NOT NULL,
  PRIMARY KEY (officer_id, unit)
);

CREATE TABLE sessions (
  token_sha256 TEXT NOT NULL PRIMARY KEY,
  officer_id TEXT NOT NULL REFERENCES officers (id),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_officer ON sessions (officer_id);

CREATE TABLE sign_in_attempts (
  subject TEXT NOT NULL PRIMARY KEY,
  failed BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  locked_until BIGINT NOT NULL
);

CREATE TABLE events (
  id TEXT NOT NULL PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  n BIGINT NOT NULL,
  action TEXT NOT NULL,
  status TEXT NOT NULL,
  at BIGINT NOT NULL,
  officer_id TEXT REFERENCES officers (id),
  by_name TEXT NOT NULL,
  by_unit TEXT,
  text TEXT,
  UNIQUE (complaint_id, n)
);

CREATE TABLE changes (
  device_id TEXT NOT NULL REFERENCES devices (id),
  n BIGINT NOT NULL,
  complaint_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  event_id TEXT REFERENCES events (id),
  PRIMARY KEY (device_id, n)
);
