import { Injectable } from '@nestjs/common';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import { FaultPlan } from '../../domain/control/faults.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { GraphError } from '../../domain/graph/graph-error.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';
import { SettingsStore } from '../../persistence/graph/settings-store.js';
import { TemplateStore } from '../../persistence/graph/template-store.js';
import { TrafficLedger } from '../../persistence/graph/traffic-ledger.js';
import { tokenOf } from './authorize-call.handler.js';

const MINUTE = 60_000;
/** Calls in an hour, without and with a registered number. Source: Meta, "WhatsApp Business Management API: rate limits". */
const CALLS = { none: 200, registered: 5_000 };

/** Counts calls that manage an account (templates, numbers, subscriptions) against the limits of the account and of the app. */
@Injectable()
export class CountManagementCallHandler {
  constructor(
    private readonly clock: SimulatedClock,
    private readonly faults: FaultPlan,
    private readonly numbers: NumberDirectory,
    private readonly settings: SettingsStore,
    private readonly templates: TemplateStore,
    private readonly ledger: TrafficLedger,
  ) {}

  /**
   * Counts nothing for a stranger, or for an id that is of no account. `tell` is called with the headers that say how much is used, also
   * before a refusal. Throws GraphError 4 or 80007.
   */
  execute(authorization: string | undefined, id: string, tell: (name: string, value: string) => void): void {
    const wabaId = this.accountOf(authorization, id);
    if (wabaId === undefined) return;
    const { limits } = this.faults.current();
    const now = this.clock.now();
    const calls = this.ledger.managementCalls(wabaId);
    const { appCalls } = this.ledger;
    const allowed = this.allowed(this.numbers.ofWaba(wabaId));
    const isOver = limits.management && calls.total(now) >= allowed;
    const isAppOver = limits.app !== null && appCalls.total(now) >= limits.app;
    if (!isOver && !isAppOver) {
      calls.add(now);
      appCalls.add(now);
    }
    const share = Math.min(100, Math.ceil((calls.total(now) / allowed) * 100));
    const wait = isOver ? Math.ceil(calls.msUntilBelow(allowed, now) / MINUTE) : 0;
    const usage = { type: 'whatsapp', call_count: share, total_cputime: share, total_time: share, estimated_time_to_regain_access: wait };
    tell('x-business-use-case-usage', JSON.stringify({ [wabaId]: [usage] }));
    if (limits.app !== null) {
      const ofApp = Math.min(100, Math.ceil((appCalls.total(now) / limits.app) * 100));
      tell('x-app-usage', JSON.stringify({ call_count: ofApp, total_cputime: ofApp, total_time: ofApp }));
    }
    if (isAppOver) throw new GraphError({ code: 4, message: '(#4) Application request limit reached', details: 'Try again later.' });
    if (isOver) {
      const details = 'There have been too many calls to this WhatsApp Business account. Try again later.';
      throw new GraphError({ code: 80007, details });
    }
  }

  /** Calls in an hour. @param numbers all of the account */
  allowed(numbers: readonly BusinessNumber[]): number {
    return numbers.some((number) => this.settings.number(number).registered) ? CALLS.registered : CALLS.none;
  }

  private accountOf(authorization: string | undefined, id: string): string | undefined {
    const token = tokenOf(authorization);
    const allowed = token === undefined ? undefined : this.numbers.ofToken(token);
    if (!allowed) return undefined;
    const ofNumber = allowed.has(id) ? this.numbers.find(id)?.wabaId : undefined;
    const wabaId = ofNumber ?? this.templates.byId(id)?.wabaId ?? id;
    return this.numbers.ofWaba(wabaId).some(({ phoneNumberId }) => allowed.has(phoneNumberId)) ? wabaId : undefined;
  }
}
