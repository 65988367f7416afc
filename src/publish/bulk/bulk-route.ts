import { FAILED, type Problem } from "../../http/problem.ts";
import { MAX_BATCH_CHANGES } from "../../store/article-writer.ts";
import { StoreFailure } from "../../store/store-errors.ts";
import { NDJSON, readBulkType } from "../media-types.ts";
import { type ChangeReply, describeError, type PublishRequest, UNAVAILABLE } from "../publish-request.ts";
import { CUT_OFF, cancelBody, declaredLength } from "../request-body.ts";
import type { RequestedChange } from "../requested-change.ts";
import { answer, problem } from "../responses.ts";
import { type BulkLineReading, readBulkLine } from "./bulk-line.ts";
import { MAX_BULK_BYTES, MAX_BULK_LINE_BYTES, MAX_BULK_LINES, splitStream } from "./split-lines.ts";

/** Bytes of text of the articles that are written at once; they are all in memory, some of them twice. @limit bytes */
const MAX_BATCH_BYTES = 4_194_304;

/**
 * Bytes of answers to a bulk request that are kept for a client that sends all before it reads any; if it had to
 * read first, both sides would wait for ever.
 * @limit bytes
 */
const MAX_PENDING_ANSWER_BYTES = 8_388_608;

/**
 * POST: many articles, a line each, answered by a line each in their order. A line comes to what a request of its own
 * would have come to; the answer begins while lines still come.
 */
export function postBulk(request: Request, desk: PublishRequest): Response {
  const type = readBulkType(request.headers);
  if ("problem" in type) return problem(type.problem, type.fields);
  if (declaredLength(request) > MAX_BULK_BYTES) return problem(TOO_MUCH);
  const reader = (request.body ?? new Blob([]).stream()).getReader();
  const lines = answerLines(reader, desk);
  let gone = false;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await lines.next();
        if (gone) return;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        gone = true;
        cancelBody(reader);
        // It takes effect when the batch in hand is written.
        await lines.return(undefined);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_PENDING_ANSWER_BYTES }),
  );
  return answer(200, NDJSON, body);
}

const encoder = new TextEncoder();

/** A line that was read and is not answered yet. */
interface Read {
  readonly number: number;
  readonly entry: BulkLineReading;
}

async function* answerLines(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  desk: PublishRequest,
): AsyncGenerator<string, void> {
  const counter = { done: 0, failed: 0 };
  let number = 1;
  try {
    for await (const batch of batches(reader, desk)) {
      number = (batch.at(-1)?.number ?? number) + 1;
      yield await write(batch, desk, counter);
    }
  } catch (error) {
    if (error instanceof Interruption) yield line(error.number, undefined, error.problem);
    else {
      desk.log.error(`a bulk request failed: ${describeError(error)}`);
      yield line(number, undefined, FAILED);
    }
  } finally {
    cancelBody(reader);
    desk.notifyPublished();
    desk.log.info(`bulk request: ${counter.done} lines carried out, ${counter.failed} not`);
  }
}

/** Lines stop coming before their end. */
class Interruption extends Error {
  readonly number: number;
  readonly problem: Problem;

  constructor(number: number, what: Problem) {
    super(what.detail);
    this.number = number;
    this.problem = what;
  }
}

/** Lines, as many together as may be written at once: no slug twice, so that their order stays. */
async function* batches(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  desk: PublishRequest,
): AsyncGenerator<readonly Read[]> {
  let batch: Read[] = [];
  let bytes = 0;
  let number = 0;
  const slugs = new Set<string>();
  const take = (): readonly Read[] => {
    const taken = batch;
    [batch, bytes] = [[], 0];
    slugs.clear();
    return taken;
  };
  const pieces = splitStream(reader);
  let interruption: Interruption | undefined;
  for (;;) {
    const next = await pieces.next().catch(() => undefined);
    if (next === undefined) interruption = new Interruption(number + 1, CUT_OFF);
    else if (next.value?.kind === "too-much") interruption = new Interruption(next.value.number, TOO_MUCH);
    if (next === undefined || next.done || interruption !== undefined) break;
    const piece = next.value;
    if (piece.kind !== "line") {
      if (batch.length > 0) yield take();
      continue;
    }
    number = piece.number;
    const entry = await readLine(piece.bytes, desk);
    if ("order" in entry && slugs.has(entry.order.slug)) yield take();
    if ("order" in entry) slugs.add(entry.order.slug);
    batch.push({ number, entry });
    bytes += piece.bytes?.length ?? 0;
    if (batch.length >= MAX_BATCH_CHANGES || bytes >= MAX_BATCH_BYTES) yield take();
  }
  if (batch.length > 0) yield take();
  if (interruption !== undefined) throw interruption;
}

async function readLine(bytes: Uint8Array | undefined, desk: PublishRequest): Promise<BulkLineReading> {
  if (bytes === undefined) return { problem: LINE_TOO_LONG };
  try {
    return await readBulkLine(bytes, desk);
  } catch (error) {
    desk.log.error(`a line of a bulk request failed: ${describeError(error)}`);
    return { problem: FAILED };
  }
}

/** Writes a batch; its answers, a line each. */
async function write(
  batch: readonly Read[],
  desk: PublishRequest,
  counter: { done: number; failed: number; down?: boolean },
): Promise<string> {
  const orders = batch.flatMap(({ entry }): RequestedChange[] => ("order" in entry ? [entry.order] : []));
  let replies: readonly ChangeReply[] = [];
  // After a failure nothing more is tried: what seemed to fail may still be made, and must not come after a later line.
  if (!counter.down && orders.length > 0) {
    try {
      replies = await desk.applyChanges(orders);
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      desk.log.error(`a bulk request failed: ${describeError(error)}`);
      counter.down = true;
    }
  }
  let next = 0;
  const answers = batch.map(({ number, entry }) => {
    const reply = "problem" in entry ? entry.problem : (replies[next++] ?? UNAVAILABLE);
    if ("outcome" in reply) counter.done += 1;
    else counter.failed += 1;
    return line(number, entry.slug, reply);
  });
  return answers.join("");
}

function line(number: number, slug: string | undefined, reply: ChangeReply): string {
  const { status } = reply;
  if (!("outcome" in reply)) {
    const { detail, faults } = reply;
    return `${JSON.stringify({ line: number, slug, status, detail, faults })}\n`;
  }
  const { tag, outcome, warnings = [] } = reply;
  const told = { line: number, slug, status, tag: tag || undefined, outcome };
  return `${JSON.stringify(warnings.length === 0 ? told : { ...told, warnings })}\n`;
}

const TOO_MUCH: Problem = {
  status: 413,
  detail: `A bulk request may have ${MAX_BULK_LINES} lines and ${MAX_BULK_BYTES} bytes at most. Send the rest in another.`,
};

const LINE_TOO_LONG: Problem = {
  status: 413,
  detail: `A line may have ${MAX_BULK_LINE_BYTES} bytes at most.`,
};
