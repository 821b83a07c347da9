import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { api, unwrap } from '../../api/client';
import { cn } from '../../components/cn';
import { Field } from '../../components/field';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { useTenantId } from '../../session/session-context';
import { address, reachOf, type Contact } from '../contacts/contact-facts';

/** So many contacts are offered: whoever wants another types more. */
const MOST = 6;
const LEAST_TYPED = 2;

export interface Recipient {
  typed: string;
  /** Chosen from the list; typing on gives it up. */
  contact: Contact | undefined;
}

/** What the API takes as `to`. */
export const addressee = ({ typed, contact }: Recipient): string => (contact && reachOf(contact)) ?? typed.trim();

/** Whether it may be a whole address: a phone number of seven digits and more, or a business-scoped user id. */
export const isWhole = (to: string): boolean => /^\+?(?:[\s().-]*\d){7,15}[\s().-]*$/.test(to) || /^[A-Z]{2}(?:\.ENT)?\.\w{6,}$/.test(to);

interface Props {
  value: Recipient;
  onValue: (value: Recipient) => void;
  error: string | undefined;
}

/** Whom it is for: typed, or chosen among the contacts that fit (WAI-ARIA, combobox with a list). */
export function RecipientField({ value, onValue, error }: Props) {
  const s = useSendingTexts();
  const id = useId();
  const tenantId = useTenantId();
  const { typed, contact } = value;
  const q = useDeferredValue(typed.trim());
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const asks = isOpen && contact === undefined && q.length >= LEAST_TYPED;
  const found = useQuery({
    queryKey: ['contacts', tenantId, 'send', q],
    queryFn: () => unwrap(api.GET('/api/v1/contacts', { params: { query: { q, limit: MOST } } })),
    enabled: asks,
    placeholderData: keepPreviousData,
  });
  const options = asks ? (found.data?.items ?? []).filter(reachOf) : [];
  const isListed = options.length > 0;
  const choose = (chosen: Contact) => {
    onValue({ typed: address(chosen) ?? '', contact: chosen });
    setOpen(false);
    setActive(-1);
  };
  const press = (event: KeyboardEvent) => {
    if (!isListed) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if (event.key === 'Enter' && options[active]) {
      event.preventDefault();
      choose(options[active]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      setOpen(false);
    }
  };
  return (
    <Field label={s('send.to')} hint={contact ? s('send.chosen', { name: contact.name }) : s('send.toHint')} error={error}>
      {(wiring) => (
        <div className="relative">
          <input
            className="control"
            role="combobox"
            aria-expanded={isListed}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={isListed && active >= 0 ? `${id}-${active}` : undefined}
            required
            autoComplete="off"
            maxLength={300}
            value={typed}
            onChange={(event) => {
              onValue({ typed: event.target.value, contact: undefined });
              setOpen(true);
              setActive(-1);
            }}
            onKeyDown={press}
            onBlur={() => setOpen(false)}
            {...wiring}
          />
          <ul
            id={`${id}-list`}
            role="listbox"
            aria-label={s('send.contacts')}
            hidden={!isListed}
            className="card absolute inset-x-0 top-full z-20 mt-1 max-h-72 overflow-y-auto p-1.5 shadow-lg"
          >
            {options.map((each, index) => (
              <li
                key={each.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                className={cn('flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5', index === active && 'bg-raised')}
                onPointerEnter={() => setActive(index)}
                onPointerDown={(event) => {
                  event.preventDefault();
                  choose(each);
                }}
              >
                <UserRound className="size-4.5 shrink-0 text-muted" aria-hidden />
                <bdi className="min-w-0 grow truncate">{each.name}</bdi>
                <bdi className="shrink-0 text-sm text-muted">{address(each)}</bdi>
              </li>
            ))}
          </ul>
          <span role="status" className="sr-only">
            {isListed && s('send.found', { count: options.length })}
          </span>
        </div>
      )}
    </Field>
  );
}
