import { lazy } from 'react';

/** {@link ../components/plan-way!PlanWay}, loaded where a limit is met: few ever see it. */
export const PlanWay = lazy(() => import('../components/plan-way').then((file) => ({ default: file.PlanWay })));
