import { randomBytes } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { ROUTES } from '../access-table.js';
import { eventually, expectProblem, parsed, pathOf, raw, World, type Headers } from './world.js';

/** Far above what any of these takes on a busy machine, far below the minutes that a quadratic walk through them would take. */
const QUICK_MS = 15_000;

/** OWASP API4:2023. How often somebody may call is not held here. */
describe('one request', () => {
  let world: World;
  let owner: Headers;

  beforeAll(async () => {
    world = await World.start({ DOCUMENT_TIMEOUT_MS: '5000' });
    owner = world.acme.members.owner;
  }, 180_000);
  afterAll(async () => world?.stop(), 60_000);

  /** Every test leaves a system that answers. */
  afterEach(async () => {
    const startedAt = performance.now();
    expect((await fetch(`${world.system.url}/health`)).status).toBe(200);
    expect((await world.system.api('/conversations', { headers: owner })).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(QUICK_MS);
  });

  const send = async (method: string, path: string, body?: string | Buffer, headers: Headers = {}) => {
    const startedAt = performance.now();
    const type: Headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${world.system.url}/api/v1${path}`, {
      method,
      headers: { ...owner, ...type, ...headers },
      body: body as RequestInit['body'],
    });
    const text = await response.text();
    const took = performance.now() - startedAt;
    const code = response.status >= 400 ? (JSON.parse(text) as { code?: string }).code : undefined;
    return { status: response.status, code, text, slow: took > QUICK_MS ? took : false };
  };
  const lists = async (): Promise<string[]> => (await world.routes()).filter((route) => route.startsWith('GET '));

  it('for a huge, negative or odd page is refused, on every list', async () => {
    const document = (await (await fetch(`${world.system.url}/api/docs-json`)).json()) as {
      paths: Record<string, { get?: { parameters?: { name: string }[] } }>;
    };
    const paged = (await lists()).filter((route) =>
      document.paths[`/api/v1${route.split(' ')[1]}`]?.get?.parameters?.some(({ name }) => name === 'limit'),
    );
    expect(paged.length).toBeGreaterThan(10);
    for (const route of paged) {
      const headers = ROUTES[route] === 'superadmin' ? world.superadmin : owner;
      for (const limit of ['1000000', '201', '0', '-1', '1e3', '1.5', 'NaN', '9'.repeat(400), '', '10&limit=1000000', 'Infinity']) {
        const answer = await send('GET', `${pathOf(route, world.acme)}?limit=${limit}`, undefined, headers);
        expect({ route, limit, ...answer, text: '' }).toMatchObject({ route, status: 400, code: 'validation_failed', slow: false });
      }
    }
  }, 60_000);

  it('with 100,000 characters in any filter is answered quickly, with a code', async () => {
    const document = (await (await fetch(`${world.system.url}/api/docs-json`)).json()) as {
      paths: Record<string, { get?: { parameters?: { name: string; in: string }[] } }>;
    };
    let tried = 0;
    for (const route of await lists()) {
      const headers = ROUTES[route] === 'superadmin' ? world.superadmin : owner;
      const parameters = document.paths[`/api/v1${route.split(' ')[1]}`]?.get?.parameters ?? [];
      for (const { name } of parameters.filter((parameter) => parameter.in === 'query')) {
        // Longer addresses end at the HTTP parser.
        for (const value of ['x'.repeat(8_000), '%25'.repeat(2_000), '%2528'.repeat(1_000), `${'a'.repeat(5_000)}!`]) {
          const answer = await send('GET', `${pathOf(route, world.acme)}?${name}=${value}`, undefined, headers);
          expect({ route, name, ...answer, text: '' }).toMatchObject({ route, status: 400, slow: false });
          tried++;
        }
        expect((await send('GET', `${pathOf(route, world.acme)}?${name}=${'x'.repeat(100_000)}`, undefined, headers)).status).toBe(431);
      }
    }
    expect(tried).toBeGreaterThan(100);
  }, 120_000);

  it('with a search of 100,000 characters is refused, and one of 4,096 is answered', async () => {
    const path = `/knowledge-bases/${world.acme.ids['knowledge-bases']}/search`;
    const search = (query: string) => send('POST', path, JSON.stringify({ query }));
    expect(await search('opening hours '.repeat(7_200))).toMatchObject({ status: 400, code: 'validation_failed', slow: false });
    // What a tsquery, a LIKE or a regular expression would choke on.
    const patterns = [
      'a'.repeat(4_096),
      'a '.repeat(2_048),
      '('.repeat(4_096),
      '%_'.repeat(2_048),
      "':*&|!<->".repeat(400),
      'ab'.repeat(2_000) + '!',
      '\\'.repeat(4_096),
      '💬'.repeat(2_000),
      `${' '.repeat(4_000)}x`,
    ];
    for (const query of patterns) {
      expect({ query: query.slice(0, 10), ...(await search(query)), text: '' }).toMatchObject({ status: 200, slow: false });
    }
  }, 60_000);

  it.each([
    ['deep arrays', () => '['.repeat(100_000) + ']'.repeat(100_000)],
    ['deep objects', () => '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)],
    ['a million keys', () => `{${Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":1`).join()}}`],
    ['a million elements', () => `[${'1,'.repeat(1_000_000)}1]`],
    ['a text of 30 MB', () => JSON.stringify({ name: 'x'.repeat(30 * 1024 * 1024) })],
    ['a number of a million digits', () => `{"name":${'9'.repeat(1_000_000)}}`],
  ])(
    'with %s is refused quickly by every service',
    async (_, body) => {
      const text = body();
      const { tenant, ids } = world.acme;
      const routes: [string, string, Headers?][] = [
        ['PUT', `/tenants/${tenant.id}`],
        ['POST', '/knowledge-bases'],
        ['POST', '/messages'],
        ['POST', `/conversations/${ids.conversations}/messages`],
        ['PUT', `/billing/tenants/${tenant.id}/subscription`, world.superadmin],
        ['POST', '/ops/replay', world.superadmin],
      ];
      for (const [method, path, headers] of routes) {
        const answer = await send(method, path, text, headers);
        expect({ path, ...answer, text: '' }).toMatchObject({ path, slow: false, code: expect.any(String) });
        expect([400, 413]).toContain(answer.status);
        // A refusal does not give back what was too long.
        expect(answer.text.length).toBeLessThan(20_000);
      }
    },
    90_000,
  );

  it.each([
    [
      'keywords',
      () => ['PUT', `/tenants/${world.acme.tenant.id}/llm-config`, { escalationKeywords: Array.from({ length: 20_000 }, () => 'refund') }],
    ],
    [
      'scopes',
      () => [
        'POST',
        `/tenants/${world.acme.tenant.id}/api-keys`,
        { name: 'Many', scopes: Array.from({ length: 20_000 }, () => 'tenant:read') },
      ],
    ],
    ['settings', () => ['PUT', `/tenants/${world.acme.tenant.id}`, { settings: { a: 'x'.repeat(100_000) } }]],
    [
      'opening hours',
      () => [
        'PUT',
        `/outlets/${world.acme.ids.outlets}`,
        {
          settings: {
            businessHours: { timezone: 'UTC', weekly: { monday: Array.from({ length: 10_000 }, () => ({ from: '09:00', to: '10:00' })) } },
          },
        },
      ],
    ],
    [
      'contacts',
      () => [
        'POST',
        '/messages',
        {
          outletId: world.acme.ids.outlets,
          to: '+15550600011',
          type: 'contacts',
          contacts: Array.from({ length: 20_000 }, () => ({ name: { formatted_name: 'x' } })),
        },
      ],
    ],
    [
      'buttons',
      () => [
        'POST',
        '/messages',
        {
          outletId: world.acme.ids.outlets,
          to: '+15550600011',
          type: 'interactive',
          interactive: { kind: 'button', body: 'x', buttons: Array.from({ length: 20_000 }, (_, id) => ({ id: String(id), title: 'x' })) },
        },
      ],
    ],
    ['a password', () => ['POST', '/auth/login', { email: 'ana@acme.example', password: 'x'.repeat(1_000_000) }]],
    ['an address', () => ['POST', '/auth/login', { email: `${'a.'.repeat(50_000)}@${'a.'.repeat(50_000)}example`, password: 'x' }]],
    ['a domain', () => ['PUT', `/tenants/${world.acme.tenant.id}`, { domain: `${'a-'.repeat(50_000)}.example` }]],
    ['a logo', () => ['PUT', `/tenants/${world.acme.tenant.id}/branding`, { logoUrl: `https://${'a.'.repeat(50_000)}example/` }]],
    [
      'a slug',
      () => [
        'POST',
        '/auth/register',
        { tenantName: 'x', slug: `${'a-'.repeat(50_000)}`, name: 'x', email: 'a@b.example', password: 'long enough 123' },
      ],
    ],
    ['a locale', () => ['PUT', `/tenants/${world.acme.tenant.id}/llm-config`, { language: `en${'-abcdefgh'.repeat(20_000)}` }]],
    [
      'a time zone',
      () => ['PUT', `/outlets/${world.acme.ids.outlets}`, { settings: { businessHours: { timezone: 'A/'.repeat(50_000), weekly: {} } } }],
    ],
    [
      'a phone number',
      () => ['POST', '/messages', { outletId: world.acme.ids.outlets, to: `+${'1'.repeat(100_000)}`, type: 'text', text: 'x' }],
    ],
    [
      'a text',
      () => ['POST', '/messages', { outletId: world.acme.ids.outlets, to: '+15550600011', type: 'text', text: 'x'.repeat(100_000) }],
    ],
    ['a reply', () => ['POST', `/conversations/${world.acme.ids.conversations}/messages`, { type: 'text', text: ' '.repeat(100_000) }]],
  ] as [string, () => [string, string, object]][])('with too much of %s is refused quickly and changes nothing', async (_, request) => {
    const before = await world.rowsOf(world.acme.tenant.id);
    const [method, path, body] = request();
    const answer = await send(method, path, JSON.stringify(body));
    expect({ ...answer, text: '' }).toMatchObject({ slow: false, code: expect.any(String) });
    expect([400, 422]).toContain(answer.status);
    expect(await world.rowsOf(world.acme.tenant.id)).toEqual(before);
  });

  it('that says it has more than 1 MB, or more than 64 KB without credentials, is refused before it is read', async () => {
    const announce = async (bytes: number, headers: string) => {
      const head = `POST /api/v1/auth/login HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\n${headers}content-length: ${bytes}\r\n\r\n`;
      return parsed(await raw(world.system.url, head));
    };
    const signedIn = `authorization: ${owner.authorization}\r\n`;
    for (const answer of [await announce(1024 * 1024 + 1, signedIn), await announce(70_000, '')]) {
      expect(answer.status).toBe(413);
      expect(expectProblem(answer).code).toBe('body_too_large');
    }
  });

  it('with a compressed body is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, ' '));
    for (const [encoding, body] of [
      ['gzip', bomb],
      ['deflate', deflateSync(Buffer.alloc(20 * 1024 * 1024, ' '))],
      ['br', bomb],
    ] as const) {
      for (const path of ['/knowledge-bases', '/messages', `/tenants/${world.acme.tenant.id}/api-keys`]) {
        const answer = await send('POST', path, body, { 'content-encoding': encoding });
        expect({ path, ...answer, text: '' }).toMatchObject({ status: 400, slow: false });
      }
    }
  });

  describe('with a document', () => {
    const upload = async (bytes: Buffer, name: string, type: string) => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(bytes)], { type }), name);
      const path = `/knowledge-bases/${world.acme.ids['knowledge-bases']}/documents`;
      const startedAt = performance.now();
      const response = await fetch(`${world.system.url}/api/v1${path}`, { method: 'POST', headers: owner, body: form });
      const body = (await response.json()) as { id?: string; code?: string };
      return { ...body, status: response.status, slow: performance.now() - startedAt > QUICK_MS };
    };
    const outcome = (id: string) =>
      eventually(
        async () => {
          const { body } = await world.system.api<{ status: string; error?: { code: string } }>(`/documents/${id}`, { headers: owner });
          expect(['ready', 'failed']).toContain(body.status);
          return body;
        },
        { timeoutMs: 60_000, everyMs: 200 },
      );

    it('that is an archive is refused, whatever it is called; only one that holds an office document is opened', async () => {
      const zip = Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(2_000)]);
      const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
      const damaged = { status: 422, code: 'office_damaged', slow: false };
      const unsupported = { status: 415, code: 'unsupported_type', slow: false };
      for (const [bytes, name, type, refusal] of [
        [zip, 'bomb.docx', office, damaged],
        [zip, 'bomb.txt', 'text/plain', damaged],
        [zip, 'bomb.pdf', 'application/pdf', damaged],
        [gzipSync(Buffer.alloc(1024 * 1024)), 'bomb.md', 'text/markdown', unsupported],
      ] as const) {
        expect({ name, ...(await upload(bytes, name, type)) }).toMatchObject({ name, ...refusal });
      }
    });

    it('of more than 50 MB is refused', async () => {
      expect(await upload(Buffer.alloc(50 * 1024 * 1024 + 1, 'a '), 'big.txt', 'text/plain')).toMatchObject({
        status: 413,
        code: 'document_too_large',
      });
    });

    it('that unpacks to a thousand times its size costs its own reading, and questions are answered meanwhile', async () => {
      const added = await upload(pdfBomb(), 'bomb.pdf', 'application/pdf');
      expect(added).toMatchObject({ status: 202, slow: false });
      await world.system.customerWrites(world.acme.tenant, '15550600020', 'What are your opening hours?');
      await eventually(async () => expect(await world.system.answers(world.acme.tenant, '15550600020')).toHaveLength(1), {
        timeoutMs: 20_000,
      });
      expect(await outcome(added.id!)).toMatchObject({ status: 'failed', error: { code: expect.stringMatching(/^[a-z_]+$/) } });
    }, 90_000);

    it.each([
      ['tags without end', '<div>'.repeat(200_000), 'text/html', 'deep.html'],
      ['brackets without end', `${'['.repeat(100_000)}${'](x)'.repeat(10)}`, 'text/markdown', 'brackets.md'],
      ['stars without end', '*'.repeat(300_000), 'text/markdown', 'stars.md'],
      ['quotes without end', `a,"${'""'.repeat(300_000)}`, 'text/csv', 'quotes.csv'],
      ['columns without end', ','.repeat(500_000), 'text/csv', 'columns.csv'],
      ['one line of a megabyte', 'word '.repeat(200_000), 'text/plain', 'line.txt'],
      ['one word of a megabyte', 'w'.repeat(1_000_000), 'text/plain', 'word.txt'],
    ])(
      'of %s ends, and others are answered meanwhile',
      async (_, text, type, name) => {
        const added = await upload(Buffer.from(text), name, type);
        expect({ ...added, slow: added.slow }).toMatchObject({ slow: false });
        if (added.status === 202) expect(['ready', 'failed']).toContain((await outcome(added.id!)).status);
        else expect(added.code).toEqual(expect.any(String));
      },
      90_000,
    );
  });
});

/** A PDF of some 300 KB whose one page unpacks to 300 MB of drawing. */
function pdfBomb(): Buffer {
  const stream = deflateSync(Buffer.alloc(300 * 1024 * 1024, 'BT (x) Tj ET\n'), { level: 9 });
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  const add = (content: Buffer | string): void => {
    offsets.push(parts.reduce((sum, part) => sum + part.length, 0));
    parts.push(Buffer.from(`${offsets.length} 0 obj\n`), Buffer.from(content), Buffer.from('\nendobj\n'));
  };
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add('<< /Type /Pages /Kids [3 0 R] /Count 1 >>');
  add(
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 144] /Contents 4 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>',
  );
  add(Buffer.concat([Buffer.from(`<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`), stream, Buffer.from('\nendstream')]));
  const start = parts.reduce((sum, part) => sum + part.length, 0);
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(Buffer.from(`xref\n0 5\n0000000000 65535 f \n${entries}trailer << /Size 5 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`));
  return Buffer.concat(parts);
}
