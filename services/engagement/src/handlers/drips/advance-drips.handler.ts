import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { isDatabaseUnavailable, TenantDatabase, type Transaction } from '#database';
import { MessageRequests } from '#messaging';
import { inTurns, Logger } from '#service-kit';
import { sentAs } from '../../domain/campaigns/campaign.js';
import { fill } from '../../domain/campaigns/message.js';
import { afterQuiet, dayIn, ZoneClock } from '../../domain/campaigns/timing.js';
import { decideStep, dueAfter, type Step } from '../../domain/drips/drip.js';
import type { Expression } from '../../domain/segments/expression.js';
import { matches, type AudienceFacts } from '../../domain/segments/matches.js';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { DailyPromotionsRepository } from '../../persistence/campaigns/daily-promotions.repository.js';
import { NumbersRepository } from '../../persistence/campaigns/numbers.repository.js';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { EnrolmentRow, type Enrolment } from '../../persistence/drips/enrolment.entity.js';
import { AudienceRepository, type AudienceContact } from '../../persistence/segments/audience.repository.js';
import { SegmentContactsRepository } from '../../persistence/segments/segment-contacts.repository.js';
import { SegmentRow } from '../../persistence/segments/segment.entity.js';
import { CampaignClock } from '../campaigns/clock.state.js';

/** The kind of messages that drips ask for. */
export const DRIP = 'drip';
/** Steps of a tenant in one transaction. */
const BATCH = 50;
/** How much later one is tried again that failed. */
const FAILED_MS = 3_600_000;

/** What a batch has read, each once. */
interface Seen {
  campaigns: Map<string, Campaign | undefined>;
  versions: Map<string, Step[]>;
  /** Of each segment: whether one of the batch is in it. */
  segments: Map<string, (facts: AudienceFacts) => boolean>;
  contacts: Map<string, AudienceContact>;
  facts: Map<string, AudienceFacts>;
  zones: ZoneClock;
  now: number;
  /** Those of drips that are paused: they stay as they are. */
  paused: Enrolment[];
}

/** Steps whose time has come: one for each contact, in a transaction with what is recorded of it. */
@Injectable()
export class AdvanceDripsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly drips: DripsRepository,
    private readonly audience: AudienceRepository,
    private readonly listed: SegmentContactsRepository,
    private readonly numbers: NumbersRepository,
    private readonly promotions: DailyPromotionsRepository,
    private readonly requests: MessageRequests,
    private readonly clock: CampaignClock,
    private readonly logger: Logger,
  ) {}

  /** Tenants take turns, a batch each, until nothing is due. @returns how many steps */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    return inTurns(
      () => this.database.forSystem((tx) => this.drips.tenantsDue(tx, this.clock.now().toISOString())),
      (tenantId) => this.#ofTenant(tenantId),
      isStopped,
    );
  }

  /** What fails for one tenant holds up no other, and what fails for one contact no other contact of the tenant. */
  async #ofTenant(tenantId: string): Promise<number> {
    try {
      return await this.#batch(tenantId, BATCH).catch((error: unknown) => {
        if (isDatabaseUnavailable(error)) throw error;
        return this.#oneByOne(tenantId);
      });
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      this.logger.error('the drips of a tenant could not be advanced', error as Error, { tenantId });
      return 0;
    }
  }

  async #oneByOne(tenantId: string): Promise<number> {
    for (let done = 0; done < BATCH; done++) {
      let enrolmentId: string | undefined;
      try {
        if ((await this.#batch(tenantId, 1, ([one]) => (enrolmentId = one!.id))) === 0) return done;
      } catch (error) {
        if (enrolmentId === undefined || isDatabaseUnavailable(error)) throw error;
        const id = enrolmentId;
        const dueAt = new Date(this.clock.now().getTime() + FAILED_MS).toISOString();
        await this.database.forTenant(tenantId, (tx) => this.drips.postpone(tx, id, dueAt));
        this.logger.error('a step of a drip failed; it is tried again later', error as Error, { tenantId, enrolmentId });
      }
    }
    return BATCH;
  }

  /** @param taken is told whose turn it is, before anything is done */
  async #batch(tenantId: string, limit: number, taken: (due: readonly Enrolment[]) => void = () => undefined): Promise<number> {
    const { count, paused } = await this.database.forTenant(tenantId, async (tx) => {
      const now = this.clock.now();
      const due = await this.drips.takeDue(tx, now.toISOString(), limit);
      if (due.length === 0) return { count: 0, paused: [] };
      taken(due);
      const seen = await this.#look(tx, due, now);
      for (const enrolment of due) await this.#advance(tx, enrolment, seen);
      return { count: due.length, paused: seen.paused };
    });
    for (const [campaignId, ofOne] of Map.groupBy(paused, (one) => one.campaignId)) await this.#hold(tenantId, campaignId, ofOne);
    return count;
  }

  /** Until the drip goes on they are taken no more. The campaign is locked first, as whoever lets it go on does. */
  async #hold(tenantId: string, campaignId: string, paused: readonly Enrolment[]): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      if ((await tx.rows(CampaignRow).lock(campaignId))?.state !== 'paused') return;
      await this.drips.hold(
        tx,
        paused.map(({ id }) => id),
      );
    });
  }

  async #look(tx: Transaction, due: readonly Enrolment[], now: Date): Promise<Seen> {
    const contactIds = [...new Set(due.map(({ contactId }) => contactId))];
    const [contacts, facts, timeZone] = await Promise.all([
      this.audience.page(tx, { contactIds }, null, contactIds.length, now),
      this.audience.facts(tx, contactIds),
      this.numbers.timeZone(tx),
    ]);
    return {
      campaigns: new Map(),
      versions: new Map(),
      segments: new Map(),
      contacts: new Map(contacts.map((contact) => [contact.id, contact])),
      facts: new Map(facts.map((one) => [one.id, one])),
      zones: new ZoneClock(timeZone),
      now: now.getTime(),
      paused: [],
    };
  }

  async #advance(tx: Transaction, enrolment: Enrolment, seen: Seen): Promise<void> {
    const at = new Date(seen.now).toISOString();
    const campaign = await kept(seen.campaigns, enrolment.campaignId, (id) => tx.rows(CampaignRow).find(id));
    if (!campaign || campaign.state === 'cancelled') return this.drips.exit(tx, enrolment.id, 'cancelled', at);
    if (campaign.state !== 'running') return void seen.paused.push(enrolment);
    const steps = await kept(seen.versions, `${campaign.id} ${enrolment.version}`, () =>
      this.drips.version(tx, campaign.id, enrolment.version),
    );
    const step = steps[enrolment.done]!;
    const contact = seen.contacts.get(enrolment.contactId);
    const facts = seen.facts.get(enrolment.contactId);
    const now = new Date(seen.now);
    const isInSegment = await this.#segmentOf(tx, campaign, seen);
    const { quietHours, late, dailyCap } = campaign.settings;
    // A country of many zones answers where all of them say the same.
    const ask = <T extends string | number>(question: unknown[], of: (zone: string) => T, unknown: T): T =>
      contact ? seen.zones.of(contact, JSON.stringify(question), of) : unknown;
    const leavesAt = quietHours ? ask(['quiet', quietHours], (zone) => afterQuiet(seen.now, quietHours, zone), seen.now) : seen.now;
    const decision = decideStep({
      now: seen.now,
      dueAt: Date.parse(enrolment.dueAt!),
      leavesAt,
      late,
      isThere: contact !== undefined && (contact.phone ?? contact.userId) !== null,
      isInSegment: facts && isInSegment?.(facts),
      isFitting: step.condition === null || facts === undefined || matches(step.condition, facts, now),
    });
    if (decision.kind === 'exit') return this.drips.exit(tx, enrolment.id, decision.reason, at);
    if (decision.kind === 'wait') return this.#wait(tx, enrolment, decision.until);
    const { stepNumber } = step;
    const filled = decision.kind === 'send' ? fill(step.message, { ...contact!, checkoutLink: enrolment.checkoutLink }) : undefined;
    const isFilled = filled !== undefined && 'message' in filled;
    const capDay = isFilled && dailyCap !== null ? ask(['day'], (zone) => dayIn(zone, seen.now), '') : null;
    const day = { contactId: enrolment.contactId, day: capDay! };
    const isCapped = capDay !== null && (await this.promotions.take(tx, [day], dailyCap!)).size === 0;
    if (isFilled && !isCapped) {
      const messageId = v7();
      await this.drips.record(tx, enrolment.id, { stepNumber, outcome: 'requested', reason: null, messageId, capDay, at });
      const request = { messageId, outletId: campaign.outletId, to: (contact!.phone ?? contact!.userId)! };
      const message = { ...request, ...sentAs('drip', campaign.settings), message: filled.message };
      this.requests.append(tx, { kind: DRIP, id: `${enrolment.id}.${stepNumber}` }, message);
    } else {
      const reason = decision.kind === 'skip' ? decision.reason : isCapped ? 'frequency_capped' : 'parameter_missing';
      await this.drips.record(tx, enrolment.id, { stepNumber, outcome: 'skipped', reason, messageId: null, capDay: null, at });
    }
    const done = enrolment.done + 1;
    const next = steps[done];
    await tx
      .rows(EnrolmentRow)
      .change(
        enrolment.id,
        next
          ? { done, dueAt: new Date(ask(['due', next.delay], (zone) => dueAfter(next.delay, seen.now, zone), seen.now)).toISOString() }
          : { done, state: 'completed', dueAt: null, checkoutLink: null, endedAt: at },
      );
  }

  async #wait(tx: Transaction, { id }: Enrolment, until: number): Promise<void> {
    await tx.rows(EnrolmentRow).change(id, { dueAt: new Date(until).toISOString() });
  }

  /** Whether a contact is in the segment that the drip is for; undefined where it is for everybody who is enrolled. */
  async #segmentOf(tx: Transaction, { segmentId }: Campaign, seen: Seen): Promise<((facts: AudienceFacts) => boolean) | undefined> {
    if (segmentId === null) return undefined;
    return kept(seen.segments, segmentId, async () => {
      // One that a drip is for is not deleted.
      const segment = (await tx.rows(SegmentRow).find(segmentId))!;
      const now = new Date(seen.now);
      if (segment.kind === 'dynamic') return (facts) => matches(segment.expression as Expression, facts, now);
      const listed = await this.listed.among(tx, segmentId, [...seen.facts.keys()]);
      return ({ id }) => listed.has(id);
    });
  }
}

/** Reads what was not read before. */
async function kept<T>(known: Map<string, T>, key: string, read: (key: string) => Promise<T>): Promise<T> {
  if (!known.has(key)) known.set(key, await read(key));
  return known.get(key)!;
}
