import { useInfiniteQuery } from '@tanstack/react-query';
import { FileText, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../api/client';
import { Button } from '../components/button';
import { EmptyState } from '../components/layout';
import { Listing, nextCursor, pageQuery } from '../components/listing';
import { useWords } from '../i18n/i18n';
import { useTenantId } from '../session/session-context';
import { useCategory } from './template-badges';
import { partOf, type Part } from './template-text';
import { useLanguageName } from './use-language-name';

export type Template = Schemas['TemplateDto'];
export const partsOfTemplate = (template: Template): Part[] => template.components as unknown as Part[];

interface Props {
  /** The WhatsApp account of the number that sends. */
  wabaId: string | undefined;
  onChoose: (template: Template) => void;
}

/** The approved templates of an account, by a part of their name. */
export function ChooseTemplate({ wabaId, onChoose }: Props) {
  const { t } = useWords();
  const tenantId = useTenantId();
  const category = useCategory();
  const languageName = useLanguageName();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const templates = useInfiniteQuery({
    queryKey: ['templates', tenantId, 'approved', wabaId, search],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/templates', {
          params: { query: { ...pageQuery(pageParam), status: 'APPROVED', ...(wabaId && { wabaId }), ...(search && { search }) } },
        }),
      ),
    enabled: wabaId !== undefined,
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  return (
    <>
      <div className="relative mb-3">
        <Search className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-muted" aria-hidden />
        <input
          type="search"
          aria-label={t('template.search')}
          placeholder={t('template.search')}
          className="control pl-9"
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <Listing
        query={templates}
        empty={
          search ? (
            <EmptyState icon={FileText} title={t('template.noneFound')} text={t('template.noneFoundText')} />
          ) : (
            <EmptyState
              icon={FileText}
              title={t('template.none')}
              text={t('template.noneText')}
              action={
                <Button asChild variant="secondary">
                  <Link to="/templates">{t('nav.templates')}</Link>
                </Button>
              }
            />
          )
        }
      >
        {(rows) => (
          <ul aria-label={t('nav.templates')} className="grid gap-1">
            {rows.map((row) => (
              <li key={row.id}>
                <button
                  type="button"
                  className="grid w-full gap-0.5 rounded-lg border border-line px-3 py-2 text-left hover:bg-raised"
                  onClick={() => onChoose(row)}
                >
                  <span className="flex flex-wrap items-baseline gap-x-2">
                    <bdi className="font-medium break-all">{row.name}</bdi>
                    <span className="text-xs text-muted">
                      {languageName(row.language)} · {category(row.category)}
                    </span>
                  </span>
                  <bdi className="line-clamp-2 text-sm text-muted">{partOf(partsOfTemplate(row), 'BODY')?.text}</bdi>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Listing>
    </>
  );
}
