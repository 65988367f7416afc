import { errorCode } from "./error-code.ts";

/**
 * Whether another process of this machine runs, on Node. One with our own number is none: it was another process before us,
 * as in a container that is started anew.
 * @param pid what somebody noted; it may be no number at all
 */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process must not be sent anything, but it is there.
    return errorCode(error) !== "ESRCH";
  }
}
