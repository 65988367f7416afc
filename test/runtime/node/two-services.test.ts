import { expect, it } from "vitest";
import { eventually } from "../../support/services/eventually.ts";
import { TOKEN, wireText } from "../../support/services/publishing.ts";
import { type Service, startService } from "../../support/services/service.ts";
import { articleText, contentFolder } from "../../support/stores/folder.ts";

const put = (service: Service, slug: string) =>
  service.fetch(`/api/articles/${slug}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "text/plain" },
    body: wireText(slug),
  });

it.each(["SIGTERM", "SIGKILL"] as const)(
  "of two services on one folder the second serves it, and publishes once %s ended the first",
  async (signal) => {
    const folder = await contentFolder({ a: articleText("A") });
    const first = await startService(folder, { PUBLISH_TOKEN: TOKEN });
    const second = await startService(folder, { PUBLISH_TOKEN: TOKEN });
    const says = (text: string) => second.log.some((line) => line.includes(text));
    expect(says("this service serves it and does not write")).toBe(true);
    const refusal = await put(second, "b");
    expect(refusal.status).toBe(409);
    expect(await refusal.json()).toMatchObject({ detail: expect.stringMatching(/^Another service writes/) });
    const status = (service: Service) => service.text("/status", { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(await status(second)).toContain("another-service");
    expect(await status(first)).not.toContain("another-service");
    expect((await put(first, "b")).status).toBe(201);
    await eventually(async () => (await second.text("/feed.json")).includes("/articles/b"));
    first.signal(signal);
    await first.ended();
    await eventually(() => says("this service writes to the content folder from now on"));
    expect((await put(second, "c")).status).toBe(201);
    expect(await second.stop()).toEqual({ code: 0, signal: null });
  },
);
