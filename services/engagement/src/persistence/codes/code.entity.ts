import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { CodeDelivery, CodePurpose, CodeState } from '../../domain/codes/code.js';

/** A one-time code that was sent: never the code itself, nor its hash. */
@Entity({ schema: 'engagement', name: 'codes' })
export class CodeRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') phone!: string;
  @Column('text') purpose!: CodePurpose;
  @Column('text') state!: CodeState;
  @Column('uuid') outletId!: string;
  @Column('uuid') messageId!: string;
  /** Its name. */
  @Column('text') template!: string;
  @Column('text') delivery!: CodeDelivery;
  @IsoTime({ precision: 3, nullable: true }) deliveredAt!: string | null;
  /** Why it did not arrive: a code of WhatsApp's or of ours. */
  @Column('text', { nullable: true }) failure!: string | null;
  @Column('text', { nullable: true }) priceCategory!: string | null;
  @Column('text', { nullable: true }) priceType!: string | null;
  @IsoTime({ precision: 3 }) createdAt!: string;
  @IsoTime({ precision: 3 }) expiresAt!: string;
  @IsoTime({ precision: 3, nullable: true }) settledAt!: string | null;
}

export type Code = Read<CodeRow>;
