import type { LookupAddress } from 'node:dns';
import { createSocket, type Socket } from 'node:dgram';
import { promises } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { guardedAgent, isPublicAddress, NOT_PUBLIC_CODE, readTarget, resolveByDns } from './index.js';

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '127.8.9.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.8',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '::ffff:0:7f00:1',
    '::ffff:0:808:808',
    '64:ff9b:1::a00:1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'localhost',
    '',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '192.169.0.1', '2606:4700:4700::1111', '2a00:1450:4009::200e', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('a target', () => {
  it.each([
    ['shop.example/hooks', 'not_a_url'],
    [`https://shop.example/${'a'.repeat(2_000)}`, 'not_a_url'],
    ['http://shop.example/hooks', 'scheme'],
    ['ftp://shop.example/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://me:secret@shop.example/', 'user_info'],
    ['https://127.0.0.1@shop.example/', 'user_info'],
    ['https://shop.example:22/', 'port'],
    ['https://shop.example:80/', 'port'],
    ['https://127.0.0.1/', 'private_address'],
    ['https://0x7f.1/', 'private_address'],
    ['https://2130706433/', 'private_address'],
    ['https://017700000001/', 'private_address'],
    ['https://[::1]/', 'private_address'],
    ['https://[::ffff:169.254.169.254]/', 'private_address'],
    ['https://[fd00:ec2::254]/latest/meta-data', 'private_address'],
    ['https://localhost/', 'private_address'],
    ['https://LOCALHOST./', 'private_address'],
    ['https://api.localhost/', 'private_address'],
    ['https://metadata.google.internal/', 'private_address'],
    ['https://printer.local/', 'private_address'],
    ['https://postgres/', 'private_address'],
  ])('%s is refused: %s', (text, fault) => {
    expect(readTarget(text, { allowPrivate: false })).toEqual({ fault });
  });

  it.each(['https://shop.example/hooks?a=1', 'https://shop.example:8443/', 'https://8.8.8.8/'])('%s is taken', (text) => {
    expect(readTarget(text, { allowPrivate: false })).toMatchObject({ url: new URL(text) });
  });

  it('may be on this machine where the installation says so', () => {
    expect(readTarget('http://127.0.0.1:80/hooks#part', { allowPrivate: true })).toMatchObject({ url: new URL('http://127.0.0.1/hooks') });
    expect(readTarget('http://me@127.0.0.1/', { allowPrivate: true })).toEqual({ fault: 'user_info' });
  });
});

describe('a guarded connection', () => {
  let server: Server;
  let requests = 0;
  const port = () => (server.address() as AddressInfo).port;

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests++;
      if (request.url === '/away') response.writeHead(302, { location: `http://127.0.0.1:${port()}/inside` }).end();
      else response.end('inside');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => (requests = 0));

  const answers = (...rounds: string[][]) => {
    let round = 0;
    return {
      asked: () => round,
      resolve: (_name: string, _options: object, callback: (error: Error | null, addresses: LookupAddress[]) => void) =>
        callback(
          null,
          rounds[Math.min(round++, rounds.length - 1)]!.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        ),
    };
  };
  const options = { allowPrivate: false, connectTimeoutMs: 1_000 };

  it.each([
    ['one address inside', [['127.0.0.1']]],
    ['one of several inside', [['8.8.8.8', '127.0.0.1']]],
    ['none', [[]]],
    ['the metadata service', [['169.254.169.254']]],
    ['this machine, written as IPv6', [['::ffff:7f00:1']]],
  ])('goes nowhere when the name leads to %s', async (_name, rounds) => {
    const { resolve } = answers(...rounds);
    const agent = guardedAgent({ ...options, resolve });
    await expect(request(`http://shop.example:${port()}/`, { dispatcher: agent })).rejects.toMatchObject({ code: NOT_PUBLIC_CODE });
    expect(requests).toBe(0);
    await agent.close();
  });

  it('asks for the name once a connection, so that a second answer is never used unchecked', async () => {
    const names = answers(['192.0.2.1'], ['127.0.0.1']);
    const agent = guardedAgent({ ...options, resolve: names.resolve });
    await expect(request(`http://rebinds.example:${port()}/`, { dispatcher: agent })).rejects.toMatchObject({ code: NOT_PUBLIC_CODE });
    expect(names.asked()).toBe(1);
    await expect(request(`http://rebinds.example:${port()}/`, { dispatcher: agent })).rejects.toMatchObject({ code: NOT_PUBLIC_CODE });
    expect(requests).toBe(0);
    await agent.close();
  });

  it('goes to this machine where the installation says so, and never to where a cloud keeps credentials', async () => {
    const agent = guardedAgent({ ...options, allowPrivate: true });
    const answer = await request(`http://localhost:${port()}/`, { dispatcher: agent });
    expect(await answer.body.text()).toBe('inside');
    await agent.close();
    for (const address of ['169.254.169.254', '::ffff:a9fe:a9fe', 'fd00:ec2::254', '100.100.100.200']) {
      const led = guardedAgent({ ...options, allowPrivate: true, resolve: answers([address]).resolve });
      await expect(request('http://metadata.example/', { dispatcher: led })).rejects.toMatchObject({ code: NOT_PUBLIC_CODE });
      await led.close();
    }
    for (const host of ['169.254.169.254', '[::ffff:169.254.169.254]', '[fd00:ec2::254]'])
      expect(readTarget(`http://${host}/latest/meta-data`, { allowPrivate: true })).toEqual({ fault: 'private_address' });
  });

  it('follows no redirect', async () => {
    const agent = guardedAgent({ ...options, allowPrivate: true });
    const answer = await request(`http://127.0.0.1:${port()}/away`, { dispatcher: agent });
    await answer.body.dump();
    expect([answer.statusCode, requests]).toEqual([302, 1]);
    await agent.close();
  });
});

describe('a name', () => {
  const TYPE_A = 1;
  let server: Socket;
  beforeAll(async () => {
    server = createSocket('udp4');
    // RFC 1035, section 4: the question comes back, with an address to a question for one; `none` has none, `silent` gets no answer.
    server.on('message', (question, from) => {
      const name = question.toString('latin1', 13, 13 + question[12]!);
      if (name === 'silent') return;
      const end = question.indexOf(0, 12) + 5;
      const isFound = name === 'shop' && question.readUInt16BE(end - 4) === TYPE_A;
      const head = Buffer.concat([
        question.subarray(0, 2),
        Buffer.from([0x81, name === 'none' ? 0x83 : 0x80, 0, 1, 0, isFound ? 1 : 0, 0, 0, 0, 0]),
      ]);
      const answer = Buffer.from(isFound ? [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 8, 8, 4, 4] : []);
      server.send(Buffer.concat([head, question.subarray(12, end), answer]), from.port, from.address);
    });
    await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

  const ask = (name: string) => {
    const resolver = new promises.Resolver({ timeout: 100, tries: 1 });
    resolver.setServers([`127.0.0.1:${server.address().port}`]);
    return new Promise((resolve) => resolveByDns(resolver)(name, { all: true }, (error, addresses) => resolve(error ?? addresses)));
  };

  it('is looked up by DNS, with a deadline', async () => {
    expect(await ask('shop.example')).toEqual([{ address: '8.8.4.4', family: 4 }]);
    expect(await ask('none.example')).toMatchObject({ code: 'ENOTFOUND' });
    expect(await ask('silent.example')).toMatchObject({ code: 'ETIMEDOUT' });
  });
});
