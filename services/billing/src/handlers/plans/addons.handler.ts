import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import { METERS, type Addons } from '../../domain/plans/plan.js';
import { AddonsRepository } from '../../persistence/plans/addons.repository.js';
import { Audit } from '../audit/audit.step.js';
import { BindPlan } from './bind-plan.step.js';

@Injectable()
export class AddonsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly addons: AddonsRepository,
    private readonly bind: BindPlan,
    private readonly audit: Audit,
  ) {}

  /**
   * What a tenant may use beyond its plan, whichever plan that is. It holds from the commit on, for whoever is on a plan; what is there
   * beyond a smaller limit stays.
   *
   * @param given all of them anew; what is left out or 0 goes
   */
  async replace(tenantId: string, given: Addons, by: Actor): Promise<Addons> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.addons.find(tx);
      const after: Addons = Object.fromEntries(METERS.flatMap((meter) => (given[meter] ? [[meter, given[meter]]] : [])));
      await this.addons.replace(tx, after);
      await this.bind.again(tx);
      this.audit.append(tx, by, 'changed', { type: 'addons', id: tenantId }, before, after);
      return after;
    });
  }
}
