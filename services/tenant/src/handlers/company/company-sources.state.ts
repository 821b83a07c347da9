import { Injectable } from '@nestjs/common';
import { CompanyRows, type Place } from '#company-data';
import { COMPANY_SERVICES, companyData, type CompanyService } from '#contracts';
import { Queries } from '#messaging';

/** A file of the archive: of which service, and its name there. */
export interface SourceFile {
  service: CompanyService | 'tenant';
  file: string;
}

/** What all services hold of a company, read through their queries and, of our own tables, at once. */
@Injectable()
export class CompanySources {
  constructor(
    private readonly queries: Queries,
    private readonly rows: CompanyRows,
  ) {}

  /** @throws {QueryFailed} when a service does not answer */
  async files(tenantId: string): Promise<SourceFile[]> {
    const own = this.rows.files().map((file): SourceFile => ({ service: 'tenant', file }));
    const others = await Promise.all(
      COMPANY_SERVICES.map(async (service) => {
        const { files = [] } = await this.queries.ask(companyData[service], tenantId, {});
        return files.map((file): SourceFile => ({ service, file }));
      }),
    );
    return [...own, ...others.flat()];
  }

  /** The text of a file, piece by piece; a piece is a message at most. @throws {QueryFailed} */
  async *read(tenantId: string, { service, file }: SourceFile): AsyncGenerator<string> {
    for (let from: Place | null = { after: null, offset: 0 }; from !== null;) {
      const page: { text: string; next: Place | null } =
        service === 'tenant'
          ? await this.rows.page(tenantId, file, from)
          : await this.queries.ask(companyData[service], tenantId, { file, from });
      if (page.text !== '') yield page.text;
      from = page.next;
    }
  }

  /** The rows of a file, one by one. */
  async *lines(tenantId: string, of: SourceFile): AsyncGenerator<Record<string, unknown>> {
    let rest = '';
    for await (const text of this.read(tenantId, of)) {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) yield JSON.parse(line) as Record<string, unknown>;
    }
  }
}
