import { eventually } from '#testing';
import type { Delivery } from './shop-lives.js';
import type { CommerceWorld, Json } from './world.js';

export const SECRET = 'sesión & <llave>';

/** What a company does with its shops, and what the shops do. */
export class Shops {
  constructor(private readonly world: CommerceWorld) {}

  async connect(tenantId: string, platform: string, over: Json = {}): Promise<Json> {
    const { status, body } = await this.world.call('POST', '/commerce/connections', tenantId, {
      platform,
      name: 'Shop',
      secret: SECRET,
      ...over,
    });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  }

  async send({ platform, id }: Json, { body, headers }: Pick<Delivery, 'body' | 'headers'>) {
    const response = await fetch(`${this.world.running.url}/webhooks/${platform}/${id}`, { method: 'POST', body, headers });
    const text = await response.text();
    return { status: response.status, code: text ? (JSON.parse(text) as { code: string }).code : undefined };
  }

  async events(tenantId: string, id: string): Promise<Json[]> {
    return (await this.world.call('GET', `/commerce/connections/${id}/events?limit=200`, tenantId)).body.items;
  }

  /** Its events, once none is pending. */
  settled(tenantId: string, id: string): Promise<Json[]> {
    return eventually(
      async () => {
        const all = await this.events(tenantId, id);
        expect(all.map(({ outcome }) => outcome)).not.toContain('pending');
        return all;
      },
      { timeoutMs: 30_000 },
    );
  }

  async orders(tenantId: string): Promise<Json[]> {
    return (await this.world.call('GET', '/orders?limit=200', tenantId)).body.items;
  }
}
