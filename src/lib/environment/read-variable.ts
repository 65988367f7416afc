import { closeSync, openSync, readSync } from "node:fs";
import { errorCode } from "../error-code.ts";

/** Bytes of a file that holds a variable's value: more than any value has, and the reading of a device ends. @limit bytes */
const MAX_VALUE_BYTES = 65_536;

/** The variables of the environment by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A variable has no value that can be used; the message names it, its file and the remedy, and never the value. */
export class VariableError extends Error {
  override readonly name = "VariableError";
}

/**
 * Reads a variable of the environment, or the file that the variable of the same name with `_FILE` behind it names: the
 * value is the file's text without its last line end. A blank variable counts as missing.
 * @throws VariableError when both are set, or the file cannot be read, is no text, is too long or blank
 */
export function readVariable(env: Variables, name: string): string | undefined {
  const [value, path] = [present(env[name]), present(env[`${name}_FILE`])?.trim()];
  if (path === undefined) return value;
  if (value !== undefined) throw new VariableError(`${name} and ${name}_FILE are both set: leave one of them out`);
  const text = readText(`${name}_FILE`, path).replace(/\r?\n$/, "");
  if (present(text) === undefined)
    throw faultOf(`${name}_FILE`, path, "is empty", "write the value into it, or leave the variable out");
  return text;
}

function present(text: string | undefined): string | undefined {
  return text?.trim() ? text : undefined;
}

function readText(name: string, path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readAtMost(path, MAX_VALUE_BYTES + 1);
  } catch (error) {
    throw faultOf(name, path, `cannot be read (${errorCode(error)})`, "name a file that this user may read");
  }
  if (bytes.length > MAX_VALUE_BYTES)
    throw faultOf(name, path, `has more than ${MAX_VALUE_BYTES} bytes`, "name the file that holds the value alone");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw faultOf(name, path, "is not UTF-8", "save it as UTF-8");
  }
}

/** The file may be a pipe, whose size is not known. */
function readAtMost(path: string, most: number): Uint8Array {
  const bytes = new Uint8Array(most);
  const file = openSync(path, "r");
  try {
    let length = 0;
    for (let read = -1; read !== 0; length += read) read = readSync(file, bytes, length, most - length, null);
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function faultOf(name: string, path: string, fault: string, remedy: string): VariableError {
  return new VariableError(`${name} names ${path}, which ${fault}: ${remedy}`);
}
