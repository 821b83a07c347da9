import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Identity } from '#service-kit';
import type { Conversation } from '../../domain/threads/conversation.js';
import { ConversationLabelsRepository } from '../../persistence/collaboration/conversation-labels.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { Activities, callerOf } from '../activities/activities.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { requireLabels } from './require-labels.step.js';

export interface LabelChange {
  add?: readonly string[] | undefined;
  remove?: readonly string[] | undefined;
}

/** Labels of one conversation at most. */
export const MAX_LABELS = 20;

/** The labels of a conversation: exactly these, or some more and some fewer. */
@Injectable()
export class PutLabelsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly labels: ConversationLabelsRepository,
    private readonly live: LiveLog,
    private readonly activities: Activities,
  ) {}

  /** Gives it exactly these. @throws {Problem} not_found, label_unknown */
  async execute(tenantId: string, conversationId: string, labelIds: readonly string[], caller: Identity): Promise<Conversation> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, conversationId);
      if (!conversation) throw Problem.notFound('conversation');
      return this.#put(tx, conversation, labelIds, caller);
    });
  }

  /** Adds and takes away some; the others stay. @throws {Problem} not_found, label_unknown, too_many_labels */
  async change(tenantId: string, conversationId: string, change: LabelChange, caller: Identity): Promise<Conversation> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, conversationId);
      if (!conversation) throw Problem.notFound('conversation');
      const [add, remove] = [lowered(change.add), lowered(change.remove)];
      const labelIds = [...new Set([...conversation.labelIds, ...add])].filter((id) => !remove.includes(id));
      if (labelIds.length > MAX_LABELS) {
        throw new Problem(422, 'too_many_labels', `A conversation has at most ${MAX_LABELS} labels. Remove one first.`);
      }
      return this.#put(tx, conversation, labelIds, caller);
    });
  }

  /** @param conversation which this transaction has locked @returns it afterwards @throws {Problem} label_unknown */
  async #put(tx: Transaction, conversation: Conversation, labelIds: readonly string[], caller: Identity): Promise<Conversation> {
    const { id, outletId, nextSeq } = conversation;
    await requireLabels(tx, this.labels, labelIds);
    const isNews = await this.labels.put(tx, id, labelIds);
    const labelled = (await this.conversations.find(tx, id))!;
    if (!isNews) return labelled;
    this.live.append(tx, { outletId, conversationId: id, kind: 'conversation' });
    const [added, removed] = await this.labels.namesOf(
      tx,
      labelled.labelIds.filter((labelId) => !conversation.labelIds.includes(labelId)),
      conversation.labelIds.filter((labelId) => !labelled.labelIds.includes(labelId)),
    );
    const by = callerOf(caller);
    this.activities.append(tx, { conversationId: id, afterSeq: nextSeq - 1, kind: 'labelled', by, detail: { added, removed } });
    return labelled;
  }
}

const lowered = (ids: readonly string[] = []): string[] => ids.map((id) => id.toLowerCase());
