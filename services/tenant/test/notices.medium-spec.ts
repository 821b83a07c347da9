import { v7 } from 'uuid';
import { holdPlaced, invoiceDue, quotaWarned, templateChanged, topUpFailed, webhookEndpointDisabled } from '#contracts';
import { eventually } from '#testing';
import { World } from './tenant-world.js';

let world: World;
beforeAll(async () => {
  world = await World.start();
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

describe('the admins of a company', () => {
  it('get one mail each when a webhook endpoint of theirs is switched off, and nobody else does', async () => {
    const [a, b] = [await world.tenant('acme-corp'), await world.tenant('beta-store')];
    await world.member(a, 'owner@acme.example', 'owner');
    await world.member(a, 'admin@acme.example', 'admin');
    await world.member(a, 'agent@acme.example', 'agent');
    await world.member(b, 'owner@beta.example', 'owner');
    const off = {
      endpointId: v7(),
      host: 'crm.example.com',
      reason: 'failing',
      failingSince: new Date(0).toISOString(),
      at: new Date().toISOString(),
    } as const;
    const id = v7();
    for (let times = 0; times < 2; times++) await world.infra.publish(webhookEndpointDisabled, a, off, { id });
    await world.infra.settled('tenant');
    const mails = await eventually(() => {
      const sent = world.mails().filter(({ subject }) => subject === 'A webhook endpoint was switched off');
      expect(sent.map(({ to }) => to).sort()).toEqual(['admin@acme.example', 'owner@acme.example']);
      return sent;
    });
    // Mail programs make links of hosts that somebody chose: it is written so that they do not.
    expect(mails[0]!.text).toContain('crm example com');
    expect(mails[0]!.text).toContain('https://chasqui.example/webhook-endpoints');
    await world.infra.publish(webhookEndpointDisabled, b, { ...off, reason: 'gone' });
    await eventually(() =>
      expect(world.mails().filter(({ to, text }) => to === 'owner@beta.example' && text.includes('410'))).toHaveLength(1),
    );
    expect(world.mails().filter(({ subject }) => subject === 'A webhook endpoint was switched off')).toHaveLength(3);
  });

  it('get one mail of all templates that WhatsApp rejects, pauses or moves at once, in the language of the company, and none of an approval', async () => {
    const tenant = await world.tenant('gamma-cafe', { settings: { language: 'es', timezone: 'America/Lima' } });
    await world.member(tenant, 'owner@gamma.example', 'owner');
    await world.member(tenant, 'admin@gamma.example', 'admin');
    await world.member(tenant, 'viewer@gamma.example', 'viewer');
    const news = (name: string, what: object) => ({
      id: v7(),
      data: { templateId: v7(), wabaId: '102', name, language: 'es_PE', at: new Date().toISOString(), from: null, ...what } as never,
    });
    const events = [
      news('cita_confirmada', { change: 'status', from: 'PENDING', to: 'REJECTED', reason: 'INVALID_FORMAT' }),
      news('pedido_listo', { change: 'status', from: 'APPROVED', to: 'PAUSED' }),
      news('saldo', { change: 'category', from: 'UTILITY', to: 'MARKETING' }),
      // Six in the evening in Lima is the next day in UTC.
      news('turno', { change: 'category_announced', from: 'UTILITY', to: 'MARKETING', effectiveAt: '2031-03-01T23:00:00.000Z' }),
      news('bienvenida', { change: 'status', from: 'PENDING', to: 'APPROVED' }),
      news('vista', { change: 'quality', from: 'GREEN', to: 'RED' }),
    ];
    for (let times = 0; times < 2; times++) {
      for (const { id, data } of events) await world.infra.publish(templateChanged, tenant, data, { id });
    }
    await world.infra.settled('tenant');
    const own = () => world.mails().filter(({ to }) => to.endsWith('@gamma.example'));
    await eventually(() => expect([...new Set(own().map(({ to }) => to))].sort()).toEqual(['admin@gamma.example', 'owner@gamma.example']));
    const said = (name: string): number =>
      own().filter(({ to, text }) => to === 'owner@gamma.example' && text.includes(`${name} (es_PE)`)).length;
    await eventually(() => expect(['cita_confirmada', 'pedido_listo', 'saldo', 'turno'].map(said)).toEqual([1, 1, 1, 1]));
    expect(['bienvenida', 'vista'].map(said)).toEqual([0, 0]);
    const whole = own()
      .filter(({ to }) => to === 'owner@gamma.example')
      .map(({ text }) => text)
      .join('\n');
    expect(whole).toContain('cita_confirmada (es_PE) fue rechazada');
    expect(whole).toContain('Motivo: INVALID_FORMAT');
    expect(whole).toContain('MARKETING (antes: UTILITY)');
    expect(whole).toContain('MARKETING el 1 de marzo de 2031');
    expect(whole).toContain('https://chasqui.example/templates');
  });

  it('get one mail of a number that WhatsApp has stopped, by its name, and nobody else does', async () => {
    const [a, b] = [await world.tenant('delta-shop'), await world.tenant('other-shop')];
    await world.member(a, 'owner@delta.example', 'owner');
    await world.member(a, 'agent@delta.example', 'agent');
    await world.member(b, 'owner@other.example', 'owner');
    const hold = {
      holdId: v7(),
      scope: 'template',
      wabaId: '102',
      template: 'spring_sale',
      kind: 'stop',
      code: '132016',
      title: 'Template disabled',
      at: new Date().toISOString(),
    } as const;
    const id = v7();
    for (let times = 0; times < 2; times++) await world.infra.publish(holdPlaced, a, hold, { id });
    const token = {
      holdId: v7(),
      scope: 'app',
      kind: 'auth',
      code: '190',
      title: 'Access token invalid',
      at: new Date().toISOString(),
    } as const;
    await world.infra.publish(holdPlaced, a, token);
    await world.infra.settled('tenant');
    const sent = await eventually(() => {
      const mails = world.mails().filter(({ subject }) => subject === 'WhatsApp has stopped your messages');
      expect(mails.map(({ to }) => to)).toEqual(['owner@delta.example', 'owner@delta.example']);
      return mails.map(({ text }) => text).sort();
    });
    expect(sent[0]).toContain('All numbers of your company');
    expect(sent[0]).toContain('Access token invalid (190)');
    expect(sent[0]).toContain('https://chasqui.example/outlets');
    expect(sent[1]).toContain('"spring_sale"');
    expect(sent[1]).toContain('https://chasqui.example/holds');
  });

  it('get one mail of all limits that are near or met at once, of each the highest level, with what to do', async () => {
    const tenant = await world.tenant('limits-cafe', { settings: { language: 'es' } });
    await world.member(tenant, 'owner@limits-cafe.example', 'owner');
    await world.member(tenant, 'admin@limits-cafe.example', 'admin');
    await world.member(tenant, 'agent@limits-cafe.example', 'agent');
    const at = new Date().toISOString();
    const period = { from: '2026-11-01', to: '2026-11-30' };
    const warnings = [
      { meter: 'messages', level: 80, limit: 1_000, used: 800, stopped: false },
      { meter: 'messages', level: 100, limit: 1_000, used: 1_004, stopped: false },
      { meter: 'outlets', level: 100, limit: 2, used: 2, stopped: true },
      { meter: 'users', level: 80, limit: 10, used: 8, stopped: false },
    ] as const;
    const events = warnings.map((data) => ({ id: v7(), data: { ...data, period, at } }));
    for (let times = 0; times < 2; times++) {
      for (const { id, data } of events) await world.infra.publish(quotaWarned, tenant, data, { id });
    }
    await world.infra.settled('tenant');
    const own = () => world.mails().filter(({ to }) => to.endsWith('@limits-cafe.example'));
    const whole = (): string =>
      own()
        .filter(({ to }) => to === 'owner@limits-cafe.example')
        .map(({ text }) => text)
        .join('\n');
    await eventually(() => {
      expect(whole()).toContain('Mensajes de este mes: 1004 de 1000 (100 %).');
      expect(whole()).toContain('Números de WhatsApp: 2 de 2 (100 %).');
      expect(whole()).toContain('Personas e invitaciones abiertas: 8 de 10 (80 %).');
    });
    expect(whole()).toContain('se paga con su depósito');
    expect(whole()).toContain('https://chasqui.example/plan');
    expect(whole().split('Números de WhatsApp')).toHaveLength(2);
    await eventually(() =>
      expect([...new Set(own().map(({ to }) => to))].sort()).toEqual(['admin@limits-cafe.example', 'owner@limits-cafe.example']),
    );
  });

  it('get one mail of a deposit that could not be filled up, with the reason and whether it is tried again', async () => {
    const tenant = await world.tenant('top-up-cafe');
    await world.member(tenant, 'owner@top-up.example', 'owner');
    await world.member(tenant, 'agent@top-up.example', 'agent');
    const failure = { amount: { amountMinor: 2_050, currency: 'USD' }, reason: 'Your card was declined.', at: new Date().toISOString() };
    const id = v7();
    for (let times = 0; times < 2; times++) {
      await world.infra.publish(topUpFailed, tenant, { ...failure, failures: 2, isOff: false }, { id });
    }
    await world.infra.publish(topUpFailed, tenant, { ...failure, failures: 3, isOff: true });
    const sent = await eventually(() => {
      const mails = world.mails().filter(({ subject }) => subject === 'Your deposit could not be topped up');
      expect(mails.map(({ to }) => to)).toEqual(['owner@top-up.example', 'owner@top-up.example']);
      return mails.map(({ text }) => text).sort((a, b) => Number(a.includes('off now')) - Number(b.includes('off now')));
    });
    expect(sent[0]).toContain('20.50 USD');
    expect(sent[0]).toContain('Your card was declined');
    expect(sent[0]).toContain('We try again in some hours');
    expect(sent[1]).toContain('the automatic top-up is off now');
    expect(sent[1]).toContain('https://chasqui.example/deposit');
  });

  it('get one mail of an invoice that is to be paid, and of one for which the company is suspended', async () => {
    const tenant = await world.tenant('invoice-cafe');
    await world.member(tenant, 'owner@invoice.example', 'owner');
    await world.member(tenant, 'agent@invoice.example', 'agent');
    const id = v7();
    for (let times = 0; times < 2; times++)
      await world.infra.publish(invoiceDue, tenant, { ...invoiceDue.example, what: 'issued' }, { id });
    await world.infra.publish(invoiceDue, tenant, { ...invoiceDue.example, what: 'suspended' });
    await eventually(() => {
      const mails = world.mails().filter(({ text }) => text.includes('INV-2026-000123'));
      expect(mails.map(({ to }) => to)).toEqual(['owner@invoice.example', 'owner@invoice.example']);
      expect(mails.map(({ subject }) => subject).sort()).toEqual(['Invoice INV-2026-000123', 'Invoice INV-2026-000123 was not paid']);
      for (const { text } of mails) expect(text).toContain('19.00 USD');
    });
  });
});
