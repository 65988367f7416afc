/** What was looked at, and what came of it. */
export interface Diagnosis {
  readonly state: "ok" | "warning" | "fault";
  readonly message: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** Takes one diagnosis after the other. */
export type Tell = (diagnosis: Diagnosis) => void;

/** All is well. */
export function ok(message: string): Diagnosis {
  return { state: "ok", message };
}

/** It works, but not as well as it could, or not for everybody. */
export function warning(message: string, remedy: string): Diagnosis {
  return { state: "warning", message, remedy };
}

/** It does not work. */
export function fault(message: string, remedy: string): Diagnosis {
  return { state: "fault", message, remedy };
}
