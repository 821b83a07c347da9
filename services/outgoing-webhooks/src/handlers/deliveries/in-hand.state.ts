import { Injectable } from '@nestjs/common';

/** A tenant holds at most this many times what is free: nobody takes the last places, as with `TenantSlots` of libs/messaging. */
const SHARE = 4;

interface Key {
  tenantId: string;
  endpointId: string;
}

/** What this process is delivering, by tenant and endpoint. */
@Injectable()
export class InHand {
  readonly #byEndpoint = new Map<string, number>();
  readonly #byTenant = new Map<string, number>();
  readonly #running = new Set<Promise<void>>();

  get count(): number {
    return this.#running.size;
  }

  /** @returns what is in hand by endpoint, and how many places more tenants may take, of so many that are free */
  limits(free: number): { busy: ReadonlyMap<string, number>; roomOf: ReadonlyMap<string, number>; tenantRoom: number } {
    // So many that the last of them is taken while less than SHARE times what is free is held.
    const room = (held: number): number => Math.max(0, Math.floor((SHARE * (free + 1) - held) / (SHARE + 1)));
    const roomOf = new Map([...this.#byTenant].map(([tenantId, held]) => [tenantId, room(held)]));
    return { busy: this.#byEndpoint, roomOf, tenantRoom: room(0) };
  }

  add({ tenantId, endpointId }: Key, work: () => Promise<void>): void {
    count(this.#byEndpoint, endpointId, 1);
    count(this.#byTenant, tenantId, 1);
    const running = work().finally(() => {
      this.#running.delete(running);
      count(this.#byEndpoint, endpointId, -1);
      count(this.#byTenant, tenantId, -1);
    });
    this.#running.add(running);
  }

  /** Waits for what is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }
}

function count(counts: Map<string, number>, id: string, by: number): void {
  const now = (counts.get(id) ?? 0) + by;
  if (now > 0) counts.set(id, now);
  else counts.delete(id);
}
