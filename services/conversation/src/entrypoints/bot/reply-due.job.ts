import { setImmediate } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { ReplyTimers } from '../../handlers/bot/reply-timers.state.js';
import type { DueReply } from '../../domain/bot/question.js';
import { FindDueRepliesHandler } from '../../handlers/bot/find-due-replies.handler.js';
import { RequestReplyHandler } from '../../handlers/bot/request-reply.handler.js';

const SWEEP_MS = 1_000;
const SIDE_BY_SIDE = 4;
const MAX_TOGETHER = 100;

/** Asks the bot when a burst is over: by this process's timers, and by a sweep for what a process that ended has left. */
@Injectable()
export class ReplyDueJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #running = new Set<Promise<void>>();
  /** By tenant; a tenant that stands here is being seen to. */
  readonly #waiting = new Map<string, DueReply[]>();
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
    this.timers.listen((due) => this.#add(due));
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

  /** What becomes due in the same moment, or while a tenant's replies are being asked for, is asked for together. */
  #add(due: DueReply): void {
    const waiting = this.#waiting.get(due.tenantId);
    if (waiting) {
      waiting.push(due);
      return;
    }
    this.#waiting.set(due.tenantId, [due]);
    this.#track(this.#drain(due.tenantId));
  }

  async #drain(tenantId: string): Promise<void> {
    await setImmediate();
    const waiting = this.#waiting.get(tenantId) ?? [];
    while (waiting.length > 0 && !this.#stopped) await this.#request(waiting.splice(0, MAX_TOGETHER));
    this.#waiting.delete(tenantId);
  }

  async #sweep(): Promise<void> {
    if (this.#sweeping || this.#stopped) return;
    this.#sweeping = true;
    try {
      const due = await this.findDueReplies.execute();
      const tenants = Map.groupBy(due, ({ tenantId }) => tenantId).values();
      const worker = async (): Promise<void> => {
        for (const replies of tenants) {
          while (replies.length > 0 && !this.#stopped) await this.#request(replies.splice(0, MAX_TOGETHER));
        }
      };
      await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#sweeping = false;
    }
  }

  /** @param replies of one tenant */
  async #request(replies: readonly DueReply[]): Promise<void> {
    try {
      await this.requestReply.execute(replies);
    } catch (error) {
      this.#failed(error, replies);
    }
  }

  /** Nothing is lost: the next sweep tries again. */
  #failed(error: unknown, replies: readonly DueReply[] = []): void {
    const level = isDatabaseUnavailable(error) ? 'debug' : 'warn';
    this.logger[level]('due replies were not asked for yet', error as Error, { replies: replies.length, tenantId: replies[0]?.tenantId });
  }
}
