import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Who did what. No role of this service may change or delete a row. What belongs to no tenant is under the nil UUID. */
@Entity({ schema: 'tenant', name: 'audit_log' })
export class AuditEntryRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') actorKind!: 'user' | 'api-key' | 'system' | 'anonymous';
  @Column('uuid', { nullable: true }) actorId!: string | null;
  @Column('text', { nullable: true }) actorEmail!: string | null;
  @Column('text') action!: string;
  @Column('text') targetType!: string;
  @Column('text') targetId!: string;
  @Column('jsonb', { nullable: true }) before!: unknown;
  @Column('jsonb', { nullable: true }) after!: unknown;
  @Column('text', { nullable: true }) address!: string | null;
  @Column('text', { nullable: true }) requestId!: string | null;
  @IsoTime() at!: string;
}
