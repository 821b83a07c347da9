import { Module } from '@nestjs/common';
import { SimulatedClock } from '../clients/control/simulated-clock.js';
import { PhoneFeed } from '../clients/phone/phone-feed.js';
import { FaultPlan } from '../domain/control/faults.js';
import { MediaStore } from '../persistence/graph/media-store.js';
import { NumberDirectory } from '../persistence/graph/number-directory.js';
import { SettingsStore } from '../persistence/graph/settings-store.js';
import { TemplateStore } from '../persistence/graph/template-store.js';
import { TrafficLedger } from '../persistence/graph/traffic-ledger.js';
import { ThreadLog } from '../persistence/phone/thread-log.js';

const world = [
  SimulatedClock,
  PhoneFeed,
  ThreadLog,
  NumberDirectory,
  SettingsStore,
  TrafficLedger,
  TemplateStore,
  MediaStore,
  { provide: FaultPlan, useFactory: () => new FaultPlan() },
];

/** What all features share: the time, the faults that were asked for, numbers and how they stand, counts, threads, templates and files. */
@Module({ providers: world, exports: world })
export class WorldModule {}
