import { isOfGroups, readGroupChanges } from './group-change.js';

const RECEIVED = '2026-11-20T09:00:00.000Z';
const read = (...groups: object[]) => readGroupChanges({ value: { messaging_product: 'whatsapp', groups } }, RECEIVED);

describe('what WhatsApp reports of groups', () => {
  it('says who came, with ids as text or as numbers, and what a new group is called', () => {
    const added = [
      { input: 16505551234, wa_id: 16505551234 },
      { input: '+55 11 98888-7777', wa_id: '551188887777' },
    ];
    expect(read({ timestamp: '1750269342', group_id: 'g1', type: 'group_create', subject: ' Choir ', added_participants: added })).toEqual([
      {
        groupId: 'g1',
        at: '2025-06-18T17:55:42.000Z',
        name: 'Choir',
        joined: [expect.objectContaining({ phone: '16505551234' }), expect.objectContaining({ phone: '551188887777' })],
        left: [],
        isDeleted: false,
      },
    ]);
  });
  it('says who went, and that a group is gone', () => {
    expect(read({ group_id: 'g1', timestamp: 1750269342000, removed_participants: [{ wa_id: '49' }] })).toMatchObject([
      { at: '2025-06-18T17:55:42.000Z', joined: [], left: [{ phone: '49' }], isDeleted: false },
    ]);
    expect(read({ group_id: 'g1', type: 'group_delete' })).toMatchObject([{ at: RECEIVED, isDeleted: true }]);
  });
  it('takes a new name only where it was made', () => {
    expect(read({ group_id: 'g', group_subject: { text: 'Choir', update_successful: true } })).toMatchObject([{ name: 'Choir' }]);
    expect(read({ group_id: 'g', group_subject: { text: 'Choir', update_successful: false } })[0]).not.toHaveProperty('name');
  });
  it('says nothing where it failed, or cannot be read', () => {
    expect(read({ group_id: 'g', subject: 'Choir', errors: [{ code: 131000 }] })).toEqual([]);
    expect(read({ subject: 'Choir' })).toEqual([]);
    for (const value of [null, 'x', [], {}, { groups: 'x' }, { groups: [null, 3] }])
      expect(readGroupChanges({ value }, RECEIVED)).toEqual([]);
    expect(read({ group_id: 'g', added_participants: [{ wa_id: '' }, {}, null], timestamp: 'soon' })).toMatchObject([
      { at: RECEIVED, joined: [] },
    ]);
  });
  it('comes in fields of its own', () => {
    expect(isOfGroups({ field: 'group_settings_update' })).toBe(true);
    expect(isOfGroups({ field: 'smb_message_echoes' })).toBe(false);
  });
});
