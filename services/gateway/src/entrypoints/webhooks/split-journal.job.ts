import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, Logger } from '#service-kit';
import type { Config } from '../../config.js';
import { JournalWebhookHandler } from '../../handlers/webhooks/journal-webhook.handler.js';

/** What the thread gets. */
export interface SplitThreadData {
  config: Pick<Config, 'DATABASE_URL' | 'DATABASE_PASSWORD' | 'NATS_URL' | 'LOG_LEVEL'>;
  memory: SharedArrayBuffer;
}

/** The pause before a new thread replaces one that ended; it doubles each time. */
const AGAIN_MS = 1_000;
const MAX_AGAIN_MS = 60_000;
const LIVED_MS = 60_000;
/** How long the thread may take to finish its work at shutdown. */
const STOP_MS = 10_000;
/** A small young generation: every process has this thread. Bodies and events are bounded elsewhere. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

/** Runs the thread that splits the journal, and replaces it when it ends. */
@Injectable()
export class SplitJournalJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #thread: Worker | undefined;
  #again: NodeJS.Timeout | undefined;
  #endings = 0;
  #isStopped = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly journal: JournalWebhookHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.journal.onAsleep(() => this.#thread?.postMessage('wake'));
    this.#start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#again);
    const thread = this.#thread;
    if (!thread) return;
    const ended = once(thread, 'exit');
    thread.postMessage('stop');
    const timeout = setTimeout(() => void thread.terminate(), STOP_MS);
    await ended;
    clearTimeout(timeout);
  }

  #start(): void {
    const { DATABASE_URL, DATABASE_PASSWORD, NATS_URL, LOG_LEVEL } = this.config;
    const data: SplitThreadData = {
      config: { DATABASE_URL, DATABASE_PASSWORD, NATS_URL, LOG_LEVEL },
      memory: this.journal.pressure.memory,
    };
    const thread = new Worker(THREAD, {
      workerData: data,
      execArgv: RUNS_SOURCES ? ['--import', RUN_SOURCES] : [],
      resourceLimits: LIMITS,
    });
    const startedAt = performance.now();
    this.#thread = thread;
    thread.on('error', (error) => this.logger.error('the thread that splits webhooks failed', error));
    thread.once('exit', () => {
      this.#thread = undefined;
      if (this.#isStopped) return;
      if (performance.now() - startedAt > LIVED_MS) this.#endings = 0;
      this.#again = setTimeout(() => this.#start(), Math.min(AGAIN_MS * 2 ** this.#endings++, MAX_AGAIN_MS));
    });
  }
}

// Jest runs the sources, so the thread runs TypeScript, too.
const RUNS_SOURCES = import.meta.url.endsWith('.ts');
const RUN_SOURCES = new URL('../../../../../libs/testing/src/run-sources.mjs', import.meta.url).href;
const THREAD = new URL(`../../split.thread${RUNS_SOURCES ? '.ts' : '.js'}`, import.meta.url);
