import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { forEach } from '#service-kit';
import { ScheduleRepository } from '../../persistence/schedule/schedule.repository.js';
import { ReserveRoom } from '../gate/reserve-room.step.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { TellSubmitted } from '../queue/tell-submitted.step.js';

/** Messages of a tenant in one transaction. */
const BATCH = 200;
/** Messages by which is seen of whom something is due. */
const LOOK = 500;

/** Messages whose time has come go into the queue, and stand in their conversations from then on. */
@Injectable()
export class QueueDueHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly schedule: ScheduleRepository,
    private readonly tell: TellSubmitted,
    private readonly reserve: ReserveRoom,
    private readonly signal: DispatchSignal,
  ) {}

  /**
   * Tenants take turns, a batch each, until nothing is due. A process that ends in between leaves what it has not committed as it was.
   *
   * @param isStopped asked between batches @returns how many were queued
   */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    let queued = 0;
    for (let isMore = true; isMore && !isStopped();) {
      isMore = false;
      const tenants = await this.database.forSystem((tx) => this.schedule.tenantsDue(tx, LOOK));
      queued += await forEach(tenants, async (tenantId) => {
        const count = isStopped() ? 0 : await this.#ofTenant(tenantId);
        isMore ||= count === BATCH;
        return count;
      });
    }
    return queued;
  }

  async #ofTenant(tenantId: string): Promise<number> {
    return this.database.forTenant(tenantId, async (tx) => {
      const due = await this.schedule.queueDue(tx, BATCH);
      for (const { phone, userId, ...message } of due) {
        this.tell.append(tx, { ...message, to: { ...(phone ? { phone } : {}), ...(userId ? { userId } : {}) } });
      }
      await this.reserve.execute(
        tx,
        due.map(({ id }) => id),
      );
      if (due.length > 0) tx.afterCommit(() => this.signal.wake());
      return due.length;
    });
  }
}
