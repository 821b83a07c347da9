import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { TemplateContent } from '#whatsapp';
import { OutletsRepository } from '../../persistence/queue/outlets.repository.js';
import { ContactsRepository } from '../../persistence/templates/contacts.repository.js';
import { ComposeTemplateHandler } from '../templates/compose-template.handler.js';
import { Gate } from './gate.step.js';
import { refusalOf } from './refusal.js';

/** A template as an agent sends it in a conversation: filled, and let through by the gate. */
@Injectable()
export class ComposeCheckedHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly contacts: ContactsRepository,
    private readonly templates: ComposeTemplateHandler,
    private readonly gate: Gate,
  ) {}

  /** @returns as it leaves; or why it may not: not_found (the outlet), validation_failed, and the gate's codes */
  async execute(
    tenantId: string,
    outletId: string,
    written: unknown,
    contactId: string | undefined,
  ): Promise<{ template: TemplateContent } | { problem: Problem }> {
    const contact = contactId === undefined ? undefined : { id: contactId };
    const composed = await this.templates.execute(tenantId, outletId, written, contact);
    if ('problem' in composed) return composed;
    return this.database.forTenant(tenantId, async (tx) => {
      const [outlet, known] = await Promise.all([this.outlets.findSending(tx, outletId), contact && this.contacts.find(tx, contact)]);
      if (!outlet) return { problem: Problem.notFound('outlet') };
      // Without a contact it goes into a group, which has no consent, no number and no country.
      const to = { ...contact, phone: known?.phone, userId: known?.userId };
      const { template } = composed;
      const decision = await this.gate.decide(tx, { outlet, to, template: composed.facts });
      if (decision.decision === 'deny') return { problem: refusalOf(decision, composed.facts) };
      // Values that do not fit are denied above.
      return { template: template! };
    });
  }
}
