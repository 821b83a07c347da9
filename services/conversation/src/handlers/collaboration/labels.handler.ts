import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { v7 } from 'uuid';
import { LabelRow, type Label } from '../../persistence/collaboration/label.entity.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken, requireRoom } from './limits.js';

const MAX_LABELS = 200;

/** The labels of a tenant. */
@Injectable()
export class LabelsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audit: Audit,
  ) {}

  /** All of them: there are 200 at most. */
  async list(tenantId: string): Promise<Label[]> {
    return this.database.forTenant(tenantId, (tx) => tx.rows(LabelRow).list(LabelRow.order));
  }

  /** @throws {Problem} name_taken, too_many */
  async create(tenantId: string, given: Omit<Label, 'id'>, by: Actor): Promise<Label> {
    const created = { id: v7(), ...given };
    const create = this.database.forTenant(tenantId, async (tx) => {
      requireRoom(await tx.rows(LabelRow).count(), MAX_LABELS, 'labels');
      await tx.rows(LabelRow).insert(created);
      this.audit.append(tx, by, 'created', { type: 'label', id: created.id }, null, created);
    });
    await orTaken(create, 'labels_name', 'name', 'label');
    return created;
  }

  /** @throws {Problem} not_found, name_taken */
  async change(tenantId: string, given: Label, by: Actor): Promise<Label> {
    const change = this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(LabelRow).lock(given.id);
      if (!before) throw Problem.notFound('label');
      await tx.rows(LabelRow).change(given.id, given);
      this.audit.append(tx, by, 'changed', { type: 'label', id: given.id }, before, given);
    });
    await orTaken(change, 'labels_name', 'name', 'label');
    return given;
  }

  /** @throws {Problem} not_found */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(LabelRow).lock(id);
      if (!before) throw Problem.notFound('label');
      await tx.rows(LabelRow).delete(id);
      this.audit.append(tx, by, 'deleted', { type: 'label', id }, before, null);
    });
  }
}
