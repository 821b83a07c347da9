import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Expression } from '../../domain/segments/expression.js';
import { explain, type Explained } from '../../domain/segments/matches.js';
import { AudienceRepository } from '../../persistence/segments/audience.repository.js';
import { SegmentContactsRepository } from '../../persistence/segments/segment-contacts.repository.js';
import { SegmentRow } from '../../persistence/segments/segment.entity.js';
import { SegmentClock } from './segment-clock.state.js';

export interface SegmentExplanation {
  contactId: string;
  /** Whether the contact is in the segment. */
  matches: boolean;
  /** Of conditions: each with whether it holds. Null of a list. */
  explanation: Explained | null;
}

/** Why somebody is in a segment, or is not. */
@Injectable()
export class ExplainSegmentHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audience: AudienceRepository,
    private readonly contacts: SegmentContactsRepository,
    private readonly clock: SegmentClock,
  ) {}

  /** @throws {Problem} not_found, before validation_failed: who may not see the segment learns nothing of it */
  async execute(tenantId: string, segmentId: string, contactId: string | undefined): Promise<SegmentExplanation> {
    return this.database.forTenant(tenantId, async (tx) => {
      const segment = await tx.rows(SegmentRow).find(segmentId);
      if (!segment) throw Problem.notFound('segment');
      if (!contactId) throw Problem.invalid([{ field: 'contactId', message: 'must be a UUID' }]);
      const [facts] = await this.audience.facts(tx, [contactId]);
      if (!facts) throw Problem.notFound('contact');
      if (segment.kind === 'static') {
        return { contactId, matches: (await this.contacts.among(tx, segmentId, [contactId])).has(contactId), explanation: null };
      }
      const explanation = explain(segment.expression as Expression, facts, this.clock.now());
      return { contactId, matches: explanation.holds, explanation };
    });
  }
}
