import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { KeyRing, Problem } from '#service-kit';
import type { GraphClient } from '#whatsapp';
import { Graph } from '../../clients/outlets/graph.js';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { graphProblem, readNumber, type GraphProblem, type Health, type NumberFacts } from '../../domain/outlets/outlet-check.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets/outlets.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

/** What the pace of sending and the day's budget depend on; `health_status` names the portfolio. */
const MORE_FIELDS = ['is_on_biz_app', 'whatsapp_business_manager_messaging_limit', 'health_status'];

interface Check {
  facts?: NumberFacts;
  webhooksSubscribed?: boolean;
  problem?: GraphProblem | undefined;
}

/** Reads a confirmed number at Graph, and subscribes the app to the webhooks of its account. */
@Injectable()
export class CheckOutlet {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly keys: KeyRing,
    private readonly graph: Graph,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns the outlet with what was found, stored, even a refusal */
  async execute(tenantId: string, id: string, by: Actor): Promise<{ outlet: Outlet; problem: GraphProblem | undefined }> {
    const check = await this.#ask(tenantId, id, this.graph.client);
    if (!check) throw Problem.notFound('outlet');
    const outlet = await this.#store(tenantId, id, check, by);
    if (!outlet) throw Problem.notFound('outlet');
    return { outlet, problem: check.problem };
  }

  /** For a number that has just been confirmed. What says nothing about the number is not stored: the next check may. */
  async atOnce(tenantId: string, id: string, by: Actor, leaves?: (outlet: Outlet) => boolean): Promise<void> {
    const check = await this.#ask(tenantId, id, this.graph.brisk);
    if (!check || (check.problem && !check.problem.said)) return;
    await this.#store(tenantId, id, check, by, leaves);
  }

  /** The same unless there is a result. Several at the same time store one, and each of them returns when it is stored. */
  async first(tenantId: string, id: string, by: Actor): Promise<void> {
    const isChecked = (one: Outlet) => one.checkedAt !== null;
    const outlet = await this.database.forTenant(tenantId, (tx) => this.outlets.find(tx, id));
    if (outlet && !isChecked(outlet)) await this.atOnce(tenantId, id, by, isChecked);
  }

  async #ask(tenantId: string, id: string, client: GraphClient): Promise<Check | undefined> {
    const { outlet, sealed } = await this.database.forTenant(tenantId, async (tx) => ({
      outlet: await this.outlets.find(tx, id),
      sealed: await this.outlets.sealedToken(tx, id),
    }));
    if (!outlet || sealed === undefined) return undefined;
    const { phoneNumberId, wabaId } = outlet;
    const accessToken = this.keys.open(sealed, id);
    const number = await client.getPhoneNumber({ phoneNumberId, accessToken });
    if (number.outcome !== 'ok') return { problem: graphProblem(number, 'the number', accessToken) };
    // Apart from the others: where a token may not read one of them, the whole question is refused, and nothing of it is known.
    const more = await client.getPhoneNumber({ phoneNumberId, accessToken, fields: MORE_FIELDS });
    const facts = readNumber({ ...number.value, ...(more.outcome === 'ok' ? more.value : {}) });
    const subscribed = await client.subscribeApp({ wabaId, accessToken });
    const problem = graphProblem(subscribed, 'the subscription of the account’s webhooks', accessToken);
    // No answer says nothing about the subscription.
    if (problem?.status === 503) return { facts, problem };
    return { facts, webhooksSubscribed: problem === undefined, problem };
  }

  async #store(tenantId: string, id: string, check: Check, by: Actor, leaves?: (outlet: Outlet) => boolean): Promise<Outlet | undefined> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.outlets.lock(tx, id);
      if (!before || leaves?.(before)) return before;
      const { facts, webhooksSubscribed, problem } = check;
      const after = await this.outlets.recordCheck(tx, id, { facts, webhooksSubscribed, health: healthOf(check), problem });
      const change = difference(before, after);
      await this.audit.record(tx, by, { action: 'outlet.validated', targetType: 'outlet', targetId: id, ...change });
      return after;
    });
  }
}

/** A refusal blocks the number; no answer says nothing about it. */
function healthOf({ facts, problem }: Check): Health | undefined {
  if (problem && problem.status !== 503) return 'blocked';
  return facts?.health;
}
