import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Definition, Trigger } from '../../domain/flows/definition.js';

export interface LiveFlow {
  id: string;
  outletId: string;
  version: number;
  triggers: Trigger[];
}

export interface FlowFigure {
  node: string;
  port: string;
  passed: number;
}

@Injectable()
export class FlowsRepository {
  /** Those that messages to these outlets may begin, the oldest first. */
  async live(tx: Transaction, outletIds: readonly string[]): Promise<LiveFlow[]> {
    return tx.query<LiveFlow>(
      `select id, outlet_id as "outletId", version, triggers from engagement.flows
       where tenant_id = $1 and outlet_id = any($2::uuid[]) and state = 'live' order by id`,
      [tx.tenantId, outletIds],
    );
  }

  /** Those that happenings beside messages may begin, the oldest first. */
  async beginning(tx: Transaction): Promise<LiveFlow[]> {
    const live = await tx.query<LiveFlow>(
      `select id, outlet_id as "outletId", version, triggers from engagement.flows where tenant_id = $1 and state = 'live' order by id`,
      [tx.tenantId],
    );
    return live.filter(({ triggers }) => triggers.some(({ kind }) => kind === 'tag' || kind === 'event'));
  }

  async version(tx: Transaction, flowId: string, version: number): Promise<Definition | undefined> {
    const [row] = await tx.query<{ definition: Definition }>(
      `select definition from engagement.flow_versions where tenant_id = $1 and flow_id = $2 and version = $3`,
      [tx.tenantId, flowId, version],
    );
    return row?.definition;
  }

  async publish(tx: Transaction, flowId: string, version: number, definition: Definition): Promise<void> {
    await tx.query(`insert into engagement.flow_versions (tenant_id, flow_id, version, definition) values ($1, $2, $3, $4)`, [
      tx.tenantId,
      flowId,
      version,
      JSON.stringify(definition),
    ]);
  }

  /** Versions up to this one go with their figures, but for those in which somebody is under way. */
  async forgetVersions(tx: Transaction, flowId: string, upTo: number): Promise<void> {
    await tx.query(
      `with gone as (
         delete from engagement.flow_versions v where v.tenant_id = $1 and v.flow_id = $2 and v.version <= $3 and not exists (
           select from engagement.flow_runs r
           where r.tenant_id = $1 and r.flow_id = $2 and r.version = v.version and r.state = 'active')
         returning v.version
       )
       delete from engagement.flow_figures f where f.tenant_id = $1 and f.flow_id = $2 and f.version = any(array(select version from gone))`,
      [tx.tenantId, flowId, upTo],
    );
  }

  async figures(tx: Transaction, flowId: string, version: number): Promise<FlowFigure[]> {
    return tx.query<FlowFigure>(
      `select node, port, passed::float8 as passed from engagement.flow_figures
       where tenant_id = $1 and flow_id = $2 and version = $3 order by node, port`,
      [tx.tenantId, flowId, version],
    );
  }

  /** Counts, in one order, so that two runs do not wait for each other in a circle. */
  async count(tx: Transaction, figures: readonly { flowId: string; version: number; node: string; port: string }[]): Promise<void> {
    await tx.query(
      `insert into engagement.flow_figures (tenant_id, flow_id, version, node, port, passed)
       select $1, flow_id, version, node, port, count(*)
       from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[]) as f (flow_id, version, node, port)
       group by flow_id, version, node, port order by flow_id, version, node, port
       on conflict (tenant_id, flow_id, version, node, port) do update set passed = flow_figures.passed + excluded.passed`,
      [
        tx.tenantId,
        figures.map(({ flowId }) => flowId),
        figures.map(({ version }) => version),
        figures.map(({ node }) => node),
        figures.map(({ port }) => port),
      ],
    );
  }

  /** Whether a run stands in the flow. */
  async isUnderWay(tx: Transaction, flowId: string): Promise<boolean> {
    const rows = await tx.query(`select from engagement.flow_runs where tenant_id = $1 and flow_id = $2 and state = 'active' limit 1`, [
      tx.tenantId,
      flowId,
    ]);
    return rows.length > 0;
  }

  /** With its versions and figures; runs that have ended stay until they are old. */
  async delete(tx: Transaction, flowId: string): Promise<void> {
    await tx.query(`delete from engagement.flow_figures where tenant_id = $1 and flow_id = $2`, [tx.tenantId, flowId]);
    await tx.query(`delete from engagement.flow_versions where tenant_id = $1 and flow_id = $2`, [tx.tenantId, flowId]);
    await tx.query(`delete from engagement.flows where tenant_id = $1 and id = $2`, [tx.tenantId, flowId]);
  }
}
