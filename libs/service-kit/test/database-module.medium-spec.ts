import { jest } from '@jest/globals';
import { Logger, Module } from '@nestjs/common';
import { z } from 'zod';
import { TenantDatabase } from '#database';
import { databaseEnv, DatabaseModule, defineService, type RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';

@Module({ imports: [DatabaseModule] })
class EmptyModule {}
const service = defineService({ name: 'billing', summary: 'test', config: z.object(databaseEnv), module: EmptyModule });

describe('the database of a service', () => {
  let infra: Infrastructure;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [{ schema: 'billing', migrations: [] }] });
  }, 60_000);
  afterAll(async () => infra?.stop(), 30_000);

  const readiness = async ({ url }: RunningService): Promise<number> => (await fetch(`${url}/health/ready`)).status;
  const connections = async (): Promise<unknown[]> =>
    infra.rows(`select application_name from pg_stat_activity where application_name like 'billing:%'`);

  it('is opened when Postgres is there, and closed with the service, whose other parts see no error', async () => {
    const errors = jest.spyOn(Logger, 'error');
    await infra.killPostgres();
    const running = await startService(infra, service);
    try {
      expect(await readiness(running)).toBe(503);
      await infra.startPostgres();
      await eventually(async () => expect(await readiness(running)).toBe(200));
      await running.app.get(TenantDatabase).forSystem((tx) => tx.query('select 1'));
      expect(await connections()).toEqual(
        expect.arrayContaining([{ application_name: 'billing:tenant' }, { application_name: 'billing:system' }]),
      );
    } finally {
      await running.close();
    }
    await eventually(async () => expect(await connections()).toEqual([]));
    expect(errors.mock.calls).toEqual([]);
    errors.mockRestore();
  }, 60_000);
});
