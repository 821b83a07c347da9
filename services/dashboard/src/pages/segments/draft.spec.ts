import { fromExpression, newCondition, newGroup, toExpression, withField } from './draft';

describe('a segment while it is being edited', () => {
  it.each([
    { all: [{ field: 'tags', op: 'contains', value: 'vip' }] },
    {
      any: [
        { field: 'attributes.orders', op: 'gt', value: 3 },
        { not: [{ field: 'attributes.city', op: 'in', value: ['Lima', 'Cusco'] }] },
      ],
    },
    {
      all: [
        { field: 'lastSeenAt', op: 'within', value: 30 },
        { field: 'language', op: 'exists', value: false },
      ],
    },
  ])('comes back as it was: %#', (expression) => expect(toExpression(fromExpression(expression))).toEqual(expression));

  it('is nothing yet while a value is missing', () => {
    expect(toExpression(newGroup())).toBeUndefined();
    expect(toExpression({ ...newCondition(), field: 'attributes', value: 'x', op: 'eq' })).toBeUndefined();
  });

  it('keeps an operator only where the field has it', () => {
    expect(withField({ ...newCondition(), op: 'contains', value: 'vip' }, 'lastSeenAt')).toMatchObject({ op: 'within', value: '' });
    expect(withField(newCondition(), 'consent.marketing')).toMatchObject({ op: 'eq', value: 'granted' });
  });
});
