-- The sender's messages, what officers put beside a step, and what only officers see. Twin in migrations/postgres.

CREATE TABLE messages (
  id TEXT NOT NULL PRIMARY KEY,
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  device_id TEXT NOT NULL REFERENCES devices (id),
  body BLOB NOT NULL,
  body_sha256 TEXT NOT NULL,
  signature TEXT NOT NULL,
  action TEXT NOT NULL,
  received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_complaint ON messages (complaint_id);

-- NULL: listed by the complaint itself.
ALTER TABLE complaint_photos ADD COLUMN message_id TEXT REFERENCES messages (id);
CREATE INDEX complaint_photos_message ON complaint_photos (message_id);

-- The officer who holds it; what it is when it was set apart (seen by the leader only); both NULL as a rule.
ALTER TABLE complaints ADD COLUMN assignee TEXT REFERENCES officers (id);
ALTER TABLE complaints ADD COLUMN kind TEXT;
CREATE INDEX complaints_replaced_by ON complaints (replaced_by);

ALTER TABLE events ADD COLUMN message_id TEXT REFERENCES messages (id);
-- 1: for officers only, in no device's feed.
ALTER TABLE events ADD COLUMN internal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN handover_agency TEXT;
ALTER TABLE events ADD COLUMN handover_name TEXT;
ALTER TABLE events ADD COLUMN handover_number TEXT;
ALTER TABLE events ADD COLUMN handover_on TEXT;

-- Photos an officer put with a step; their files lie with those of the complaint.
CREATE TABLE event_photos (
  event_id TEXT NOT NULL REFERENCES events (id),
  sha256 TEXT NOT NULL,
  ord INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  PRIMARY KEY (event_id, sha256)
) STRICT;

ALTER TABLE devices ADD COLUMN muted_at INTEGER;
ALTER TABLE officers ADD COLUMN leader INTEGER NOT NULL DEFAULT 0;

-- Wrong PINs a number met on a day (days since 1970, UTC).
CREATE TABLE pin_attempts (
  reference TEXT NOT NULL,
  day INTEGER NOT NULL,
  wrong INTEGER NOT NULL,
  PRIMARY KEY (reference, day)
) STRICT;

-- Which phone carried a complaint that is not its own.
CREATE TABLE packages (
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  carrier_id TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (complaint_id, carrier_id)
) STRICT;
