import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A key of a program; kept as a hash. */
@Entity({ schema: 'tenant', name: 'api_keys' })
export class ApiKeyRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') prefix!: string;
  @Column('text') hash!: string;
  @Column('text', { array: true }) scopes!: string[];
  @IsoTime({ nullable: true }) expiresAt!: string | null;
  @IsoTime({ nullable: true }) revokedAt!: string | null;
  @Column('integer') rateLimitPerHour!: number;
  /** False while the tenant is suspended: its keys are not there for the gateway. */
  @Column('boolean') enabled!: boolean;
  /** The secret before the present one, which goes on until then. */
  @Column('text', { nullable: true }) formerHash!: string | null;
  @Column('text', { nullable: true }) formerPrefix!: string | null;
  @IsoTime({ nullable: true }) formerUntil!: string | null;
  @IsoTime() createdAt!: string;
}
