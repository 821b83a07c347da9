import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import type { MembersRepository } from '../../persistence/collaboration/members.repository.js';

/** Everybody in a team must be able to answer, or what is assigned to it would wait for nobody. @throws {Problem} member_not_possible */
export async function requireMembers(tx: Transaction, members: MembersRepository, userIds: readonly string[]): Promise<void> {
  const able = new Set(await members.ableToWrite(tx, userIds));
  const wrong = userIds.filter((id) => !able.has(id));
  if (wrong.length === 0) return;
  throw new Problem(
    422,
    'member_not_possible',
    `memberIds must be members of this tenant with the role agent, admin or owner. These are not: ${wrong.slice(0, 5).join(', ')}.`,
    [{ field: 'memberIds', message: 'must be people who may answer customers' }],
  );
}
