import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { v7 } from 'uuid';
import type { Macro } from '../../domain/macros/macro.js';
import { MacroRow } from '../../persistence/macros/macro.entity.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken, requireRoom } from '../collaboration/limits.js';

const MAX_MACROS = 100;

/** The macros of a tenant. What they name (labels, people, teams) is checked when they are run: it comes and goes. */
@Injectable()
export class MacrosHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audit: Audit,
  ) {}

  /** All of them: there are 100 at most. */
  async list(tenantId: string): Promise<Macro[]> {
    return this.database.forTenant(tenantId, (tx) => tx.rows(MacroRow).list(MacroRow.order));
  }

  /** @throws {Problem} name_taken, too_many */
  async create(tenantId: string, given: Omit<Macro, 'id'>, by: Actor): Promise<Macro> {
    const created = { id: v7(), ...given };
    const create = this.database.forTenant(tenantId, async (tx) => {
      requireRoom(await tx.rows(MacroRow).count(), MAX_MACROS, 'macros');
      await tx.rows(MacroRow).insert(created);
      this.audit.append(tx, by, 'created', { type: 'macro', id: created.id }, null, factsOf(created));
    });
    await orTaken(create, 'macros_name', 'name', 'macro');
    return created;
  }

  /** @throws {Problem} not_found, name_taken */
  async change(tenantId: string, given: Macro, by: Actor): Promise<Macro> {
    const change = this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(MacroRow).lock(given.id);
      if (!before) throw Problem.notFound('macro');
      await tx.rows(MacroRow).change(given.id, given);
      this.audit.append(tx, by, 'changed', { type: 'macro', id: given.id }, factsOf(before), factsOf(given));
    });
    await orTaken(change, 'macros_name', 'name', 'macro');
    return given;
  }

  /** @throws {Problem} not_found */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(MacroRow).lock(id);
      if (!before) throw Problem.notFound('macro');
      await tx.rows(MacroRow).delete(id);
      this.audit.append(tx, by, 'deleted', { type: 'macro', id }, factsOf(before), null);
    });
  }
}

/** As the log keeps it: a list of plain values. */
const factsOf = ({ name, actions }: Omit<Macro, 'id'>): object => ({ name, actions: actions.map((action) => JSON.stringify(action)) });
