import { agentCleaner, pathCleaner, type Redact } from "./redact.ts";
import type { RequestSubject } from "./request-context.ts";
import type { RequestListener, RequestRecord } from "./request-record.ts";

/** A request as it came, and its response. */
export interface ObservedRequest extends Omit<RequestRecord, "path" | "agent" | "loading"> {
  /** The request target, with its query. */
  readonly target: string;
  /** As it was sent. */
  readonly agent: string | null | undefined;
}

/** Records a request and its response. It never throws. */
export type RecordRequest = (observation: ObservedRequest) => void;

/**
 * Creates a recorder that passes requests on without secrets.
 * @param listeners each is called; one that fails does not stop the others
 * @param hide removes the token
 * @param isLoading whether the content is still being loaded
 */
export function createRequestRecorder(
  listeners: readonly RequestListener[],
  hide: Redact,
  isLoading: () => boolean = () => false,
): RecordRequest {
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
      loading: status === 503 && isLoading(),
    };
    for (const listener of listeners) {
      try {
        listener(record);
      } catch {
        // The client has its response; a count that fails is not worth an error.
      }
    }
  };
}

/** A response of the app, and its request. */
export interface AppResponse {
  readonly request: Request;
  readonly subject: RequestSubject;
  readonly response: Response;
  /** The request target as it came; `request` may have another address. */
  readonly target: string;
  /** When the response was ready, UTC. */
  readonly at: Date;
  /** Milliseconds. */
  readonly took: number;
}

/** Records a response of the app. */
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

/** Bytes of a response's body; null if it is a stream. */
function bytesOf({ status, headers }: Response): number | null {
  const length = headers.get("content-length");
  if (status === 204 || status === 304) return 0;
  return length === null ? null : Number(length);
}
