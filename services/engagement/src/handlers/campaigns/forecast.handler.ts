import { Injectable } from '@nestjs/common';
import { MAX_CHECKS, messageChecks, type ReplyOf } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Queries, QueryFailed } from '#messaging';
import { firstIdOf, Problem } from '#service-kit';
import { sentAs } from '../../domain/campaigns/campaign.js';
import { forecastOf, type Answer, type Forecast } from '../../domain/campaigns/forecast.js';
import { fill } from '../../domain/campaigns/message.js';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { AudienceRepository, type Audience, type AudienceContact } from '../../persistence/segments/audience.repository.js';
import { CampaignClock } from './clock.state.js';

/** Places in the audience from which the sample is taken. */
const PLACES = 5;

/** What would become of a campaign if it were sent now: a sample of its audience, by the gate that decides then. */
@Injectable()
export class ForecastHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audience: AudienceRepository,
    private readonly queries: Queries,
    private readonly clock: CampaignClock,
  ) {}

  /** @throws {Problem} not_found, campaign_incomplete, service_unavailable */
  async execute(tenantId: string, campaignId: string): Promise<Forecast> {
    const { campaign, count, contacts } = await this.database.forTenant(tenantId, async (tx) => {
      const found = await tx.rows(CampaignRow).find(campaignId);
      if (!found) throw Problem.notFound('campaign');
      const missing = !found.audience ? 'audience' : !found.message ? 'message' : undefined;
      if (missing)
        throw new Problem(422, 'campaign_incomplete', `The campaign has no ${missing} yet.`, [{ field: missing, message: 'is missing' }]);
      return {
        campaign: found,
        count: await this.audience.count(tx, found.audience!, this.clock.now()),
        contacts: await this.#sample(tx, found.audience!),
      };
    });
    const answers = await this.#ask(tenantId, campaign, contacts);
    return forecastOf(count, campaign.settings.holdOutPercent, answers);
  }

  /** Ids follow the time at which contacts came: from several times on, so that old and new ones are in it. */
  async #sample(tx: Transaction, audience: Audience): Promise<AudienceContact[]> {
    const each = MAX_CHECKS / PLACES;
    const page = (after: string | null, limit: number) => this.audience.page(tx, audience, after, limit, this.clock.now());
    const first = await page(null, each);
    if (first.length < each) return first;
    const begin = Number.parseInt(first[0]!.id.replaceAll('-', '').slice(0, 12), 16);
    const span = Math.max(0, this.clock.now().getTime() - begin);
    const sample = new Map(first.map((contact) => [contact.id, contact]));
    for (let place = 1; place < PLACES; place++) {
      for (const contact of await page(firstIdOf(new Date(begin + (span * place) / PLACES)), each)) sample.set(contact.id, contact);
    }
    // Contacts that came all at once are in one place.
    if (sample.size < MAX_CHECKS) {
      for (const contact of await page([...sample.keys()].sort().at(-1)!, MAX_CHECKS - sample.size)) sample.set(contact.id, contact);
      for (const contact of await page(null, MAX_CHECKS)) if (sample.size < MAX_CHECKS) sample.set(contact.id, contact);
    }
    return [...sample.values()];
  }

  async #ask(tenantId: string, { outletId, message: plan, settings }: Campaign, contacts: readonly AudienceContact[]): Promise<Answer[]> {
    const filled = contacts.map((contact) => {
      const to = contact.phone ?? contact.userId;
      if (!to) return { code: 'no_address', price: null };
      const one = fill(plan!, contact);
      return 'missing' in one ? { code: 'parameter_missing', price: null } : { to, template: { ...one.message.template } };
    });
    const messages = filled.flatMap((one) => ('to' in one ? [one as { to: string; template: Record<string, unknown> }] : []));
    const unsent = filled.flatMap((one) => ('code' in one ? [one as Answer] : []));
    if (messages.length === 0) return unsent;
    const { answers } = await this.queries
      .ask(messageChecks, tenantId, { outletId, ...sentAs('broadcast', settings), messages })
      .catch((error: unknown) => {
        if (error instanceof QueryFailed) throw new Problem(503, 'service_unavailable', 'The gate does not answer. Try again shortly.');
        throw error;
      });
    return [...unsent, ...answers.map(answerOf)];
  }
}

function answerOf(answer: ReplyOf<typeof messageChecks>['answers'][number]): Answer {
  if ('problem' in answer) return { code: answer.problem.code, price: null };
  if (answer.decision === 'deny') return { code: answer.reasons[0]?.code ?? 'refused', price: null };
  if (!answer.price) return { code: null, price: null };
  const { currency, amountMicros, kind, fromMinor } = answer.price;
  return { code: null, price: { currency, low: kind === 'range' ? (fromMinor ?? 0) * 10_000 : amountMicros, high: amountMicros } };
}
