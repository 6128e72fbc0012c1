-- Dossiers a person follows. `fields` is what they entered (JSON); `code_key` is the code folded for comparing.
CREATE TABLE dossiers (
    id TEXT PRIMARY KEY,
    fields TEXT NOT NULL,
    code_key TEXT NOT NULL,
    photo TEXT REFERENCES photos (sha256),
    added_at_ms INTEGER NOT NULL,
    -- What the gateway said (JSON), as a whole.
    told TEXT,
    unread INTEGER NOT NULL DEFAULT 0,
    -- News the person was not told of yet.
    tell INTEGER NOT NULL DEFAULT 0,
    -- The reminders already given (JSON).
    reminded TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX dossiers_code ON dossiers (code_key);
CREATE INDEX dossiers_photo ON dossiers (photo);

-- What the person noted about a dossier: append-only but for the last one, which can be taken back.
CREATE TABLE dossier_notes (
    n INTEGER PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossiers (id) ON DELETE CASCADE,
    step TEXT NOT NULL
) STRICT;
CREATE INDEX dossier_notes_dossier ON dossier_notes (dossier, n);

-- What the gateway is asked to watch. `dossier` is empty when it only has to be told to stop.
CREATE TABLE watches (
    id TEXT PRIMARY KEY,
    dossier TEXT UNIQUE REFERENCES dossiers (id) ON DELETE SET NULL,
    code TEXT NOT NULL,
    proof TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_ask_at_ms INTEGER
) STRICT;
