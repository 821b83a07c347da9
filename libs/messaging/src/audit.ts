import type { z } from 'zod';
import type { auditedSchema, EventDefinition } from '#contracts';
import type { Transaction } from '#database';
import type { Actor } from '#service-kit';
import type { Outbox } from './outbox.js';

/** Who changed something: a caller, or the system itself. */
type Auditor = Actor | z.infer<typeof auditedSchema>['actor'];
type Facts = NonNullable<z.infer<typeof auditedSchema>['before']>;

/**
 * Where a handler says who changed what: in the transaction of the change, so that neither is there without the other. The tenant service
 * keeps the log, from which nothing can be erased: nothing of a customer goes in but ids and names of fields, and no word of a document.
 */
export class Audit<Target extends string = string> {
  constructor(
    private readonly outbox: Outbox,
    private readonly event: EventDefinition<string, typeof auditedSchema>,
  ) {}

  /** @param verb past tense @param before null of what was made @param after null of what is gone; of both the log keeps what differs */
  append(
    tx: Transaction,
    actor: Auditor,
    verb: string,
    target: { type: Target; id: string },
    before: object | null,
    after: object | null,
  ): void {
    this.outbox.append(tx, this.event, {
      actor,
      action: `${target.type}.${verb}`,
      targetType: target.type,
      targetId: target.id,
      before: before && withoutId(before),
      after: after && withoutId(after),
    });
  }
}

/** The id is the target's already. */
const withoutId = (row: object): Facts => Object.fromEntries(Object.entries(row as Facts).filter(([name]) => name !== 'id'));
