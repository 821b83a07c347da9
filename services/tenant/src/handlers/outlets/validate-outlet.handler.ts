import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { KeyRing, Problem } from '#service-kit';
import { Graph } from '../../clients/outlets/graph.js';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { graphProblem, readNumber, type GraphProblem, type Health, type NumberFacts } from '../../domain/outlets/outlet-check.js';
import { NumberClaimsRepository } from '../../persistence/outlets/number-claims.repository.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets/outlets.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { NumberClaims } from './number-claims.handler.js';
import { claimRefused, claimUnanswered } from './refusals.js';
import { PLACE_LEASE_MS, SettleClaim } from './settle-claim.handler.js';

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
    private readonly claims: NumberClaimsRepository,
    private readonly numbers: NumberClaims,
    private readonly settle: SettleClaim,
    private readonly keys: KeyRing,
    private readonly graph: Graph,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Asks Graph whose the number is (unless confirmed), reads the number, and subscribes the app to its account's webhooks. Stores the
   * result, even a refusal, before it answers.
   *
   * @throws {Problem} with the codes of {@link GraphProblem} and of a claim's problems
   */
  async execute(tenantId: string, id: string, by: Actor): Promise<Outlet> {
    await this.#confirm(tenantId, id, by);
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

  /** @throws {Problem} unless the outlet may have its number */
  async #confirm(tenantId: string, id: string, by: Actor): Promise<void> {
    const { outlet, claiming } = await this.database.forTenant(tenantId, async (tx) => {
      const found = await this.outlets.find(tx, id);
      if (found && found.confirmation !== 'confirmed') await this.claims.askAnew(tx, id);
      return { outlet: found, claiming: await this.claims.find(tx, id) };
    });
    if (!outlet || !claiming) throw Problem.notFound('outlet');
    if (outlet.confirmation !== 'confirmed' || outlet.receivesFrom === null) {
      const obstacle = await this.settle.execute(claiming, by);
      if (obstacle) throw obstacle.answer === 'no' ? claimRefused(obstacle.problem) : claimUnanswered(obstacle.problem);
    } else if (outlet.confirmedAt === null) {
      // The operator vouches for it: it stays connected whatever WhatsApp says, but a yes is worth storing.
      const verdict = await this.numbers.askOf(claiming);
      if (verdict.answer !== 'yes' || verdict.by !== 'whatsapp') return;
      await this.database.forTenant(tenantId, (tx) => this.claims.confirm(tx, claiming, verdict.by, PLACE_LEASE_MS));
    }
  }

  async #ask({ phoneNumberId, wabaId }: Outlet, accessToken: string): Promise<Check> {
    const number = await this.graph.client.getPhoneNumber({ phoneNumberId, accessToken });
    if (number.outcome !== 'ok') return { problem: graphProblem(number, 'the number') };
    const facts = readNumber(number.value);
    const subscribed = await this.graph.client.subscribeApp({ wabaId, accessToken });
    const problem = graphProblem(subscribed, 'the subscription of the account’s webhooks');
    // No answer says nothing about the subscription.
    if (problem?.status === 503) return { facts, problem };
    return { facts, webhooksSubscribed: problem === undefined, problem };
  }
}

/** A refusal blocks the number; no answer says nothing about it. */
function healthOf({ facts, problem }: Check): Health | undefined {
  if (problem && problem.status !== 503) return 'blocked';
  return facts?.health;
}
