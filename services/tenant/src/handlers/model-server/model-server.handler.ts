import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG, KeyRing, Problem, requireVersion } from '#service-kit';
import type { Config } from '../../config.js';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { hintOf, type ModelServer } from '../../domain/model-server/model-server.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { ModelServersRepository, type StoredModelServer } from '../../persistence/model-server/model-servers.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { readBaseUrl } from './base-url.js';

interface Given {
  baseUrl: string;
  apiKey?: string | undefined;
  model: string;
  fallbackModel?: string | null | undefined;
}
type Shown = ModelServer & { version: number };

@Injectable()
export class ModelServerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly servers: ModelServersRepository,
    private readonly keys: KeyRing,
    private readonly audit: AuditTrail,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws {Problem} not_found where the tenant has no server of its own */
  async get(tenantId: string): Promise<Shown> {
    const found = await this.database.forTenant(tenantId, (tx) => this.servers.find(tx));
    if (!found) throw Problem.notFound('model server');
    return shown(found);
  }

  /**
   * Sets the server that answers for the tenant, from the next answer on. Without a key the present one stays, as long as the address does: a key
   * goes to no other place than whoever knows it has named.
   *
   * @throws {Problem} validation_failed, precondition_failed, not_found
   */
  async put(tenantId: string, given: Given, ifMatch: string | undefined, by: Actor): Promise<Shown> {
    const read = readBaseUrl(given.baseUrl, this.config.MODEL_ALLOW_PRIVATE === '1');
    if ('fault' in read) throw Problem.invalid([{ field: 'baseUrl', message: read.fault }]);
    const { baseUrl } = read;
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      await this.servers.lock(tx);
      const before = await this.servers.find(tx);
      requireVersion(ifMatch, before?.version ?? 0);
      const { apiKey } = given;
      if (apiKey === undefined && before?.baseUrl !== baseUrl)
        throw Problem.invalid([{ field: 'apiKey', message: 'apiKey must be given with a new address' }]);
      const keyHint = apiKey === undefined ? before!.keyHint : hintOf(apiKey);
      const server: ModelServer = { baseUrl, keyHint, model: given.model, fallbackModel: given.fallbackModel ?? null };
      const sealed = apiKey === undefined ? before!.sealed : this.keys.seal(apiKey, tenantId);
      const version = await this.servers.save(tx, server, sealed);
      const was = before ? shown(before) : {};
      // The end of a key is no secret, and the log shows that another one was set.
      const changed = difference(was, server);
      await this.audit.record(tx, by, { action: 'model_server.changed', targetType: 'llm_config', targetId: tenantId, ...changed });
      return { ...server, version };
    });
  }

  /** The installation's model answers again. Nothing happens where there is no server. */
  async delete(tenantId: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await this.servers.find(tx);
      if (!before) return;
      await this.servers.delete(tx);
      const was = difference(shown(before), {});
      await this.audit.record(tx, by, { action: 'model_server.removed', targetType: 'llm_config', targetId: tenantId, ...was });
    });
  }
}

const shown = ({ sealed: _, ...server }: StoredModelServer): Shown => server;
