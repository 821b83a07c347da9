import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { LiveLog } from '../live/live-log.step.js';
import { OptIn } from './opt-in.step.js';

/** Somebody's opt-in came from elsewhere: they are asked to confirm it where a window is open, else as soon as they write. */
@Injectable()
export class AskToConfirmHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly consents: ConsentsRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly optIn: OptIn,
    private readonly live: LiveLog,
  ) {}

  /** After the opt-in has committed: whoever records a message locks the thread first and the contact then, and so does this. */
  async execute(tenantId: string, contact: { id: string; language: string | null }, now = new Date()): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const thread = await this.consents.lockOpenThread(tx, contact.id);
      if (!thread) return;
      const { conversationId, outletId } = thread;
      const language = contact.language ?? (await this.settings.rulesOf(tx, [outletId])).get(outletId)?.language ?? 'en';
      if (await this.optIn.ask(tx, { contactId: contact.id, conversationId, language }, now)) {
        this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
      }
    });
  }
}
