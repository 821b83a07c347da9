import { Link } from 'react-router';
import { Badge } from '../../components/badge';
import { useWords } from '../../i18n/i18n';
import type { Conversation } from '../data/contract';
import { Avatar } from '../marks';
import { Section } from './section';

/** Who is in a group, those who have left last. */
export function Participants({ group }: { group: NonNullable<Conversation['group']> }) {
  const { t } = useWords();
  const { participants } = group;
  return (
    <Section title={t('group.people', { count: participants.filter(({ isMember }) => isMember).length })}>
      {participants.length === 0 && <p className="text-sm text-muted">{t('group.nobody')}</p>}
      <ul className="grid gap-2">
        {participants.map(({ contactId, name, phone, isMember }) => (
          <li key={contactId} className="flex min-w-0 items-center gap-2.5">
            <Avatar id={contactId} name={name} small />
            <span className="grid min-w-0 grow text-sm">
              <Link to={`/contacts/${contactId}`} className="truncate font-medium text-brand-ink hover:underline">
                <bdi>{name}</bdi>
              </Link>
              {phone && phone !== name && <bdi className="truncate text-muted">+{phone.replace(/^\+/, '')}</bdi>}
            </span>
            {!isMember && <Badge>{t('group.left')}</Badge>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
