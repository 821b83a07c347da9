/** Asks again until the answer is true. @returns ms that it took; undefined when it was not so within the time */
export async function until(isSo: () => Promise<boolean>, timeoutMs: number, everyMs = 50): Promise<number | undefined> {
  const begin = performance.now();
  for (;;) {
    if (await isSo()) return performance.now() - begin;
    if (performance.now() - begin > timeoutMs) return undefined;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
