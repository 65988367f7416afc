import { createInterface } from "node:readline/promises";

/** Asks for a line on the terminal. @returns nothing after Ctrl+C and Ctrl+D */
export async function askAtTerminal(question: string): Promise<string | undefined> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const brokenOff = new Promise<undefined>((resolve) => prompt.once("close", () => resolve(undefined)));
  try {
    return await Promise.race([prompt.question(question).catch(() => undefined), brokenOff]);
  } finally {
    prompt.close();
  }
}
