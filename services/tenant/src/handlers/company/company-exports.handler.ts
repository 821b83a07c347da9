import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { ObjectStore } from '#object-store';
import { CONFIG, Problem } from '#service-kit';
import type { Config } from '../../config.js';
import type { Actor } from '../../domain/audit/audit.js';
import { readExportLink, signExportLink } from '../../domain/company/export-link.js';
import { archiveName, LINK_LIFE_MS, waitBeforeNext } from '../../domain/company/export.js';
import { CompanyExportsRepository, type CompanyExport } from '../../persistence/company/company-exports.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { ExportWake } from './export-wake.state.js';

/** As many as a page shows. */
const SHOWN = 10;
/** What owners do with archives of their company. */
@Injectable()
export class CompanyExportsHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly exports: CompanyExportsRepository,
    private readonly tenants: TenantsRepository,
    private readonly store: ObjectStore,
    private readonly audit: AuditTrail,
    private readonly wake: ExportWake,
  ) {}

  /** Newest first. */
  async list(tenantId: string): Promise<CompanyExport[]> {
    return this.database.forTenant(tenantId, (tx) => this.exports.latest(tx, SHOWN));
  }

  /** Asks for an archive, which a job writes. @throws {Problem} export_too_soon */
  async request(tenantId: string, userId: string, by: Actor, now = new Date()): Promise<CompanyExport> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      await this.exports.lock(tx);
      const wait = waitBeforeNext((await this.exports.latest(tx, 1))[0], now);
      if (wait !== undefined) {
        throw new Problem(429, 'export_too_soon', 'A company can be exported once a day.', undefined, { 'retry-after': String(wait) });
      }
      const asked = await this.exports.insert(tx, { id: v7(), requestedBy: userId, at: now });
      const change = { targetType: 'tenant', targetId: tenantId, before: null, after: { exportId: asked.id } };
      await this.audit.record(tx, by, { action: 'tenant.export_requested', ...change });
      tx.afterCommit(() => this.wake.wake());
      return asked;
    });
  }

  /** A link that works for five minutes, without other credentials. @throws {Problem} not_found, export_not_ready */
  async link(tenantId: string, id: string, by: Actor, now = new Date()): Promise<{ url: string; expiresAt: string }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const found = await this.exports.find(tx, id);
      if (!found) throw Problem.notFound('export');
      if (!isThere(found, now))
        throw new Problem(409, 'export_not_ready', `The export is ${found.state}; only finished ones can be downloaded.`);
      const until = now.getTime() + LINK_LIFE_MS;
      const change = { targetType: 'tenant', targetId: tenantId, before: null, after: { exportId: id } };
      await this.audit.record(tx, by, { action: 'tenant.export_downloaded', ...change });
      const token = signExportLink({ tenantId, id, until }, this.config.AUTH_JWT_SECRET);
      return { url: `/exports/${token}`, expiresAt: new Date(until).toISOString() };
    });
  }

  /** The archive of a link. @throws {Problem} link_not_valid, not_found */
  async open(token: string, now = new Date()): Promise<{ name: string; sizeBytes: number; body: Readable }> {
    const link = readExportLink(token, now, this.config.AUTH_JWT_SECRET);
    if (!link) {
      throw new Problem(403, 'link_not_valid', 'The link is invalid or has expired. Ask for a new one where the export is listed.');
    }
    const { tenantId, id } = link;
    const [found, tenant] = await this.database.forTenant(tenantId, async (tx) => [
      await this.exports.find(tx, id),
      await this.tenants.find(tx, tenantId),
    ]);
    const object = found && tenant && isThere(found, now) ? await this.store.get({ tenantId, id }) : undefined;
    if (!object) throw Problem.notFound('export');
    return { name: archiveName(tenant!.slug, found!.finishedAt!), ...object };
  }
}

const isThere = ({ state, expiresAt }: CompanyExport, now: Date): boolean =>
  state === 'done' && expiresAt !== null && Date.parse(expiresAt) > now.getTime();
