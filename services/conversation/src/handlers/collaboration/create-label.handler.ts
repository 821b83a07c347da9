import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { v7 } from 'uuid';
import type { Label } from '../../domain/collaboration/label.js';
import { LabelsRepository } from '../../persistence/collaboration/labels.repository.js';
import { orTaken, requireRoom } from './limits.js';

const MOST_LABELS = 200;

@Injectable()
export class CreateLabelHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly labels: LabelsRepository,
  ) {}

  /** @throws {Problem} name_taken, too_many */
  async execute(tenantId: string, given: Omit<Label, 'id'>): Promise<Label> {
    const created = { id: v7(), ...given };
    const create = this.database.forTenant(tenantId, async (tx) => {
      requireRoom(await this.labels.count(tx), MOST_LABELS, 'labels');
      await this.labels.insert(tx, created);
    });
    await orTaken(create, 'labels_name', 'name', 'label');
    return created;
  }
}
