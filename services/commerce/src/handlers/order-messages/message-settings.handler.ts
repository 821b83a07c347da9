import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { faultsOf, previewOf } from '../../domain/order-messages/compose.js';
import { MESSAGE_TYPES, settingOf, textOfType, type MessageType, type TypeSetting } from '../../domain/order-messages/types.js';
import { MessageSettingsRepository, type MessageSettings } from '../../persistence/order-messages/message-settings.repository.js';
import { Audit } from '../audit/audit.step.js';

export interface ShownSettings {
  outletId: string | null;
  confirmHours: number | null;
  types: (TypeSetting & { type: MessageType; standardText: { en: string; es: string } })[];
}

export interface SettingsChange {
  outletId?: string | null | undefined;
  confirmHours?: number | null | undefined;
  types?: readonly (TypeSetting & { type: MessageType })[] | undefined;
}

/** What customers are told of their orders, and how. */
@Injectable()
export class MessageSettingsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: MessageSettingsRepository,
    private readonly audit: Audit,
  ) {}

  async get(tenantId: string): Promise<ShownSettings> {
    return this.database.forTenant(tenantId, async (tx) => shown(await this.settings.read(tx)));
  }

  /** @throws {Problem} validation_failed */
  preview(type: MessageType, setting: TypeSetting, language: string): ReturnType<typeof previewOf> {
    const errors = faultsOf(setting);
    if (errors.length > 0) throw Problem.invalid(errors);
    return previewOf(type, setting, language);
  }

  /** What is left out stays. @throws {Problem} validation_failed */
  async change(tenantId: string, { outletId, confirmHours, types = [] }: SettingsChange, by: Actor): Promise<ShownSettings> {
    const errors = types.flatMap((one, at) => faultsOf(one).map(({ field, message }) => ({ field: `types.${at}.${field}`, message })));
    if (errors.length > 0) throw Problem.invalid(errors);
    return this.database.forTenant(tenantId, async (tx) => {
      if (outletId && (await this.settings.outlet(tx, outletId)) === undefined) {
        throw Problem.invalid([{ field: 'outletId', message: 'outletId must be the id of an outlet' }]);
      }
      const before = await this.settings.read(tx);
      const given = Object.fromEntries(types.map(({ type, ...setting }) => [type, setting]));
      const after: MessageSettings = {
        outletId: outletId === undefined ? before.outletId : outletId,
        confirmHours: confirmHours === undefined ? before.confirmHours : confirmHours,
        types: { ...before.types, ...given },
      };
      await this.settings.save(tx, after);
      this.audit.append(tx, by, 'changed', { type: 'order_messages', id: tenantId }, audited(before), audited(after));
      return shown(after);
    });
  }
}

const shown = ({ outletId, confirmHours, types }: MessageSettings): ShownSettings => ({
  outletId,
  confirmHours,
  types: MESSAGE_TYPES.map((type) => ({
    type,
    ...settingOf(type, types),
    standardText: { en: textOfType(type, 'en'), es: textOfType(type, 'es') },
  })),
});

const audited = ({ outletId, confirmHours, types }: MessageSettings) => ({
  outletId,
  confirmHours,
  on: MESSAGE_TYPES.filter((type) => settingOf(type, types).enabled),
});
