import { useQuery } from '@tanstack/react-query';
import { Skeleton } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import type { Contact } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { inbox } from '../data/requests';
import { ConsentEntries } from './consent-entries';

/** What was said about promotions, newest first, with its proof. */
export function ConsentHistory({ contact }: { contact: Contact }) {
  const { cache } = useInbox();
  const history = useQuery({
    queryKey: [...cache.keys.contact(contact.id), 'consents', contact.consent.at, contact.consent.pendingSince],
    queryFn: () => inbox.consents(contact.id),
    retry: false,
  });
  if (history.isPending) return <Skeleton className="h-10 w-full" />;
  if (history.isError) return <ProblemNote problem={history.error} retry={() => history.refetch()} />;
  return <ConsentEntries items={history.data.items} />;
}
