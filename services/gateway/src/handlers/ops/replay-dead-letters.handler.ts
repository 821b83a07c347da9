import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { obstacleOf } from '../../domain/ops/dead-letter.js';
import { DeadLettersRepository } from '../../persistence/ops/dead-letters.repository.js';
import { replayAll, type Replay, type Unchanged } from '../../domain/ops/replay.js';

/** An envelope may have a megabyte. */
const BATCH = 20;

/**
 * Publishes the events of dead letters again, unchanged and with their original ids, to every consumer; those that have processed one skip it.
 * This closes the letter; if the event dies again, the letter is open again.
 */
@Injectable()
export class ReplayDeadLettersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly letters: DeadLettersRepository,
    private readonly outbox: Outbox,
  ) {}

  async execute(filter: { ids?: readonly string[]; consumer?: string; tenantId?: string }): Promise<Replay> {
    const { ids, consumer, tenantId } = filter;
    return replayAll(BATCH, (after) =>
      this.database.forSystem(async (tx) => {
        const claimed = await this.letters.claimReplayable(tx, { ids, consumer, tenantId, after, limit: BATCH });
        const replayed: string[] = [];
        const unchanged: Unchanged[] = [];
        for (const letter of claimed) {
          const obstacle = obstacleOf(letter, Date.now());
          if (obstacle) {
            unchanged.push({ id: letter.id, ...obstacle });
          } else {
            this.outbox.appendAgain(tx, JSON.parse(letter.envelope));
            replayed.push(letter.id);
          }
        }
        await this.letters.markReplayed(tx, replayed);
        return { seen: claimed, unchanged, last: claimed.length < BATCH ? null : claimed.at(-1)!.id };
      }),
    );
  }
}
