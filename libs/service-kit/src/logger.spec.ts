import { Logger } from './logger.js';

const TOKEN = 'inv_8Lk0-secret.~x%41';

describe('Logger', () => {
  const lines: string[] = [];
  const logger = Logger.create('gateway', 'trace', { write: (line: string) => void lines.push(line) });
  beforeEach(() => void lines.splice(0));

  it.each([
    ['a message', () => logger.warn(`GET /api/v1/auth/invitations/${TOKEN} took long`)],
    ['a field', () => logger.debug('request', { req: { url: `/api/v1/auth/invitations/${TOKEN}?x=1` } })],
    ['an error, its stack and its cause', () => logger.error('failed', new Error('a', { cause: new Error(`/auth/invitations/${TOKEN}`) }))],
    ['a page’s address', () => logger.info({ url: `https://chasqui.example/reset-password?token=${TOKEN}` }, 'mailed')],
    ['a key that is a secret', () => logger.debug('given', { token: TOKEN })],
  ])('writes no token of a link in %s', (_, log) => {
    log();
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('8Lk0');
    expect(lines[0]).not.toContain('%41');
    expect(JSON.parse(lines[0]!)).toMatchObject({ service: 'gateway' });
  });

  it('leaves other paths as they are', () => {
    logger.warn('POST /api/v1/auth/invitations/accept, /api/v1/tenants/{id}/invitations/0198c0de');
    expect(JSON.parse(lines[0]!)).toMatchObject({ msg: 'POST /api/v1/auth/invitations/accept, /api/v1/tenants/{id}/invitations/0198c0de' });
  });
});
