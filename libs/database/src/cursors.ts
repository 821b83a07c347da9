const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** SQL for ids behind a cursor that may be null. An index can start from it, as it cannot from `$1 is null or ...`. */
export const idAfter = (column: string, parameter: string): string => `${column} > coalesce(${parameter}::uuid, '${FIRST}')`;

/** The same for lists that run backwards. */
export const idBefore = (column: string, parameter: string): string => `${column} < coalesce(${parameter}::uuid, '${LAST}')`;
