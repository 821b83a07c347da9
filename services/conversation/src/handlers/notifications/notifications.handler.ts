import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches, toPage, type Page } from '#service-kit';
import type { Notification } from '../../domain/notifications/notification.js';
import { NotificationsRepository } from '../../persistence/notifications/notifications.repository.js';

/** Notifications in one transaction of the pruning. */
const AT_ONCE = 1_000;

/** What people are told of, each for themselves. */
@Injectable()
export class NotificationsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly notifications: NotificationsRepository,
  ) {}

  /** Newest first, with how many of all are unread. @param before id at which the page before ended */
  async list(
    tenantId: string,
    userId: string,
    before: string | undefined,
    limit: number,
  ): Promise<Page<Notification> & { unreadCount: number }> {
    const [rows, unreadCount] = await this.database.forTenant(tenantId, (tx) =>
      Promise.all([this.notifications.list(tx, userId, before, limit), this.notifications.countUnread(tx, userId)]),
    );
    return { ...toPage(rows, limit, ({ id }) => [id]), unreadCount };
  }

  /** @param ids of which; all of them when absent @returns how many are unread afterwards */
  async markRead(tenantId: string, userId: string, ids?: readonly string[]): Promise<number> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (ids) await this.notifications.markRead(tx, userId, ids);
      else await this.notifications.markAllRead(tx, userId);
      return this.notifications.countUnread(tx, userId);
    });
  }

  /** Forgets those that are older than 90 days. @param isStopped asked between batches */
  async prune(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(AT_ONCE, isStopped, (size) => this.database.forSystem((tx) => this.notifications.prune(tx, size)));
  }
}
