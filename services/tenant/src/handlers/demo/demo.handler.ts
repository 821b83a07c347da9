import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG, Problem, type Identity } from '#service-kit';
import type { Config } from '../../config.js';
import type { Actor } from '../../domain/audit/audit.js';
import { demoNumber } from '../../domain/demo/demo-number.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets/outlets.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { ConnectOutletHandler } from '../outlets/connect-outlet.handler.js';

type Demo = NonNullable<Config['DEMO']>;

/** What there is only in a demo: its log-ins, and a number of the simulator for whoever registers a company. */
@Injectable()
export class DemoHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly outlets: OutletsRepository,
    private readonly connectOutlet: ConnectOutletHandler,
  ) {}

  /** @throws {Problem} not_found in every installation that is no demo */
  describe(): Demo {
    const demo = this.config.DEMO;
    if (!demo) throw Problem.notFound('demo');
    return demo;
  }

  /** @returns the tenant's demo number, connected now or before @throws {Problem} not_found in every installation that is no demo */
  async connect(tenantId: string, caller: Identity, by: Actor): Promise<Outlet> {
    this.describe();
    const number = demoNumber(tenantId, this.config.AUTH_JWT_SECRET);
    const { tenant, present } = await this.database.forTenant(tenantId, async (tx) => ({
      tenant: await this.tenants.find(tx, tenantId),
      present: await this.outlets.findByNumberId(tx, number.phoneNumberId),
    }));
    if (!tenant) throw Problem.notFound('tenant');
    // The simulator says how it is written, when the number is checked.
    return (
      present ??
      this.connectOutlet.execute(
        tenantId,
        caller,
        { ...number, name: tenant.name, displayPhoneNumber: `+${number.phoneNumberId}` },
        by,
        undefined,
      )
    );
  }
}
