import { useState } from 'react';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { Card } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { goldenTexts } from '../../i18n/golden';
import { useWords } from '../../i18n/i18n';
import { useTexts } from '../../i18n/use-texts';
import { BeforeAndAfter } from './before-and-after';

/** A question that a draft answers worse; `after` is empty where a person would answer. */
interface Regression {
  kind: 'golden' | 'past';
  question: string;
  before: string;
  after: string;
}

/** Why a draft was not published, question by question; an owner may publish it all the same. */
export function PublishRefused({ error, force }: { error: unknown; force: (() => Promise<unknown>) | undefined }) {
  const t = useTexts(goldenTexts);
  const { number } = useWords();
  const [asking, setAsking] = useState(false);
  const problem = toProblem(error);
  if (problem.code !== 'publish_refused') return <ProblemNote problem={problem} />;
  const regressions = (problem.extensions.regressions ?? []) as Regression[];
  return (
    <Card title={t('refusedTitle', { count: number(regressions.length) })}>
      <p className="-mt-2 mb-4 text-muted" role="alert">
        {t('refusedText')}
      </p>
      <ul className="grid gap-4">
        {regressions.map(({ question, before, after }) => (
          <li key={question} className="rounded-lg border border-bad/40 p-4">
            <p className="mb-2 font-medium break-words">{question}</p>
            <BeforeAndAfter before={before} after={after} />
          </li>
        ))}
      </ul>
      {force && (
        <Button variant="secondary" className="mt-4" onClick={() => setAsking(true)}>
          {t('force')}
        </Button>
      )}
      {force && (
        <Confirm
          open={asking}
          onClose={() => setAsking(false)}
          title={t('forceTitle')}
          text={t('forceText')}
          action={t('force')}
          run={async () => void (await force())}
        />
      )}
    </Card>
  );
}
