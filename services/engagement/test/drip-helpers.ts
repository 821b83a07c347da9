import { TEMPLATE, type Asked, type CampaignWorld, type Json } from './campaign-world.js';

export const MESSAGE = { templateId: TEMPLATE, parameters: {} };

/** What specs do with drips. */
export const dripsIn = (world: CampaignWorld) => ({
  /** A drip that runs, with a step for each delay. */
  async drip(
    outlet: { tenantId: string; id: string },
    delays: readonly object[],
    over: object = {},
  ): Promise<{ id: string; steps: string[] }> {
    const { tenantId } = outlet;
    const { body, status } = await world.call('POST', '/campaigns', tenantId, {
      name: 'Welcome',
      type: 'drip',
      outletId: outlet.id,
      ...over,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    const steps: string[] = [];
    for (const [index, delay] of delays.entries()) {
      const step = { stepNumber: index + 1, delay, message: MESSAGE };
      const made = await world.call('POST', `/campaigns/${body.id}/steps`, tenantId, 'condition' in delay ? { ...step, ...delay } : step);
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      steps.push(made.body.id);
    }
    await world.act(tenantId, body.id, 'start');
    return { id: body.id, steps };
  },

  enroll: (tenantId: string, contactId: string, id: string) => world.call('POST', `/contacts/${contactId}/campaign/${id}/enroll`, tenantId),

  progress: async (tenantId: string, contactId: string, id: string): Promise<Json> =>
    (await world.call('GET', `/contacts/${contactId}/campaigns/${id}/progress`, tenantId)).body,

  askedFor: async (tenantId: string): Promise<Asked[]> =>
    (await world.asked(tenantId)).filter(({ reference }) => reference.startsWith('drip:')),
});
