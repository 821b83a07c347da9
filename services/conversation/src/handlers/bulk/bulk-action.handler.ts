import { Injectable } from '@nestjs/common';
import { Problem, type Identity } from '#service-kit';
import type { Conversation } from '../../domain/threads/conversation.js';
import { PutLabelsHandler, type LabelChange } from '../collaboration/put-labels.handler.js';
import { AssignHandler } from '../ownership/assign.handler.js';
import { ChangeOwnerHandler } from '../ownership/change-owner.handler.js';
import { ReadConversationHandler } from '../threads/read-conversation.handler.js';

/** Only what may be done again without doing anything more: a call whose answer was lost is simply made again. */
export type BulkAction =
  | { kind: 'close' }
  | { kind: 'read' }
  | { kind: 'snooze'; until: Date }
  | { kind: 'assign'; to: { userId: string } | { teamId: string } }
  | { kind: 'label'; labels: LabelChange };

/** What became of one of the conversations. */
export type BulkResult = { conversationId: string } & ({ conversation: Conversation } | { problem: Problem });

/** Does the same with many conversations: with each by itself, as if it were asked for alone, so that one that fails fails alone. */
@Injectable()
export class BulkActionHandler {
  constructor(
    private readonly changeOwner: ChangeOwnerHandler,
    private readonly assign: AssignHandler,
    private readonly labels: PutLabelsHandler,
    private readonly read: ReadConversationHandler,
  ) {}

  /** @returns in the order of the ids. What is no fault of a conversation (the database is away) ends the whole call. */
  async execute(tenantId: string, conversationIds: readonly string[], caller: Identity, action: BulkAction): Promise<BulkResult[]> {
    const results: BulkResult[] = [];
    for (const conversationId of conversationIds) {
      try {
        results.push({ conversationId, conversation: await this.#one(tenantId, conversationId, caller, action) });
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.status >= 500) throw problem;
        results.push({ conversationId, problem });
      }
    }
    return results;
  }

  #one(tenantId: string, id: string, caller: Identity, action: BulkAction): Promise<Conversation> {
    switch (action.kind) {
      case 'close':
      case 'snooze':
        return this.changeOwner.execute(tenantId, id, caller, action);
      case 'assign':
        return this.assign.execute(tenantId, id, action.to, caller);
      case 'label':
        return this.labels.change(tenantId, id, action.labels, caller);
      case 'read':
        return this.read.execute(tenantId, id);
    }
  }
}
