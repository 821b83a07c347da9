import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Problem } from '#service-kit';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { FaultPlan, type FaultsPatch, type FaultState } from '../../domain/control/faults.js';
import { MediaStore } from '../../persistence/graph/media-store.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';
import { SettingsStore } from '../../persistence/graph/settings-store.js';
import { TemplateStore } from '../../persistence/graph/template-store.js';
import { TrafficLedger } from '../../persistence/graph/traffic-ledger.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { PaceTemplatesHandler } from '../graph/pace-templates.handler.js';
import { TypingHandler } from '../graph/typing.handler.js';
import { DeliverWebhooksHandler } from '../webhooks/deliver-webhooks.handler.js';

export interface ClockView {
  now: string;
  /** How far ahead of real time. */
  offsetMs: number;
}

/** A number without its access token. */
export type PublicNumber = Omit<BusinessNumber, 'accessToken' | 'isClaimed'>;

/** The controls of the simulator: numbers, faults, clock, reset. */
@Injectable()
export class ConfigureSimulatorHandler implements OnApplicationBootstrap {
  constructor(
    private readonly numbers: NumberDirectory,
    private readonly templates: TemplateStore,
    private readonly media: MediaStore,
    private readonly threads: ThreadLog,
    private readonly clock: SimulatedClock,
    private readonly faults: FaultPlan,
    private readonly deliver: DeliverWebhooksHandler,
    private readonly typing: TypingHandler,
    private readonly settings: SettingsStore,
    private readonly ledger: TrafficLedger,
    private readonly pace: PaceTemplatesHandler,
    private readonly feed: PhoneFeed,
  ) {}

  /** Restores the clock, so that threads of an earlier run are not in the future. Not in onModuleInit: the log is still being read then. */
  onApplicationBootstrap(): void {
    if (this.threads.clockOffsetMs > 0) this.clock.setOffset(this.threads.clockOffsetMs);
  }

  execute(patch: FaultsPatch): FaultState {
    this.faults.configure(patch);
    this.deliver.resume();
    this.feed.publish({ name: 'faults', data: this.faults.current() });
    return this.faults.current();
  }

  currentFaults(): FaultState {
    return this.faults.current();
  }

  replaceNumbers(numbers: BusinessNumber[]): { items: PublicNumber[] } {
    this.numbers.replace(numbers);
    this.settings.reset();
    this.feed.publish({ name: 'numbers', data: {} });
    return this.listNumbers();
  }

  listNumbers(): { items: PublicNumber[] } {
    return { items: this.numbers.all().map(({ accessToken: _, isClaimed: __, ...shown }) => shown) };
  }

  time(): ClockView {
    return { now: new Date(this.clock.now()).toISOString(), offsetMs: this.clock.offsetMs() };
  }

  /** @throws {Problem} clock_runs_forward for a time in the past */
  moveClock(move: { advanceMs?: number; at?: string }): ClockView {
    const byMs = move.advanceMs ?? Date.parse(move.at!) - this.clock.now();
    if (byMs < 0) {
      throw new Problem(
        400,
        'clock_runs_forward',
        `The clock stands at ${this.time().now} and only moves forward; POST /simulator/reset puts it back.`,
      );
    }
    this.clock.advance(byMs);
    this.threads.setClockOffset(this.clock.offsetMs());
    this.feed.publish({ name: 'clock', data: this.time() });
    return this.time();
  }

  /** Forgets everything but the numbers and the webhook address; the clock shows real time again. */
  reset(): void {
    this.deliver.reset();
    this.clock.clear();
    this.clock.setOffset(0);
    this.faults.configure({ reset: true });
    this.threads.clear();
    this.media.reset();
    this.templates.reset();
    this.numbers.reset();
    this.settings.reset();
    this.ledger.reset();
    this.pace.reset();
    this.typing.reset();
    this.feed.publish({ name: 'reset', data: this.time() });
  }
}
