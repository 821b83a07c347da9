import { Inject, Injectable } from '@nestjs/common';
import { CompanyRows } from '#company-data';
import { COMPANY_SERVICES, companyDeletionDue } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { EVENT_AGE_MS, Outbox } from '#messaging';
import { ObjectStore } from '#object-store';
import { KeyRing, Logger } from '#service-kit';
import { Graph } from '../../clients/outlets/graph.js';
import { SYSTEM } from '../../domain/audit/audit.js';
import { MAX_SUBSCRIPTION_ATTEMPTS } from '../../domain/company/deletion.js';
import { CompanyAccountsRepository } from '../../persistence/company/company-accounts.repository.js';
import {
  CompanyDeletionsRepository,
  type CompanyDeletion,
  type Subscription,
} from '../../persistence/company/company-deletions.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { NumberClaimsRepository } from '../../persistence/outlets/number-claims.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { EndCompany } from './end-company.step.js';
import { TellOwners } from './tell-owners.step.js';

const AT_A_TIME = 10;
/** Longer than a turn takes; a process that dies leaves the rest to the next after it. */
const LEASE_MS = 10 * 60_000;
const LOOK_AGAIN_MS = 10 * 60_000;
const ASK_WHATSAPP_AGAIN_MS = 30 * 60_000;
/** A service that has not answered until then is asked once more: its event may lie among the dead letters. */
const ASK_SERVICES_AGAIN_MS = 6 * 3_600_000;
/** Streams have lost every event of the company’s time by then. */
const SECOND_ROUND_MS = EVENT_AGE_MS + 3_600_000;
const PEOPLE_AT_A_TIME = 500;

const later = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

/**
 * Brings companies to their end, step by step. Each step is a transaction of its own that leaves a note of where it is, and each may be
 * done again: whoever dies between two of them delays the end and nothing else.
 */
@Injectable()
export class RunDeletionsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly deletions: CompanyDeletionsRepository,
    private readonly tenants: TenantsRepository,
    private readonly accounts: CompanyAccountsRepository,
    private readonly claims: NumberClaimsRepository,
    private readonly rows: CompanyRows,
    private readonly store: ObjectStore,
    private readonly outbox: Outbox,
    private readonly keys: KeyRing,
    private readonly graph: Graph,
    private readonly endCompany: EndCompany,
    private readonly owners: TellOwners,
    private readonly audit: AuditTrail,
    @Inject(Logger) private readonly logger: Logger,
  ) {}

  /** @param now the clock, by which grace periods end @throws the first failure, after all others that are due */
  async execute(isStopped: () => boolean = () => false, now = new Date()): Promise<void> {
    const failures: unknown[] = [];
    for (let due = AT_A_TIME; due === AT_A_TIME && !isStopped();) {
      const claimed = await this.database.forSystem((tx) => this.deletions.claim(tx, now, AT_A_TIME, LEASE_MS));
      for (const deletion of claimed) await this.#step(deletion, now).catch((error: unknown) => failures.push(error));
      due = claimed.length;
    }
    if (failures.length > 0) throw failures[0];
  }

  async #step(claimed: CompanyDeletion, now: Date): Promise<void> {
    if (claimed.state === 'scheduled') await this.#scheduled(claimed, now);
    const present = await this.#find(claimed);
    if (present?.state !== 'deleting') return;
    if (present.subscriptions !== null) await this.#unsubscribe(present, now);
    await this.#ask(present, now);
    if (await this.#isAnswered(present)) await this.#finishRound(present, now);
  }

  /** Reminds, or ends; whoever has cancelled meanwhile comes before. */
  async #scheduled(claimed: CompanyDeletion, now: Date): Promise<void> {
    await this.database.forSystem(async (tx) => {
      const tenant = await this.tenants.lock(tx, claimed.tenantId);
      const deletion = await this.deletions.lock(tx, claimed);
      if (!tenant || deletion?.state !== 'scheduled') return;
      if (now.getTime() >= Date.parse(deletion.dueAt)) return this.endCompany.execute(tx, tenant, deletion, SYSTEM, now);
      if (deletion.remindedAt === null) await this.owners.execute(tx, 'company-deletion-soon', tenant, new Date(deletion.dueAt));
      await this.deletions.save(tx, { ...deletion, remindedAt: deletion.remindedAt ?? now.toISOString(), nextAt: deletion.dueAt });
    });
  }

  /** WhatsApp is to deliver nothing more. Where it does not answer it is asked for a day; then the tokens go all the same. */
  async #unsubscribe(deletion: CompanyDeletion, now: Date): Promise<void> {
    const left: Subscription[] = [];
    for (const subscription of deletion.subscriptions!) if (!(await this.#ends(deletion.tenantId, subscription))) left.push(subscription);
    const attempts = deletion.subscriptionAttempts + 1;
    const isOver = left.length === 0 || attempts >= MAX_SUBSCRIPTION_ATTEMPTS;
    if (isOver && left.length > 0) {
      this.logger.warn(
        { tenantId: deletion.tenantId, accounts: left.map(({ wabaId }) => wabaId) },
        'WhatsApp was not told that a company has ended',
      );
    }
    await this.#change(deletion, (present) => ({
      ...present,
      subscriptions: isOver ? null : left,
      subscriptionAttempts: attempts,
      nextAt: later(now, ASK_WHATSAPP_AGAIN_MS),
    }));
  }

  /** @returns whether nothing of the account comes to us for this company any more, or never will be told to end */
  async #ends(tenantId: string, { outletId, wabaId, sealed }: Subscription): Promise<boolean> {
    // The subscription is the app’s, for the whole account: another company may have a number in it.
    if (await this.database.forSystem((tx) => this.claims.isAccountOfOthers(tx, wabaId, tenantId))) return true;
    let accessToken: string;
    try {
      accessToken = this.keys.open(sealed, outletId);
    } catch {
      return true;
    }
    const result = await this.graph.client.unsubscribeApp({ wabaId, accessToken });
    // What WhatsApp refuses for good it refuses tomorrow too: the token was taken back, or the account is gone.
    return result.outcome === 'ok' || (result.outcome === 'rejected' && result.error.retryAfterMs === undefined);
  }

  async #ask(deletion: CompanyDeletion, now: Date): Promise<void> {
    await this.#change(deletion, (present, tx) => {
      const isTime = Date.parse(present.roundAt!) <= now.getTime();
      const isUnasked = present.askedAt === null || Date.parse(present.askedAt) <= now.getTime() - ASK_SERVICES_AGAIN_MS;
      if (!isTime) return { ...present, nextAt: earliest(present.subscriptions && present.nextAt, present.roundAt) };
      if (isUnasked) {
        const { tenantId, id: deletionId, round } = present;
        this.outbox.append(tx, companyDeletionDue, { deletionId, round }, { tenantId });
      }
      return { ...present, askedAt: isUnasked ? now.toISOString() : present.askedAt, nextAt: later(now, LOOK_AGAIN_MS) };
    });
  }

  async #isAnswered(deletion: CompanyDeletion): Promise<boolean> {
    const present = await this.#find(deletion);
    if (!present?.askedAt || present.subscriptions !== null) return false;
    const services = await this.database.forSystem((tx) => this.deletions.servicesOf(tx, present));
    return COMPANY_SERVICES.every((service) => services.includes(service));
  }

  /** All others hold nothing any more: what this service holds goes last, since the others read it. */
  async #finishRound(deletion: CompanyDeletion, now: Date): Promise<void> {
    const { tenantId } = deletion;
    while (await this.#letPeopleGo(tenantId));
    await this.rows.delete(tenantId);
    await this.store.deletePrefix(tenantId);
    await this.#change(deletion, async (present, tx) => {
      await this.accounts.forgetTenant(tx, tenantId);
      if (present.round === 1) {
        const roundAt = later(new Date(present.begunAt!), SECOND_ROUND_MS);
        return { ...present, round: 2, roundAt, askedAt: null, nextAt: roundAt };
      }
      const change = { targetType: 'tenant', targetId: tenantId, before: null, after: null };
      await this.audit.record(tx, SYSTEM, { action: 'tenant.data_deleted', ...change }, tenantId);
      return { ...present, state: 'done', finishedAt: now.toISOString(), nextAt: null };
    });
  }

  /** @returns whether there may be more */
  async #letPeopleGo(tenantId: string): Promise<boolean> {
    return this.database.forSystem(async (tx) => {
      const people = await this.accounts.leave(tx, tenantId, PEOPLE_AT_A_TIME);
      await this.accounts.deleteHomeless(tx, people);
      return people.length > 0;
    });
  }

  #find(of: CompanyDeletion): Promise<CompanyDeletion | undefined> {
    return this.database.forSystem((tx) => this.deletions.lock(tx, of));
  }

  async #change(
    of: CompanyDeletion,
    change: (present: CompanyDeletion, tx: Transaction) => CompanyDeletion | Promise<CompanyDeletion>,
  ): Promise<void> {
    await this.database.forSystem(async (tx) => {
      const present = await this.deletions.lock(tx, of);
      if (present?.state !== 'deleting' || present.round !== of.round) return;
      await this.deletions.save(tx, await change(present, tx));
    });
  }
}

const earliest = (one: string | null, other: string | null): string | null =>
  [one, other].filter((time) => time !== null).sort()[0] ?? null;
