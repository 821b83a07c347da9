const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/*
 * An index starts from these, as it does not from `$1 is null or ...`, and not from `coalesce($1, ...)` either: Postgres cannot tell whether
 * COALESCE gives away what it was asked, so that under row-level security it is looked at after the rows are read.
 */
const given = (parameter: string, type: string, otherwise: string): string =>
  `case when ${parameter}::${type} is null then ${otherwise} else ${parameter} end`;

/** SQL for ids behind a cursor that may be null. */
export const idAfter = (column: string, parameter: string): string => `${column} > ${given(parameter, 'uuid', `'${FIRST}'`)}`;

/** The same for lists that run backwards. */
export const idBefore = (column: string, parameter: string): string => `${column} < ${given(parameter, 'uuid', `'${LAST}'`)}`;

/** The same for lists of numbers that run backwards. */
export const numberBefore = (column: string, parameter: string): string => `${column} < ${given(parameter, 'integer', '2147483647')}`;
