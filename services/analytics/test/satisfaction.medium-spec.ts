import { v7 } from 'uuid';
import { surveyChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { asMember, dayBefore, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';

const [DAY_BEFORE, DAY] = [dayBefore(3), dayBefore(2)];
const ANA = v7();

describe('the figures of the survey after closing', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [migrations] });
    await infra.nats();
    running = await startService(infra, service);
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  const [tenantId, outletId, otherOutlet] = [v7(), v7(), v7()];
  const figures = async (query = '', tenant = tenantId): Promise<any> => {
    const path = `/api/v1/analytics/satisfaction?from=${DAY_BEFORE}&to=${DAY}${query}`;
    return (await fetch(`${running.url}${path}`, { headers: asMember(infra, tenant, 'viewer') })).json();
  };
  const survey = (day: string, more: { agentId?: string; outletId?: string } = {}) => ({
    surveyId: v7(),
    conversationId: v7(),
    outletId,
    askedAt: `${day}T10:00:00.000Z`,
    ...more,
  });

  it('add up, by person and by day, whatever comes twice or in the wrong order', async () => {
    const [one, two, three, four] = [
      survey(DAY_BEFORE, { agentId: ANA }),
      survey(DAY, { agentId: ANA }),
      survey(DAY),
      survey(DAY, { outletId: otherOutlet }),
    ];
    const events: [Parameters<typeof infra.publish<typeof surveyChanged>>[2], string][] = [
      // The answer comes before the question.
      [{ ...one, rating: 5 }, v7()],
      [one, v7()],
      [two, v7()],
      [{ ...two, rating: 2 }, v7()],
      [three, v7()],
      [four, v7()],
      [{ ...four, rating: 4 }, v7()],
    ];
    for (const [data, id] of [...events, events[0]!, events[3]!]) await infra.publish(surveyChanged, tenantId, data, { id });
    const all = await eventually(async () => {
      const found = await figures();
      expect(found).toMatchObject({ asked: 4, answered: 3 });
      return found;
    });
    expect(all).toMatchObject({ from: DAY_BEFORE, to: DAY, responseRate: 0.75, average: 11 / 3, positiveShare: 2 / 3 });
    expect(all.byAgent).toMatchObject([
      { agentId: ANA, asked: 2, answered: 2, average: 3.5 },
      { agentId: null, asked: 2, answered: 1, average: 4 },
    ]);
    expect(all.byDay).toMatchObject([
      { date: DAY_BEFORE, asked: 1, answered: 1, average: 5 },
      { date: DAY, asked: 3, answered: 2, average: 3 },
    ]);
    expect(await figures(`&outletId=${otherOutlet}`)).toMatchObject({ asked: 1, answered: 1, average: 4 });
    // In the evening of the day before, on the clocks of Hawaii, nobody was asked; ten o'clock UTC is midnight there.
    expect((await figures('&timeZone=Pacific/Honolulu')).byDay.map(({ date }: { date: string }) => date)).toEqual([DAY_BEFORE, DAY]);
    expect(await figures('', v7())).toMatchObject({ asked: 0, answered: 0, average: null, byAgent: [], byDay: [] });
  });
});
