import { uniqueViolation } from '#database';
import { Problem } from '#service-kit';

/** @throws {Problem} too_many */
export function requireRoom(count: number, most: number, what: string): void {
  if (count >= most) throw new Problem(422, 'too_many', `A tenant may have at most ${most} ${what}. Delete one you no longer use.`);
}

/** Says so when a name is taken. @throws {Problem} name_taken, shortcut_taken */
export async function orTaken(work: Promise<void>, constraint: string, field: 'name' | 'shortcut', what: string): Promise<void> {
  await work.catch((error: unknown) => {
    if (uniqueViolation(error) !== constraint) throw error;
    throw new Problem(409, `${field}_taken`, `Another ${what} already has this ${field}. Choose another.`, [
      { field, message: 'is taken' },
    ]);
  });
}
