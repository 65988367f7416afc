/** A source of articles that cannot be read; the message says why, in words for the person who gave it. */
export class SourceError extends Error {}
