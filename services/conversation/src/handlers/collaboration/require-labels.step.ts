import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import type { ConversationLabelsRepository } from '../../persistence/collaboration/conversation-labels.repository.js';

/** Holds the labels until the transaction ends. @throws {Problem} label_unknown */
export async function requireLabels(tx: Transaction, labels: ConversationLabelsRepository, labelIds: readonly string[]): Promise<void> {
  const known = new Set(await labels.hold(tx, labelIds));
  const unknown = labelIds.filter((id) => !known.has(id.toLowerCase()));
  if (unknown.length === 0) return;
  const detail = `Unknown labels: ${unknown.slice(0, 5).join(', ')}. GET /api/v1/labels lists the existing ones.`;
  throw new Problem(422, 'label_unknown', detail, [{ field: 'labelIds', message: 'must be ids of labels' }]);
}
