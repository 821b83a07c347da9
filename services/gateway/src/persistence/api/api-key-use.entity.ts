import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** When each API key was last used; the keys themselves are the tenant service's, which reads this where it lists them. */
@Entity({ schema: 'gateway', name: 'api_key_uses' })
export class ApiKeyUseRow extends TenantRow {
  @PrimaryColumn('uuid') apiKeyId!: string;
  @IsoTime() lastUsedAt!: string;
}
