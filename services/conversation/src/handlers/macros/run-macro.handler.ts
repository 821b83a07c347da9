import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor, type Identity } from '#service-kit';
import { personal, type Macro, type MacroAction } from '../../domain/macros/macro.js';
import type { Conversation } from '../../domain/threads/conversation.js';
import { MacroRow } from '../../persistence/macros/macro.entity.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { Audit } from '../audit/audit.step.js';
import { PutLabelsHandler } from '../collaboration/put-labels.handler.js';
import { SendAgentMessageHandler } from '../messages/send-agent-message.handler.js';
import { AssignHandler } from '../ownership/assign.handler.js';
import { ChangeOwnerHandler } from '../ownership/change-owner.handler.js';
import { SortConversationHandler } from '../ownership/sort-conversation.handler.js';
import { CheckMacro } from './check-macro.step.js';

export interface Run {
  caller: Identity;
  by: Actor;
  /** Stands for `{{agent.name}}`. */
  agentName?: string | undefined;
  /** The same run again sends nothing again; all other steps may be done twice without doing more. */
  idempotencyKey?: string | undefined;
}

/** Runs the steps of a macro on a conversation in order, each as if the caller had done it; none where one of them is not possible. */
@Injectable()
export class RunMacroHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly check: CheckMacro,
    private readonly changeOwner: ChangeOwnerHandler,
    private readonly assign: AssignHandler,
    private readonly labels: PutLabelsHandler,
    private readonly sort: SortConversationHandler,
    private readonly send: SendAgentMessageHandler,
    private readonly audit: Audit,
  ) {}

  /** @returns the conversation afterwards @throws {Problem} not_found, macro_not_possible, validation_failed */
  async execute(tenantId: string, conversationId: string, macroId: string, run: Run): Promise<Conversation> {
    const { macro, conversation } = await this.#begin(tenantId, conversationId, macroId, run);
    const contact = conversation.contactName ?? conversation.contactUsername ?? conversation.phone ?? '';
    const names = { contact, agent: run.agentName ?? '' };
    for (const [index, action] of macro.actions.entries()) await this.#act(tenantId, conversationId, action, index, run, names);
    return this.database.forTenant(tenantId, async (tx) => (await this.conversations.find(tx, conversationId)) ?? conversation);
  }

  /** Everything is looked at, and the run is told to the audit log, in one transaction. */
  async #begin(
    tenantId: string,
    conversationId: string,
    macroId: string,
    { by, agentName }: Run,
  ): Promise<{ macro: Macro; conversation: Conversation }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const macro = await tx.rows(MacroRow).find(macroId);
      if (!macro) throw Problem.notFound('macro');
      const conversation = await this.conversations.find(tx, conversationId);
      if (!conversation) throw Problem.notFound('conversation');
      await this.check.execute(tx, macro, conversation, agentName);
      this.audit.append(tx, by, 'run', { type: 'macro', id: macroId }, null, { name: macro.name, conversationId });
      return { macro, conversation };
    });
  }

  async #act(
    tenantId: string,
    id: string,
    action: MacroAction,
    index: number,
    { caller, idempotencyKey }: Run,
    names: { contact: string; agent: string },
  ): Promise<void> {
    switch (action.kind) {
      case 'reply': {
        const key = idempotencyKey === undefined ? undefined : `${idempotencyKey}.${index}`;
        await this.send.execute(tenantId, id, caller, { type: 'text', text: personal(action.text, names) }, key);
        return;
      }
      case 'label':
        await this.labels.change(tenantId, id, { add: action.addLabelIds, remove: action.removeLabelIds }, caller);
        return;
      case 'assign':
        await this.assign.execute(tenantId, id, action, caller);
        return;
      case 'priority':
        await this.sort.execute(tenantId, id, { priority: action.priority }, caller);
        return;
      case 'snooze':
        await this.changeOwner.execute(tenantId, id, caller, { kind: 'snooze', until: new Date(Date.now() + action.minutes * 60_000) });
        return;
      case 'close':
        await this.changeOwner.execute(tenantId, id, caller, { kind: 'close' });
        return;
    }
  }
}
