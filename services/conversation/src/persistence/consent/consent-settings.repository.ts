import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { ConsentSettings } from '../../domain/consent/consent-settings.js';
import { ConsentSettingsRow } from './consent-settings.entity.js';

export interface StoredConsentSettings extends ConsentSettings {
  version: number;
}

const ROW = columnsOf(ConsentSettingsRow, undefined, ['optOutWords', 'optInWords', 'doubleOptIn', 'version']);

@Injectable()
export class ConsentSettingsRepository {
  async find(tx: Transaction): Promise<StoredConsentSettings | undefined> {
    const [row] = await tx.query<StoredConsentSettings>(`select ${ROW} from conversation.consent_settings where tenant_id = $1`, [
      tx.tenantId,
    ]);
    return row;
  }

  async lock(tx: Transaction): Promise<StoredConsentSettings | undefined> {
    const [row] = await tx.query<StoredConsentSettings>(
      `select ${ROW} from conversation.consent_settings where tenant_id = $1 for update`,
      [tx.tenantId],
    );
    return row;
  }

  async save(tx: Transaction, settings: ConsentSettings, by: string): Promise<StoredConsentSettings> {
    const [row] = await tx.query<StoredConsentSettings>(
      `insert into conversation.consent_settings as s (tenant_id, opt_out_words, opt_in_words, double_opt_in, updated_by)
       values ($1, $2, $3, $4, $5)
       on conflict (tenant_id) do update set opt_out_words = excluded.opt_out_words, opt_in_words = excluded.opt_in_words,
         double_opt_in = excluded.double_opt_in, updated_by = excluded.updated_by, version = s.version + 1, updated_at = now()
       returning ${ROW}`,
      [tx.tenantId, settings.optOutWords, settings.optInWords, settings.doubleOptIn, by],
    );
    return row!;
  }
}
