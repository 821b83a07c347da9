import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** What a tenant wants about promotions; a tenant without a row wants nothing special. */
@Entity({ schema: 'conversation', name: 'consent_settings' })
export class ConsentSettingsRow extends TenantRow {
  @Column('text', { array: true }) optOutWords!: string[];
  @Column('text', { array: true }) optInWords!: string[];
  @Column('boolean') doubleOptIn!: boolean;
  @Column('integer') version!: number;
  @Column('text') updatedBy!: string;
  @IsoTime() updatedAt!: string;
}
