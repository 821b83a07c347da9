import { Injectable } from '@nestjs/common';
import { knowledgeAudited } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import type { Actor } from '#service-kit';

export type AuditedType = 'knowledge_base' | 'document';

/**
 * Where a handler says who changed what: in the transaction of the change, so that neither is there without the other. The tenant service
 * keeps the log, from which nothing can be erased: of a document what it is called, not what it says.
 */
@Injectable()
export class Audit {
  constructor(private readonly outbox: Outbox) {}

  /** @param verb past tense @param before null of what was made @param after null of what is gone; of both the log keeps what differs */
  append(
    tx: Transaction,
    actor: Actor,
    verb: string,
    target: { type: AuditedType; id: string },
    before: object | null,
    after: object | null,
  ): void {
    this.outbox.append(tx, knowledgeAudited, {
      actor,
      action: `${target.type}.${verb}`,
      targetType: target.type,
      targetId: target.id,
      before: before && withoutId(before),
      after: after && withoutId(after),
    });
  }
}

type Facts = NonNullable<Parameters<typeof knowledgeAudited.key>[0]['before']>;

/** The id is the target's already. */
const withoutId = (row: object): Facts => Object.fromEntries(Object.entries(row as Facts).filter(([name]) => name !== 'id'));
