import { utimesSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Bytes } from "../lib/bytes.ts";

/** Bytes beyond which a document is compressed faster: the last per cents of a large one cost twice the time. @limit bytes */
const LARGE_BYTES = 65_536;

/** Levels of gzip and qualities of brotli. Large pages of archives are most of a large site, and hardly read. */
const LEVELS = { small: { gzip: 9, br: 5 }, large: { gzip: 4, br: 4 }, archive: { gzip: 1, br: 2 } } as const;

/** Suffixes of the compressed files beside each file. */
export const COMPRESSED_SUFFIXES = [".gz", ".br"] as const;

/** A file to be written. */
export interface FileJob {
  readonly path: string;
  readonly bytes: Bytes;
  /** UTC, its modification time. */
  readonly modified: Date;
  /** Whether its compressed forms are to lie beside it. */
  readonly compressed: boolean;
  /** Whether it is a page of an archive. */
  readonly archive: boolean;
}

/** Threads that compress and write files while the main one renders. */
export interface FileThreads {
  /** Writes a file; its bytes are gone afterwards. Rejects with the error of the file system. */
  readonly write: (job: FileJob) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  /** In the order in which they were handed over, as a thread does one after the other. */
  readonly waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[];
}

/** They are started with the first file. */
export function createFileThreads(): FileThreads {
  let threads: readonly Thread[] | undefined;
  return {
    write(job) {
      threads ??= Array.from({ length: availableParallelism() }, startThread);
      const [thread] = [...threads].sort((a, b) => a.waiting.length - b.waiting.length);
      return new Promise((resolve, reject) => {
        thread?.waiting.push({ resolve, reject });
        const { buffer, byteLength } = job.bytes;
        // What is a part of a larger buffer is copied.
        thread?.worker.postMessage(job, buffer.byteLength === byteLength ? [buffer] : []);
      });
    },
    async close() {
      await Promise.all((threads ?? []).map(({ worker }) => worker.terminate()));
    },
  };
}

function startThread(): Thread {
  const worker = new Worker(new URL(import.meta.url), { workerData: THREAD });
  const thread: Thread = { worker, waiting: [] };
  worker.on("message", (error: Error | null) => {
    const job = thread.waiting.shift();
    if (error === null) job?.resolve();
    else job?.reject(error);
  });
  worker.on("error", (error: Error) => {
    for (const { reject } of thread.waiting.splice(0)) reject(error);
  });
  return thread;
}

function writeFiles({ path, bytes, modified, compressed, archive }: FileJob): void {
  const { gzip, br } = bytes.length <= LARGE_BYTES ? LEVELS.small : archive ? LEVELS.archive : LEVELS.large;
  const put = (name: string, content: Uint8Array) => {
    writeFileSync(name, content);
    utimesSync(name, modified, modified);
  };
  put(path, bytes);
  if (!compressed) return;
  put(`${path}.gz`, gzipSync(bytes, { level: gzip, chunkSize: chunkSize(bytes) }));
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: br,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  put(`${path}.br`, brotliCompressSync(bytes, { params, chunkSize: chunkSize(bytes) }));
}

/** Bytes that come out at a time: all, nearly always. */
function chunkSize({ length }: Bytes): number {
  return Math.max(constants.Z_MIN_CHUNK, length >> 1);
}

const THREAD = "harkaraFiles";

if (!isMainThread && workerData === THREAD) {
  parentPort?.on("message", (job: FileJob) => {
    let failure: unknown = null;
    try {
      writeFiles(job);
    } catch (error) {
      failure = error;
    }
    parentPort?.postMessage(failure);
  });
}
