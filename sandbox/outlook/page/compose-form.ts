import type { Draft } from '../host/open-item';
import type { Person } from '../mailbox';
import { make } from './dom';

/** "Ann Lee <ann@example.com>; bob@example.com" */
export function parsePeople(text: string): Person[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const named = /^(.*)<([^<>]+)>$/.exec(part);
      if (named === null) return { name: part, address: part };
      return { name: named[1]!.trim(), address: named[2]!.trim() };
    });
}

/** As an input of type datetime-local has it. */
function localTime(time: number): string {
  const offsetMs = new Date(time).getTimezoneOffset() * 60_000;
  return new Date(time - offsetMs).toISOString().slice(0, 16);
}

/** What is typed goes into the draft as soon as the field is left. */
export function composeForm(draft: Draft, changed: () => void): HTMLElement {
  const form = make('form', { onsubmit: (event) => event.preventDefault() });

  const field = (label: string, write: (value: string) => void, type = 'text') => {
    const input = make('input', { type });
    input.addEventListener('change', () => {
      write(input.value);
      changed();
    });
    form.append(make('label', {}, make('span', {}, label), input));
    return input;
  };

  field('To', (value) => (draft.to = parsePeople(value)));
  field('Cc', (value) => (draft.cc = parsePeople(value)));
  if (draft.kind === 'message') field('Bcc', (value) => (draft.bcc = parsePeople(value)));
  field('Subject', (value) => (draft.subject = value)).value = draft.subject;
  if (draft.kind === 'appointment') {
    field('Location', (value) => (draft.location = value)).value = draft.location;
    for (const [label, edge] of [
      ['Start', 'start'],
      ['End', 'end'],
    ] as const) {
      const write = (value: string) => (draft[edge] = new Date(value).getTime());
      field(label, write, 'datetime-local').value = localTime(draft[edge]);
    }
  }
  const body = make('textarea', { rows: 10, value: draft.text });
  body.addEventListener('change', () => {
    draft.text = body.value;
    changed();
  });
  form.append(make('label', {}, make('span', {}, 'Message'), body));
  return form;
}
