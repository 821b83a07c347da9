import { lazy, Suspense, useEffect, useState } from 'react';
import { Navigate, Outlet, useLocation, useSearchParams } from 'react-router';
import { useQueryClient } from '@tanstack/react-query';
import { ProblemNote } from '../components/problem-note';
import { forgetChoice, SignedProvider, useMe, useSession, useSigned } from '../session/session-context';
import { Splash } from './splash';
import { useResume } from './use-resume';

/** Of rare use, so a file of its own. */
const TwoFactorNeededPage = lazy(() => import('../pages/two-factor/needed').then((file) => ({ default: file.TwoFactorNeededPage })));

/** Only a path of ours: what stands in the address bar may be anybody's. */
const inside = (path: string | null): string => (path?.startsWith('/') && !path.startsWith('//') && !path.includes('\\') ? path : '/');

/** For those who are not signed in yet. */
export function VisitorArea() {
  const state = useSession();
  const [parameters] = useSearchParams();
  const problem = useResume();
  if (problem) return <Unreachable problem={problem.error} retry={problem.retry} />;
  if (state.status === 'starting') return <Splash />;
  if (state.status === 'signed-in') return <Navigate to={inside(parameters.get('to'))} replace />;
  return <Outlet />;
}

/** For those who are. */
export function SignedArea() {
  const state = useSession();
  const queries = useQueryClient();
  const { pathname, search } = useLocation();
  const problem = useResume();
  const out = state.status === 'signed-out';
  useEffect(() => {
    // The next person at this screen sees nothing of the last one.
    if (!out) return;
    queries.clear();
    forgetChoice();
  }, [out, queries]);
  if (problem) return <Unreachable problem={problem.error} retry={problem.retry} />;
  if (state.status === 'starting') return <Splash />;
  if (out) {
    const came = pathname + search;
    const to = state.reason !== 'signed-out' && came !== '/' ? `?to=${encodeURIComponent(came)}` : '';
    return <Navigate to={`/sign-in${to}`} replace />;
  }
  return <Signed />;
}

function Signed() {
  const me = useMe();
  if (me.data) {
    return (
      <SignedProvider me={me.data}>
        <Inside />
      </SignedProvider>
    );
  }
  return me.isError ? <Unreachable problem={me.error} retry={() => me.refetch()} /> : <Splash />;
}

/** The pages, or first the second factor that the company asks for. Its recovery codes stay until they are kept, whatever is read meanwhile. */
function Inside() {
  const { needsTwoFactor } = useSigned();
  const [held, setHeld] = useState<string>();
  const company = held ?? needsTwoFactor;
  if (company === undefined) return <Outlet />;
  return (
    <Suspense fallback={<Splash />}>
      <TwoFactorNeededPage company={company} onOn={() => setHeld(company)} onDone={() => setHeld(undefined)} />
    </Suspense>
  );
}

function Unreachable({ problem, retry }: { problem: unknown; retry: () => unknown }) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-lg content-center p-6">
      <ProblemNote problem={problem} retry={retry} />
    </main>
  );
}
