-- Dossiers as offices tell of them: code, procedure, unit, days, status, what is missing, and the keyed proof. Never a
-- name, a phone or a summary. Days are `YYYY-MM-DD`, with `THH:MM` where the time is known. Twin in migrations/sqlite.

-- Who tells. `mapping` is JSON: which column of its files is what.
CREATE TABLE dossier_sources (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT,
  trust BIGINT NOT NULL,
  may_correct BIGINT NOT NULL,
  mapping TEXT,
  seen_at BIGINT,
  seen_as_of TEXT
);

-- `affirmed_on`: the last day a source said that what counts still holds; what an older file says later is history.
CREATE TABLE dossiers (
  code_key TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL,
  procedure TEXT,
  unit TEXT,
  received_on TEXT,
  due_on TEXT,
  proof_phone TEXT,
  proof_citizen TEXT,
  status BIGINT,
  status_on TEXT,
  affirmed_on TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX dossiers_unit ON dossiers (unit, updated_at);

CREATE TABLE dossier_steps (
  code_key TEXT NOT NULL REFERENCES dossiers (code_key),
  n BIGINT NOT NULL,
  source_id TEXT NOT NULL REFERENCES dossier_sources (id),
  officer_id TEXT REFERENCES officers (id),
  status BIGINT,
  raw TEXT,
  on_day TEXT NOT NULL,
  noted_at BIGINT NOT NULL,
  supplement TEXT,
  due_on TEXT,
  owner_changed BIGINT NOT NULL,
  PRIMARY KEY (code_key, n)
);

-- When each source last spoke of a dossier, changed or not, and the day its words were of.
CREATE TABLE dossier_seen (
  code_key TEXT NOT NULL REFERENCES dossiers (code_key),
  source_id TEXT NOT NULL REFERENCES dossier_sources (id),
  seen_at BIGINT NOT NULL,
  as_of TEXT NOT NULL,
  PRIMARY KEY (code_key, source_id)
);

-- A device that wants to hear about a code. It may wait for a dossier nobody has told of yet. `change_n`: its one change
-- in the device's feed; a newer one takes its place.
CREATE TABLE watches (
  id TEXT NOT NULL PRIMARY KEY,
  device_id TEXT NOT NULL REFERENCES devices (id),
  code_key TEXT NOT NULL,
  proof TEXT NOT NULL,
  matched BIGINT NOT NULL,
  change_n BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX watches_code ON watches (code_key);
CREATE INDEX watches_device ON watches (device_id);

-- Proofs that did not fit, by code and day (days since 1970, UTC); new codes, by device and day.
CREATE TABLE watch_attempts (
  code_key TEXT NOT NULL,
  day BIGINT NOT NULL,
  wrong BIGINT NOT NULL,
  PRIMARY KEY (code_key, day)
);
CREATE TABLE watch_codes (
  device_id TEXT NOT NULL REFERENCES devices (id),
  day BIGINT NOT NULL,
  codes BIGINT NOT NULL,
  PRIMARY KEY (device_id, day)
);

-- A file on its way in: its rows are staged, shown, then applied in one transaction or thrown away.
CREATE TABLE dossier_imports (
  id TEXT NOT NULL PRIMARY KEY,
  source_id TEXT NOT NULL REFERENCES dossier_sources (id),
  officer_id TEXT REFERENCES officers (id),
  file_sha256 TEXT NOT NULL,
  as_of TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  report TEXT NOT NULL
);
CREATE TABLE dossier_rows (
  import_id TEXT NOT NULL REFERENCES dossier_imports (id),
  line BIGINT NOT NULL,
  code_key TEXT NOT NULL,
  code TEXT NOT NULL,
  procedure TEXT,
  unit TEXT,
  received_on TEXT,
  due_on TEXT,
  proof_phone TEXT,
  proof_citizen TEXT,
  status BIGINT,
  raw TEXT,
  on_day TEXT NOT NULL,
  supplement TEXT,
  PRIMARY KEY (import_id, line)
);
CREATE INDEX dossier_rows_code ON dossier_rows (import_id, code_key);

-- A change may be about a watched dossier; then complaint_id is empty.
ALTER TABLE changes ADD COLUMN watch_id TEXT;
