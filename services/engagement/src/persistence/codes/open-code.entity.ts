import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { CodePurpose } from '../../domain/codes/code.js';

/** The one code of a number and purpose that counts. */
@Entity({ schema: 'engagement', name: 'open_codes' })
export class OpenCodeRow extends TenantRow {
  @PrimaryColumn('text') phone!: string;
  @PrimaryColumn('text') purpose!: CodePurpose;
  @Column('uuid') id!: string;
  @Column('bytea') hash!: Buffer;
  @Column('integer') attempts!: number;
  @Column('integer') maxAttempts!: number;
  @IsoTime({ precision: 3 }) resendAt!: string;
  @IsoTime({ precision: 3 }) expiresAt!: string;
}
