import { request } from 'node:http';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { asMember, eventually } from '#testing';
import { DeleteUnusedObjectsHandler } from '../src/handlers/documents/delete-unused-objects.handler.js';
import { pdf, pdfOf } from './pdf.js';
import { add, app, call, form, infra, newBase, PATIENCE_MS, search, TENANT, url } from './world.js';

const MB = 1024 * 1024;
const MAX_GROWTH = 40 * MB;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Known {
  source: boolean;
  objectId: string | null;
}
const known = async (id: string): Promise<Known> => {
  const [row] = await infra.rows<Known>(
    'select source is not null as source, object_id as "objectId" from knowledge.documents where id = $1',
    [id],
  );
  return row!;
};
const settled = (id: string, timeoutMs = PATIENCE_MS): Promise<any> =>
  eventually(
    async () => {
      const { body } = await call('GET', `/documents/${id}`);
      expect(['ready', 'failed']).toContain(body.status);
      return body;
    },
    { timeoutMs },
  );
const objects = async (): Promise<string[]> => {
  const folder = join(infra.env().DATA_DIR!, 'objects', TENANT);
  return existsSync(folder) ? readdir(folder) : [];
};

/** A PDF of one line, with a picture of so many bytes that no page shows. */
const heavyPdf = (line: string, bytes: number): Buffer => {
  const content = `BT /F1 11 Tf 1 0 0 1 60 780 Tm (${line}) Tj ET`;
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    Buffer.concat([Buffer.from(`<< /Length ${bytes} >>\nstream\n`), randomBytes(bytes), Buffer.from('\nendstream')]),
  ]);
};

/** Sends a file piece by piece, as a browser does. @returns the answer, and by how much this process grew meanwhile */
async function streamed(baseId: string, file: Buffer, type = 'application/pdf'): Promise<{ status: number; body: any; grewBy: number }> {
  const headers = { ...asMember(infra, TENANT), 'content-type': 'multipart/form-data; boundary=b', 'content-length': 0 };
  const before = Buffer.from(
    `--b\r\nContent-Disposition: form-data; name="file"; filename="heavy.${type.split('/')[1]}"\r\nContent-Type: ${type}\r\n\r\n`,
  );
  const after = Buffer.from('\r\n--b--\r\n');
  headers['content-length'] = before.length + file.length + after.length;
  const held = (): number => process.memoryUsage().arrayBuffers;
  const atRest = held();
  let most = 0;
  const watch = setInterval(() => {
    // What waits to be collected is not held: how much of it there is depends on how busy the machine is.
    if (held() - atRest > MAX_GROWTH) collectGarbage();
    most = Math.max(most, held() - atRest);
  }, 5);
  try {
    const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(`${url()}/api/v1/knowledge-bases/${baseId}/documents`, { method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () => resolve({ status: response.statusCode!, text }));
      });
      sent.on('error', reject);
      const write = async (): Promise<void> => {
        sent.write(before);
        for (let at = 0; at < file.length; at += 64 * 1024) {
          if (!sent.write(file.subarray(at, at + 64 * 1024))) await new Promise((drained) => sent.once('drain', drained));
        }
        sent.end(after);
      };
      void write();
    });
    return { status: answer.status, body: JSON.parse(answer.text), grewBy: most };
  } finally {
    clearInterval(watch);
  }
}

describe('a large document', () => {
  it(
    'of 50 MB passes through in pieces, is kept in the object store, read from there, and is one if it comes twice',
    async () => {
      const baseId = await newBase();
      const file = heavyPdf('The lighthouse is open until midnight.', 49 * MB);
      const first = await streamed(baseId, file);
      expect(first).toMatchObject({ status: 202, body: { id: expect.any(String), status: 'queued' } });
      expect(first.grewBy).toBeLessThan(MAX_GROWTH);
      expect(await settled(first.body.id)).toMatchObject({ status: 'ready', chunks: 1, bytes: file.length });
      expect(await known(first.body.id)).toMatchObject({ source: false, objectId: expect.any(String) });
      expect((await search(baseId, 'Until when is the lighthouse open?'))[0]!.text).toContain('midnight');

      const again = await streamed(baseId, file);
      expect(again.body).toEqual({ id: first.body.id, status: 'ready' });
      // The second copy is known, and goes.
      await app().get(DeleteUnusedObjectsHandler).execute();
      expect(await objects()).toEqual([(await known(first.body.id)).objectId]);
    },
    PATIENCE_MS * 2,
  );

  it(
    'leaves nothing behind where it is refused, and is not even received where there is no base',
    async () => {
      const baseId = await newBase();
      const before = await objects();
      const refused = await streamed(baseId, randomBytes(2 * MB), 'application/zip');
      expect(refused.status).toBe(415);
      await app().get(DeleteUnusedObjectsHandler).execute();
      expect(await objects()).toEqual(before);
      expect((await streamed('0190a8c0-0000-7000-8000-000000000000', heavyPdf('Nowhere.', 4 * MB))).status).toBe(404);
      expect(await infra.rows('select from knowledge.unused_objects where tenant_id = $1', [TENANT])).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'keeps its file when it is renamed, and its bytes go when it is deleted',
    async () => {
      const baseId = await newBase();
      const { body } = await call(
        'POST',
        `/knowledge-bases/${baseId}/documents`,
        form(heavyPdf('Lamps are lit at dusk.', 2 * MB), 'lamps.pdf', 'application/pdf'),
      );
      await settled(body.id);
      const renamed = await call('PUT', `/documents/${body.id}`, { title: 'Lamps of the harbour' });
      expect(renamed.status).toBe(202);
      expect(await settled(renamed.body.id)).toMatchObject({ status: 'ready', title: 'Lamps of the harbour', chunks: 1 });
      const copy = (await known(renamed.body.id)).objectId;
      expect(copy).not.toBeNull();
      expect(await objects()).toContain(copy);
      expect((await call('DELETE', `/documents/${renamed.body.id}`)).status).toBe(204);
      await app().get(DeleteUnusedObjectsHandler).execute();
      expect(await objects()).not.toContain(copy);
      expect(await infra.rows('select from knowledge.unused_objects where id = $1', [copy])).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('of 300 pages is read while questions are answered', async () => {
    const baseId = await newBase();
    await add(baseId, '# Hours\n\nThe museum opens at nine.');
    const pages = Array.from({ length: 300 }, (_, page) => [
      { text: `Chapter ${page}`, size: 18 },
      ...Array.from({ length: 40 }, (_line, line) => ({
        text: `Rule ${page}.${line}: keep the gate number ${page * 40 + line} closed at night and in storms.`,
      })),
    ]);
    const { body } = await call('POST', `/knowledge-bases/${baseId}/documents`, form(pdf(pages), 'rules.pdf', 'application/pdf'));
    let answered = 0;
    const asking = (async (): Promise<void> => {
      while ((await call('GET', `/documents/${body.id}`)).body.status !== 'ready') {
        expect((await search(baseId, 'When does the museum open?')).some(({ text }) => text.includes('nine'))).toBe(true);
        answered++;
      }
    })();
    expect(await settled(body.id, 120_000)).toMatchObject({ status: 'ready' });
    await asking;
    expect(answered).toBeGreaterThan(0);
    expect((await search(baseId, 'gate number 11999'))[0]!.text).toContain('11999');
  }, 150_000);
});
