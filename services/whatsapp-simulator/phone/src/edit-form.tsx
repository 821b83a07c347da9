import { useState, type ReactNode } from 'react';

/** The words of an own message, to be written anew where it stands. */
export function EditForm({ text, onSave, onCancel }: { text: string; onSave(text: string): void; onCancel(): void }): ReactNode {
  const [words, setWords] = useState(text);
  const isNews = words.trim() !== '' && words !== text;
  return (
    <form
      className="edit-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isNews) onSave(words);
      }}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <textarea aria-label="New words of the message" rows={2} autoFocus value={words} onChange={(event) => setWords(event.target.value)} />
      <div className="edit-buttons">
        <button type="button" className="link-button" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" className="link-button" disabled={!isNews}>
          Save
        </button>
      </div>
    </form>
  );
}
