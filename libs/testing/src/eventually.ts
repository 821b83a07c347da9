/**
 * Repeats an expectation until it holds, or fails with its last failure at the deadline. Takes the place of every sleep.
 */
export async function eventually<T>(expectation: () => Promise<T> | T, options: { timeoutMs?: number; everyMs?: number } = {}): Promise<T> {
  const deadline = Date.now() + (options.timeoutMs ?? 10_000);
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 20));
    }
  }
}
