import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { DEFAULT_CODE_SETTINGS, type CodeSettings, type StoredCodeSettings } from '../../domain/codes/settings.js';
import { CodeSettingsRow } from './code-settings.entity.js';

@Injectable()
export class CodeSettingsRepository {
  /** Version 0 where nothing was set yet. */
  async find(tx: Transaction): Promise<StoredCodeSettings> {
    const [row] = await tx.query<CodeSettingsRow>(
      `select ${columnsOf(CodeSettingsRow)} from engagement.code_settings where tenant_id = $1`,
      [tx.tenantId],
    );
    if (!row) return { ...DEFAULT_CODE_SETTINGS, version: 0 };
    const { tenantId: _, ...settings } = row;
    return settings;
  }

  /** Nobody else saves until the transaction ends. */
  async lock(tx: Transaction): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('code-settings:' || $1::text, 0))`, [tx.tenantId]);
  }

  /** @returns the new version */
  async save(tx: Transaction, settings: CodeSettings): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      `insert into engagement.code_settings as s (tenant_id, digits, valid_seconds, max_attempts, resend_seconds, per_phone, per_address,
         per_tenant, per_prefix, outlet_id, template)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (tenant_id) do update set digits = excluded.digits, valid_seconds = excluded.valid_seconds,
         max_attempts = excluded.max_attempts, resend_seconds = excluded.resend_seconds, per_phone = excluded.per_phone,
         per_address = excluded.per_address, per_tenant = excluded.per_tenant, per_prefix = excluded.per_prefix,
         outlet_id = excluded.outlet_id, template = excluded.template, version = s.version + 1
       returning version`,
      [
        tx.tenantId,
        settings.digits,
        settings.validSeconds,
        settings.maxAttempts,
        settings.resendSeconds,
        settings.perPhone,
        settings.perAddress,
        settings.perTenant,
        settings.perPrefix,
        settings.outletId,
        settings.template,
      ],
    );
    return row!.version;
  }
}
