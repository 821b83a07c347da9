import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { secretOf } from '#egress';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { FlowSecretsRepository } from '../../persistence/flows/flow-secrets.repository.js';

/** How long the former secret signs beside the new one. */
const FORMER_MS = 24 * 3_600_000;

/** The secrets with which flows sign their calls. They follow from the installation's key, so that none is stored. */
@Injectable()
export class FlowSecrets {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly secrets: FlowSecretsRepository,
  ) {}

  /** Those that sign now, the newest first. */
  async signing(tx: Transaction, now: Date): Promise<string[]> {
    const { generation, rotatedAt } = (await this.secrets.find(tx)) ?? { generation: 0, rotatedAt: null };
    const hasFormer = generation > 1 && rotatedAt !== null && Date.parse(rotatedAt) + FORMER_MS > now.getTime();
    return [generation, ...(hasFormer ? [generation - 1] : [])].map((each) => this.#derive(tx.tenantId!, each));
  }

  /** @returns the new one, and until when the former signs too; null for the first */
  async rotate(tx: Transaction, now: Date): Promise<{ secret: string; formerUntil: string | null }> {
    const { generation } = await this.secrets.rotate(tx, now.toISOString());
    return {
      secret: this.#derive(tx.tenantId!, generation),
      formerUntil: generation > 1 ? new Date(now.getTime() + FORMER_MS).toISOString() : null,
    };
  }

  #derive(tenantId: string, generation: number): string {
    return secretOf(createHmac('sha256', this.config.FLOW_CALL_KEY).update(`${tenantId} ${generation}`).digest());
  }
}
