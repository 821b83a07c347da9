import { readConfig } from './config.js';

describe('the launcher reads its environment', () => {
  it('has the documented defaults, and an empty variable counts as not set', () => {
    const expected = {
      port: 3000,
      simulatorPort: 3900,
      separate: false,
      dataDir: '/project/.data',
      databaseUrl: undefined,
      natsUrl: undefined,
      graphUrl: undefined,
      logLevel: 'warn',
    };
    expect(readConfig({}, '/project')).toEqual(expected);
    expect(readConfig({ PORT: '', DATA_DIR: '', DATABASE_URL: '', NATS_URL: '', SIMULATOR: '' }, '/project')).toEqual(expected);
  });

  it('takes any free port for 0 and leaves the simulator out on request', () => {
    expect(readConfig({ PORT: '0', SIMULATOR_PORT: '0' }, '/')).toMatchObject({ port: 0, simulatorPort: 0 });
    expect(readConfig({ SIMULATOR: 'off', PORT: '3900' }, '/')).toMatchObject({ port: 3900, simulatorPort: undefined });
  });

  it('takes NATS addresses with and without a scheme', () => {
    expect(readConfig({ NATS_URL: 'localhost:4222' }, '/').natsUrl).toBe('nats://localhost:4222');
    expect(readConfig({ NATS_URL: 'tls://nats.example:4222' }, '/').natsUrl).toBe('tls://nats.example:4222');
  });

  it.each([
    [{ PORT: '70000' }, /PORT/],
    [{ PORT: '3000x' }, /PORT/],
    [{ SIMULATOR_PORT: '-1' }, /SIMULATOR_PORT/],
    [{ SERVICES: 'apart' }, /SERVICES/],
    [{ SIMULATOR: 'no' }, /SIMULATOR/],
    [{ DATABASE_URL: 'mysql://localhost/x' }, /DATABASE_URL.*postgres:/],
    [{ DATABASE_URL: 'localhost' }, /DATABASE_URL/],
    [{ WHATSAPP_GRAPH_URL: 'graph.facebook.com' }, /WHATSAPP_GRAPH_URL/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
    [{ PORT: '3900' }, /SIMULATOR_PORT are both 3900/],
  ])('refuses %j, naming the variable', (env, message) => {
    expect(() => readConfig(env, '/')).toThrow(
      expect.objectContaining({ code: 'invalid_environment', message: expect.stringMatching(message) }),
    );
  });
});
