-- Questions the content of a phone could not answer, sent with consent to be counted. Nothing here leads to a device: no id
-- of one, no time finer than a day, and no order in which rows came. Days are days since 1970 (UTC). Twin in migrations/postgres.

-- `folded`: the words without marks. `unit`: the commune named, '' when none was. `state`: 0 open, 1 answered in the
-- content, 2 not for us.
CREATE TABLE unanswered (
  folded TEXT NOT NULL,
  unit TEXT NOT NULL,
  shown TEXT NOT NULL,
  lang TEXT NOT NULL,
  asked INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL,
  state INTEGER NOT NULL,
  decided_by TEXT REFERENCES officers (id),
  decided_at INTEGER,
  PRIMARY KEY (folded, unit)
) STRICT, WITHOUT ROWID;

-- Ids that were counted, so that a repeat is not. Forgotten after 90 days.
CREATE TABLE unanswered_seen (
  id TEXT NOT NULL PRIMARY KEY,
  day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How many a device sent today. `device`: a keyed hash of its id and the day. Forgotten the next day.
CREATE TABLE unanswered_today (
  device TEXT NOT NULL PRIMARY KEY,
  day INTEGER NOT NULL,
  sent INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
