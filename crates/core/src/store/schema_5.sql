-- Places a person marked, and the days they plan. Both name content by its id.
CREATE TABLE favourites (
    place TEXT PRIMARY KEY,
    -- As it was called then (JSON): the content may drop the place.
    name TEXT NOT NULL,
    added_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE plans (
    -- The day (YYYY-MM-DD).
    day TEXT PRIMARY KEY,
    -- Its stops, in order (JSON).
    stops TEXT NOT NULL,
    changed_at_ms INTEGER NOT NULL
) STRICT;

-- Papers to take along for a procedure. `fields` is what was chosen and ticked (JSON).
CREATE TABLE checklists (
    id TEXT PRIMARY KEY,
    procedure TEXT NOT NULL,
    fields TEXT NOT NULL,
    dossier TEXT REFERENCES dossiers (id) ON DELETE SET NULL,
    made_at_ms INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX checklists_procedure ON checklists (procedure);
CREATE INDEX checklists_dossier ON checklists (dossier);

-- Questions nobody here could answer, that the person agreed to have counted. `body` is what is sent and never changes. A row
-- goes when the gateway has counted it, or the person takes it back.
CREATE TABLE unanswered (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    said_at_ms INTEGER NOT NULL,
    -- 1: the gateway does not take these words.
    refused INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_ask_at_ms INTEGER
) STRICT;
