import { Badge } from '../../components/badge';
import { Card, SkeletonRows } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { usePlaygroundTexts } from './use-playground-texts';
import type { Trial } from './use-trial';

/** What the search found, best first, and which of it the answer is from. */
export function FoundCard({ trial: { isRunning, passages, done } }: { trial: Trial }) {
  const { percent, number } = useWords();
  const p = usePlaygroundTexts();
  const isUsed = (documentId: string, text: string): boolean =>
    done?.citations.some((citation) => citation.documentId === documentId && citation.text === text) ?? false;
  if (!passages) {
    return (
      <Card title={p('play.found')}>
        {isRunning ? (
          <div className="-m-4 sm:-m-5">
            <SkeletonRows rows={3} />
          </div>
        ) : (
          <p className="text-muted">{p('play.notSearched')}</p>
        )}
      </Card>
    );
  }
  return (
    <Card title={p('play.found')}>
      {passages.length === 0 ? (
        <p className="text-muted">{p('play.nothingFound')}</p>
      ) : (
        <>
          <p className="-mt-3 mb-4 text-sm text-muted">{p('play.foundText')}</p>
          <ol className="grid gap-3">
            {passages.map(({ chunkId, documentId, title, heading, text, page, score, coverage }) => (
              <li key={chunkId} className="rounded-lg border border-line p-4">
                <div className="mb-1.5 flex flex-wrap items-center justify-between gap-2">
                  <p className="min-w-0 font-medium break-words">{heading ? `${title} › ${heading}` : title}</p>
                  <span className="flex flex-wrap gap-1.5">
                    {page !== undefined && <Badge>{p('play.page', { page })}</Badge>}
                    {isUsed(documentId, text) && <Badge tone="good">{p('play.used')}</Badge>}
                    <Badge tone="brand">{p('play.coverage', { share: percent(coverage) })}</Badge>
                    <Badge>{p('play.score', { score: number(Math.round(score * 10) / 10) })}</Badge>
                  </span>
                </div>
                <p className="line-clamp-6 break-words whitespace-pre-line text-muted">{text}</p>
              </li>
            ))}
          </ol>
        </>
      )}
    </Card>
  );
}
