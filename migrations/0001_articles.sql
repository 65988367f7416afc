-- The articles and what polls read. Times are milliseconds since the epoch, UTC.

-- An article, read and ready to be rendered. The id is the second of publication × 32768 plus a number within that
-- second, so that the order of ids is the order of publication.
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  published INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  revision TEXT NOT NULL,
  format TEXT NOT NULL,
  tag TEXT NOT NULL,
  content TEXT NOT NULL
);

-- The text that was handed in.
CREATE TABLE sources (
  article INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);

-- All articles, those of a category, or those of an author. `last` is the highest position that was ever given;
-- `changed` is when an article last left; `head` holds the stamps of the newest, `removals` what was removed last, both
-- as JSON: a poll reads this one row. `below` is the highest position of the articles that are not in the head.
CREATE TABLE shelves (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  slug TEXT NOT NULL,
  articles INTEGER NOT NULL DEFAULT 0,
  last INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  edited INTEGER NOT NULL DEFAULT 0,
  removals TEXT NOT NULL DEFAULT '[]',
  head TEXT NOT NULL DEFAULT '[]',
  below INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, slug)
);

INSERT INTO shelves (kind, slug) VALUES ('all', '');

-- Which article stands on which shelf, under which name of it, at which position of its archive.
CREATE TABLE placings (
  shelf INTEGER NOT NULL,
  published INTEGER NOT NULL,
  slug TEXT NOT NULL,
  article INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (shelf, published DESC, slug)
) WITHOUT ROWID;

CREATE UNIQUE INDEX placings_by_position ON placings (shelf, position);

-- The stamps on a sheet of a shelf's archive, as JSON. The id is the shelf × 16777216 plus the sheet's number.
CREATE TABLE sheets (
  id INTEGER PRIMARY KEY,
  changed INTEGER NOT NULL,
  stamps TEXT NOT NULL
);

-- Articles that were removed, and the shelves whose feeds tell of it.
CREATE TABLE removals (
  slug TEXT PRIMARY KEY,
  published INTEGER NOT NULL,
  removed INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE departures (
  shelf INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  slug TEXT NOT NULL,
  published INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (shelf, removed DESC, slug)
) WITHOUT ROWID;

CREATE INDEX departures_by_slug ON departures (slug);

-- The words of each article, as src/search/tokens.ts splits them, and a token for each of its categories and authors.
CREATE VIRTUAL TABLE words USING fts5 (
  text, terms, content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- Hubs that are still to be told that a topic changed.
CREATE TABLE outbox (
  hub TEXT NOT NULL,
  topic TEXT NOT NULL,
  key INTEGER NOT NULL,
  version INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL,
  PRIMARY KEY (hub, topic, key)
) WITHOUT ROWID;

CREATE INDEX outbox_by_due ON outbox (due);

-- What the program remembers of itself.
CREATE TABLE notes (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Work tables: a change fills them and empties them again in its own transaction. What it expects to hold while it is
-- made is checked here, as D1 offers no other way to give a transaction up.
CREATE TABLE expectations (
  met INTEGER NOT NULL,
  CONSTRAINT expectations_met CHECK (met)
);

CREATE TABLE moved (
  shelf INTEGER NOT NULL,
  slug TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (shelf, slug)
) WITHOUT ROWID;

CREATE TABLE touched (
  shelf INTEGER NOT NULL,
  sheet INTEGER NOT NULL,
  PRIMARY KEY (shelf, sheet)
) WITHOUT ROWID;
