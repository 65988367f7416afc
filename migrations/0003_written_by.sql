-- The name of the token that wrote the article last; NULL where that is unknown. Feeds and pages do not have it.
ALTER TABLE articles ADD COLUMN written_by TEXT;
