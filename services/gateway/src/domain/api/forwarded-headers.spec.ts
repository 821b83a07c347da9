import { answeredHeaders, forwardedHeaders } from './forwarded-headers.js';

const about = { requestId: 'request-1', clientAddress: '203.0.113.7' };

describe('forwardedHeaders', () => {
  it('strips what belongs to the hop, the credentials, and whatever claims to come from the gateway', () => {
    const headers = forwardedHeaders(
      {
        host: 'api.example.com',
        connection: 'keep-alive, X-Hop',
        'x-hop': '1',
        'keep-alive': 'timeout=5',
        'transfer-encoding': 'chunked',
        te: 'trailers',
        upgrade: 'h2c',
        expect: '100-continue',
        'content-length': '10',
        authorization: 'Bearer secret',
        'x-api-key': 'ck_live_x',
        'x-chasqui-identity': 'forged',
        'x-chasqui-anything': 'forged',
        'x-request-id': 'theirs',
        'x-trace-id': 'theirs',
        'x-forwarded-for': '10.0.0.1',
        'content-type': 'application/json',
        'idempotency-key': 'k1',
        accept: undefined,
      },
      about,
    );
    expect(headers).toEqual({
      'content-type': 'application/json',
      'idempotency-key': 'k1',
      'x-request-id': 'request-1',
      'x-trace-id': 'request-1',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-host': 'api.example.com',
    });
  });

  it('gives back the answer without what belongs to the hop', () => {
    expect(
      answeredHeaders({ 'content-type': 'text/csv', connection: 'close', 'keep-alive': 'timeout=72', 'set-cookie': ['a', 'b'] }),
    ).toEqual({
      'content-type': 'text/csv',
      'set-cookie': ['a', 'b'],
    });
  });
});
