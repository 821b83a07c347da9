import { request, type ClientRequest } from 'node:http';
import { v7 } from 'uuid';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { SCHEMAS } from './schemas.js';
import { service } from '../src/service.js';

const MB = 1024 * 1024;

describe('documents that are being uploaded', () => {
  let infra: Infrastructure;
  let running: RunningService;
  const silent: ClientRequest[] = [];

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: SCHEMAS });
    running = await startService(infra, service);
  }, 120_000);
  afterEach(() => silent.splice(0).forEach((upload) => upload.destroy()));
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  const newBase = async (tenantId: string): Promise<string> => {
    const headers = { ...asMember(infra, tenantId), 'content-type': 'application/json' };
    const response = await fetch(`${running.url}/api/v1/knowledge-bases`, { method: 'POST', headers, body: '{"name":"Guide"}' });
    return ((await response.json()) as { id: string }).id;
  };
  const upload = async (tenantId: string, baseId: string, bytes: number) => {
    const form = new FormData();
    form.set('file', new Blob(['words '.repeat(bytes / 6)], { type: 'text/plain' }), `${v7()}.txt`);
    const path = `/api/v1/knowledge-bases/${baseId}/documents`;
    const response = await fetch(running.url + path, { method: 'POST', headers: asMember(infra, tenantId), body: form });
    return [response.status, ((await response.json()) as { code?: string }).code, response.headers.get('retry-after')];
  };
  /** Announces a document, begins it, and says nothing more. */
  const withhold = (tenantId: string, baseId: string): void => {
    const headers = { ...asMember(infra, tenantId), 'content-type': 'multipart/form-data; boundary=b', 'content-length': 20 * MB };
    const begun = request(`${running.url}/api/v1/knowledge-bases/${baseId}/documents`, { method: 'POST', headers });
    begun.on('error', () => undefined);
    begun.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nwords');
    silent.push(begun);
  };

  it('take so much room at most, a tenant’s half of it; small ones find some, and the room comes back', async () => {
    const [a, b] = [v7(), v7()];
    const [ofA, ofB] = [await newBase(a), await newBase(b)];
    for (let n = 0; n < 2; n++) withhold(a, ofA);
    await eventually(async () => {
      const answer = await upload(a, ofA, 10 * MB);
      // Each that came while this one was there found no room.
      if (answer[0] !== 503) withhold(a, ofA);
      expect(answer).toEqual([503, 'too_much_at_once', '2']);
    });
    expect(await upload(a, ofA, 10_000)).toEqual([202, undefined, null]);
    expect(await upload(b, ofB, 10 * MB)).toEqual([202, undefined, null]);
    silent.splice(0).forEach((one) => one.destroy());
    await eventually(async () => expect(await upload(a, ofA, 10 * MB)).toEqual([202, undefined, null]));
  }, 60_000);
});
