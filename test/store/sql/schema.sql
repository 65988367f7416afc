CREATE TABLE "archive_pages" (
  id INTEGER PRIMARY KEY,
  modified INTEGER NOT NULL,
  entries TEXT NOT NULL
);

CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  published INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  revision TEXT NOT NULL,
  format TEXT NOT NULL,
  entity_tag TEXT NOT NULL,
  content TEXT NOT NULL
, written_by TEXT);

CREATE TABLE changed_pages (
  collection INTEGER NOT NULL,
  page INTEGER NOT NULL,
  PRIMARY KEY (collection, page)
) WITHOUT ROWID;

CREATE TABLE "collection_entries" (
  collection INTEGER NOT NULL,
  published INTEGER NOT NULL,
  slug TEXT NOT NULL,
  article INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (collection, published DESC, slug)
) WITHOUT ROWID;

CREATE TABLE "collection_removals" (
  collection INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  slug TEXT NOT NULL,
  published INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (collection, removed DESC, slug)
) WITHOUT ROWID;

CREATE INDEX collection_removals_by_slug ON collection_removals (slug);

CREATE TABLE "collections" (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  slug TEXT NOT NULL,
  article_count INTEGER NOT NULL DEFAULT 0,
  last_position INTEGER NOT NULL DEFAULT 0,
  membership_changed INTEGER NOT NULL DEFAULT 0,
  modified INTEGER NOT NULL DEFAULT 0,
  recent_removals TEXT NOT NULL DEFAULT '[]',
  newest_entries TEXT NOT NULL DEFAULT '[]',
  older_position INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, slug)
);

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

CREATE UNIQUE INDEX placings_by_position ON "collection_entries" (collection, position);

CREATE TABLE preconditions (
  met INTEGER NOT NULL,
  CONSTRAINT preconditions_met CHECK (met)
);

CREATE TABLE "removed_articles" (
  slug TEXT PRIMARY KEY,
  published INTEGER NOT NULL,
  removed INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE replaced_entries (
  collection INTEGER NOT NULL,
  slug TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (collection, slug)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE "search_index" USING fts5 (
  text, terms, content = '', contentless_delete = 1, tokenize = 'ascii'
);

CREATE TABLE sources (
  article INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);

CREATE TABLE "state" (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
