import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** How the pages of a tenant look. */
@Entity({ schema: 'tenant', name: 'branding' })
export class BrandingRow extends TenantRow {
  @Column('text', { nullable: true }) productName!: string | null;
  @Column('text', { nullable: true }) logoUrl!: string | null;
  /** Of the object with the bytes of an uploaded logo. */
  @Column('uuid', { nullable: true }) logoId!: string | null;
  @Column('text', { nullable: true }) logoType!: 'image/png' | 'image/jpeg' | 'image/webp' | null;
  @Column('jsonb') colors!: unknown;
  @Column('text', { nullable: true }) customDomain!: string | null;
  @Column('integer') version!: number;
  @IsoTime() updatedAt!: string;
}
