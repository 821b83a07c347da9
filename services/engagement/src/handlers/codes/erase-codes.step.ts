import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CODE_PURPOSES, oneSpelling } from '../../domain/codes/code.js';
import { CodeCountsRepository } from '../../persistence/codes/code-counts.repository.js';
import { CodesRepository } from '../../persistence/codes/codes.repository.js';
import { ForgetRequests } from './forget-requests.step.js';
import { LimitCodes } from './limit-codes.step.js';

/** Codes of a customer who is forgotten: the codes, the limits of their number, and requests that have not left. */
@Injectable()
export class EraseCodes {
  constructor(
    private readonly codes: CodesRepository,
    private readonly counts: CodeCountsRepository,
    private readonly limits: LimitCodes,
    private readonly forget: ForgetRequests,
  ) {}

  /** @returns how many codes */
  async execute(tx: Transaction, phones: readonly string[]): Promise<number> {
    if (phones.length === 0) return 0;
    const own = [...new Set(phones.map(oneSpelling))];
    const ids = await this.codes.deleteOf(tx, own);
    await this.forget.execute(tx, ids);
    const tenantId = tx.tenantId!;
    await this.counts.forget(
      tx,
      own.flatMap((phone) => [
        this.limits.phoneKey(tenantId, phone),
        ...CODE_PURPOSES.map((purpose) => this.limits.verifyKey(tenantId, phone, purpose)),
      ]),
    );
    return ids.length;
  }
}
