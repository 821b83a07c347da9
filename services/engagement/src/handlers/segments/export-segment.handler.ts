import { Injectable } from '@nestjs/common';
import { csvLine } from '#csv';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import type { AudienceContact } from '../../domain/segments/segment.js';
import { AudienceRepository, type Audience } from '../../persistence/segments/audience.repository.js';
import { SegmentRow } from '../../persistence/segments/segment.entity.js';
import { Audit } from '../audit/audit.step.js';
import { SegmentClock } from './segment-clock.state.js';

const PAGE = 1_000;
/** For one page: conditions that take longer end the download. */
const MAX_MS = 30_000;
/** Columns of attributes: nobody reads as many. */
const MAX_NAMES = 500;

const COLUMNS: readonly (readonly [title: string, cell: (contact: AudienceContact) => string | null])[] = [
  ['id', ({ id }) => id],
  ['phone', ({ phone }) => phone && `+${phone}`],
  ['userId', ({ userId }) => userId],
  ['name', ({ name }) => name],
  ['email', ({ email }) => email],
  ['language', ({ language }) => language],
  ['tags', ({ tags }) => tags.join(', ')],
  ['consent.marketing', ({ consent }) => consent],
  ['createdAt', ({ createdAt }) => createdAt],
];

/** Who is in a segment, as a table for spreadsheets, and who took it out. */
@Injectable()
export class ExportSegmentHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audience: AudienceRepository,
    private readonly audit: Audit,
    private readonly clock: SegmentClock,
  ) {}

  /** Who exports is in the audit log before the first line leaves. @returns the lines of a CSV file, read as they are asked for @throws {Problem} not_found */
  async execute(tenantId: string, id: string, by: Actor): Promise<AsyncGenerator<string>> {
    await this.database.forTenant(tenantId, async (tx) => {
      const segment = await tx.rows(SegmentRow).find(id);
      if (!segment) throw Problem.notFound('segment');
      this.audit.append(tx, by, 'exported', { type: 'segment', id }, null, { name: segment.name });
    });
    return this.#lines(tenantId, { segmentId: id });
  }

  async *#lines(tenantId: string, audience: Audience): AsyncGenerator<string> {
    const now = this.clock.now();
    const found = new Set<string>();
    for await (const contacts of this.#pages(tenantId, audience, now)) {
      for (const { attributes } of contacts) for (const name of Object.keys(attributes)) found.add(name);
    }
    const names = [...found].sort().slice(0, MAX_NAMES);
    yield csvLine([...COLUMNS.map(([title]) => title), ...names.map((name) => `attributes.${name}`)]);
    for await (const contacts of this.#pages(tenantId, audience, now)) {
      yield contacts
        .map((contact) => csvLine([...COLUMNS.map(([, cell]) => cell(contact)), ...names.map((name) => cellOf(contact.attributes[name]))]))
        .join('');
    }
  }

  /** None is empty. */
  async *#pages(tenantId: string, audience: Audience, now: Date): AsyncGenerator<AudienceContact[]> {
    for (let after: string | null = null; ;) {
      const contacts: AudienceContact[] = await this.#page(tenantId, audience, after, now);
      if (contacts.length > 0) yield contacts;
      if (contacts.length < PAGE) return;
      after = contacts.at(-1)!.id;
    }
  }

  #page(tenantId: string, audience: Audience, after: string | null, now: Date): Promise<AudienceContact[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      await this.audience.limitTime(tx, MAX_MS);
      return this.audience.page(tx, audience, after, PAGE, now);
    });
  }
}

const cellOf = (value: unknown): string | number | boolean | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
