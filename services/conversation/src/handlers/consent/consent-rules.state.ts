import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Transaction } from '#database';
import { NO_CONSENT_SETTINGS, type ConsentSettings } from '../../domain/consent/consent-settings.js';
import { ConsentSettingsRepository } from '../../persistence/consent/consent-settings.repository.js';

const MAX_TENANTS = 5_000;
/** Other processes hear of a change so much later. */
const KEPT_MS = 5_000;

/** What tenants want about promotions: every message is compared with it, and it hardly ever changes. */
@Injectable()
export class ConsentRules {
  readonly #known = new LRUCache<string, ConsentSettings>({ max: MAX_TENANTS, ttl: KEPT_MS });
  /** Grows with every change: what was being read meanwhile is not kept. */
  #changes = 0;

  constructor(private readonly settings: ConsentSettingsRepository) {}

  async of(tx: Transaction): Promise<ConsentSettings> {
    const tenantId = tx.tenantId!;
    const known = this.#known.get(tenantId);
    if (known) return known;
    const changes = this.#changes;
    const read = (await this.settings.find(tx)) ?? NO_CONSENT_SETTINGS;
    if (changes === this.#changes) this.#known.set(tenantId, read);
    return read;
  }

  /** Once the transaction commits, the tenant's are read again. */
  changed(tx: Transaction): void {
    const tenantId = tx.tenantId!;
    tx.afterCommit(() => {
      this.#changes++;
      this.#known.delete(tenantId);
    });
  }
}
