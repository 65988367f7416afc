import { expect } from "vitest";
import type { Hub } from "../../support/fakes/hub.ts";
import type { Delivery, Subscriber } from "../../support/fakes/subscriber.ts";
import { eventually } from "../../support/services/eventually.ts";
import type { Place } from "./place.ts";
import { poll, textAt } from "./reader.ts";

/** What a subscriber gets to know of a place's feeds through a hub. */
export interface Audience {
  /** What it was given of a feed since so many deliveries, oldest first. */
  readonly deliveriesOf: (path: string, since: number) => readonly Delivery[];
  /**
   * Waits until every feed was handed to it, signed, as it is served now.
   * @param since how many deliveries there were before
   * @param ticking whether the place is to do again and again what it does from time to time
   */
  readonly upToDate: (since: number, meanwhile?: () => Promise<void>) => Promise<void>;
  /** Does something, and waits until the subscriber was told of it. */
  readonly after: (action: () => Promise<unknown>) => Promise<void>;
}

/** The feed of an author who lost the last article by an edit is not there any more: its hub is told, and finds nothing. */
const EMPTIED = /\/authors\/vikram-nair\/[a-z.]+ answers 404$/;

/** @param paths of the feeds that it subscribed to */
export function audienceOf(place: Place, hub: Hub, subscriber: Subscriber, paths: readonly string[]): Audience {
  const at = (path: string) => place.origin + path;
  const audience: Audience = {
    deliveriesOf: (path, since) =>
      subscriber.deliveries.slice(since).filter(({ link }) => link.includes(`<${at(path)}>; rel="self"`)),
    async upToDate(since, meanwhile = async () => undefined) {
      for (const path of paths) {
        const last = () => audience.deliveriesOf(path, since).at(-1);
        await eventually(async () => {
          await meanwhile();
          return last()?.body === (await textAt(at(path)));
        });
        const { headers } = await poll(at(path));
        expect(last()?.contentType).toBe(headers.get("content-type"));
        expect(last()?.link).toContain(`<${hub.address}>; rel="hub"`);
      }
      expect(subscriber.deliveries.slice(since).map(({ signed }) => signed)).not.toContain(false);
      expect(hub.troubles.filter((trouble) => !EMPTIED.test(trouble))).toEqual([]);
    },
    async after(action) {
      const since = subscriber.deliveries.length;
      await action();
      await audience.upToDate(since);
    },
  };
  return audience;
}
