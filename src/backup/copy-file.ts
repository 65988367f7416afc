import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** The size of a file in bytes, and its SHA-256 in hexadecimal. */
export interface FileDigest {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Copies a file and makes the copy's content durable, but not its name. A file of that name is replaced.
 * @returns the digest of what was read; undefined if the file was written to meanwhile
 * @throws the error of the file system
 */
export async function copyFile(from: string, to: string): Promise<FileDigest | undefined> {
  // Opening a pipe would wait for its writer.
  const source = await open(from, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const target = await open(to, "w");
    try {
      const before = await signatureOf(source);
      const digest = await digestOf(source, (bytes) => target.appendFile(bytes));
      await target.sync();
      return before === (await signatureOf(source)) ? digest : undefined;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Makes a file durable. @throws the error of the file system */
export async function syncFile(path: string): Promise<FileDigest> {
  const file = await open(path, "r+");
  try {
    await file.sync();
    return await digestOf(file, async () => undefined);
  } finally {
    await file.close();
  }
}

async function digestOf(file: FileHandle, take: (bytes: Uint8Array) => Promise<void>): Promise<FileDigest> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    bytes += chunk.length;
    await take(chunk);
  }
  return { bytes, sha256: hash.digest("hex") };
}

async function signatureOf(file: FileHandle): Promise<string> {
  const { size, mtimeNs } = await file.stat({ bigint: true });
  return `${size} ${mtimeNs}`;
}
