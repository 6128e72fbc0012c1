-- What a complaint is found by in the console: its words and place, folded; never its sender.
ALTER TABLE complaints ADD COLUMN folded TEXT NOT NULL DEFAULT '';
