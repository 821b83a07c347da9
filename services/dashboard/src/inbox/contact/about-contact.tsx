import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Skeleton } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useInbox } from '../data/inbox-context';
import { inbox } from '../data/requests';
import { ConsentHistory } from './consent-history';
import { Section, Facts } from './section';
import { shownValue } from '../../pages/contacts/attribute-value';
import { ContactForm } from './contact-form';

/** Not of the first load: whoever makes leads waits a moment for it. */
const MakeLead = lazy(() => import('../../pages/leads/make-lead').then((file) => ({ default: file.MakeLead })));

const CONSENT_TONES = { granted: 'good', denied: 'bad', unknown: 'neutral' } as const;

export function About({ contactId, answers }: { contactId: string; answers: boolean }) {
  const { t, date } = useWords();
  const { cache } = useInbox();
  const [edits, setEdits] = useState(false);
  const contact = useQuery({
    queryKey: cache.keys.contact(contactId),
    queryFn: () => inbox.contact(contactId),
    staleTime: 30_000,
    retry: false,
  });
  const present = contact.data?.data;
  const edit = answers && present && !edits && (
    <Button variant="ghost" size="small" onClick={() => setEdits(true)}>
      <Pencil aria-hidden />
      {t('contact.edit')}
    </Button>
  );
  const action = edit && (
    <span className="flex flex-wrap justify-end gap-1">
      <Suspense fallback={null}>
        <MakeLead contactId={contactId} isFromConversation />
      </Suspense>
      {edit}
    </span>
  );
  return (
    <Section title={t('contact.about')} action={action}>
      {contact.isPending && <Skeleton className="h-16 w-full" />}
      {contact.isError && !present && <ProblemNote problem={contact.error} retry={() => contact.refetch()} />}
      {present && edits && <ContactForm contact={present} etag={contact.data?.etag} onClose={() => setEdits(false)} />}
      {present && !edits && (
        <>
          <Facts
            facts={[
              present.email ? [t('contact.email'), present.email] : undefined,
              present.language ? [t('contact.language'), present.language] : undefined,
              [
                t('contact.marketing'),
                <div key="consent">
                  <Badge tone={CONSENT_TONES[present.consent.marketing]}>{t(`consent.${present.consent.marketing}`)}</Badge>
                  {present.consent.pendingSince && <p className="mt-1 text-xs text-muted">{t('consent.waits')}</p>}
                  {(present.consent.at || present.consent.pendingSince) && <ConsentHistory contact={present} />}
                </div>,
              ],
              ...Object.entries(present.attributes).map(([name, value]) => [name, shownValue(value)] as const),
              [t('contact.known'), date(present.createdAt, 'day')],
            ]}
          />
          {present.tags.length > 0 && (
            <ul aria-label={t('contact.tags')} className="mt-2.5 flex flex-wrap gap-1.5">
              {present.tags.map((tag) => (
                <li key={tag}>
                  <Badge>{tag}</Badge>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Section>
  );
}
