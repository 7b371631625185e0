/** Waits for something, but not for ever: false when it was not settled in time. What it throws does not matter. */
export const within = async (something: Promise<unknown>, timeoutMs: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const settled = something.then(
    () => true,
    () => true,
  );
  const tooLong = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const inTime = await Promise.race([settled, tooLong]);
  clearTimeout(timer);
  return inTime;
};
