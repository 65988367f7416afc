import { isLoopbackHost } from "../../http/loopback.ts";
import { DOCUMENT_NAMES, FEED_TYPES, FORMATS } from "../../lib/feed-format.ts";
import type { Site } from "../../site/site.ts";
import { type HttpClient, reasonOf, USER_AGENT } from "../../transfer/http-client.ts";
import { fault, ok, type Tell, warning } from "./diagnosis.ts";

/** Milliseconds that a site may take to answer a check: pollers wait no longer. @limit ms */
const ANSWER_MS = 15_000;

/** Milliseconds that the clocks of a site and of this machine may differ: `Date` counts seconds, and an answer takes some. @limit ms */
const CLOCK_MS = 10_000;

/** The document that is asked for most: its format is the easiest to look into. */
const FEED = `/${DOCUMENT_NAMES.json}`;

/** Asks for a path of the site. @throws what `fetch` throws when there is no answer */
type Ask = (
  path: string,
  init?: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> },
) => Promise<Response>;

/**
 * Checks a site as clients reach it, through every proxy in front of it.
 * @param url its address, normalised
 * @param site what it should serve; nothing where that is not known
 */
export async function checkDeployment(url: string, site: Site | undefined, net: HttpClient, tell: Tell): Promise<void> {
  const ask: Ask = (path, { method = "GET", headers = {} } = {}) =>
    net.fetch(
      new Request(url + path, {
        method,
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_MS),
        headers: { "user-agent": USER_AGENT, "accept-encoding": "identity", ...headers },
      }),
    );
  try {
    const feed = await ask(FEED);
    const document = await readFeed(url, feed, tell);
    if (document === undefined) return;
    checkHttps(url, tell);
    checkAddresses(url, document, site, tell);
    checkClock(feed, net.now(), tell);
    await checkTypes(ask, tell);
    await checkHead(ask, feed, tell);
    await checkCompression(ask, tell);
    await checkConditional(ask, tell);
  } catch (error) {
    const remedy =
      "Is the service running, does the name lead to it, is the certificate valid, does a firewall let it through?";
    tell(fault(`${url} cannot be reached (${reasonOf(error)})`, remedy));
  }
}

/** @returns the address that the site says of itself; nothing if what answers is no site of Harkara */
async function readFeed(url: string, response: Response, tell: Tell): Promise<string | undefined> {
  const { status } = response;
  const text = await response.text();
  const location = response.headers.get("location");
  if (status >= 300 && status < 400 && location !== null) {
    const remedy = "Check the address at which people end up, and set that in site.json.";
    tell(fault(`${url}${FEED} is redirected to ${location}`, remedy));
  } else if (status !== 200) {
    const remedy =
      status === 404
        ? "Does the address have the path at which the site is served, and does the proxy keep the path?"
        : "The log of the service and of the proxy say why.";
    tell(fault(`${url}${FEED} answers ${status}`, remedy));
  } else {
    const own = feedAddress(text);
    if (own?.endsWith(FEED)) {
      tell(ok(`${url} answers`));
      return own.slice(0, -FEED.length);
    }
    tell(fault(`${url}${FEED} is no feed of Harkara`, "Does the proxy pass this address to the service, unchanged?"));
  }
  return undefined;
}

function feedAddress(text: string): string | undefined {
  try {
    const { feed_url: address } = JSON.parse(text) as { readonly feed_url?: unknown };
    return typeof address === "string" ? address : undefined;
  } catch {
    return undefined;
  }
}

function checkHttps(url: string, tell: Tell): void {
  const { protocol, host } = new URL(url);
  if (protocol === "https:") tell(ok("it is served by HTTPS, with a valid certificate"));
  else if (isLoopbackHost(host)) tell(ok("it is on this machine, where HTTPS is not needed"));
  else tell(warning("it is served without HTTPS", "Put a proxy with a certificate in front (docs/deploy.md)."));
}

/** @param served the address that its feed says */
function checkAddresses(url: string, served: string, site: Site | undefined, tell: Tell): void {
  if (site !== undefined && site.address !== served) {
    const remedy = "Deploy what is here, or correct the address in site.json (or SITE_URL) on either side.";
    tell(fault(`its links lead to ${served}, but the settings here say ${site.address}`, remedy));
  } else if (served === url) tell(ok(`its links lead to ${served}`));
  else {
    const message = `its links lead to ${served}, and not to ${url}`;
    const remedy = `If people are to come by ${url}, set that as the address in site.json (or SITE_URL).`;
    tell(isLoopbackHost(new URL(url).host) ? warning(message, remedy) : fault(message, remedy));
  }
}

function checkClock({ headers }: Response, now: Date, tell: Tell): void {
  const age = Number(headers.get("age") ?? 0) * 1000;
  const ahead = Date.parse(headers.get("date") ?? "") + age - now.getTime();
  if (Number.isNaN(ahead)) tell(warning("its answers have no Date", "Let the proxy pass the header field Date on."));
  else if (Math.abs(ahead) <= CLOCK_MS) tell(ok("its clock agrees with the one here"));
  else {
    const seconds = Math.round(Math.abs(ahead) / 1000);
    const message = `its clock is ${seconds} s ${ahead > 0 ? "ahead of" : "behind"} the one here`;
    tell(warning(message, "Let both machines set their clocks by NTP: articles appear by the clock of the service."));
  }
}

async function checkTypes(ask: Ask, tell: Tell): Promise<void> {
  const wanted = [["/", "text/html"], ...FORMATS.map((format) => [`/${DOCUMENT_NAMES[format]}`, FEED_TYPES[format]])];
  const wrong: string[] = [];
  for (const [path = "", type = ""] of wanted) {
    const response = await ask(path);
    await response.body?.cancel();
    const given = response.headers.get("content-type")?.split(";")[0]?.trim() ?? "none";
    if (given !== type) wrong.push(`${path} is ${given} in place of ${type}`);
  }
  if (wrong.length === 0) tell(ok("the media types of page and feeds are right"));
  else
    tell(
      fault(wrong.join(", "), "Let the proxy pass Content-Type on, or the host set it as written in docs/deploy.md."),
    );
}

async function checkHead(ask: Ask, got: Response, tell: Tell): Promise<void> {
  const head = await ask(FEED, { method: "HEAD" });
  const same = ["content-type", "etag"].every((name) => head.headers.get(name) === got.headers.get(name));
  if (head.status === 200 && same) tell(ok("HEAD gets what GET gets, without a body"));
  else tell(fault(`HEAD gets ${head.status}, and not the header of GET`, "Let the proxy pass HEAD on as it is."));
}

async function checkCompression(ask: Ask, tell: Tell): Promise<void> {
  const codings: string[] = [];
  for (const coding of ["gzip", "br"]) {
    const response = await ask(FEED, { headers: { "accept-encoding": coding } });
    await response.body?.cancel();
    if (response.headers.get("content-encoding") === coding) codings.push(coding);
  }
  if (codings.includes("gzip")) tell(ok(`it compresses: ${codings.join(", ")}`));
  else
    tell(
      warning(
        "it sends nothing in gzip",
        "Let the proxy pass Accept-Encoding on, or compress by itself: feeds are a fifth then.",
      ),
    );
}

/** Asks again with the validator, as every good client does, and compressed, as all do. */
async function checkConditional(ask: Ask, tell: Tell): Promise<void> {
  const headers = { "accept-encoding": "gzip" };
  const first = await ask(FEED, { headers });
  await first.body?.cancel();
  const etag = first.headers.get("etag");
  if (etag === null) {
    const remedy = "Let the proxy pass ETag on: without it each poll fetches the whole feed.";
    return tell(fault("its feeds have no ETag", remedy));
  }
  const second = await ask(FEED, { headers: { ...headers, "if-none-match": etag } });
  await second.body?.cancel();
  if (second.status === 304) tell(ok("ETag and If-None-Match pass through: what is not new gets 304"));
  else {
    const remedy = "Let the proxy pass If-None-Match on, and ETag unchanged: else each poll fetches the whole feed.";
    tell(fault(`If-None-Match with its ETag gets ${second.status} in place of 304`, remedy));
  }
}
