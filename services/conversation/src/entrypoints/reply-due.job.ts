import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { ReplyTimers } from '../handlers/reply-timers.js';
import type { DueReply } from '../domain/question.js';
import { FindDueRepliesHandler } from '../handlers/find-due-replies.handler.js';
import { RequestReplyHandler } from '../handlers/request-reply.handler.js';

const SWEEP_MS = 1_000;
const SIDE_BY_SIDE = 4;

/** Asks the bot when a burst is over: by this process's timers, and by a sweep for what a process that ended has left. */
@Injectable()
export class ReplyDueJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #running = new Set<Promise<void>>();
  #sweepTimer: NodeJS.Timeout | undefined;
  #sweeping = false;
  #stopped = false;

  constructor(
    private readonly timers: ReplyTimers,
    private readonly findDueReplies: FindDueRepliesHandler,
    private readonly requestReply: RequestReplyHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timers.listen((due) => this.#track(this.#request(due)));
    this.#sweepTimer = setInterval(() => this.#track(this.#sweep()), SWEEP_MS);
    this.#track(this.#sweep());
  }

  /** What is not asked now stands in the database and is swept up by the next process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    this.timers.stop();
    clearInterval(this.#sweepTimer);
    await Promise.all(this.#running);
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #sweep(): Promise<void> {
    if (this.#sweeping || this.#stopped) return;
    this.#sweeping = true;
    try {
      const due = (await this.findDueReplies.execute()).values();
      const worker = async (): Promise<void> => {
        for (const reply of due) if (!this.#stopped) await this.#request(reply);
      };
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#sweeping = false;
    }
  }

  async #request(due: DueReply): Promise<void> {
    try {
      await this.requestReply.execute(due);
    } catch (error) {
      this.#failed(error, due);
    }
  }

  /** Nothing is lost: the next sweep tries again. */
  #failed(error: unknown, due?: DueReply): void {
    this.logger[isDatabaseUnavailable(error) ? 'debug' : 'warn']('a due reply was not asked for yet', error as Error, { ...due });
  }
}
