import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { readDefinition, type Definition } from '../../domain/flows/definition.js';
import { faultsOf, type Fault } from '../../domain/flows/faults.js';
import { NumbersRepository } from '../../persistence/campaigns/numbers.repository.js';
import { FlowRow, type Flow } from '../../persistence/flows/flow.entity.js';
import { FlowsRepository } from '../../persistence/flows/flows.repository.js';
import { Audit } from '../audit/audit.step.js';
import { CampaignClock } from '../campaigns/clock.state.js';

export { FLOW_STATES, type Flow, type FlowState } from '../../persistence/flows/flow.entity.js';

export const MAX_FLOWS = 100;
/** Versions of a flow that are kept, beside older ones in which somebody is under way. */
export const KEPT_VERSIONS = 50;
const MAX_SHOWN_FAULTS = 50;

export interface FlowFields {
  name?: string | undefined;
  outletId?: string | undefined;
  definition?: unknown;
}

export interface FlowFigures {
  version: number;
  started: number;
  ended: Record<string, number>;
  passed: { node: string; port: string; passed: number }[];
}

/** Flows as they are drawn, and the versions that they are published as. */
@Injectable()
export class FlowsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly flows: FlowsRepository,
    private readonly numbers: NumbersRepository,
    private readonly audit: Audit,
    private readonly clock: CampaignClock,
  ) {}

  /** All of them, by name: there are {@link MAX_FLOWS} at most. */
  async list(tenantId: string): Promise<Flow[]> {
    return this.database.forTenant(tenantId, (tx) => tx.rows(FlowRow).list('name, id'));
  }

  /** With everything that keeps it from being published. @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<{ flow: Flow; faults: Fault[] }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const flow = await tx.rows(FlowRow).find(id);
      if (!flow) throw Problem.notFound('flow');
      return { flow, faults: await this.#faults(tx, flow.definition, id) };
    });
  }

  /** What is wrong with a flow as it is drawn, before it is kept. @throws {Problem} not_found, before validation_failed */
  async check(tenantId: string, written: unknown, id: string): Promise<Fault[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await tx.rows(FlowRow).find(id))) throw Problem.notFound('flow');
      return this.#faults(tx, definitionOf(written), id);
    });
  }

  /** @throws {Problem} validation_failed, name_taken, too_many */
  async create(tenantId: string, { name = '', outletId = '', definition = {} }: FlowFields, by: Actor): Promise<Flow> {
    const read = definitionOf(definition);
    return orNameTaken(
      this.database.forTenant(tenantId, async (tx) => {
        if ((await tx.rows(FlowRow).count()) >= MAX_FLOWS) {
          throw new Problem(422, 'too_many', `A tenant may have at most ${MAX_FLOWS} flows. Delete one you no longer use.`);
        }
        await this.#requireOutlet(tx, outletId);
        const flow = await tx.rows(FlowRow).insert({ id: v7(), name, outletId, definition: read });
        this.audit.append(tx, by, 'created', { type: 'flow', id: flow.id }, null, audited(flow));
        return flow;
      }),
    );
  }

  /**
   * What is left out stays. It holds from the next publication on.
   *
   * @param revision that it was changed from @throws {Problem} not_found, validation_failed, flow_changed, name_taken
   */
  async change(tenantId: string, id: string, revision: number | undefined, fields: FlowFields, by: Actor): Promise<Flow> {
    const definition = fields.definition === undefined ? {} : { definition: definitionOf(fields.definition) };
    return orNameTaken(
      this.database.forTenant(tenantId, async (tx) => {
        const before = await lockFlow(tx, id);
        if (revision !== undefined && revision !== before.revision) {
          throw new Problem(
            409,
            'flow_changed',
            'Somebody else has changed the flow since you opened it. Open it again, and repeat your change.',
          );
        }
        if (fields.outletId !== undefined) await this.#requireOutlet(tx, fields.outletId);
        const flow = (await tx.rows(FlowRow).change(id, {
          ...definition,
          ...(fields.name === undefined ? {} : { name: fields.name }),
          ...(fields.outletId === undefined ? {} : { outletId: fields.outletId }),
          revision: before.revision + 1,
          updatedAt: this.clock.now().toISOString(),
        }))!;
        this.audit.append(tx, by, 'changed', { type: 'flow', id }, audited(before), audited(flow));
        return flow;
      }),
    );
  }

  /** Makes a version of it, with which new runs begin; those under way stay on theirs, and {@link KEPT_VERSIONS} are kept. @throws {Problem} not_found, flow_incomplete */
  async publish(tenantId: string, id: string, by: Actor): Promise<Flow> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await lockFlow(tx, id);
      const faults = await this.#faults(tx, before.definition, id);
      if (faults.length > 0) throw incomplete(faults, 'The flow has faults. Mend them, and publish it again.');
      const version = before.version + 1;
      await this.flows.publish(tx, id, version, before.definition);
      await this.flows.forgetVersions(tx, id, version - KEPT_VERSIONS);
      const { triggers } = before.definition;
      const flow = (await tx.rows(FlowRow).change(id, { state: 'live', version, triggers, updatedAt: this.clock.now().toISOString() }))!;
      this.audit.append(tx, by, 'published', { type: 'flow', id }, null, { version });
      return flow;
    });
  }

  /** From now on nothing begins it; runs under way go on to their end. @throws {Problem} not_found, flow_not_live */
  async stop(tenantId: string, id: string, by: Actor): Promise<Flow> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await lockFlow(tx, id);
      if (before.state !== 'live') throw notLive();
      const flow = (await tx.rows(FlowRow).change(id, { state: 'stopped', updatedAt: this.clock.now().toISOString() }))!;
      this.audit.append(tx, by, 'stopped', { type: 'flow', id }, audited(before), audited(flow));
      return flow;
    });
  }

  /** @throws {Problem} not_found, flow_in_use */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const flow = await lockFlow(tx, id);
      if (flow.state === 'live' || (await this.flows.isUnderWay(tx, id))) {
        throw new Problem(409, 'flow_in_use', 'The flow is live, or customers are in it. Stop it, and wait until they have ended.');
      }
      await this.flows.delete(tx, id);
      this.audit.append(tx, by, 'deleted', { type: 'flow', id }, audited(flow), null);
    });
  }

  /** How many runs took which way. @param version the newest where it is left out @throws {Problem} not_found */
  async figures(tenantId: string, id: string, version?: number): Promise<FlowFigures> {
    return this.database.forTenant(tenantId, async (tx) => {
      const flow = await tx.rows(FlowRow).find(id);
      if (!flow) throw Problem.notFound('flow');
      const of = version ?? flow.version;
      const rows = await this.flows.figures(tx, id, of);
      const whole = rows.filter(({ node }) => node === '');
      return {
        version: of,
        started: whole.find(({ port }) => port === 'started')?.passed ?? 0,
        ended: Object.fromEntries(whole.filter(({ port }) => port !== 'started').map(({ port, passed }) => [port, passed])),
        passed: rows.filter(({ node }) => node !== ''),
      };
    });
  }

  async #faults(tx: Transaction, definition: Definition, id: string): Promise<Fault[]> {
    const isGoing = definition.nodes.some(({ kind }) => kind === 'goto');
    const others = isGoing ? (await tx.rows(FlowRow).list('id')).map((flow) => flow.id) : [];
    return faultsOf(definition, new Set([...others, id]));
  }

  async #requireOutlet(tx: Transaction, outletId: string): Promise<void> {
    if (await this.numbers.find(tx, outletId)) return;
    throw Problem.invalid([{ field: 'outletId', message: 'there is no such outlet' }]);
  }
}

export const incomplete = (faults: readonly Fault[], detail: string): Problem =>
  new Problem(
    422,
    'flow_incomplete',
    detail,
    faults.slice(0, MAX_SHOWN_FAULTS).map(({ nodeId, message }) => ({ field: nodeId ?? 'definition', message })),
  );

export const notLive = (): Problem => new Problem(409, 'flow_not_live', 'The flow is not live. Publish it first.');

/** @throws {Problem} validation_failed */
export function definitionOf(written: unknown): Definition {
  const read = readDefinition(written);
  if ('definition' in read) return read.definition;
  throw Problem.invalid([read]);
}

async function lockFlow(tx: Transaction, id: string): Promise<Flow> {
  const flow = await tx.rows(FlowRow).lock(id);
  if (!flow) throw Problem.notFound('flow');
  return flow;
}

const audited = ({ name, state, revision, version }: Flow) => ({ name, state, revision, version });

async function orNameTaken<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => {
    if (uniqueViolation(error) !== 'flows_name') throw error;
    throw new Problem(409, 'name_taken', 'Another flow already has this name. Choose another.', [{ field: 'name', message: 'is taken' }]);
  });
}
