import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../components/button';
import { SelectField, TextArea } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import { emptyButton, emptyCard, LIMITS, type ButtonDraft, type CardDraft, type CarouselDraft } from '../../templates/template-draft';
import { ButtonTexts } from './button-fields';
import { SampleField, useCount } from './part-fields';

const TYPES = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER'] as const satisfies ButtonDraft['type'][];

interface Props {
  carousel: CarouselDraft;
  onChange: (carousel: CarouselDraft) => void;
}

/** Two to ten cards beside one another: each with a picture or a video, a text and the same buttons. */
export function CarouselFields({ carousel, onChange }: Props) {
  const { t } = useWords();
  const { kind, cards } = carousel;
  const types = cards[0]?.buttons.map(({ type }) => type) ?? [];
  const changeAll = (change: (card: CardDraft) => CardDraft) => onChange({ ...carousel, cards: cards.map(change) });
  const changeOne = (index: number, part: Partial<CardDraft>) =>
    onChange({ ...carousel, cards: cards.with(index, { ...cards[index]!, ...part }) });
  return (
    <>
      <fieldset className="grid gap-3 sm:grid-cols-2">
        <legend className="mb-1.5 text-sm font-medium">{t('templates.allCards')}</legend>
        <SelectField
          label={t('templates.cardKind')}
          options={(['image', 'video'] as const).map((each) => [each, t(`templates.header.${each}`)] as const)}
          value={kind}
          // A file of the other kind does not fit.
          onValue={(other) =>
            onChange({ kind: other as CarouselDraft['kind'], cards: cards.map(({ body, buttons }) => ({ body, buttons })) })
          }
        />
        {types.map((type, place) => (
          <div key={place} className="flex items-end gap-2">
            <SelectField
              className="grow"
              label={t('templates.buttonType', { number: place + 1 })}
              options={TYPES.map((each) => [each, t(`templates.button.${each}`)] as const)}
              value={type}
              onValue={(other) =>
                changeAll((card) => ({
                  ...card,
                  buttons: card.buttons.with(place, { ...card.buttons[place]!, type: other as ButtonDraft['type'] }),
                }))
              }
            />
            <Button
              variant="quiet"
              size="icon"
              aria-label={t('templates.removeButton', { number: place + 1 })}
              onClick={() => changeAll((card) => ({ ...card, buttons: card.buttons.toSpliced(place, 1) }))}
            >
              <Trash2 aria-hidden />
            </Button>
          </div>
        ))}
        {types.length < LIMITS.cardButtons && (
          <Button
            variant="ghost"
            size="small"
            className="justify-self-start self-end"
            onClick={() => changeAll((card) => ({ ...card, buttons: [...card.buttons, emptyButton('QUICK_REPLY')] }))}
          >
            <Plus aria-hidden />
            {t('templates.addButton')}
          </Button>
        )}
      </fieldset>
      {cards.map((card, index) => (
        <OneCard
          key={index}
          card={card}
          kind={kind}
          number={index + 1}
          onChange={(part) => changeOne(index, part)}
          remove={cards.length > LIMITS.minCards ? () => onChange({ ...carousel, cards: cards.toSpliced(index, 1) }) : undefined}
        />
      ))}
      {cards.length < LIMITS.cards && (
        <Button
          variant="ghost"
          size="small"
          className="justify-self-start"
          onClick={() => onChange({ ...carousel, cards: [...cards, emptyCard(cards[0])] })}
        >
          <Plus aria-hidden />
          {t('templates.addCard')}
        </Button>
      )}
    </>
  );
}

interface OneCardProps {
  card: CardDraft;
  kind: CarouselDraft['kind'];
  number: number;
  onChange: (part: Partial<CardDraft>) => void;
  remove: (() => void) | undefined;
}

function OneCard({ card, kind, number, onChange, remove }: OneCardProps) {
  const { t } = useWords();
  const count = useCount();
  return (
    <fieldset className="grid gap-3 rounded-lg border border-line p-3">
      <legend className="px-1 text-sm font-medium">{t('templates.card', { number })}</legend>
      <SampleField
        kind={kind}
        fileName={card.fileName}
        isThere={Boolean(card.kept ?? card.mediaId)}
        isKept={card.kept !== undefined}
        onSample={(sample) => onChange({ ...sample })}
      />
      <TextArea
        label={t('templates.cardBody')}
        hint={count(card.body, LIMITS.cardBody)}
        rows={2}
        maxLength={LIMITS.cardBody}
        value={card.body}
        onValue={(body) => onChange({ body })}
      />
      {card.buttons.map((button, place) => (
        <div key={place} className="grid gap-3 sm:grid-cols-2">
          <ButtonTexts
            button={button}
            number={place + 1}
            onChange={(part) => onChange({ buttons: card.buttons.with(place, { ...button, ...part }) })}
          />
        </div>
      ))}
      {remove && (
        <Button variant="quiet" size="small" className="justify-self-end" onClick={remove}>
          <Trash2 aria-hidden />
          {t('templates.removeCard', { number })}
        </Button>
      )}
    </fieldset>
  );
}
