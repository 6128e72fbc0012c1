-- What the sender says after a complaint was saved: its exact signed bytes, and what a receipt proves of it.
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    complaint TEXT NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    body_sha256 TEXT NOT NULL,
    signature TEXT NOT NULL,
    saved_at_ms INTEGER NOT NULL,
    receipt TEXT,
    received_at_ms INTEGER,
    UNIQUE (complaint, place)
) STRICT;

CREATE TABLE message_photos (
    message TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL REFERENCES photos (sha256),
    place INTEGER NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (message, sha256)
) STRICT;
CREATE INDEX message_photos_sha256 ON message_photos (sha256);

-- A row of a message lies in its complaint's lane: place 100 · n for the words of message n, then its photos.
ALTER TABLE outbox ADD COLUMN message TEXT REFERENCES messages (id);
CREATE INDEX outbox_message ON outbox (message);

-- A draft may be a message: about which complaint, and what it does.
ALTER TABLE drafts ADD COLUMN reply TEXT;
ALTER TABLE drafts ADD COLUMN reply_action TEXT;

-- From when seven days are counted; repaired when the clock proves to have been wrong.
ALTER TABLE complaints ADD COLUMN waiting_from_ms INTEGER;
ALTER TABLE complaints ADD COLUMN overdue_told INTEGER NOT NULL DEFAULT 0;

-- Photos an officer put with a step; fetched when there is a link, then a row of `photos`.
CREATE TABLE event_photos (
    complaint TEXT NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at_ms INTEGER,
    given_up INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (complaint, sha256)
) STRICT;
CREATE INDEX event_photos_sha256 ON event_photos (sha256);

-- Complaints of other phones, followed by number and PIN.
CREATE TABLE tracked (
    reference TEXT PRIMARY KEY,
    pin TEXT NOT NULL,
    added_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    reports TEXT NOT NULL DEFAULT '[]',
    checked_at_ms INTEGER,
    next_ask_at_ms INTEGER,
    unread INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Sealed packages of other phones. `file` is emptied when a receipt proves that the gateway has it.
CREATE TABLE carried (
    id TEXT PRIMARY KEY,
    file BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    taken_at_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at_ms INTEGER,
    stuck TEXT,
    receipt TEXT
) STRICT;
