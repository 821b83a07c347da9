import { watchStatements } from '#database';

/** As it looks when the connection goes with the process: nobody is left who would set anything aside. */
class Died extends Error {
  readonly code = '57P01';
}

/**
 * Work of a service that dies at one of its statements: nothing after it happens, nor the commit.
 *
 * @param role with what the names of the service's roles begin @param statement how many go well before that @returns whether it came to that
 */
export async function dyingAt(role: string, statement: number, work: () => Promise<unknown>): Promise<boolean> {
  let left = statement;
  watchStatements((watched) => {
    if (watched.role.startsWith(role) && --left < 0) throw new Died();
  });
  try {
    await work();
    return false;
  } catch (error) {
    if (error instanceof Died) return true;
    throw error;
  } finally {
    watchStatements(() => undefined);
  }
}
