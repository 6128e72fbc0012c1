CREATE TABLE device (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    registered INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE photos (
    sha256 TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    jpeg BLOB,
    thumb BLOB NOT NULL
) STRICT;

CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    fields TEXT NOT NULL,
    saved_at_ms INTEGER NOT NULL,
    edits TEXT,
    begun INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE draft_photos (
    draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL REFERENCES photos (sha256),
    place INTEGER NOT NULL,
    PRIMARY KEY (draft, sha256)
) STRICT;
CREATE INDEX draft_photos_sha256 ON draft_photos (sha256);

CREATE TABLE complaints (
    id TEXT PRIMARY KEY,
    body BLOB NOT NULL,
    body_sha256 TEXT NOT NULL,
    signature TEXT NOT NULL,
    saved_at_ms INTEGER NOT NULL,
    replaced_by TEXT,
    receipt TEXT,
    received_at_ms INTEGER,
    status TEXT,
    status_at_ms INTEGER,
    unread INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE complaint_photos (
    complaint TEXT NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL REFERENCES photos (sha256),
    place INTEGER NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (complaint, sha256)
) STRICT;
CREATE INDEX complaint_photos_sha256 ON complaint_photos (sha256);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    complaint TEXT NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    event TEXT NOT NULL,
    stale INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX events_complaint ON events (complaint, n);

-- What waits to be sent. A lane is the rows of one complaint: its words (place -1), then its photos. There is no
-- "sending": that is known only in memory.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    complaint TEXT NOT NULL REFERENCES complaints (id),
    photo TEXT REFERENCES photos (sha256),
    place INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at_ms INTEGER,
    stuck TEXT,
    location TEXT,
    UNIQUE (complaint, place)
) STRICT;
CREATE INDEX outbox_photo ON outbox (photo);

CREATE TABLE feed (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    cursor TEXT,
    checked_at_ms INTEGER
) STRICT;

CREATE TABLE feed_aside (
    id INTEGER PRIMARY KEY,
    change TEXT NOT NULL UNIQUE,
    seen_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE link (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    retry_after_until_ms INTEGER,
    clock_offset_ms INTEGER,
    last_ok_ms INTEGER
) STRICT;
