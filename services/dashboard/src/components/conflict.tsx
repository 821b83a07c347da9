import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { toProblem, type Problem } from '../api/problem';
import { useWords } from '../i18n/i18n';
import { Button } from './button';
import { Dialog, DialogActions } from './dialog';
import type { FormState } from './form';
import { SkeletonRows } from './layout';
import { ProblemNote } from './problem-note';

/** Something with the entity tag under which it was read. */
export interface Tagged<Thing> {
  data: Thing;
  etag: string | undefined;
}

interface Props<Thing> {
  form: FormState;
  /** What stands there now. */
  read: () => Promise<Tagged<Thing>>;
  /** Every field as a person reads it, theirs and what is in the form. */
  compare: (theirs: Thing) => readonly (readonly [label: string, theirs: string, mine: string])[];
  /** Puts theirs into the form. */
  take: (theirs: Tagged<Thing>) => void;
  /** Saves the form over theirs, under their tag. */
  overwrite: (theirs: Tagged<Thing>) => Promise<void>;
}

/** Where somebody else saved between reading and saving (412): shows both, and the person decides. Closed, the form stays as it is. */
export function Conflict<Thing>({ form, read, compare, take, overwrite }: Props<Thing>) {
  const { t, explainField } = useWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const theirs = useQuery({ queryKey: ['conflict', useId()], queryFn: read, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 });

  const save = async () => {
    if (!theirs.data) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await overwrite(theirs.data);
      form.reset();
    } catch (error) {
      const refused = toProblem(error);
      setProblem(refused);
      // Once more, by a third: what is shown is not what would be overwritten.
      if (refused.status === 412) await theirs.refetch();
    } finally {
      setBusy(false);
    }
  };
  const different = theirs.data && compare(theirs.data.data).filter(([, other, mine]) => other !== mine);
  return (
    <Dialog open onClose={form.reset} wide title={t('conflict.title')} description={t('conflict.text')}>
      <div className="grid gap-4">
        {theirs.isPending && <SkeletonRows rows={2} />}
        {theirs.isError && <ProblemNote problem={theirs.error} retry={() => theirs.refetch()} />}
        {problem?.status === 412 && (
          <p role="alert" className="rounded-lg bg-warn-soft p-3 text-warn">
            {t('conflict.again')}
          </p>
        )}
        {problem && problem.status !== 412 && (
          <ProblemNote problem={problem} details={problem.errors.map((error) => explainField(error, false, problem))} />
        )}
        {different?.length === 0 && <p>{t('conflict.same')}</p>}
        {different?.map(([label, other, mine]) => (
          <section key={label} aria-label={label}>
            <h3 className="mb-1.5 text-sm font-medium">{label}</h3>
            <div className="grid gap-2 sm:grid-cols-2">
              <Version title={t('conflict.theirs')} text={other} />
              <Version title={t('conflict.mine')} text={mine} />
            </div>
          </section>
        ))}
        <DialogActions>
          <Button variant="secondary" disabled={!theirs.data} onClick={() => theirs.data && (form.reset(), take(theirs.data))}>
            {t('conflict.take')}
          </Button>
          <Button variant="danger" disabled={!theirs.data} busy={busy} onClick={() => void save()}>
            {t('conflict.overwrite')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}

const Version = ({ title, text }: { title: string; text: string }) => (
  <div className="rounded-lg border border-line p-2.5">
    <p className="text-xs text-muted">{title}</p>
    {/* May be long: it scrolls by the keyboard too. */}
    <p tabIndex={0} className="max-h-40 overflow-y-auto break-words whitespace-pre-wrap">
      {text || '–'}
    </p>
  </div>
);
