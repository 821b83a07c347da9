import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { idOfCursor, Problem, toPage, type Actor, type Page } from '#service-kit';
import {
  DEFAULT_SETTINGS,
  uselessSettings,
  type Audience,
  type CampaignSettings,
  type CampaignState,
  type CampaignType,
  type MessagePlan,
  type Schedule,
} from '../../domain/campaigns/campaign.js';
import { RECIPIENT_STATES } from '../../domain/campaigns/outcome.js';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { CampaignTotalsRow, type CampaignTotals } from '../../persistence/campaigns/campaign-totals.entity.js';
import { CampaignsRepository } from '../../persistence/campaigns/campaigns.repository.js';
import { NumbersRepository } from '../../persistence/campaigns/numbers.repository.js';
import { TotalsRepository } from '../../persistence/campaigns/totals.repository.js';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { SegmentRow } from '../../persistence/segments/segment.entity.js';
import { Audit } from '../audit/audit.step.js';

/** What a person says of a campaign. */
export interface CampaignFields {
  name: string;
  type: CampaignType;
  outletId: string;
  audience: Audience | null;
  message: MessagePlan | null;
  schedule: Schedule | null;
  settings: Partial<CampaignSettings>;
}

export type ShownTotals = Omit<CampaignTotals, 'tenantId' | 'campaignId' | 'inFlight' | 'answered' | 'heldOutAnswered'>;

export interface ShownCampaign extends Omit<
  Campaign,
  'settings' | 'enrolsOn' | 'frozen' | 'takenUntil' | 'isTaken' | 'dueAt' | 'tokens' | 'tokensAt'
> {
  settings: CampaignSettings;
  totals: ShownTotals;
}

/** Campaigns as people make, read and change them. */
@Injectable()
export class CampaignsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly campaigns: CampaignsRepository,
    private readonly totals: TotalsRepository,
    private readonly numbers: NumbersRepository,
    private readonly drips: DripsRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} invalid_cursor */
  async list(
    tenantId: string,
    filter: { type?: CampaignType | undefined; state?: CampaignState | undefined },
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<ShownCampaign>> {
    const before = idOfCursor(cursor);
    return this.database.forTenant(tenantId, async (tx) => {
      const rows = await this.campaigns.page(tx, { ...filter, before }, limit + 1);
      const page = toPage(rows, limit, ({ id }) => [id]);
      const ids = page.items.map(({ id }) => id);
      const totals = await this.totals.of(tx, ids);
      return { ...page, items: page.items.map((campaign) => shown(campaign, totals.get(campaign.id))) };
    });
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<ShownCampaign> {
    return this.database.forTenant(tenantId, async (tx) => {
      const [campaign, totals] = await Promise.all([tx.rows(CampaignRow).find(id), this.totals.of(tx, [id])]);
      if (!campaign) throw Problem.notFound('campaign');
      return shown(campaign, totals.get(id));
    });
  }

  /** @throws {Problem} validation_failed (there is no such outlet or segment) */
  async create(tenantId: string, { settings, ...fields }: CampaignFields, by: Actor): Promise<ShownCampaign> {
    return this.database.forTenant(tenantId, async (tx) => {
      const whole = { ...fields, settings: { ...DEFAULT_SETTINGS, ...settings } };
      await this.#check(tx, whole, whole);
      const campaign = await tx.rows(CampaignRow).insert({ id: v7(), ...whole });
      const totals = await tx.rows(CampaignTotalsRow).insert({ campaignId: campaign.id });
      this.audit.append(tx, by, 'created', target(campaign), null, audited(campaign));
      return shown(campaign, totals);
    });
  }

  /** What is left out stays. @throws {Problem} not_found, campaign_started, validation_failed */
  async change(tenantId: string, id: string, { settings, ...fields }: Partial<CampaignFields>, by: Actor): Promise<ShownCampaign> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.#draft(tx, id);
      const after = { type: fields.type ?? before.type, settings: { ...before.settings, ...settings } };
      await this.#check(tx, fields, after);
      const part = { ...fields, settings: after.settings, updatedAt: new Date().toISOString() };
      const changed = (await tx.rows(CampaignRow).change(id, part))!;
      this.audit.append(tx, by, 'changed', target(changed), audited(before), audited(changed));
      return shown(changed, (await this.totals.of(tx, [id])).get(id));
    });
  }

  /** One that has not started. @throws {Problem} not_found, campaign_started */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const campaign = await tx.rows(CampaignRow).lock(id);
      if (!campaign) throw Problem.notFound('campaign');
      if (campaign.state !== 'draft') {
        throw new Problem(409, 'campaign_started', 'A campaign that has started is kept for the record. Cancel it if it is to end.');
      }
      await this.drips.deleteSteps(tx, id);
      await tx.rows(CampaignTotalsRow).delete(id);
      await tx.rows(CampaignRow).delete(id);
      this.audit.append(tx, by, 'deleted', target(campaign), audited(campaign), null);
    });
  }

  async #draft(tx: Transaction, id: string): Promise<Campaign> {
    const campaign = await tx.rows(CampaignRow).lock(id);
    if (!campaign) throw Problem.notFound('campaign');
    if (campaign.state === 'draft') return campaign;
    throw new Problem(409, 'campaign_started', 'The campaign has started: what it says and to whom stays as it was. Make another one.');
  }

  async #check(
    tx: Transaction,
    { outletId, audience }: Pick<Partial<CampaignFields>, 'outletId' | 'audience'>,
    { type, settings }: Pick<Campaign, 'type' | 'settings'>,
  ): Promise<void> {
    const errors: { field: string; message: string }[] = uselessSettings(type, settings).map((field) => ({
      field,
      message: type === 'drip' ? 'is of broadcasts only: leave it out for a drip' : 'is of drips only: leave it out for a broadcast',
    }));
    if (outletId !== undefined && !(await this.numbers.find(tx, outletId))) {
      errors.push({ field: 'outletId', message: 'there is no such outlet' });
    }
    if (audience && 'segmentId' in audience && !(await tx.rows(SegmentRow).find(audience.segmentId))) {
      errors.push({ field: 'audience.segmentId', message: 'there is no such segment' });
    }
    if (audience && 'campaignId' in audience) {
      if (type === 'drip') errors.push({ field: 'audience.campaignId', message: 'is of broadcasts only: leave it out for a drip' });
      else errors.push(...faultsOf(await tx.rows(CampaignRow).find(audience.campaignId)));
    }
    if (errors.length > 0) throw Problem.invalid(errors);
  }
}

/** What keeps recipients of a campaign from being written to once more. */
export function faultsOf(other: Campaign | undefined): { field: string; message: string }[] {
  const told = (message: string) => [{ field: 'audience.campaignId', message }];
  if (other?.type !== 'broadcast') return told('must be the id of a broadcast');
  if (other.startedAt === null) return told('must be that of a broadcast that has started');
  return other.recipientsKept ? [] : told('is of a broadcast so old that its recipients are not known any more');
}

const NOTHING = Object.fromEntries(['audience', ...RECIPIENT_STATES].map((name) => [name, 0])) as unknown as ShownTotals;

function shown(campaign: Campaign, totals: CampaignTotals | undefined): ShownCampaign {
  const { frozen: _1, takenUntil: _2, isTaken: _3, dueAt: _4, tokens: _5, tokensAt: _6, enrolsOn: _7, ...rest } = campaign;
  const counted = totals
    ? (Object.fromEntries(Object.keys(NOTHING).map((name) => [name, totals[name as keyof ShownTotals]])) as never)
    : NOTHING;
  // What there was not yet when it was made is as it is without a word.
  return { ...rest, settings: { ...DEFAULT_SETTINGS, ...rest.settings }, totals: counted };
}

const target = ({ id }: Campaign) => ({ type: 'campaign' as const, id });

/** The log can erase nothing: of an audience it says how large it is, not who is in it. */
const audited = ({ name, type, outletId, state, audience, message, schedule, settings }: Campaign) => ({
  name,
  type,
  outletId,
  state,
  audience: audience && ('contactIds' in audience ? { contacts: audience.contactIds.length } : audience),
  templateId: message?.templateId ?? null,
  schedule,
  settings,
});
