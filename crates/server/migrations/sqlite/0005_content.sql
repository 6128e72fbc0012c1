-- Public content as it stands, what it was before, and what came with the program. Twin in migrations/postgres.

-- One row. Its lock puts the writers of content in order; `number` rises by one with every change.
CREATE TABLE content_state (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  epoch TEXT NOT NULL,
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every record as it stands; no body: it was taken out (a tombstone).
CREATE TABLE content_records (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT,
  number INTEGER NOT NULL UNIQUE,
  PRIMARY KEY (kind, id)
) STRICT;

-- What a record was from `number` on, and who made it so (a pack, the operator). Old rows may be pruned: a page is then
-- sent whole instead of against what the reader holds.
CREATE TABLE content_history (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  body TEXT,
  who TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, id, number)
) STRICT;

-- Packs that were merged, in that order; phones name the one they carry.
CREATE TABLE content_packs (
  sha256 TEXT NOT NULL PRIMARY KEY,
  n INTEGER NOT NULL UNIQUE,
  bundle BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- A pack changed what was also changed here. What stands here is in content_records and stays until somebody decides.
CREATE TABLE content_clashes (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  base TEXT,
  pack TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;

-- The whole content in one file, as phones fetch it, by the hash of its bytes.
CREATE TABLE content_bodies (
  name TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL,
  kid TEXT NOT NULL,
  bytes BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX content_bodies_number ON content_bodies (number);
