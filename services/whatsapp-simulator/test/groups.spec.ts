import { CUSTOMER, DAY_MS, until, useSimulator } from './simulator-world.js';

const OTHER = '5215512345678';

describe('a group in the simulator', () => {
  const { receiver, call, asCustomer, send, thread, start, stop } = useSimulator();

  const make = async (more: object = {}): Promise<any> => {
    for (const [contact, name] of [
      [CUSTOMER, 'Ana'],
      [OTHER, 'Beto'],
    ]) {
      await call('PUT', '/simulator/contacts', { phoneNumberId: '100', contact, name });
    }
    const { body } = await call('PUT', '/simulator/groups', {
      phoneNumberId: '100',
      subject: 'Trip',
      members: [`+${CUSTOMER}`, OTHER],
      ...more,
    });
    return body;
  };
  const toGroup = (to: string, body: object) => send({ recipient_type: 'group', to, ...body });
  const text = (body: string) => ({ type: 'text', text: { body } });
  const ofGroup = async (id: string) => (await call('GET', `/simulator/messages?phoneNumberId=100&contact=${id}`)).body.items;
  const reports = (): any[] => receiver.values().flatMap((value) => value.groups ?? []);

  it('is told to the business when it is made, renamed, joined and left', async () => {
    const group = await make();
    expect(group).toMatchObject({ subject: 'Trip', members: [{ name: 'Ana' }, { name: 'Beto' }] });
    await call('PUT', '/simulator/groups', { phoneNumberId: '100', id: group.id, subject: 'Big trip', members: [OTHER] });
    await call('PUT', '/simulator/groups', { phoneNumberId: '100', id: group.id, members: [OTHER, CUSTOMER] });
    await until('four reports', () => reports().length === 4);
    const byType = new Map(reports().map((report) => [report.type, report]));
    expect(reports().every((report) => report.group_id === group.id && /^\d+$/.test(report.timestamp))).toBe(true);
    expect(byType.get('group_create')).toMatchObject({ subject: 'Trip', added_participants: [{ wa_id: CUSTOMER }, { wa_id: OTHER }] });
    expect(byType.get('group_settings_update')).toMatchObject({ group_subject: { text: 'Big trip', update_successful: true } });
    expect(byType.get('group_participants_remove')).toMatchObject({ removed_participants: [{ wa_id: CUSTOMER }] });
    expect(byType.get('group_participants_add')).toMatchObject({ added_participants: [{ wa_id: CUSTOMER }] });
    expect(receiver.values()[0].metadata.phone_number_id).toBe('100');
  });

  it('takes messages of its members, in a thread of its own, and of nobody else', async () => {
    const group = await make();
    receiver.clear();
    expect((await asCustomer('Who drives?', { groupId: group.id })).status).toBe(201);
    await asCustomer('I do', { groupId: group.id, from: OTHER });
    const refused = await asCustomer('Me too', { groupId: group.id, from: '4930123456' });
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'groupId']);
    await until('both', () => receiver.messages().length === 2);
    expect(
      receiver
        .messages()
        .map(({ from, group_id }) => [from, group_id])
        .sort(),
    ).toEqual([
      [CUSTOMER, group.id],
      [OTHER, group.id],
    ]);
    expect((await ofGroup(group.id)).map((item: any) => [item.sender.name, item.text])).toEqual([
      ['Ana', 'Who drives?'],
      ['Beto', 'I do'],
    ]);
    expect(await thread()).toEqual([]);
  });

  it('is sent to, with statuses of the message and of each participant', async () => {
    const group = await make();
    await asCustomer('Who drives?', { groupId: group.id });
    receiver.clear();
    const { status, body } = await toGroup(group.id, { ...text('We do'), biz_opaque_callback_data: 'ours' });
    expect([status, body.contacts]).toEqual([200, [{ input: group.id, wa_id: group.id }]]);
    await until('delivered to both', () => receiver.statuses().length === 3);
    expect((await call('POST', '/simulator/read', { phoneNumberId: '100', contact: OTHER, groupId: group.id })).body).toEqual({ read: 1 });
    expect((await call('POST', '/simulator/read', { phoneNumberId: '100', contact: OTHER, groupId: group.id })).body).toEqual({ read: 0 });
    await until('read by one', () => receiver.statuses().length === 4);
    const told = receiver.statuses().map((each) => [each.status, each.recipient_participant_id]);
    expect(told.sort()).toEqual([
      ['delivered', CUSTOMER],
      ['delivered', OTHER],
      ['read', OTHER],
      ['sent', undefined],
    ]);
    for (const each of receiver.statuses()) {
      expect(each).toMatchObject({
        id: body.messages[0].id,
        recipient_id: group.id,
        recipient_type: 'group',
        biz_opaque_callback_data: 'ours',
      });
    }
    const last = async () => (await ofGroup(group.id)).at(-1);
    // Two ticks until everybody has read it.
    expect(await last()).toMatchObject({ text: 'We do', status: 'delivered' });
    await call('POST', '/simulator/read', { phoneNumberId: '100', contact: CUSTOMER, groupId: group.id });
    expect(await last()).toMatchObject({ status: 'read' });
    expect(await thread()).toEqual([]);
  });

  it('has one window, that any member opens, and takes no other types than Meta lists', async () => {
    const group = await make();
    expect((await toGroup(group.id, { type: 'location', location: { latitude: 1, longitude: 2 } })).body.error.code).toBe(100);
    expect((await toGroup('nobody', text('hi'))).body.error.code).toBe(131009);
    await asCustomer('hello', { groupId: group.id, from: OTHER });
    await call('POST', '/simulator/clock', { advanceMs: DAY_MS });
    receiver.clear();
    await toGroup(group.id, text('too late'));
    const failed = await until('the failure', () => receiver.statuses().find((each) => each.status === 'failed'));
    expect(failed).toMatchObject({ recipient_id: group.id, errors: [{ code: 131047 }] });
    expect(failed).not.toHaveProperty('recipient_participant_id');
  });

  it('is there again after a restart, with what was said and read', async () => {
    const group = await make();
    await asCustomer('Who drives?', { groupId: group.id });
    await toGroup(group.id, text('We do'));
    await until('delivered to both', () => receiver.statuses().length === 3);
    const before = await ofGroup(group.id);
    await stop();
    await start();
    expect(await ofGroup(group.id)).toEqual(before);
    const { items } = (await call('GET', '/simulator/groups?phoneNumberId=100')).body;
    expect(items).toMatchObject([{ id: group.id, subject: 'Trip', members: [{ name: 'Ana' }, { name: 'Beto' }] }]);
  });

  it('has at most eight customers that this number knows', async () => {
    const refused = await call('PUT', '/simulator/groups', { phoneNumberId: '100', subject: 'Trip', members: ['4930123456'] });
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, 'members']);
    expect((await call('PUT', '/simulator/groups', { phoneNumberId: '100', id: 'nobody' })).status).toBe(404);
  });
});
