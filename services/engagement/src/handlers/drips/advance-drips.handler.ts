import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { isDatabaseUnavailable, TenantDatabase, type Transaction } from '#database';
import { MessageRequests } from '#messaging';
import { forEach, Logger } from '#service-kit';
import { fill } from '../../domain/campaigns/message.js';
import { ZoneClock } from '../../domain/campaigns/timing.js';
import { decideStep, dueAfter, type Step } from '../../domain/drips/drip.js';
import type { Expression } from '../../domain/segments/expression.js';
import { matches, type AudienceFacts } from '../../domain/segments/matches.js';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { NumbersRepository } from '../../persistence/campaigns/numbers.repository.js';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { EnrolmentRow, type Enrolment } from '../../persistence/drips/enrolment.entity.js';
import { AudienceRepository, type AudienceContact } from '../../persistence/segments/audience.repository.js';
import { SegmentRow } from '../../persistence/segments/segment.entity.js';
import { CampaignClock } from '../campaigns/clock.state.js';

/** The kind of messages that drips ask for. */
export const DRIP = 'drip';
/** Steps of a tenant in one transaction. */
const BATCH = 50;
const LOOK = 500;
/** How much later one is tried again that failed. */
const FAILED_MS = 3_600_000;
/** How soon a drip that is paused is looked at again. */
const PAUSED_MS = 60_000;

/** What a batch has read, each once. */
interface Seen {
  campaigns: Map<string, Campaign | undefined>;
  versions: Map<string, Step[]>;
  segments: Map<string, Expression | null>;
  contacts: Map<string, AudienceContact>;
  facts: Map<string, AudienceFacts>;
  zones: ZoneClock;
  now: number;
}

/** Steps whose time has come: one for each contact, in a transaction with what is recorded of it. */
@Injectable()
export class AdvanceDripsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly drips: DripsRepository,
    private readonly audience: AudienceRepository,
    private readonly numbers: NumbersRepository,
    private readonly requests: MessageRequests,
    private readonly clock: CampaignClock,
    private readonly logger: Logger,
  ) {}

  /** Tenants take turns, a batch each, until nothing is due. @returns how many steps */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    let done = 0;
    for (let isMore = true; isMore && !isStopped();) {
      const now = this.clock.now().toISOString();
      const tenants = await this.database.forSystem((tx) => this.drips.tenantsDue(tx, now, LOOK));
      const steps = await forEach(tenants, async (tenantId) => (isStopped() ? 0 : this.#ofTenant(tenantId)));
      done += steps;
      isMore = steps > 0;
    }
    return done;
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
    return this.database.forTenant(tenantId, async (tx) => {
      const now = this.clock.now();
      const due = await this.drips.takeDue(tx, now.toISOString(), limit);
      if (due.length === 0) return 0;
      taken(due);
      const seen = await this.#look(tx, due, now);
      for (const enrolment of due) await this.#advance(tx, enrolment, seen);
      return due.length;
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
    };
  }

  async #advance(tx: Transaction, enrolment: Enrolment, seen: Seen): Promise<void> {
    const at = new Date(seen.now).toISOString();
    const campaign = await kept(seen.campaigns, enrolment.campaignId, (id) => tx.rows(CampaignRow).find(id));
    if (!campaign || campaign.state === 'cancelled') return this.drips.exit(tx, enrolment.id, 'cancelled', at);
    if (campaign.state !== 'running') return this.#wait(tx, enrolment, seen.now + PAUSED_MS);
    const steps = await kept(seen.versions, `${campaign.id} ${enrolment.version}`, () =>
      this.drips.version(tx, campaign.id, enrolment.version),
    );
    const step = steps[enrolment.done]!;
    const contact = seen.contacts.get(enrolment.contactId);
    const facts = seen.facts.get(enrolment.contactId);
    const now = new Date(seen.now);
    const segment = await this.#segmentOf(tx, campaign, seen);
    const zone = contact ? seen.zones.of(contact, 'zone', (name) => name) : 'UTC';
    const decision = decideStep({
      now: seen.now,
      dueAt: Date.parse(enrolment.dueAt!),
      zone,
      quietHours: campaign.settings.quietHours,
      late: campaign.settings.late,
      isThere: contact !== undefined && (contact.phone ?? contact.userId) !== null,
      isInSegment: segment === null || facts === undefined ? undefined : matches(segment, facts, now),
      isFitting: step.condition === null || facts === undefined || matches(step.condition, facts, now),
    });
    if (decision.kind === 'exit') return this.drips.exit(tx, enrolment.id, decision.reason, at);
    if (decision.kind === 'wait') return this.#wait(tx, enrolment, decision.until);
    const { stepNumber } = step;
    const filled = decision.kind === 'send' ? fill(step.message, contact!) : undefined;
    if (filled && 'message' in filled) {
      const messageId = v7();
      await this.drips.record(tx, enrolment.id, { stepNumber, outcome: 'requested', reason: null, messageId, at });
      const request = { messageId, outletId: campaign.outletId, to: (contact!.phone ?? contact!.userId)!, class: 'drip' as const };
      this.requests.append(tx, { kind: DRIP, id: `${enrolment.id}.${stepNumber}` }, { ...request, message: filled.message });
    } else {
      const reason = decision.kind === 'skip' ? decision.reason : 'parameter_missing';
      await this.drips.record(tx, enrolment.id, { stepNumber, outcome: 'skipped', reason, messageId: null, at });
    }
    const done = enrolment.done + 1;
    const next = steps[done];
    await tx
      .rows(EnrolmentRow)
      .change(
        enrolment.id,
        next
          ? { done, dueAt: new Date(dueAfter(next.delay, seen.now, zone)).toISOString() }
          : { done, state: 'completed', dueAt: null, endedAt: at },
      );
  }

  async #wait(tx: Transaction, { id }: Enrolment, until: number): Promise<void> {
    await tx.rows(EnrolmentRow).change(id, { dueAt: new Date(until).toISOString() });
  }

  /** The rule of the segment that the drip is for; null where it is for everybody who is enrolled. */
  async #segmentOf(tx: Transaction, { audience }: Campaign, seen: Seen): Promise<Expression | null> {
    if (!audience || !('segmentId' in audience)) return null;
    return kept(
      seen.segments,
      audience.segmentId,
      async (id) => ((await tx.rows(SegmentRow).find(id))?.expression ?? null) as Expression | null,
    );
  }
}

/** Reads what was not read before. */
async function kept<T>(known: Map<string, T>, key: string, read: (key: string) => Promise<T>): Promise<T> {
  if (!known.has(key)) known.set(key, await read(key));
  return known.get(key)!;
}
