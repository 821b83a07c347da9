import { groupName, groupOf, isForGroups, type Participant } from './group.js';

const person = (name: string, isMember = true): Participant => ({ contactId: name, name, phone: null, isMember });

describe('a group', () => {
  it('is where a message says so', () => {
    expect(groupOf({ group_id: 'Y2FwaV9ncm91cDo3', from: '5' })).toBe('Y2FwaV9ncm91cDo3');
    expect(groupOf({ group_id: 120_363 })).toBe('120363');
    for (const raw of [{ from: '5' }, { group_id: '' }, { group_id: null }, null, undefined]) expect(groupOf(raw)).toBeUndefined();
  });
  it('is called by its name, else by who is in it', () => {
    expect(groupName({ id: 'g', name: 'Choir', participants: [person('Ana')] })).toBe('Choir');
    expect(groupName({ id: 'g', name: null, participants: [person('Ana'), person('Bo'), person('Gone', false)] })).toBe('Ana, Bo');
    expect(groupName({ id: 'g', name: null, participants: ['A', 'B', 'C', 'D'].map((name) => person(name)) })).toBe('A, B, C, …');
    expect(groupName({ id: 'g', name: null, participants: [person('Gone', false)] })).toBe('Gone');
  });
  it('takes what Meta lists, and nothing else', () => {
    expect(['text', 'image', 'video', 'document', 'template'].filter(isForGroups)).toHaveLength(5);
    expect(['interactive', 'location', 'contacts', 'reaction'].filter(isForGroups)).toEqual([]);
  });
});
