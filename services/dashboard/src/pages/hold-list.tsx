import { CirclePlay } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../api/client';
import { Badge } from '../components/badge';
import type { Rows } from '../components/listing';
import { ResourceList } from '../components/resource-list';
import { useWords, type Words } from '../i18n/i18n';
import { may } from '../session/permissions';
import { useSigned } from '../session/session-context';

export type Hold = Schemas['HoldDto'];
/** The code of a hold that somebody has placed; its title is their reason. */
const BY_HAND = 'by_hand';
const TONES = { auth: 'bad', stop: 'bad', wait: 'warn' } as const;

/** What waits, in words: the template stands behind the id of its account. */
function held({ t }: Pick<Words, 't'>, { scope, key }: Hold, outlet: string | undefined): string {
  if (scope === 'number') return t('holds.number', { name: outlet ?? key });
  if (scope === 'template') return t('holds.template', { name: key.slice(key.indexOf(':') + 1) });
  return scope === 'waba' ? t('holds.waba', { id: key }) : t('holds.app');
}

interface Props {
  query: Rows<Hold>;
  empty: ReactNode;
  outlets: readonly { id: string; name: string }[];
  /** The list is another now. */
  changed: () => Promise<unknown>;
}

/** Why messages wait in the queue instead of leaving, and the button that lets them go. */
export function HoldList({ query, empty, outlets, changed }: Props) {
  const words = useWords();
  const { t, date } = words;
  const signed = useSigned();
  const what = (hold: Hold) => held(words, hold, outlets.find(({ id }) => id === hold.key)?.name);
  return (
    <ResourceList<Hold>
      query={query}
      label={t('nav.holds')}
      empty={empty}
      changed={changed}
      columns={[
        {
          key: 'what',
          title: t('holds.what'),
          main: true,
          cell: (hold) => <span className="font-medium break-words">{what(hold)}</span>,
        },
        {
          key: 'why',
          title: t('column.reason'),
          cell: ({ title, advice, code }) => (
            <>
              <span className="block break-words">{title}</span>
              <span className="block text-sm text-muted">{code === BY_HAND ? t('holds.byHand') : advice}</span>
            </>
          ),
        },
        {
          key: 'until',
          title: t('holds.until'),
          cell: ({ kind, until, scope, key }) => (
            <span className="flex flex-wrap items-center gap-2">
              <Badge tone={TONES[kind]}>
                {kind === 'wait' && until ? t('holds.wait', { until: date(until) }) : t(`holds.${kind === 'wait' ? 'soon' : kind}`)}
              </Badge>
              {kind === 'auth' && scope === 'number' && (
                <Link to="/outlets" className="text-sm text-brand-ink hover:underline" aria-label={t('holds.toOutlets', { id: key })}>
                  {t('nav.outlets')}
                </Link>
              )}
            </span>
          ),
        },
        { key: 'since', title: t('column.since'), cell: ({ createdAt }) => <time dateTime={createdAt}>{date(createdAt)}</time> },
      ]}
      removal={
        may(signed, 'answer')
          ? {
              action: t('holds.lift'),
              icon: CirclePlay,
              label: (hold) => `${t('holds.lift')}: ${what(hold)}`,
              title: (hold) => t('holds.liftTitle', { what: what(hold) }),
              text: ({ code }) => t(code === BY_HAND ? 'holds.liftByHandText' : 'holds.liftText'),
              run: ({ id }) => unwrap(api.DELETE('/api/v1/messages/holds/{id}', { params: { path: { id } } })),
              done: (present) => present.t('holds.lifted'),
            }
          : undefined
      }
    />
  );
}
