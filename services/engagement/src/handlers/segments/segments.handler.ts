import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { ReadExpressionHandler } from './read-expression.handler.js';
import { CampaignsRepository } from '../../persistence/campaigns/campaigns.repository.js';
import { SegmentContactsRepository } from '../../persistence/segments/segment-contacts.repository.js';
import type { Segment } from '../../domain/segments/segment.js';
import { SegmentRow } from '../../persistence/segments/segment.entity.js';
import { Audit } from '../audit/audit.step.js';
import { SegmentClock } from './segment-clock.state.js';

export const MAX_SEGMENTS = 500;
export const MAX_LISTED = 100_000;

/** What a segment is made of: conditions, or a list of contacts. */
export interface SegmentFields {
  name?: string | undefined;
  expression?: unknown;
  contactIds?: string[] | undefined;
}

/** Groups of contacts that the tenant has named. */
@Injectable()
export class SegmentsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly contacts: SegmentContactsRepository,
    private readonly readExpression: ReadExpressionHandler,
    private readonly campaigns: CampaignsRepository,
    private readonly clock: SegmentClock,
    private readonly audit: Audit,
  ) {}

  /** All of them, by name: there are {@link MAX_SEGMENTS} at most. */
  async list(tenantId: string): Promise<Segment[]> {
    return this.database.forTenant(tenantId, (tx) => tx.rows(SegmentRow).list('name, id'));
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<Segment> {
    const segment = await this.database.forTenant(tenantId, (tx) => tx.rows(SegmentRow).find(id));
    if (!segment) throw Problem.notFound('segment');
    return segment;
  }

  /** @throws {Problem} validation_failed, name_taken, too_many */
  async create(tenantId: string, { name = '', expression, contactIds }: SegmentFields, by: Actor): Promise<Segment> {
    if ((expression === undefined) === (contactIds === undefined)) {
      throw Problem.invalid([{ field: 'expression', message: 'give either an expression or contactIds' }]);
    }
    const made =
      expression === undefined
        ? ({ kind: 'static', expression: null } as const)
        : ({ kind: 'dynamic', expression: await this.readExpression.execute(tenantId, expression) } as const);
    return orNameTaken(
      this.database.forTenant(tenantId, async (tx) => {
        if ((await tx.rows(SegmentRow).count()) >= MAX_SEGMENTS) {
          throw new Problem(422, 'too_many', `A tenant may have at most ${MAX_SEGMENTS} segments. Delete one you no longer use.`);
        }
        const segment = await tx.rows(SegmentRow).insert({ id: v7(), name, ...made });
        if (contactIds) await this.#add(tx, segment.id, contactIds);
        this.audit.append(tx, by, 'created', { type: 'segment', id: segment.id }, null, audited(segment));
        return segment;
      }),
    );
  }

  /** What is left out stays. The contacts of a list are replaced as a whole. @throws {Problem} not_found, validation_failed, name_taken, too_many */
  async change(tenantId: string, id: string, { name, expression, contactIds }: SegmentFields, by: Actor): Promise<Segment> {
    const read = expression === undefined ? undefined : await this.readExpression.execute(tenantId, expression);
    return orNameTaken(
      this.database.forTenant(tenantId, async (tx) => {
        const before = await tx.rows(SegmentRow).lock(id);
        if (!before) throw Problem.notFound('segment');
        if (expression !== undefined && before.kind === 'static') {
          throw Problem.invalid([{ field: 'expression', message: 'this segment is a list of contacts: change contactIds' }]);
        }
        if (contactIds !== undefined && before.kind === 'dynamic') {
          throw Problem.invalid([{ field: 'contactIds', message: 'this segment is made of conditions: change its expression' }]);
        }
        const segment = (await tx.rows(SegmentRow).change(id, {
          ...(name === undefined ? {} : { name }),
          ...(read === undefined ? {} : { expression: read }),
          version: before.version + 1,
          updatedAt: this.clock.now().toISOString(),
        }))!;
        if (contactIds) {
          await this.contacts.clear(tx, id);
          await this.#add(tx, id, contactIds);
        }
        this.audit.append(tx, by, 'changed', { type: 'segment', id }, audited(before), audited(segment));
        return segment;
      }),
    );
  }

  /** Puts contacts into a list, and takes others out of it. @throws {Problem} not_found, validation_failed, too_many */
  async changeContacts(tenantId: string, id: string, { add, remove }: { add: string[]; remove: string[] }, by: Actor): Promise<Segment> {
    return this.database.forTenant(tenantId, async (tx) => {
      const segment = await tx.rows(SegmentRow).lock(id);
      if (!segment) throw Problem.notFound('segment');
      if (segment.kind !== 'static')
        throw Problem.invalid([{ field: 'id', message: 'this segment is made of conditions, not a list of contacts' }]);
      await this.contacts.remove(tx, id, remove);
      await this.#add(tx, id, add);
      const changed = (await tx.rows(SegmentRow).change(id, { version: segment.version + 1, updatedAt: this.clock.now().toISOString() }))!;
      this.audit.append(tx, by, 'changed', { type: 'segment', id }, audited(segment), audited(changed));
      return changed;
    });
  }

  /** @throws {Problem} not_found, segment_in_use */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const segment = await tx.rows(SegmentRow).lock(id);
      if (!segment) throw Problem.notFound('segment');
      if (await this.campaigns.isForSegment(tx, id)) {
        throw new Problem(409, 'segment_in_use', 'A campaign that has started is for this segment. Cancel it, or wait until it has ended.');
      }
      await this.contacts.clear(tx, id);
      await tx.rows(SegmentRow).delete(id);
      this.audit.append(tx, by, 'deleted', { type: 'segment', id }, audited(segment), null);
    });
  }

  async #add(tx: Transaction, segmentId: string, contactIds: readonly string[]): Promise<void> {
    await this.contacts.add(tx, segmentId, contactIds);
    if (await this.contacts.hasMoreThan(tx, segmentId, MAX_LISTED)) {
      throw new Problem(422, 'too_many', `A list may have at most ${MAX_LISTED} contacts. Make it of conditions, such as a tag.`);
    }
  }
}

/** Conditions may hold what is a customer's (a name, a number): the log has the version. */
const audited = ({ name, kind, version }: Segment) => ({ name, kind, version });

async function orNameTaken<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => {
    if (uniqueViolation(error) !== 'segments_name') throw error;
    throw new Problem(409, 'name_taken', 'Another segment already has this name. Choose another.', [
      { field: 'name', message: 'is taken' },
    ]);
  });
}
