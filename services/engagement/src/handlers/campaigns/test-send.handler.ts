import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { MessageRequests } from '#messaging';
import { Problem } from '#service-kit';
import type { MessagePlan, ParameterPlan, TemplatePlan } from '../../domain/campaigns/campaign.js';
import { fill, templateFor, type Person } from '../../domain/campaigns/message.js';
import { CampaignRow } from '../../persistence/campaigns/campaign.entity.js';
import { AudienceRepository } from '../../persistence/segments/audience.repository.js';

const NOBODY: Person = { name: null, phone: null, email: null, language: null, attributes: {} };

/** Sends a campaign's message to one number, so that somebody sees it before everybody does. Nothing of it counts for the campaign. */
@Injectable()
export class TestSendHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audience: AudienceRepository,
    private readonly requests: MessageRequests,
  ) {}

  /**
   * @param to a phone number @param options.contactId whose values it shows; else its fallbacks, or the names of its parameters
   * @returns the message's id @throws {Problem} not_found, campaign_incomplete
   */
  async execute(
    tenantId: string,
    campaignId: string,
    to: string,
    { contactId, language }: { contactId?: string | undefined; language?: string | undefined },
  ): Promise<string> {
    return this.database.forTenant(tenantId, async (tx) => {
      const campaign = await tx.rows(CampaignRow).find(campaignId);
      if (!campaign) throw Problem.notFound('campaign');
      if (!campaign.message) {
        throw new Problem(422, 'campaign_incomplete', 'The campaign has no message yet.', [{ field: 'message', message: 'is missing' }]);
      }
      const [contact] = contactId ? await this.audience.page(tx, { contactIds: [contactId] }, null, 1) : [];
      if (contactId && !contact) throw Problem.notFound('contact');
      const person = { ...(contact ?? NOBODY), ...(language ? { language } : {}) };
      const filled = fill(shown(campaign.message, person.language), person);
      if ('missing' in filled) throw new Error('a test shows each parameter');
      const messageId = v7();
      this.requests.append(
        tx,
        { kind: 'test', id: messageId },
        { messageId, outletId: campaign.outletId, to, class: 'reply', message: filled.message },
      );
      return messageId;
    });
  }
}

/** A parameter of which nothing is known shows its name. */
function shown(message: MessagePlan, language: string | null): MessagePlan {
  const { templateId, parameters }: TemplatePlan = templateFor(message, language);
  const named = Object.entries(parameters).map(([name, plan]): [string, ParameterPlan] => [
    name,
    typeof plan === 'string' ? plan : { from: plan.from, fallback: plan.fallback || `[${name}]` },
  ]);
  return { templateId, parameters: Object.fromEntries(named), languages: {} };
}
