import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { Problem } from '#service-kit';
import { ZoneClock } from '../../domain/campaigns/timing.js';
import { dueAfter } from '../../domain/drips/drip.js';
import type { Definition } from '../../domain/flows/definition.js';
import { faultsOf, type FaultCode } from '../../domain/flows/faults.js';
import type { FlowEvent } from '../../domain/flows/interpreter.js';
import { MAX_JUMPS } from '../../domain/flows/interpreter.js';
import { simulate, type Simulation } from '../../domain/flows/simulate.js';
import type { AudienceFacts } from '../../domain/segments/matches.js';
import { NumbersRepository } from '../../persistence/campaigns/numbers.repository.js';
import { FlowRow } from '../../persistence/flows/flow.entity.js';
import { FlowsRepository } from '../../persistence/flows/flows.repository.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { definitionOf, incomplete } from './flows.handler.js';

type Known = Pick<AudienceFacts, 'name' | 'phone' | 'language' | 'tags' | 'attributes'>;
export type SimulatedContact = { [Fact in keyof Known]?: Known[Fact] | undefined };

/** What no interpreter gets past. Anything else that is unfinished is tried as far as it goes. */
const IN_THE_WAY: readonly FaultCode[] = ['condition_wrong', 'delay_too_long'];

/** Tries a flow without a customer: nothing is sent and nothing is kept. */
@Injectable()
export class SimulateFlowHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly flows: FlowsRepository,
    private readonly numbers: NumbersRepository,
    private readonly clock: CampaignClock,
  ) {}

  /** @param written as it is drawn; as it is kept where it is left out @throws {Problem} not_found, validation_failed, flow_incomplete */
  async execute(
    tenantId: string,
    id: string,
    written: unknown,
    events: readonly FlowEvent[],
    { name = null, phone = null, language = null, tags = [], attributes = {} }: SimulatedContact,
  ): Promise<Simulation> {
    return this.database.forTenant(tenantId, async (tx) => {
      const flow = await tx.rows(FlowRow).find(id);
      if (!flow) throw Problem.notFound('flow');
      const definition = written === undefined ? flow.definition : definitionOf(written);
      const faults = faultsOf(definition, new Set()).filter(({ code }) => IN_THE_WAY.includes(code));
      if (faults.length > 0) throw incomplete(faults, 'The flow cannot be tried like this. Mend what is named, and try it again.');
      const others = await this.#others(tx, definition);
      const zones = new ZoneClock(await this.numbers.timeZone(tx));
      const now = this.clock.now().getTime();
      const at = new Date(now).toISOString();
      const facts: AudienceFacts = {
        id: NIL,
        name,
        phone,
        language,
        tags,
        attributes,
        consent: 'unknown',
        createdAt: at,
        lastSeenAt: at,
        conversations: [{ state: 'open', owner: 'bot', lastMessageAt: at }],
      };
      return simulate({ id, definition }, others, events, {
        facts,
        now,
        dueAfter: (delay, from) => zones.of(facts, `${from} ${JSON.stringify(delay)}`, (zone) => dueAfter(delay, from, zone)),
      });
    });
  }

  /** Flows that it may come to, as they are live. */
  async #others(tx: Transaction, definition: Definition): Promise<Map<string, Definition>> {
    const found = new Map<string, Definition>();
    const wanted = [definition];
    for (let one = wanted.pop(); one && found.size <= MAX_JUMPS; one = wanted.pop()) {
      for (const node of one.nodes) {
        if (node.kind !== 'goto' || found.has(node.flowId)) continue;
        const flow = await tx.rows(FlowRow).find(node.flowId);
        const live = flow?.state === 'live' ? await this.flows.version(tx, flow.id, flow.version) : undefined;
        if (!live) continue;
        found.set(node.flowId, live);
        wanted.push(live);
      }
    }
    return found;
  }
}
