import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { KeyRing, Problem } from '#service-kit';
import { Graph } from '../../clients/graph.js';
import { difference, type Actor } from '../../domain/audit.js';
import { graphProblem, readNumber, type GraphProblem, type Health, type NumberFacts } from '../../domain/outlet-check.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets.repository.js';
import { AuditTrail } from '../audit/audit-trail.js';

interface Check {
  facts?: NumberFacts;
  webhooksSubscribed?: boolean;
  problem?: GraphProblem;
}

@Injectable()
export class ValidateOutletHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly keys: KeyRing,
    private readonly graph: Graph,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Asks Graph for the number and subscribes the app to its account's webhooks. What was found is kept, a refusal too, before it is told.
   *
   * @throws {Problem} with the codes of {@link GraphProblem}
   */
  async execute(tenantId: string, id: string, by: Actor): Promise<Outlet> {
    const { outlet, sealed } = await this.database.forTenant(tenantId, async (tx) => ({
      outlet: await this.outlets.find(tx, id),
      sealed: await this.outlets.sealedToken(tx, id),
    }));
    if (!outlet || sealed === undefined) throw Problem.notFound('outlet');

    const check = await this.#ask(outlet, this.keys.open(sealed, id));

    const checked = await this.database.forTenant(tenantId, async (tx) => {
      const before = await this.outlets.lock(tx, id);
      if (!before) throw Problem.notFound('outlet');
      const { facts, webhooksSubscribed, problem } = check;
      const after = await this.outlets.recordCheck(tx, id, {
        facts,
        webhooksSubscribed,
        health: healthOf(check),
        problem: problem?.code ?? null,
      });
      const change = difference(before, after);
      await this.audit.record(tx, by, { action: 'outlet.validated', targetType: 'outlet', targetId: id, ...change });
      return after;
    });
    if (!check.problem) return checked;
    const { status, code, detail, retryAfterSeconds } = check.problem;
    throw new Problem(status, code, detail, undefined, retryAfterSeconds ? { 'retry-after': String(retryAfterSeconds) } : {});
  }

  async #ask({ phoneNumberId, wabaId }: Outlet, accessToken: string): Promise<Check> {
    const number = await this.graph.client.getPhoneNumber({ phoneNumberId, accessToken });
    if (number.outcome !== 'ok') return { problem: graphProblem(number, 'the number') };
    const facts = readNumber(number.value);
    const subscribed = await this.graph.client.subscribeApp({ wabaId, accessToken });
    const problem = graphProblem(subscribed, 'the subscription of the account’s webhooks');
    // An answer that did not come says nothing of how it was before.
    if (problem?.status === 503) return { facts, problem };
    return { facts, webhooksSubscribed: problem === undefined, problem };
  }
}

/** A refusal blocks the number; that nobody answered says nothing about it. */
function healthOf({ facts, problem }: Check): Health | undefined {
  if (problem && problem.status !== 503) return 'blocked';
  return facts?.health;
}
