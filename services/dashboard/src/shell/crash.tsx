import { useRouteError } from 'react-router';
import { ProblemNote } from '../components/problem-note';

/** Where a page itself failed: a part of it that did not load, or a fault of ours. */
export function Crash() {
  const error = useRouteError();
  return (
    <div className="mx-auto max-w-xl p-6">
      <ProblemNote problem={error} retry={() => location.reload()} />
    </div>
  );
}
