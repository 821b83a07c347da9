import { connect } from 'node:net';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { z } from 'zod';
import { bootstrap, type RunningService } from './bootstrap.js';
import { Public } from './identity.js';
import { NO_PROGRESS_MS, REQUEST_TIMEOUT_MS } from './protocol-errors.js';
import { defineService } from './service.js';

@Controller('things')
class ThingsController {
  @Public()
  @Get(':id')
  thing(@Param('id') id: string): { id: string } {
    return { id };
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

describe('what never becomes a request', () => {
  let service: RunningService;

  beforeAll(async () => {
    const definition = defineService({ name: 'tenant', summary: 'Things', config: z.object({}), module: ThingsModule });
    service = await bootstrap(definition, { IDENTITY_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent' });
  });
  afterAll(async () => service?.close());

  const send = (request: string): Promise<string> =>
    new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const socket = connect(service.port, '127.0.0.1', () => socket.write(request));
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    });
  const HEAD = 'Host: here\r\nConnection: close\r\n';

  it.each([
    ['bytes that are no HTTP', 'hello\r\n\r\n', 400, 'invalid_http'],
    ['an unknown method', `BREW /things/1 HTTP/1.1\r\n${HEAD}\r\n`, 400, 'invalid_http'],
    [
      'two lengths of one body',
      `POST / HTTP/1.1\r\n${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'invalid_http',
    ],
    ['headers without end', `GET / HTTP/1.1\r\n${HEAD}X-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['a broken escape', `GET /things/%zz HTTP/1.1\r\n${HEAD}\r\n`, 400, 'invalid_url'],
    ['an id without end', `GET /things/${'a'.repeat(101)} HTTP/1.1\r\n${HEAD}\r\n`, 414, 'url_too_long'],
    ['an expectation nobody knows', `GET /things/1 HTTP/1.1\r\n${HEAD}Expect: tea\r\n\r\n`, 417, 'unknown_expectation'],
    ['an unknown route', `GET /nothing HTTP/1.1\r\n${HEAD}\r\n`, 404, 'not_found'],
  ])('%s is answered with a problem', async (_, request, status, code) => {
    const answer = await send(request);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(/\{.*\}/.exec(body)![0])).toMatchObject({
      status,
      code,
      title: expect.not.stringMatching(/^Error$/),
      detail: expect.any(String),
    });
  });

  it('does not wait for a body for ever', () => {
    expect(service.app.getHttpServer()).toMatchObject({
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: 15_000,
      timeout: NO_PROGRESS_MS,
    });
    expect(REQUEST_TIMEOUT_MS).toBeGreaterThan(0);
  });

  it('leaves right requests alone', async () => {
    expect(await (await fetch(`${service.url}/things/${'a'.repeat(100)}`)).json()).toEqual({ id: 'a'.repeat(100) });
  });
});
