import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { MessageRequests } from '#messaging';
import { CONFIG, Problem, type Actor } from '#service-kit';
import type { Config } from '../../config.js';
import { hashOf, newCode, oneSpelling, type CodePurpose } from '../../domain/codes/code.js';
import { CodeCountsRepository } from '../../persistence/codes/code-counts.repository.js';
import { CodeRow } from '../../persistence/codes/code.entity.js';
import { CodeSettingsRepository } from '../../persistence/codes/code-settings.repository.js';
import { CodesRepository } from '../../persistence/codes/codes.repository.js';
import { Audit } from '../audit/audit.step.js';
import { ChooseRoute } from './choose-route.step.js';
import { CodeClock } from './clock.state.js';
import { LimitCodes, tooSoon } from './limit-codes.step.js';
import { readCodePhone } from './read-code-phone.js';

export interface CodeWish {
  phone: string;
  purpose: CodePurpose;
  outletId?: string | undefined;
  /** Of whoever asks the calling program for a code, for the limit of one address. */
  clientAddress?: string | undefined;
}

export interface SentCode {
  id: string;
  expiresAt: string;
  resendAt: string;
}

/** Of messages that this feature asks for. */
export const CODE_MESSAGES = 'code';

/** Sends a one-time code. */
@Injectable()
export class SendCodeHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: CodeSettingsRepository,
    private readonly codes: CodesRepository,
    private readonly counts: CodeCountsRepository,
    private readonly route: ChooseRoute,
    private readonly limits: LimitCodes,
    private readonly requests: MessageRequests,
    private readonly audit: Audit,
    private readonly clock: CodeClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Every send makes a new code, and the one before counts no more: of that one only a hash is kept, from which nobody could send it again.
   *
   * @throws {Problem} validation_failed, phone_required, not_found (the outlet), otp_no_outlet, otp_no_template, otp_too_soon, otp_too_many,
   *   otp_unusual_traffic
   */
  async execute(tenantId: string, wish: CodeWish, by: Actor): Promise<SentCode> {
    const phone = readCodePhone(wish.phone);
    const now = this.clock.now();
    try {
      return await this.database.forTenant(tenantId, (tx) => this.#send(tx, { ...wish, phone }, now));
    } catch (error) {
      // What was begun is undone; that it was refused is told.
      if (error instanceof Problem && error.status === 429) await this.#refused(tenantId, wish.purpose, error, now, by);
      throw error;
    }
  }

  async #send(tx: Transaction, wish: CodeWish, now: Date): Promise<SentCode> {
    const settings = await this.settings.find(tx);
    const { outlet, template } = await this.route.execute(tx, settings, wish);
    const { purpose } = wish;
    const phone = oneSpelling(wish.phone);
    await this.limits.sending(tx, settings, { ...wish, phone }, now);
    const before = await this.codes.lockOpen(tx, phone, purpose);
    if (before && Date.parse(before.resendAt) > now.getTime()) throw tooSoon(new Date(before.resendAt), now);
    if (before) {
      const outcome = Date.parse(before.expiresAt) > now.getTime() ? 'replaced' : 'expired';
      await this.codes.settle(tx, [before.id], outcome, now);
      await this.counts.add(tx, now, [{ purpose, outcome }]);
    }
    const [id, messageId] = [v7(), v7()];
    const code = newCode(settings.digits);
    const after = (seconds: number): string => new Date(now.getTime() + seconds * 1_000).toISOString();
    const [resendAt, expiresAt] = [after(settings.resendSeconds), after(settings.validSeconds)];
    const hash = hashOf(this.config.OTP_PEPPER, { tenantId: tx.tenantId!, id, phone, purpose }, code);
    await this.codes.open(tx, { id, phone, purpose, hash, maxAttempts: settings.maxAttempts, resendAt, expiresAt });
    await tx.rows(CodeRow).insert({
      id,
      phone,
      purpose,
      outletId: outlet.id,
      messageId,
      template: template.name,
      createdAt: now.toISOString(),
      expiresAt,
    });
    this.requests.append(
      tx,
      { kind: CODE_MESSAGES, id },
      {
        messageId,
        outletId: outlet.id,
        to: `+${wish.phone}`,
        class: 'otp',
        purpose: 'authentication',
        expiresAt,
        message: { type: 'template', template: { templateId: template.id, components: componentsOf(code) } },
      },
    );
    await this.counts.add(tx, now, [{ purpose, outcome: 'sent' }]);
    return { id, expiresAt, resendAt };
  }

  async #refused(tenantId: string, purpose: CodePurpose, { code, extensions }: Problem, now: Date, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const { prefix } = extensions as { prefix?: string };
      if (prefix !== undefined && (await this.counts.alert(tx, prefix, now))) {
        this.audit.append(tx, by, 'refused_unusual_traffic', { type: 'one_time_codes', id: tenantId }, null, { prefix });
      }
      await this.counts.add(tx, now, [{ purpose, outcome: 'refused', reason: code }]);
    });
  }
}

/** Meta asks for the code twice: in the text, and in the button that copies it, which is a button of an address (Meta, "Authentication templates"). */
const componentsOf = (code: string): object[] => [
  { type: 'body', parameters: [{ type: 'text', text: code }] },
  { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: code }] },
];
