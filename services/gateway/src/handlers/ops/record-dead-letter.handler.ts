import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { envelopeSchema } from '#contracts';
import { TenantDatabase } from '#database';
import type { DeadLetter } from '#messaging';
import { DeadLettersRepository } from '../../persistence/ops/dead-letters.repository.js';
import { WebhookItemsRepository } from '../../persistence/webhooks/webhook-items.repository.js';

/** Stores an event that a consumer gave up. If it is a webhook item's, the item is dead. */
@Injectable()
export class RecordDeadLetterHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly letters: DeadLettersRepository,
    private readonly items: WebhookItemsRepository,
  ) {}

  async execute(letter: DeadLetter): Promise<void> {
    const identity = identify(letter.envelope);
    const storable = (text: string): string => text.replaceAll('\0', '\uFFFD');
    const [code, detail] = [storable(letter.code), storable(letter.detail)];
    await this.database.forSystem(async (tx) => {
      await this.letters.record(tx, {
        consumer: storable(letter.consumer),
        eventId: identity?.id ?? `sha256:${createHash('sha256').update(letter.envelope).digest('hex')}`,
        tenantId: identity?.tenantId,
        subject: identity && storable(identity.subject),
        code,
        detail,
        envelope: storable(letter.envelope),
      });
      if (identity) await this.items.markDead(tx, identity.id, identity.tenantId, code, `${letter.consumer}: ${detail}`);
    });
  }
}

function identify(envelope: string): { id: string; tenantId: string; subject: string } | undefined {
  try {
    return envelopeSchema.parse(JSON.parse(envelope));
  } catch {
    return undefined;
  }
}
