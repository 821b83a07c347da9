import { dyingAt } from '#testing';
import { AdvanceCampaignsHandler } from '../src/handlers/campaigns/advance-campaigns.handler.js';
import { CampaignWorld, contactOf } from './campaign-world.js';

const world = new CampaignWorld();

beforeAll(() => world.start(), 90_000);
afterAll(() => world.stop(), 30_000);

describe('a campaign whose process dies', () => {
  it('at any statement, and is started again, asks for each contact once and counts each once', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    // Two pages of the audience.
    const contacts = await world.contacts(tenantId, 620);
    const id = await world.campaign(outlet, contacts, { holdOutPercent: 10, dailyCap: 3 });
    const advance = world.get(AdvanceCampaignsHandler);
    const execute = advance.execute.bind(advance);
    // The service's own loop would do the work before it dies often enough.
    advance.execute = async () => 0;
    await world.infra.rows(
      `update engagement.campaigns set state = 'running', started_at = now(), due_at = now(), frozen = jsonb_build_object('audience', audience,
         'expression', null, 'message', message, 'settings', settings, 'schedule', null, 'quality', 'GREEN', 'startedBy', 'x') where id = $1`,
      [id],
    );
    let deaths = 0;
    for (let statement = 0; ; statement++) {
      const died = await dyingAt('chasqui_engagement', statement, () => execute());
      if (died) deaths++;
      const [totals] = await world.infra.rows<Record<string, number> & { rows: Record<string, number> }>(
        `select t.*, (select coalesce(jsonb_object_agg(state, count), '{}') from (
             select state, count(*) from engagement.recipients where campaign_id = $1 group by state) s) as rows
         from engagement.campaign_totals t where campaign_id = $1`,
        [id],
      );
      const { rows } = totals!;
      expect(totals).toMatchObject({ queued: rows.queued ?? 0, held_out: rows.heldOut ?? 0, skipped: rows.skipped ?? 0 });
      expect(totals!.audience).toBe(Object.values(rows).reduce((all, one) => all + one, 0));
      if (!died && totals!.audience === 620 && totals!.in_flight === totals!.queued) break;
      world.forward(1_000);
    }
    expect(deaths).toBeGreaterThan(5);
    const asked = (await world.asked(tenantId)).map(contactOf);
    const [totals] = await world.infra.rows<Record<string, number>>('select * from engagement.campaign_totals where campaign_id = $1', [
      id,
    ]);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toHaveLength(620 - totals!.held_out!);
    expect(totals).toMatchObject({ audience: 620, queued: asked.length, in_flight: asked.length });
  }, 120_000);
});
