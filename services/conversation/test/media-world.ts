import { type RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const FROM = { phone: '16505551234', name: 'Ana' };

export const form = (bytes: Buffer | string, type = 'image/png', name = 'a.png', part = 'file'): FormData => {
  const made = new FormData();
  made.set(part, new Blob([new Uint8Array(Buffer.from(bytes))], { type }), name);
  return made;
};

/** Conversations with files. */
export class MediaWorld {
  infra!: Infrastructure;
  running!: RunningService;

  async begin(): Promise<void> {
    this.infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await this.infra.nats();
    this.running = await startService(this.infra, service);
  }

  async end(): Promise<void> {
    await this.running?.close();
    await this.infra?.stop();
  }

  // Shapes are what these tests are about.
  async call(headers: Record<string, string>, method: string, path: string, body?: unknown): Promise<{ status: number; body: any }> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.running.url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }
  /** A tenant whose customer has written once, and an agent of it. */
  async started() {
    const world = await World.create(this.infra);
    await world.write(FROM, 'Hello');
    await world.untilHandled(1);
    const [conversation] = await world.conversations();
    const id = conversation!.id;
    const as = (method: string, path: string, body?: unknown) =>
      this.call(asMember(this.infra, world.tenantId, 'agent'), method, path, body);
    const messages = async (): Promise<any[]> => (await as('GET', `/conversations/${id}/messages`)).body.items;
    const log = () =>
      this.infra.rows<{ kind: string; ref_id: string }>(
        'select kind, ref_id from conversation.inbox_log where tenant_id = $1 order by seq',
        [world.tenantId],
      );
    return { world, id, as, messages, log, write: (body: object) => as('POST', `/conversations/${id}/messages`, body) };
  }
}

export type Started = Awaited<ReturnType<MediaWorld['started']>>;
