import { Injectable } from '@nestjs/common';
import { columnsOf, idBefore, tenantsDue, type Transaction } from '#database';
import type { Step, StepOutcome } from '../../domain/drips/drip.js';
import { DripStepRow, type DripStep } from './drip-step.entity.js';
import { EnrolmentRow, type Enrolment } from './enrolment.entity.js';

const STEP = columnsOf(DripStepRow);
const ENROLMENT = columnsOf(EnrolmentRow);

export interface HistoryEntry {
  stepNumber: number;
  outcome: StepOutcome;
  reason: string | null;
  at: string;
}

export type LastTime = Pick<Enrolment, 'contactId' | 'state' | 'exitReason' | 'endedAt'>;

/** What has brought a contact in, which does so once. */
export interface Entry {
  /** What happened, and to what: `order_paid:<id of the order>`. */
  by: string;
  /** Where whoever left a checkout goes on. */
  checkoutLink?: string | undefined;
}

export interface LockedStep {
  outcome: StepOutcome;
  messageId: string | null;
  /** The day of the contact on which it counts as a promotion. */
  capDay: string | null;
}

const DUE = { table: 'engagement.enrolments', at: 'due_at', waiting: 'due_at is not null and not held' };

@Injectable()
export class DripsRepository {
  async steps(tx: Transaction, campaignId: string): Promise<DripStep[]> {
    return tx.query<DripStep>(`select ${STEP} from engagement.drip_steps where tenant_id = $1 and campaign_id = $2 order by step_number`, [
      tx.tenantId,
      campaignId,
    ]);
  }

  async deleteSteps(tx: Transaction, campaignId: string): Promise<void> {
    await tx.query(`delete from engagement.drip_steps where tenant_id = $1 and campaign_id = $2`, [tx.tenantId, campaignId]);
  }

  /** The version that new ones are enrolled in; undefined before the first. */
  async newest(tx: Transaction, campaignId: string): Promise<{ version: number; steps: Step[] } | undefined> {
    const [row] = await tx.query<{ version: number; steps: Step[] }>(
      `select version, steps from engagement.drip_versions where tenant_id = $1 and campaign_id = $2 order by version desc limit 1`,
      [tx.tenantId, campaignId],
    );
    return row;
  }

  async version(tx: Transaction, campaignId: string, version: number): Promise<Step[]> {
    const [row] = await tx.query<{ steps: Step[] }>(
      `select steps from engagement.drip_versions where tenant_id = $1 and campaign_id = $2 and version = $3`,
      [tx.tenantId, campaignId, version],
    );
    return row!.steps;
  }

  async publish(tx: Transaction, campaignId: string, version: number, steps: readonly Step[]): Promise<void> {
    await tx.query(`insert into engagement.drip_versions (tenant_id, campaign_id, version, steps) values ($1, $2, $3, $4)`, [
      tx.tenantId,
      campaignId,
      version,
      JSON.stringify(steps),
    ]);
  }

  /** Versions up to this one go, but for those on which somebody is under way. */
  async forgetVersions(tx: Transaction, campaignId: string, upTo: number): Promise<void> {
    await tx.query(
      `delete from engagement.drip_versions v where v.tenant_id = $1 and v.campaign_id = $2 and v.version <= $3 and not exists (
         select from engagement.enrolments e
         where e.tenant_id = $1 and e.campaign_id = $2 and e.version = v.version and e.state = 'active')`,
      [tx.tenantId, campaignId, upTo],
    );
  }

  /** Of one contact in one drip, the newest. */
  async enrolment(tx: Transaction, campaignId: string, contactId: string): Promise<Enrolment | undefined> {
    const [row] = await tx.query<Enrolment>(
      `select ${ENROLMENT} from engagement.enrolments where tenant_id = $1 and contact_id = $3 and campaign_id = $2 order by id desc limit 1`,
      [tx.tenantId, campaignId, contactId],
    );
    return row;
  }

  /** The last time of each of these contacts in a drip. */
  async lastOf(tx: Transaction, campaignId: string, contactIds: readonly string[]): Promise<LastTime[]> {
    return tx.query<LastTime>(
      `select distinct on (contact_id) contact_id as "contactId", state, exit_reason as "exitReason", ended_at as "endedAt"
       from engagement.enrolments where tenant_id = $1 and campaign_id = $2 and contact_id = any($3::uuid[]) order by contact_id, id desc`,
      [tx.tenantId, campaignId, contactIds],
    );
  }

  /** Whoever is under way already stays where they are, and what has brought somebody in does so no second time. */
  async begin(
    tx: Transaction,
    { campaignId, version, at, entry }: { campaignId: string; version: number; at: string; entry: Entry | null },
    who: readonly { id: string; contactId: string; dueAt: string }[],
  ): Promise<void> {
    await tx.query(
      `insert into engagement.enrolments (tenant_id, id, campaign_id, contact_id, version, due_at, enrolled_at, entered_by, checkout_link)
       select $1, w.id, $2, w.contact_id, $3, w.due_at, $4, $8, $9
       from unnest($5::uuid[], $6::uuid[], $7::timestamptz[]) as w (id, contact_id, due_at)
       on conflict do nothing`,
      [
        tx.tenantId,
        campaignId,
        version,
        at,
        who.map(({ id }) => id),
        who.map(({ contactId }) => contactId),
        who.map(({ dueAt }) => dueAt),
        entry?.by ?? null,
        entry?.checkoutLink ?? null,
      ],
    );
  }

  /** Who was enrolled in a drip, the newest first. */
  async page(tx: Transaction, campaignId: string, before: string | undefined, limit: number): Promise<Enrolment[]> {
    return tx.query<Enrolment>(
      `select ${ENROLMENT} from engagement.enrolments where tenant_id = $1 and campaign_id = $2 and ${idBefore('id', '$3')}
       order by id desc limit $4`,
      [tx.tenantId, campaignId, before ?? null, limit],
    );
  }

  async pageOfState(
    tx: Transaction,
    campaignId: string,
    state: Enrolment['state'],
    before: string | undefined,
    limit: number,
  ): Promise<Enrolment[]> {
    return tx.query<Enrolment>(
      `select ${ENROLMENT} from engagement.enrolments where tenant_id = $1 and campaign_id = $2 and state = $3 and ${idBefore('id', '$4')}
       order by id desc limit $5`,
      [tx.tenantId, campaignId, state, before ?? null, limit],
    );
  }

  async history(tx: Transaction, enrolmentId: string): Promise<HistoryEntry[]> {
    return tx.query<HistoryEntry>(
      `select step_number as "stepNumber", outcome, reason, at from engagement.enrolment_steps
       where tenant_id = $1 and enrolment_id = $2 order by step_number`,
      [tx.tenantId, enrolmentId],
    );
  }

  /** Tenants of whom something is due. System role. */
  tenantsDue(system: Transaction, now: string, look?: number): Promise<string[]> {
    return tenantsDue(system, DUE, now, look);
  }

  /** Those who are longest due. Whom somebody else holds is passed over. */
  async takeDue(tx: Transaction, now: string, limit: number): Promise<Enrolment[]> {
    return tx.query<Enrolment>(
      `select ${ENROLMENT} from engagement.enrolments where tenant_id = $1 and due_at <= $2 and not held order by due_at limit $3
       for no key update skip locked`,
      [tx.tenantId, now, limit],
    );
  }

  async record(
    tx: Transaction,
    enrolmentId: string,
    step: { stepNumber: number; outcome: StepOutcome; reason: string | null; messageId: string | null; capDay: string | null; at: string },
  ): Promise<void> {
    await tx.query(
      `insert into engagement.enrolment_steps (tenant_id, enrolment_id, step_number, outcome, reason, message_id, cap_day, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.tenantId, enrolmentId, step.stepNumber, step.outcome, step.reason, step.messageId, step.capDay, step.at],
    );
  }

  /** @returns where the step stands, held until the transaction ends */
  async lockStep(tx: Transaction, enrolmentId: string, stepNumber: number): Promise<LockedStep | undefined> {
    const [row] = await tx.query<LockedStep>(
      `select outcome, message_id as "messageId", cap_day::text as "capDay" from engagement.enrolment_steps
       where tenant_id = $1 and enrolment_id = $2 and step_number = $3 for no key update`,
      [tx.tenantId, enrolmentId, stepNumber],
    );
    return row;
  }

  async settle(tx: Transaction, enrolmentId: string, stepNumber: number, outcome: StepOutcome, reason: string | null): Promise<void> {
    await tx.query(
      `update engagement.enrolment_steps set outcome = $4, reason = $5 where tenant_id = $1 and enrolment_id = $2 and step_number = $3`,
      [tx.tenantId, enrolmentId, stepNumber, outcome, reason],
    );
  }

  /** Whoever is under way is due later. */
  async postpone(tx: Transaction, enrolmentId: string, dueAt: string): Promise<void> {
    await tx.query(`update engagement.enrolments set due_at = $3 where tenant_id = $1 and id = $2 and state = 'active'`, [
      tx.tenantId,
      enrolmentId,
      dueAt,
    ]);
  }

  /** Those of a drip that is paused are due as they were, and not taken. */
  async hold(tx: Transaction, ids: readonly string[]): Promise<void> {
    await tx.query(
      `with them as materialized (
         select id from engagement.enrolments where tenant_id = $1 and id = any($2::uuid[]) and state = 'active' order by id for update
       )
       update engagement.enrolments e set held = true from them where e.tenant_id = $1 and e.id = them.id`,
      [tx.tenantId, ids],
    );
  }

  /** The drip goes on, or has ended: whoever was held is taken again. */
  async release(tx: Transaction, campaignId: string): Promise<void> {
    await tx.query(
      `with them as materialized (
         select id from engagement.enrolments where tenant_id = $1 and campaign_id = $2 and held order by id for update
       )
       update engagement.enrolments e set held = false from them where e.tenant_id = $1 and e.id = them.id`,
      [tx.tenantId, campaignId],
    );
  }

  /** Ends one, if it is under way. */
  async exit(tx: Transaction, enrolmentId: string, reason: string, at: string): Promise<void> {
    await tx.query(
      `update engagement.enrolments set state = 'exited', exit_reason = $3, due_at = null, checkout_link = null, ended_at = $4
       where tenant_id = $1 and id = $2 and state = 'active'`,
      [tx.tenantId, enrolmentId, reason, at],
    );
  }

  /** Ends all who are under way, in drips that a reply ends, of contacts that have written since they were enrolled. WhatsApp tells times in whole seconds. */
  async exitReplied(tx: Transaction, written: ReadonlyMap<string, string>, at: string): Promise<void> {
    await tx.query(
      `with them as materialized (
         select e.id from unnest($2::uuid[], $3::timestamptz[]) as w (contact_id, at), engagement.enrolments e
         join engagement.campaigns c on c.tenant_id = $1 and c.id = e.campaign_id and (c.settings -> 'exitOnReply')::boolean
         where e.tenant_id = $1 and e.contact_id = w.contact_id and e.state = 'active' and date_trunc('second', e.enrolled_at) <= w.at
         order by e.id for update of e
       )
       update engagement.enrolments e set state = 'exited', exit_reason = 'replied', due_at = null, checkout_link = null, ended_at = $4
       from them where e.tenant_id = $1 and e.id = them.id and e.state = 'active'`,
      [tx.tenantId, [...written.keys()], [...written.values()], at],
    );
  }

  /**
   * Ends all who are under way, in drips that a paid order ends, of one contact.
   *
   * @param enteredBy whoever came in by this leaves whatever the clocks say: the order that they were to pay for is paid
   * @param paidAt whoever came in until then leaves
   */
  async exitPaid(
    tx: Transaction,
    contactId: string,
    { enteredBy, paidAt }: { enteredBy: string; paidAt: string },
    at: string,
  ): Promise<void> {
    await tx.query(
      `with them as materialized (
         select e.id from engagement.enrolments e
         join engagement.campaigns c on c.tenant_id = $1 and c.id = e.campaign_id and (c.settings -> 'exitOnPaid')::boolean
         where e.tenant_id = $1 and e.contact_id = $2 and e.state = 'active' and (e.enrolled_at <= $3 or e.entered_by = $4)
         order by e.id for update of e
       )
       update engagement.enrolments e set state = 'exited', exit_reason = 'order_paid', due_at = null, checkout_link = null, ended_at = $5
       from them where e.tenant_id = $1 and e.id = them.id and e.state = 'active'`,
      [tx.tenantId, contactId, paidAt, enteredBy, at],
    );
  }

  /** Whether one of these is under way: asked of every inbound message. */
  async isAnyActive(tx: Transaction, contactIds: readonly string[]): Promise<boolean> {
    const rows = await tx.query(
      `select from engagement.enrolments where tenant_id = $1 and contact_id = any($2::uuid[]) and state = 'active' limit 1`,
      [tx.tenantId, contactIds],
    );
    return rows.length > 0;
  }

  /** Figures of each step of a drip, over all its versions. */
  async figures(tx: Transaction, campaignId: string): Promise<{ stepNumber: number; outcome: StepOutcome; count: number }[]> {
    return tx.query(
      `select s.step_number as "stepNumber", s.outcome, count(*)::integer as count
       from engagement.enrolments e join engagement.enrolment_steps s on s.tenant_id = $1 and s.enrolment_id = e.id
       where e.tenant_id = $1 and e.campaign_id = $2 group by 1, 2 order by 1, 2`,
      [tx.tenantId, campaignId],
    );
  }

  /** Enrolments that ended so long ago. Runs under the system role. */
  async ended(tx: Transaction, before: string, limit: number): Promise<{ tenantId: string; id: string }[]> {
    return tx.query(`select tenant_id as "tenantId", id from engagement.enrolments where ended_at < $1 order by ended_at limit $2`, [
      before,
      limit,
    ]);
  }

  /** @returns how many enrolments are gone, with their steps */
  async prune(tx: Transaction, ids: readonly string[]): Promise<number> {
    await tx.query(`delete from engagement.enrolment_steps where tenant_id = $1 and enrolment_id = any($2::uuid[])`, [tx.tenantId, ids]);
    return tx.execute(`delete from engagement.enrolments where tenant_id = $1 and id = any($2::uuid[])`, [tx.tenantId, ids]);
  }

  /** A customer who is forgotten: all of theirs. @returns how many */
  async forget(tx: Transaction, contactIds: readonly string[]): Promise<number> {
    await tx.query(
      `delete from engagement.enrolment_steps s using engagement.enrolments e
       where s.tenant_id = $1 and e.tenant_id = $1 and e.id = s.enrolment_id and e.contact_id = any($2::uuid[])`,
      [tx.tenantId, contactIds],
    );
    return tx.execute(`delete from engagement.enrolments where tenant_id = $1 and contact_id = any($2::uuid[])`, [tx.tenantId, contactIds]);
  }
}
