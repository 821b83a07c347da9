import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Card } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { RichText } from '../../inbox/thread/rich-text';
import { usePlaygroundTexts } from './use-playground-texts';
import type { Trial } from './use-trial';

type Done = Schemas['AnswerDoneDto'];
type Source = Schemas['AnswerCitationDto'];

/** What the assistant says, as it says it, and why it would speak or hand over. */
export function AnswerCard({ trial: { isRunning, isStopped, passages, text, done } }: { trial: Trial }) {
  const p = usePlaygroundTexts();
  // What was written of an answer that became a handoff is nobody's to read.
  const shown = done ? done.text : text;
  return (
    <Card title={p('play.answer')} actions={done && <Verdict done={done} />}>
      <div aria-live="polite" aria-busy={isRunning} className="grid gap-4">
        {shown && (
          <p className="max-w-3xl rounded-xl bg-raised px-4 py-3 break-words whitespace-pre-line">
            <RichText text={shown} />
          </p>
        )}
        {isRunning && (
          <p className="flex items-center gap-2 text-muted">
            <LoaderCircle className="size-4.5 animate-spin" aria-hidden />
            {p(passages ? 'play.writing' : 'play.searching')}
          </p>
        )}
        {isStopped && <p className="text-muted">{p('play.stopped')}</p>}
        {done && <Reasons done={done} isTakenBack={done.outcome === 'handoff' && text !== ''} />}
      </div>
    </Card>
  );
}

function Verdict({ done }: { done: Done }) {
  const p = usePlaygroundTexts();
  return done.outcome === 'answer' ? (
    <Badge tone="good">{p('play.speaks')}</Badge>
  ) : (
    <span className="[&>span]:whitespace-normal">
      <Badge tone="warn">{p('play.handsOver')}</Badge>
    </span>
  );
}

function Reasons({ done, isTakenBack }: { done: Done; isTakenBack: boolean }) {
  const p = usePlaygroundTexts();
  return (
    <dl className="grid gap-x-4 gap-y-3 sm:grid-cols-[auto_1fr]">
      <Line name={p('play.why')}>
        {p(reasonOf(done))}
        {isTakenBack && ` ${p('play.takenBack')}`}
        <span className="mt-1 block text-sm text-muted">
          <Cost done={done} />
        </span>
      </Line>
      {done.detail && (
        <Line name={p('play.detail')}>
          <span lang="en" className="font-mono text-sm break-words">
            {done.detail}
          </span>
        </Line>
      )}
      {done.outcome === 'answer' && (
        <Line name={p('play.sources')}>{done.citations.length === 0 ? p('play.noSources') : <Sources sources={done.citations} />}</Line>
      )}
    </dl>
  );
}

const Line = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-sm font-medium text-muted sm:pt-0.5">{name}</dt>
    <dd className="-mt-2 min-w-0 sm:mt-0">{children}</dd>
  </>
);

function reasonOf({ outcome, reason, model }: Done): `play.reason.${NonNullable<Done['reason']> | 'answer' | 'rules'}` {
  if (outcome === 'answer') return model === 'rules' ? 'play.reason.rules' : 'play.reason.answer';
  return `play.reason.${reason ?? 'no_answer'}`;
}

function Cost({ done: { model, usage, durationMs } }: { done: Done }) {
  const { duration, number } = useWords();
  const money = useMinorMoney();
  const p = usePlaygroundTexts();
  const time = duration(durationMs);
  if (model === 'offline' || model === 'rules') return p('play.took', { time, model: p(`play.${model}`) });
  const took = { time, model, prompt: number(usage.promptTokens), completion: number(usage.completionTokens) };
  const { costMinor, currency } = usage;
  if (costMinor === undefined || currency === undefined) return p('play.tookTokens', took);
  return p('play.tookCost', { ...took, cost: money({ amountMinor: costMinor, currency }) });
}

/** The titles, each once, with the page of a PDF: the passages themselves stand below. */
function Sources({ sources }: { sources: readonly Source[] }) {
  const p = usePlaygroundTexts();
  const named = ({ title, page }: Source): string => (page === undefined ? title : `${title}, ${p('play.page', { page })}`);
  const titles = [...new Set(sources.map(named))];
  return (
    <ul className="flex flex-wrap gap-1.5">
      {titles.map((title) => (
        <li key={title} className="max-w-full [&>span]:max-w-full [&>span]:whitespace-normal [&>span]:break-words">
          <Badge tone="brand">{title}</Badge>
        </li>
      ))}
    </ul>
  );
}
