import { Column, Entity } from 'typeorm';
import { TenantRow } from '#database';

/** How a tenant's codes are; a tenant without a row has the defaults. */
@Entity({ schema: 'engagement', name: 'code_settings' })
export class CodeSettingsRow extends TenantRow {
  @Column('integer') digits!: number;
  @Column('integer') validSeconds!: number;
  @Column('integer') maxAttempts!: number;
  @Column('integer') resendSeconds!: number;
  @Column('integer') perPhone!: number;
  @Column('integer') perAddress!: number;
  @Column('integer') perTenant!: number;
  @Column('integer') perPrefix!: number;
  @Column('uuid', { nullable: true }) outletId!: string | null;
  @Column('text', { nullable: true }) template!: string | null;
  @Column('integer') version!: number;
}
