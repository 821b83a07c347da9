import { asMember } from '#testing';
import type { GraphNumber } from './graph-double.js';
import { World, type Answer, type Json } from './tenant-world.js';

/** Two tenants for a spec file, and a WhatsApp that knows whose numbers are. */
export class ClaimsWorld {
  world!: World;
  acme!: string;
  thief!: string;
  #numbers = 0;

  /** Starts before the tests of the file and stops after them. WhatsApp confirms numbers at the start of each test. */
  static forFile(): ClaimsWorld {
    const claims = new ClaimsWorld();
    beforeAll(async () => {
      claims.world = await World.start({ GRAPH_TIMEOUT_MS: '500', CONFIRM_PAUSE_MS: '60000' });
      claims.acme = await claims.world.tenant('acme-corp');
      claims.thief = await claims.world.tenant('thief-corp');
    }, 60_000);
    afterAll(async () => claims.world?.stop(), 30_000);
    beforeEach(() => {
      claims.world.graph.mode = 'numbers';
    });
    return claims;
  }

  /** A number that WhatsApp knows, of a business with a token of its own. */
  owned(): GraphNumber {
    const n = ++this.#numbers;
    const number = { phoneNumberId: `20000${n}`, wabaId: `30000${n}`, accessToken: `EAAtoken-of-${n}` };
    this.world.graph.numbers.push(number);
    return number;
  }

  as(tenant: string): Record<string, string> {
    return asMember(this.world.infra, tenant);
  }

  call(method: string, path: string, tenant: string, body?: object): Promise<Answer> {
    return this.world.call(method, path, this.as(tenant), body);
  }

  connect(tenant: string, number: GraphNumber, headers: Record<string, string> = {}): Promise<Answer> {
    const body = { name: 'Store', displayPhoneNumber: '+1 555 010 1001', ...number };
    return this.world.call('POST', '/outlets', { ...this.as(tenant), ...headers }, body);
  }

  async outlet(tenant: string, id: string): Promise<Json> {
    return (await this.call('GET', `/outlets/${id}`, tenant)).body;
  }

  validate(tenant: string, id: string): Promise<Answer> {
    return this.call('POST', `/outlets/${id}/validate`, tenant);
  }

  /** Where the gateway sends what arrives now. */
  routes(phoneNumberId: string): Promise<object[]> {
    return this.world.infra.rows('select tenant_id from tenant.routes_v1 where phone_number_id = $1 and routes_from <= now()', [
      phoneNumberId,
    ]);
  }

  /** What the sender goes by. */
  async statusForOthers(id: string): Promise<string | undefined> {
    return (await this.world.infra.rows<{ status: string }>('select status from tenant.outlets_v1 where id = $1', [id]))[0]?.status;
  }

  stored(tenant: string): Promise<object[]> {
    return this.world.infra.rows('select id, access_token_sealed, version from tenant.outlets where tenant_id = $1 order by id', [tenant]);
  }

  /** The time at which something happened, so long before. */
  async shift(id: string, column: 'routed_until' | 'routes_from', hours: number): Promise<void> {
    await this.world.infra.rows(`update tenant.outlets set ${column} = ${column} - make_interval(hours => $2) where id = $1`, [id, hours]);
  }
}
