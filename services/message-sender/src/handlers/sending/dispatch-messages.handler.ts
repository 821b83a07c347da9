import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { CONFIG, KeyRing, Logger } from '#service-kit';
import { ownMediaIds, toGraphPayload, validateOutbound, withGraphIds, type GraphPayload } from '#whatsapp';
import type { Config } from '../../config.js';
import type { Route } from '../../domain/marketing/route.js';
import { mayStart } from '../../domain/sending/attempt-times.js';
import type { AttemptOutcome, KeptBack } from '../../domain/sending/settle-attempt.js';
import { MediaUploadsRepository } from '../../persistence/media/media-uploads.repository.js';
import { MessagesRepository, type ClaimedMessage, type ClaimedUpTo, type ClaimRow } from '../../persistence/queue/messages.repository.js';
import { RatesRepository } from '../../persistence/rates/rates.repository.js';
import { CheckLeaving } from '../gate/check-leaving.step.js';
import { SendByRouteHandler } from '../marketing/send-by-route.handler.js';
import { CheckBudget } from '../rates/check-budget.step.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { SendingMetrics } from './sending-metrics.state.js';
import { SettlementQueue } from './settlement-queue.state.js';

/** Outcomes that wait for Postgres in this process; above, nothing more is claimed. */
const MAX_UNSETTLED = 1_000;
/** While Graph cannot be reached nothing is claimed for a moment, so that a long queue is not turned over for nothing. */
const UNREACHABLE_PAUSE_MS = 100;
const MAX_UNREACHABLE_PAUSE_MS = 5_000;
/** While messages wait for free connections, this much time lies between two claims, unless half of the connections are free. */
const CLAIM_EVERY_MS = 10;
/** While messages wait for the rate of their number: a claim takes what has come together in this time. */
const PACE_MS = 50;
/** Parts of the queues that are looked at one after another without a pause while nothing is found. */
const MAX_PARTS_IN_VAIN = 16;

/** Takes messages from the queue and sends them. One instance a process. */
@Injectable()
export class DispatchMessagesHandler {
  /** Marks what this process has under way. */
  readonly instance = v7();
  readonly #inHand = new Set<string>();
  readonly #requests = new Set<Promise<void>>();
  #claiming = false;
  #backlog = false;
  #full = false;
  #claimedAt = 0;
  #nextClaim: NodeJS.Timeout | undefined;
  #nextPaced: NodeJS.Timeout | undefined;
  #upTo: ClaimedUpTo = { walkedTo: null, aroundTo: null };
  #partsInVain = 0;
  #unreachable = 0;
  #pausedUntil = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly rates: RatesRepository,
    private readonly uploads: MediaUploadsRepository,
    private readonly leaving: CheckLeaving,
    private readonly budget: CheckBudget,
    private readonly byRoute: SendByRouteHandler,
    private readonly keys: KeyRing,
    private readonly settlements: SettlementQueue,
    private readonly signal: DispatchSignal,
    private readonly metrics: SendingMetrics,
    private readonly logger: Logger,
  ) {}

  /**
   * Claims as many messages as there are free connections, in a transaction that is committed before the first byte leaves: whatever
   * happens afterwards, the database knows that an attempt may have been made. Does not wait for the answers.
   */
  async execute(): Promise<void> {
    const free = Math.min(this.config.SEND_CONCURRENCY - this.#requests.size, MAX_UNSETTLED - this.#inHand.size);
    this.#full = this.#inHand.size >= MAX_UNSETTLED;
    if (free <= 0 || Date.now() < this.#pausedUntil || this.#isTooSoon(free)) return;
    this.#claiming = true;
    this.signal.isLaneAwaited = true;
    // Before the claim: whatever holds this process up from here on counts.
    const claimedAt = (this.#claimedAt = Date.now());
    try {
      const from = this.#upTo;
      const rows = await this.database.forSystem((tx) => this.messages.claim(tx, free, this.instance, from));
      const claimed = rows.filter((row): row is ClaimRow & { id: string } => row.id !== null);
      for (const message of claimed) {
        this.#inHand.add(message.id);
        const request = this.#send(message, claimedAt).finally(() => {
          this.#requests.delete(request);
          if (this.#backlog) this.signal.wake();
        });
        this.#requests.add(request);
      }
      // Fewer than asked for: nobody waits for the next free connection.
      this.#backlog = claimed.length === free;
      await this.#pace(rows[0]!);
      const isCrowded = !this.#backlog && rows[0]!.crowded > 0;
      const aside = isCrowded ? await this.database.forSystem((tx) => this.messages.putAside(tx, free, from)) : 0;
      this.#lookOn(rows[0]!, claimed.length, aside);
    } finally {
      this.#claiming = false;
    }
  }

  /** Under load a claim costs about the same for one message as for many. */
  #isTooSoon(free: number): boolean {
    const waitMs = this.#claimedAt + CLAIM_EVERY_MS - Date.now();
    if (!this.#backlog || free * 2 >= this.config.SEND_CONCURRENCY || waitMs <= 0 || waitMs > CLAIM_EVERY_MS) return false;
    this.#nextClaim ??= setTimeout(() => {
      this.#nextClaim = undefined;
      this.signal.wake();
    }, waitMs);
    return true;
  }

  /** Where messages wait for the rate of their number, or for a number to have one, somebody has to look again. */
  async #pace({ isPaced, unrated }: ClaimRow): Promise<void> {
    if (unrated) {
      await this.database.forSystem((tx) => this.rates.begin(tx, unrated));
      this.signal.wake();
    }
    if (!isPaced) return;
    this.#nextPaced ??= setTimeout(() => {
      this.#nextPaced = undefined;
      this.signal.wake();
    }, PACE_MS);
  }

  /** A claim looks at a part of what is queued: where connections stay free, the next one follows at once. */
  #lookOn({ blocked, walkedTo, aroundTo }: ClaimRow, claimed: number, aside: number): void {
    this.signal.isLaneAwaited = blocked > 0;
    this.#upTo = { walkedTo, aroundTo };
    if (claimed > 0 || aside > 0 || walkedTo === null) this.#partsInVain = 0;
    else this.#partsInVain++;
    if (this.#backlog) return;
    if (aside > 0 || (walkedTo !== null && this.#partsInVain < MAX_PARTS_IN_VAIN)) this.signal.wake();
    else this.#partsInVain = 0;
  }

  /** Messages of this process whose outcome is not in the database yet. */
  inHand(): readonly string[] {
    return [...this.#inHand];
  }

  get isClaiming(): boolean {
    return this.#claiming;
  }

  /** Waits for the answers that are still out. */
  async finish(): Promise<void> {
    clearTimeout(this.#nextClaim);
    clearTimeout(this.#nextPaced);
    while (this.#requests.size > 0) await Promise.all(this.#requests);
  }

  async #send(message: ClaimedMessage, claimedAt: number): Promise<void> {
    this.metrics.queueSeconds.observe(message.queuedMs / 1000);
    const outcome = await this.#attempt(message, claimedAt);
    this.metrics.attempts.inc({ outcome: outcome.outcome === 'rejected' ? outcome.error.class : outcome.outcome });
    if (outcome.outcome === 'not_sent') {
      this.#pausedUntil = Date.now() + Math.min(UNREACHABLE_PAUSE_MS * 2 ** Math.min(this.#unreachable++, 8), MAX_UNREACHABLE_PAUSE_MS);
    } else {
      this.#unreachable = 0;
    }
    if (outcome.outcome !== 'accepted') {
      this.logger.info(
        {
          tenantId: message.tenantId,
          messageId: message.id,
          outletId: message.outletId,
          outcome: outcome.outcome,
          reason: reasonOf(outcome),
        },
        'a message did not leave at this attempt, or may not have',
      );
    }
    this.settlements.add({ message, outcome, settled: () => this.#settled(message.id) });
  }

  #settled(id: string): void {
    this.#inHand.delete(id);
    if (!this.#full) return;
    this.#full = false;
    this.signal.wake();
  }

  async #attempt(message: ClaimedMessage, claimedAt: number): Promise<AttemptOutcome> {
    const { phoneNumberId, sealedToken } = message;
    if (message.wabaId === null && phoneNumberId === null) return { outcome: 'outlet_gone' };
    if (!phoneNumberId || !sealedToken) return { outcome: 'no_token', code: 'token_missing' };
    let accessToken: string;
    try {
      accessToken = this.keys.open(sealedToken, message.outletId);
    } catch (error) {
      this.logger.error('an access token cannot be opened with the keys in ENCRYPTION_KEYS', error as Error, {
        outletId: message.outletId,
      });
      return { outcome: 'no_token', code: 'token_unreadable' };
    }
    let { content } = message;
    const mediaIds = ownMediaIds(content);
    if (mediaIds.length > 0) {
      try {
        const { tenantId, outletId } = message;
        const graphIds = await this.database.forTenant(tenantId, (tx) => this.uploads.graphIds(tx, mediaIds, outletId, phoneNumberId));
        if (graphIds.size < mediaIds.length) return { outcome: 'media_missing', mediaIds };
        content = withGraphIds(content, graphIds);
      } catch (error) {
        return {
          outcome: 'not_sent',
          reason: 'connect_failed',
          detail: `the ids of its files could not be read: ${(error as Error).message}`,
        };
      }
    }
    const problems = validateOutbound(content);
    let payload: GraphPayload | undefined;
    if (problems.length === 0) {
      try {
        payload = toGraphPayload({
          ...(message.phone ? { to: message.phone } : {}),
          ...(message.userId ? { recipient: message.userId } : {}),
          ...(message.groupId ? { groupId: message.groupId } : {}),
          content,
          callbackData: message.id,
          ...(message.contextWamid ? { contextWamid: message.contextWamid } : {}),
        });
      } catch (error) {
        problems.push({ field: 'to', code: 'not_valid', message: (error as Error).message });
      }
    }
    if (!payload) return { outcome: 'content_invalid', problems };
    let route: Route;
    try {
      route = await this.byRoute.routeOf({ ...message, content });
    } catch (error) {
      return { outcome: 'not_sent', reason: 'connect_failed', detail: `its way could not be read: ${(error as Error).message}` };
    }
    const keptBack = (): Promise<KeptBack | undefined> => this.#keptBack(message, claimedAt);
    if (this.budget.isNeeded(message)) {
      // Whom it does not go to are not counted as reached.
      const early = await keptBack();
      if (early) return early;
      try {
        const waitMs = await this.database.together(message.tenantId, (tx) => this.budget.execute(tx, message));
        if (waitMs !== undefined) return { outcome: 'over_budget', waitMs };
      } catch (error) {
        const detail = `whether another customer may be reached could not be read: ${(error as Error).message}`;
        return { outcome: 'not_sent', reason: 'connect_failed', detail };
      }
    }
    const kept = await keptBack();
    if (kept) return kept;
    const started = performance.now();
    try {
      return await this.byRoute.execute({ ...message, content }, route, { phoneNumberId, accessToken, message: payload }, keptBack);
    } catch (error) {
      // The client throws for no expected failure; after any other one the request may have left.
      this.logger.error('sending failed in an unexpected way', error as Error, { messageId: message.id });
      return { outcome: 'unknown', reason: 'connection_lost', detail: (error as Error).message };
    } finally {
      this.metrics.graphSeconds.observe((performance.now() - started) / 1000);
    }
  }

  /** The last thing before every request. @returns why it is not made, or not now */
  async #keptBack(message: ClaimedMessage, claimedAt: number): Promise<KeptBack | undefined> {
    if (this.leaving.isNeeded(message)) {
      try {
        const reason = await this.database.together(message.tenantId, (tx) => this.leaving.execute(tx, message));
        if (reason) return { outcome: 'denied', reason };
      } catch (error) {
        const detail = `whether it may still leave could not be read: ${(error as Error).message}`;
        return { outcome: 'not_sent', reason: 'connect_failed', detail };
      }
    }
    // A process that was stopped since its claim (a paused machine, a long collection) may have been given up by another one, and its
    // message may be on its way from there.
    if (mayStart(claimedAt, Date.now(), this.config.GRAPH_TIMEOUT_MS)) return undefined;
    return { outcome: 'not_sent', reason: 'timeout_before_send', detail: 'this process was held up between the claim and the request' };
  }
}

function reasonOf(outcome: AttemptOutcome): string | number | undefined {
  if (outcome.outcome === 'rejected') return outcome.error.code;
  if (outcome.outcome === 'unknown' || outcome.outcome === 'not_sent') return `${outcome.reason}: ${outcome.detail}`;
  if (outcome.outcome === 'denied') return outcome.reason;
  return outcome.outcome === 'no_token' ? outcome.code : outcome.outcome;
}
