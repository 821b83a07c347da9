import { cn } from '../../components/cn';
import { useWords } from '../../i18n/i18n';
import type { Member } from '../data/use-inbox-data';
import { Avatar } from '../marks';

interface Props {
  id: string;
  people: readonly Member[];
  active: number;
  onActive: (index: number) => void;
  onChoose: (person: Member) => void;
}

/** The colleagues that fit what is typed behind an at sign, above the field, which keeps the focus. */
export function MentionOptions({ id, people, active, onActive, onChoose }: Props) {
  const { t } = useWords();
  if (people.length === 0) return null;
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={t('mentions.people')}
      className="card absolute bottom-full left-3 z-20 mb-1 max-h-72 w-[min(20rem,calc(100%-1.5rem))] overflow-y-auto p-1.5 shadow-lg"
    >
      {people.map((person, index) => (
        <li
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={cn('flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5', index === active && 'bg-raised')}
          onPointerEnter={() => onActive(index)}
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(person);
          }}
        >
          <Avatar id={person.id} name={person.name} small />
          <span className="min-w-0 truncate">{person.name}</span>
        </li>
      ))}
    </ul>
  );
}
