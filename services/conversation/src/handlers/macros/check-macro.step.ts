import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import { namesAgent, walk, type Macro, type MacroAction } from '../../domain/macros/macro.js';
import type { Conversation } from '../../domain/threads/conversation.js';
import { isWindowOpen } from '../../domain/threads/service-window.js';
import { ConversationLabelsRepository } from '../../persistence/collaboration/conversation-labels.repository.js';
import { MembersRepository } from '../../persistence/collaboration/members.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { MAX_LABELS } from '../collaboration/put-labels.handler.js';
import { requireLabels } from '../collaboration/require-labels.step.js';
import { requireTeams } from '../settings/require-teams.step.js';

/** Looks whether every step of a macro can be done, before the first one is. */
@Injectable()
export class CheckMacro {
  constructor(
    private readonly labels: ConversationLabelsRepository,
    private readonly members: MembersRepository,
    private readonly settings: InboxSettingsRepository,
  ) {}

  /** @throws {Problem} macro_not_possible, which names the first step that cannot be done; validation_failed without the agent's name */
  async execute(tx: Transaction, { actions }: Macro, conversation: Conversation, agentName: string | undefined): Promise<void> {
    const stands = walk(actions, { isClosed: conversation.state === 'closed', labelIds: conversation.labelIds });
    for (const [index, action] of actions.entries()) {
      if (action.kind === 'reply' && namesAgent(action.text) && agentName === undefined) {
        throw Problem.invalid([{ field: 'agentName', message: 'agentName is needed: a reply of this macro names the agent' }]);
      }
      try {
        await this.#one(tx, action, conversation, stands[index]!);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        throw new Problem(
          409,
          'macro_not_possible',
          `Nothing was done. Step ${index + 1} (${action.kind}) is not possible: ${problem.detail}`,
          undefined,
          {},
          { step: index + 1, kind: action.kind, reason: problem.code },
        );
      }
    }
  }

  async #one(
    tx: Transaction,
    action: MacroAction,
    conversation: Conversation,
    stands: { isClosed: boolean; labelIds: string[] },
  ): Promise<void> {
    switch (action.kind) {
      case 'reply':
        if (!isWindowOpen(conversation.windowExpiresAt, new Date())) {
          throw new Problem(422, 'window_closed', 'The customer’s 24-hour service window is closed.');
        }
        return;
      case 'label':
        await requireLabels(tx, this.labels, action.addLabelIds);
        if (stands.labelIds.length > MAX_LABELS) {
          throw new Problem(422, 'too_many_labels', `A conversation has at most ${MAX_LABELS} labels.`);
        }
        return;
      case 'assign':
        if ('teamId' in action) return requireTeams(tx, this.settings, { teamId: action.teamId });
        if (await this.members.mayWrite(tx, action.userId)) return;
        throw new Problem(422, 'assignee_not_possible', 'The person is no member of this tenant who may answer.');
      case 'snooze':
        if (stands.isClosed) throw new Problem(409, 'conversation_closed', 'The conversation is closed.');
        return;
    }
  }
}
