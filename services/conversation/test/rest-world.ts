import type { RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

export interface Answer {
  status: number;
  type: string | null;
  // Shapes are what these tests are about.
  body: any;
}

/** Conversations, asked over REST. */
export class RestWorld {
  infra!: Infrastructure;
  running!: RunningService;

  async begin(): Promise<void> {
    this.infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await this.infra.nats();
    this.running = await startService(this.infra, service, { REPLY_DEBOUNCE_MS: '200' });
  }

  async end(): Promise<void> {
    await this.running?.close();
    await this.infra?.stop();
  }

  /** @param path below `/api/v1/conversations` */
  async call(headers: Record<string, string>, method: string, path: string, body?: unknown, { url } = this.running): Promise<Answer> {
    const response = await fetch(`${url}/api/v1/conversations${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
  }

  agentOf(world: World): (method: string, path: string, body?: unknown) => Promise<Answer> {
    return (method, path, body) => this.call(asMember(this.infra, world.tenantId, 'agent'), method, path, body);
  }

  /** A tenant whose customer has written once, and an agent of it. */
  async started(settings = {}): Promise<{ world: World; id: string; as: ReturnType<RestWorld['agentOf']> }> {
    const world = await World.create(this.infra, settings);
    await world.write({ phone: '16505551234', name: 'Ana' }, 'Hello');
    await world.untilHandled(1);
    return { world, id: (await world.conversations())[0]!.id, as: this.agentOf(world) };
  }
}
