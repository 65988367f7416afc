import type { Format } from "../../lib/feed-format.ts";
import { articleId } from "../../site/urls.ts";
import type { Selection } from "../selection.ts";
import { asOwnAttribute } from "./escape.ts";
import { addressOf } from "./head.ts";

/** Feed paging and archiving (RFC 5005). */
const HISTORY = ["xmlns:fh", "http://purl.org/syndication/history/1.0"] as const;

/** Tombstones (RFC 6721). */
const TOMBSTONES = ["xmlns:at", "http://purl.org/atompub/tombstones/1.0"] as const;

/**
 * Adds to a head what differs between the documents of a feed and what `feed` cannot print: archive links (RFC 5005; in
 * JSON Feed `next_url`), and tombstones in Atom (RFC 6721). They come last in the head, just before the entries.
 */
export function finishHead(head: string, format: Format, selection: Selection): string {
  switch (format) {
    case "rss":
      return addElements(head, "<rss ", "\n        ", archiveLinkElements(selection, "rss", "atom:link"));
    case "atom":
      return addElements(head, "<feed ", "\n    ", [
        ...archiveLinkElements(selection, "atom", "link"),
        ...tombstoneElements(selection),
      ]);
    case "json":
      return addNextUrl(head, selection);
  }
}

/** An element, and the namespace declaration that it needs, if the head has none. */
interface Element {
  readonly text: string;
  readonly namespace?: readonly [name: string, value: string];
}

function addElements(head: string, root: string, indent: string, elements: readonly Element[]): string {
  if (elements.length === 0) return head;
  const namespaces = new Map(elements.flatMap(({ namespace }) => (namespace ? [namespace] : [])));
  const declared = Array.from(namespaces, ([name, value]) => `${name}="${value}" `).join("");
  // Only the XML declaration precedes the root's tag.
  const start = head.indexOf(root) + root.length;
  return head.slice(0, start) + declared + head.slice(start) + elements.map(({ text }) => indent + text).join("");
}

function archiveLinkElements(selection: Selection, format: "rss" | "atom", name: string): Element[] {
  const { complete, current, previous, next } = selection.archiveLinks;
  const links = [
    ["current", current],
    ["prev-archive", previous],
    ["next-archive", next],
  ] as const;
  return [
    ...(complete ? [{ text: "<fh:archive/>", namespace: HISTORY }] : []),
    ...links.flatMap(([rel, part]) =>
      part === undefined
        ? []
        : [{ text: `<${name} rel="${rel}" href="${asOwnAttribute(addressOf(selection, format, part))}"/>` }],
    ),
  ];
}

function tombstoneElements({ site, tombstones }: Selection): Element[] {
  return tombstones.removals.map((removal) => ({
    text: `<at:deleted-entry ref="${asOwnAttribute(articleId(site, removal))}" when="${removal.removed.toISOString()}"/>`,
    namespace: TOMBSTONES,
  }));
}

/** Inserts the member before `items`, the last one of the head. */
function addNextUrl(head: string, selection: Selection): string {
  const { previous } = selection.archiveLinks;
  if (previous === undefined) return head;
  const start = head.lastIndexOf('  "items": [');
  const member = `  "next_url": ${JSON.stringify(addressOf(selection, "json", previous))},\n`;
  return head.slice(0, start) + member + head.slice(start);
}
