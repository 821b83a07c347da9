import { CircleAlert, RotateCw } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { toProblem } from '../api/problem';
import { useWords } from '../i18n/i18n';
import { Button } from './button';

/** Few ever see it. */
const LimitMet = lazy(() => import('./limit-met').then((file) => ({ default: file.LimitMet })));

interface Props {
  problem: unknown;
  details?: readonly string[];
  retry?: (() => unknown) | undefined;
  /** Does again what was refused, for when the plan has room for it. */
  goOn?: (() => unknown) | undefined;
}

/** What went wrong, in words, with what a person who helps will ask for. */
export function ProblemNote({ problem: thrown, details = [], retry, goOn }: Props) {
  const { t, explain } = useWords();
  const problem = toProblem(thrown);
  if (problem.code === 'quota_exceeded') {
    return (
      <Suspense>
        <LimitMet problem={problem} goOn={goOn ?? retry} />
      </Suspense>
    );
  }
  return (
    <div role="alert" data-code={problem.code} className="flex gap-3 rounded-lg border border-bad/40 bg-bad-soft p-3.5 text-bad">
      <CircleAlert className="mt-0.5 size-5 shrink-0" aria-hidden />
      <div className="min-w-0 grow">
        <p className="font-medium break-words">{explain(problem)}</p>
        {details.length > 0 && (
          <ul className="mt-1 list-inside list-disc text-sm">
            {details.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
        {problem.retryAfter !== undefined && <p className="mt-1 text-sm">{t('problem.retryAfter', { seconds: problem.retryAfter })}</p>}
        {problem.requestId && <p className="mt-1 font-mono text-xs break-all">{`${t('problem.request')} ${problem.requestId}`}</p>}
        {retry && (
          <Button variant="secondary" size="small" className="mt-3" onClick={() => void retry()}>
            <RotateCw aria-hidden />
            {t('problem.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}
