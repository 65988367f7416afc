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
 * Adds to a finished head what changes from one document of a feed to the next and what `feed` cannot say: where the
 * archive goes on (RFC 5005; in JSON Feed `next_url`), and in Atom which articles were removed (RFC 6721). Entries
 * alone follow a head, so that all that is added stands at its end.
 */
export function finishHead(head: string, format: Format, selection: Selection): string {
  switch (format) {
    case "rss":
      return addElements(head, "<rss ", "\n        ", roadElements(selection, "rss", "atom:link"));
    case "atom":
      return addElements(head, "<feed ", "\n    ", [
        ...roadElements(selection, "atom", "link"),
        ...tombstoneElements(selection),
      ]);
    case "json":
      return addNextUrl(head, selection);
  }
}

/** An element, with the namespace that it needs declared, if that is not one of the head's own. */
interface Element {
  readonly text: string;
  readonly namespace?: readonly [name: string, value: string];
}

function addElements(head: string, root: string, indent: string, elements: readonly Element[]): string {
  if (elements.length === 0) return head;
  const namespaces = new Map(elements.flatMap(({ namespace }) => (namespace ? [namespace] : [])));
  const declared = Array.from(namespaces, ([name, value]) => `${name}="${value}" `).join("");
  // The root's tag is the first of its name: before it stands only the XML declaration.
  const start = head.indexOf(root) + root.length;
  return (
    head.slice(0, start) + declared + head.slice(start) + elements.map(({ text }) => indent + text).join("")
  );
}

function roadElements(selection: Selection, format: "rss" | "atom", name: string): Element[] {
  const { complete, current, previous, next } = selection.archiveLinks;
  const parts = [
    ["current", current],
    ["prev-archive", previous],
    ["next-archive", next],
  ] as const;
  return [
    ...(complete ? [{ text: "<fh:archive/>", namespace: HISTORY }] : []),
    ...parts.flatMap(([rel, part]) =>
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

/** The head of a JSON Feed ends where its items begin. */
function addNextUrl(head: string, selection: Selection): string {
  const { previous } = selection.archiveLinks;
  if (previous === undefined) return head;
  const start = head.lastIndexOf('  "items": [');
  const member = `  "next_url": ${JSON.stringify(addressOf(selection, "json", previous))},\n`;
  return head.slice(0, start) + member + head.slice(start);
}
