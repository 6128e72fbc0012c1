-- What officers decide beside a complaint's own steps. Twin in migrations/sqlite.

-- A device whose reports one commune does not want in its queue. Not on the device: no commune silences it for another.
ALTER TABLE devices DROP COLUMN muted_at;
CREATE TABLE mutes (
  device_id TEXT NOT NULL REFERENCES devices (id),
  unit TEXT NOT NULL,
  officer_id TEXT NOT NULL REFERENCES officers (id),
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (device_id, unit)
);

-- Who looked at what was set apart.
CREATE TABLE apart_accesses (
  id TEXT NOT NULL PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  officer_id TEXT NOT NULL REFERENCES officers (id),
  at BIGINT NOT NULL,
  what TEXT NOT NULL
);
CREATE INDEX apart_accesses_complaint ON apart_accesses (complaint_id, at);

-- The one it was joined to; and the last step of its sender that an officer has read.
ALTER TABLE complaints ADD COLUMN duplicate_of TEXT REFERENCES complaints (id);
ALTER TABLE complaints ADD COLUMN heard_n BIGINT NOT NULL DEFAULT 0;
CREATE INDEX complaints_duplicate ON complaints (duplicate_of);
CREATE INDEX complaints_kind ON complaints (kind);
