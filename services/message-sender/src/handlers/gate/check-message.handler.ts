import { Injectable } from '@nestjs/common';
import type { SendClass } from '#contracts';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Decision } from '../../domain/gate/decide.js';
import type { Purpose } from '../../domain/gate/facts.js';
import { readRecipient } from '../../domain/sending/submission.js';
import { OutletsRepository } from '../../persistence/queue/outlets.repository.js';
import { ComposeTemplateHandler } from '../templates/compose-template.handler.js';
import { Gate } from './gate.step.js';

export interface Check {
  outletId: string;
  to: string;
  type: string;
  /** As `POST /messages` takes it; only of templates. */
  template?: { templateId?: string; name?: string; language?: string; parameters?: unknown } | undefined;
  purpose?: Purpose | undefined;
  class?: SendClass | undefined;
}

@Injectable()
export class CheckMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly templates: ComposeTemplateHandler,
    private readonly gate: Gate,
  ) {}

  /**
   * Whether a message would be taken now, by the same rules as when it is sent. Changes nothing.
   *
   * @throws {Problem} validation_failed, not_found (the outlet)
   */
  async execute(tenantId: string, { outletId, to, type, template, purpose, class: sendClass }: Check): Promise<Decision> {
    const read = readRecipient(to);
    if ('advice' in read) throw Problem.invalid([{ field: 'to', message: read.advice }]);
    const { recipient } = read;
    const contact = recipient.phone ? { phone: recipient.phone } : { userId: recipient.userId! };
    const composed = type === 'template' ? await this.templates.execute(tenantId, outletId.toLowerCase(), template, contact) : undefined;
    if (composed && 'problem' in composed) throw composed.problem;
    return this.database.forTenant(tenantId, async (tx) => {
      const outlet = await this.outlets.findSending(tx, outletId);
      if (!outlet) throw Problem.notFound('outlet');
      const {
        windowExpiresAt: _window,
        quota: _quota,
        ...decision
      } = await this.gate.decide(tx, {
        outlet,
        to: recipient,
        template: composed?.facts,
        areValuesGiven: template?.parameters !== undefined,
        purpose,
        class: sendClass,
        isPriced: true,
      });
      return decision;
    });
  }
}
