/**
 * Works in batches until one is not full.
 *
 * @param isStopped asked before each @param batch does at most `size`, and says how many it did @returns how many in all
 */
export async function inBatches(size: number, isStopped: () => boolean, batch: (size: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (let done = size; done === size && !isStopped(); total += done) done = await batch(size);
  return total;
}

/**
 * Lets tenants take turns until a round does nothing.
 *
 * @param due who has something to do @param turn what one of them does, at most a batch; says how much that was
 * @param isStopped asked before each turn @returns how much in all @throws the first failure of a round, after all the others of it
 */
export async function inTurns(
  due: () => Promise<readonly string[]>,
  turn: (tenantId: string) => Promise<number>,
  isStopped: () => boolean,
): Promise<number> {
  let total = 0;
  for (let done = 1; done > 0 && !isStopped(); total += done) {
    done = await forEach(await due(), async (tenantId) => (isStopped() ? 0 : turn(tenantId)));
  }
  return total;
}

/**
 * Works for one after another, whatever becomes of the others.
 *
 * @param work says how much it did @returns how much in all @throws the first failure, after all the others
 */
export async function forEach<T>(items: Iterable<T>, work: (item: T) => Promise<number>): Promise<number> {
  let total = 0;
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      total += await work(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return total;
}
