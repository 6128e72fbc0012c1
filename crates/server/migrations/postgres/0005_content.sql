-- Public content as it stands, what it was before, and what came with the program. Twin in migrations/sqlite.

-- One row. Its lock puts the writers of content in order; `number` rises by one with every change.
CREATE TABLE content_state (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  epoch TEXT NOT NULL,
  number BIGINT NOT NULL
);

-- Every record as it stands; no body: it was taken out (a tombstone).
CREATE TABLE content_records (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT,
  number BIGINT NOT NULL UNIQUE,
  PRIMARY KEY (kind, id)
);

-- What a record was from `number` on, and who made it so (a pack, the operator). Old rows may be pruned: a page is then
-- sent whole instead of against what the reader holds.
CREATE TABLE content_history (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  number BIGINT NOT NULL,
  body TEXT,
  who TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (kind, id, number)
);

-- Packs that were merged, in that order; phones name the one they carry.
CREATE TABLE content_packs (
  sha256 TEXT NOT NULL PRIMARY KEY,
  n BIGINT NOT NULL UNIQUE,
  bundle BYTEA NOT NULL,
  at BIGINT NOT NULL
);

-- A pack changed what was also changed here. What stands here is in content_records and stays until somebody decides.
CREATE TABLE content_clashes (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  base TEXT,
  pack TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (kind, id)
);

-- The whole content in one file, as phones fetch it, by the hash of its bytes.
CREATE TABLE content_bodies (
  name TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  kid TEXT NOT NULL,
  bytes BYTEA NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX content_bodies_number ON content_bodies (number);
