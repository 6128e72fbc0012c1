-- This entry may go over any link, whatever the setting says: the person asked for it.
ALTER TABLE outbox ADD COLUMN any_link INTEGER NOT NULL DEFAULT 0;

-- Bytes that went over the link, by month (YYYY-MM).
CREATE TABLE meter (
    month TEXT PRIMARY KEY,
    sent INTEGER NOT NULL,
    received INTEGER NOT NULL
) STRICT;

-- What was saved out of a damaged file, until the person has read it.
CREATE TABLE rescue (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    report TEXT NOT NULL
) STRICT;
