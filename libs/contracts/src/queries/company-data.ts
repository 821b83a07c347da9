import { z } from 'zod';
import { COMPANY_SERVICES, type CompanyService } from '../events/company-deletion-due.js';
import { defineQuery, type QueryDefinition } from '../event.js';

/** Where a reader stands in a file: after the row with this key, or so many characters into the next one, which is too large for one reply. */
const place = z.object({ after: z.array(z.string()).nullable(), offset: z.number().int().min(0) });

const request = z.object({
  /** A file of the service; left out: which files there are. */
  file: z.string().optional(),
  from: place.optional(),
});
const reply = z.object({
  files: z.array(z.string()).optional(),
  /** Whole rows as NDJSON, or a part of one row. */
  text: z.string(),
  /** Null at the end of the file. */
  next: place.nullable(),
});

export type CompanyDataQuery = QueryDefinition<typeof request, typeof reply>;

/** What a service holds of a company, page by page: each service answers for its own tables, without secrets. */
export const companyData = Object.fromEntries(
  COMPANY_SERVICES.map((owner): [CompanyService, CompanyDataQuery] => [
    owner,
    defineQuery({
      name: 'company-data',
      version: 1,
      owner,
      askedBy: ['tenant'],
      summary: 'A page of what the service holds of a company, for its export.',
      request,
      reply,
      timeoutMs: 20_000,
      exampleRequest: { file: 'contacts', from: { after: ['0198c0de-0000-7000-8000-000000000010'], offset: 0 } },
      exampleReply: { text: '{"id":"0198c0de-0000-7000-8000-000000000011","name":"Rosa"}\n', next: null },
    }),
  ]),
) as Record<CompanyService, CompanyDataQuery>;
