/** A trouble that repeats itself (a Redis that is away) is told once in a while, not at every attempt. */
const everyMs = 10_000;

export const reportSeldom = (report: (error: Error) => void): ((error: Error) => void) => {
  /** Monotonic ms of the last report, by message. */
  const told = new Map<string, number>();
  return (error) => {
    const now = performance.now();
    for (const [message, at] of told) if (now - at > everyMs) told.delete(message);
    if (told.has(error.message)) return;
    told.set(error.message, now);
    report(error);
  };
};
