import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import { v7 } from 'uuid';
import type { Label } from '../../domain/collaboration/label.js';
import { LabelsRepository } from '../../persistence/collaboration/labels.repository.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken, requireRoom } from './limits.js';

const MAX_LABELS = 200;

@Injectable()
export class CreateLabelHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly labels: LabelsRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} name_taken, too_many */
  async execute(tenantId: string, given: Omit<Label, 'id'>, by: Actor): Promise<Label> {
    const created = { id: v7(), ...given };
    const create = this.database.forTenant(tenantId, async (tx) => {
      requireRoom(await this.labels.count(tx), MAX_LABELS, 'labels');
      await this.labels.insert(tx, created);
      this.audit.append(tx, by, 'created', { type: 'label', id: created.id }, null, created);
    });
    await orTaken(create, 'labels_name', 'name', 'label');
    return created;
  }
}
