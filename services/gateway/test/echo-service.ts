import { IDENTITY_HEADER } from '#service-kit';
import type { AddressInfo } from 'node:net';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Of a large body only the length is given back: to write all of it takes longer than the gateway of the specs waits. */
const MOST_GIVEN_BACK = 1024 * 1024;

/** A stand-in for services: answers with what it was asked. */
export function startEcho(): Promise<{ server: Server; url: string; streams: ServerResponse[]; closed: () => number }> {
  const streams: ServerResponse[] = [];
  let closed = 0;
  const server = createServer((request: IncomingMessage, response) => {
    const path = request.url!.split('?')[0]!;
    if (path === '/health/ready') return void response.end(JSON.stringify({ status: 'ok', checks: { postgres: 'ok' } }));
    if (path.startsWith('/media/')) {
      const file = {
        'content-type': 'image/png',
        'x-frame-options': 'SAMEORIGIN',
        'content-range': `bytes 0-3/4 ${request.headers.range}`,
      };
      const isAnonymous = !request.headers.authorization && !request.headers[IDENTITY_HEADER];
      return void response.writeHead(isAnonymous ? 206 : 500, file).end(request.method === 'HEAD' ? undefined : path);
    }
    if (path.endsWith('/early'))
      return void response.writeHead(413, { 'content-type': 'application/problem+json' }).end('{"code":"too_large"}');
    if (path.endsWith('/slow')) return void request.on('close', () => closed++);
    if (path.endsWith('/broken')) return void request.socket.destroy();
    if (path.endsWith('/stream')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('first');
      return void streams.push(response);
    }
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MOST_GIVEN_BACK) chunks.push(chunk);
    });
    request.on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json', 'x-own': 'yes', [IDENTITY_HEADER]: 'leak' });
      const body = Buffer.concat(chunks).toString('base64');
      response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body, length }));
    });
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, streams, closed: () => closed }),
    ),
  );
}

export interface Echo {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** In base64; of a large one the beginning. */
  body: string;
  /** Of the body, in bytes. */
  length: number;
}
