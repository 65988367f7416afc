import { FAILED, type Problem } from "../../http/problem.ts";
import { MAX_BATCH_CHANGES } from "../../store/article-writer.ts";
import { ChangeBrake } from "../../store/change-brake.ts";
import { StoreFailure } from "../../store/store-errors.ts";
import { NDJSON, readBulkType } from "../media-types.ts";
import type { ChangeReply, PublishRequest } from "../publish-request.ts";
import { CUT_OFF, cancelBody, declaredLength } from "../request-body.ts";
import type { RequestedChange } from "../requested-change.ts";
import { describeError, problemOfFailure, respond, respondProblem } from "../responses.ts";
import { type BulkLineReading, readBulkLine } from "./bulk-line.ts";
import { MAX_BULK_BYTES, MAX_BULK_LINE_BYTES, MAX_BULK_LINES, splitStream } from "./split-lines.ts";

/** Bytes of source in one batch. A batch is in memory, parts of it twice. @limit bytes */
const MAX_BATCH_BYTES = 4_194_304;

/**
 * Bytes of replies that are buffered for a client that sends everything before it reads. Without the buffer both sides
 * would wait for each other.
 * @limit bytes
 */
const MAX_PENDING_ANSWER_BYTES = 8_388_608;

/**
 * POST: many articles in NDJSON, a line each. The reply has a line for each, in their order, with the result that a
 * request of its own would have had. It begins while lines still arrive.
 */
export function postBulk(request: Request, publishRequest: PublishRequest): Response {
  const type = readBulkType(request.headers);
  if ("problem" in type) return respondProblem(type.problem, type.fields);
  if (declaredLength(request) > MAX_BULK_BYTES) return respondProblem(TOO_MUCH);
  const reader = (request.body ?? new Blob([]).stream()).getReader();
  const brake = isConfirmed(request) ? undefined : new ChangeBrake(publishRequest.countArticles, CONFIRM);
  const answers = processLines(reader, publishRequest, brake);
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await answers.next();
        if (cancelled) return;
        if (done) controller.close();
        else controller.enqueue(utf8.encode(value));
      },
      async cancel() {
        cancelled = true;
        cancelBody(reader);
        // Takes effect after the current batch is written.
        await answers.return(undefined);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_PENDING_ANSWER_BYTES }),
  );
  return respond(200, NDJSON, body);
}

const utf8 = new TextEncoder();

/** The query parameter that confirms that much is meant to be changed or removed. */
const CONFIRMATION = "yes";

const CONFIRM = `If it is meant, confirm it: with ?${CONFIRMATION} at the end of the address, or with --yes of harkara import.`;

function isConfirmed(request: Request): boolean {
  return new URL(request.url).searchParams.has(CONFIRMATION);
}

interface NumberedLine {
  readonly number: number;
  readonly entry: BulkLineReading;
}

async function* processLines(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  publishRequest: PublishRequest,
  brake: ChangeBrake | undefined,
): AsyncGenerator<string, void> {
  const counter = { done: 0, failed: 0 };
  let number = 1;
  try {
    for await (const batch of batches(reader, publishRequest)) {
      number = (batch.at(-1)?.number ?? number) + 1;
      yield await writeBatch(batch, publishRequest, brake, counter);
    }
  } catch (error) {
    if (error instanceof Interruption) yield formatLine(error.number, undefined, error.problem);
    else {
      publishRequest.log.error(`a bulk request failed: ${describeError(error)}`);
      yield formatLine(number, undefined, FAILED);
    }
  } finally {
    cancelBody(reader);
    publishRequest.notifyPublished();
    publishRequest.log.info(
      `bulk request by ${publishRequest.tokenName}: ${counter.done} lines carried out, ${counter.failed} not`,
    );
  }
}

/** The lines ended too early. */
class Interruption extends Error {
  readonly number: number;
  readonly problem: Problem;

  constructor(number: number, problem: Problem) {
    super(problem.detail);
    this.number = number;
    this.problem = problem;
  }
}

/** Groups lines into batches. A batch has no slug twice, so that changes to an article stay in order. */
async function* batches(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  publishRequest: PublishRequest,
): AsyncGenerator<readonly NumberedLine[]> {
  let batch: NumberedLine[] = [];
  let bytes = 0;
  let number = 0;
  const slugs = new Set<string>();
  const takeBatch = (): readonly NumberedLine[] => {
    const full = batch;
    [batch, bytes] = [[], 0];
    slugs.clear();
    return full;
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
      if (batch.length > 0) yield takeBatch();
      continue;
    }
    number = piece.number;
    const entry = await readLineOrProblem(piece.bytes, publishRequest);
    if ("requested" in entry && slugs.has(entry.requested.slug)) yield takeBatch();
    if ("requested" in entry) slugs.add(entry.requested.slug);
    batch.push({ number, entry });
    bytes += piece.bytes?.length ?? 0;
    if (batch.length >= MAX_BATCH_CHANGES || bytes >= MAX_BATCH_BYTES) yield takeBatch();
  }
  if (batch.length > 0) yield takeBatch();
  if (interruption !== undefined) throw interruption;
}

async function readLineOrProblem(
  bytes: Uint8Array | undefined,
  publishRequest: PublishRequest,
): Promise<BulkLineReading> {
  if (bytes === undefined) return { problem: LINE_TOO_LONG };
  try {
    return await readBulkLine(bytes, publishRequest);
  } catch (error) {
    publishRequest.log.error(`a line of a bulk request failed: ${describeError(error)}`);
    return { problem: FAILED };
  }
}

/** Writes a batch. @returns a line of reply for each line */
async function writeBatch(
  batch: readonly NumberedLine[],
  publishRequest: PublishRequest,
  brake: ChangeBrake | undefined,
  counter: { done: number; failed: number; failure?: Problem },
): Promise<string> {
  const requests = batch.flatMap(({ entry }): RequestedChange[] => ("requested" in entry ? [entry.requested] : []));
  let replies: readonly ChangeReply[] = [];
  // Nothing is written after a failure: the failed write may still complete, and must not follow a later line.
  if (counter.failure === undefined && requests.length > 0) {
    try {
      replies = await publishRequest.applyChanges(requests, brake?.limit);
      brake?.record(replies.flatMap((reply) => ("outcome" in reply ? { kind: reply.outcome } : [])));
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      publishRequest.log.error(`a bulk request failed: ${describeError(error)}`);
      counter.failure = problemOfFailure(error);
    }
  }
  let next = 0;
  const lines = batch.map(({ number, entry }) => {
    const reply = "problem" in entry ? entry.problem : (replies[next++] ?? counter.failure ?? FAILED);
    if ("outcome" in reply) counter.done += 1;
    else counter.failed += 1;
    return formatLine(number, entry.slug, reply);
  });
  return lines.join("");
}

function formatLine(number: number, slug: string | undefined, reply: ChangeReply): string {
  const { status } = reply;
  if (!("outcome" in reply)) {
    const { type, detail, faults } = reply;
    return `${JSON.stringify({ line: number, slug, status, type, detail, faults })}\n`;
  }
  const { tag, outcome, warnings = [] } = reply;
  const response = { line: number, slug, status, tag: tag || undefined, outcome };
  return `${JSON.stringify(warnings.length === 0 ? response : { ...response, warnings })}\n`;
}

const TOO_MUCH: Problem = {
  status: 413,
  detail: `A bulk request may have ${MAX_BULK_LINES} lines and ${MAX_BULK_BYTES} bytes at most. Send the rest in another.`,
};

const LINE_TOO_LONG: Problem = {
  status: 413,
  detail: `A line may have ${MAX_BULK_LINE_BYTES} bytes at most.`,
};
