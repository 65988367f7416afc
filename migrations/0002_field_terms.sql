-- Names tables and columns with the terms of RFC 4287 (Atom), RFC 5005 (archives) and RFC 9110 (HTTP). No row of an
-- article is copied, whatever their number. Times are milliseconds since the epoch, UTC.

-- `entity_tag` is that of the source (RFC 9110 section 8.8.3); `revision` is the digest of `content`.
ALTER TABLE articles RENAME COLUMN tag TO entity_tag;

-- All articles, or those of a category or an author. A poll reads one row of this table.
--   last_position       the highest position that was ever given
--   membership_changed  when an article last left, or came back with an old date
--   modified            when an article of it was last written
--   recent_removals     JSON: the newest rows of `collection_removals`
--   newest_entries      JSON: the newest entries
--   older_position      the highest position among the entries that are not in `newest_entries`
ALTER TABLE shelves RENAME TO collections;
ALTER TABLE collections RENAME COLUMN articles TO article_count;
ALTER TABLE collections RENAME COLUMN last TO last_position;
ALTER TABLE collections RENAME COLUMN changed TO membership_changed;
ALTER TABLE collections RENAME COLUMN edited TO modified;
ALTER TABLE collections RENAME COLUMN removals TO recent_removals;
ALTER TABLE collections RENAME COLUMN head TO newest_entries;
ALTER TABLE collections RENAME COLUMN below TO older_position;

-- The articles of each collection: their position in its archive, and the name that the article gives the collection.
-- Its index keeps the name `placings_by_position`: SQLite renames no index, and a new one would be a row for each entry.
ALTER TABLE placings RENAME TO collection_entries;
ALTER TABLE collection_entries RENAME COLUMN shelf TO collection;

-- Archive documents (RFC 5005 section 4): their entries as JSON. The id is the collection × 16777216 plus the page.
ALTER TABLE sheets RENAME TO archive_pages;
ALTER TABLE archive_pages RENAME COLUMN changed TO modified;
ALTER TABLE archive_pages RENAME COLUMN stamps TO entries;

-- Articles that were removed (410), and the collections whose feeds have a tombstone of them (RFC 6721).
ALTER TABLE removals RENAME TO removed_articles;
ALTER TABLE departures RENAME TO collection_removals;
ALTER TABLE collection_removals RENAME COLUMN shelf TO collection;
DROP INDEX departures_by_slug;
CREATE INDEX collection_removals_by_slug ON collection_removals (slug);

-- The full text index: `text` has the words of an article, `terms` a token for each of its categories and authors.
ALTER TABLE words RENAME TO search_index;

-- What the program knows of the database: `version` differs after each change, `reparse` is how far the sources were
-- read again under changed settings.
ALTER TABLE notes RENAME TO state;
UPDATE state SET name = 'version' WHERE name = 'mark';
UPDATE state SET name = 'reparse' WHERE name = 'reading';

-- Work tables: a change fills them and empties them again in its own transaction.

-- What must hold for the change to be made; D1 has no other way to abandon a transaction.
DROP TABLE expectations;
CREATE TABLE preconditions (
  met INTEGER NOT NULL,
  CONSTRAINT preconditions_met CHECK (met)
);

-- The entries of the changed articles before the change.
DROP TABLE moved;
CREATE TABLE replaced_entries (
  collection INTEGER NOT NULL,
  slug TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (collection, slug)
) WITHOUT ROWID;

-- The archive pages to write anew; 0 is the row of the collection.
DROP TABLE touched;
CREATE TABLE changed_pages (
  collection INTEGER NOT NULL,
  page INTEGER NOT NULL,
  PRIMARY KEY (collection, page)
) WITHOUT ROWID;
