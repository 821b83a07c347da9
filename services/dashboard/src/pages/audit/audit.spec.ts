import { changesOf } from './audit-changes';
import { auditFilter, NO_FILTER } from './audit-filter';

describe('the audit filter', () => {
  it('asks for nothing where nothing was typed', () => {
    expect(auditFilter({ ...NO_FILTER, actor: '  ' })).toEqual({});
  });

  it('covers both days whole', () => {
    const { from = '', to = '' } = auditFilter({ ...NO_FILTER, from: '2026-11-20', to: '2026-11-20' });
    expect(new Date(from)).toEqual(new Date(2026, 10, 20));
    expect(new Date(to)).toEqual(new Date(2026, 10, 21));
  });
});

describe('the changes of an entry', () => {
  it('are the fields that differ, by name', () => {
    expect(changesOf({ name: 'Store', status: 'active', old: 1 }, { name: 'Main store', status: 'active', fresh: [1] })).toEqual([
      { field: 'fresh', before: undefined, after: [1] },
      { field: 'name', before: 'Store', after: 'Main store' },
      { field: 'old', before: 1, after: undefined },
    ]);
  });

  it('are all fields of what was made', () => {
    expect(changesOf(null, { name: 'Store' })).toEqual([{ field: 'name', before: undefined, after: 'Store' }]);
  });
});
