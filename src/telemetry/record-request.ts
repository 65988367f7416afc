import { agentCleaner, pathCleaner, type Redact } from "./redact.ts";
import type { RequestSubject } from "./request-context.ts";
import type { RequestListener, RequestRecord } from "./request-record.ts";

/** A request as it came, and what it was answered. */
export interface ObservedRequest extends Omit<RequestRecord, "path" | "agent"> {
  /** As it was asked for, query and all. */
  readonly target: string;
  /** As it was sent. */
  readonly agent: string | null | undefined;
}

/** Is told of every request as it came. It never throws. */
export type RecordRequest = (observation: ObservedRequest) => void;

/**
 * Hands what was seen on, cleaned of what nobody is to keep.
 * @param listeners each is told; one that fails all the same keeps neither the others nor the request from going on
 * @param hide takes out the secret that is known
 */
export function createRequestRecorder(listeners: readonly RequestListener[], hide: Redact): RecordRequest {
  const cleanAgent = agentCleaner(hide);
  const cleanPath = pathCleaner(hide);
  return ({ target, agent, at, method, status, feed, format, bytes, took, cache }) => {
    const record: RequestRecord = {
      at,
      method,
      path: cleanPath(target),
      status,
      feed,
      format,
      bytes,
      took,
      cache,
      agent: agent ? cleanAgent(agent) : "",
    };
    for (const listener of listeners) {
      try {
        listener(record);
      } catch {
        // Whoever asked is answered; what could not be counted is not worth a failure.
      }
    }
  };
}

/** What a request was answered, as the app answered it. */
export interface AppResponse {
  readonly request: Request;
  readonly subject: RequestSubject;
  readonly response: Response;
  /** The target of the request as it came; the address may have been made over. */
  readonly target: string;
  /** When the answer was ready, UTC. */
  readonly at: Date;
  /** Milliseconds. */
  readonly took: number;
}

/** Observes an answer of the app. */
export function recordResponse(
  observe: RecordRequest,
  { request, subject, response, target, at, took }: AppResponse,
): void {
  const { method } = request;
  const { status } = response;
  observe({
    ...subject,
    at,
    method,
    target,
    status,
    bytes: method === "HEAD" ? 0 : bytesOf(response),
    took,
    agent: request.headers.get("user-agent"),
  });
}

/** Bytes of a response's body; nothing when they are still being made. */
function bytesOf({ status, headers }: Response): number | null {
  const length = headers.get("content-length");
  if (status === 204 || status === 304) return 0;
  return length === null ? null : Number(length);
}
