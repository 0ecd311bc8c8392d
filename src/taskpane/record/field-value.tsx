import { isMarkup } from '../../domain/markup';
import { rowKey } from '../../domain/row';
import type { Column } from '../../domain/table';
import { isLookup, type Party, type Value } from '../../domain/value';
import { formatParty, formatValue, type Currency } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';
import { MailHtml } from './mail-html';

interface Props {
  readonly column: Column;
  readonly value: Value | undefined;
  readonly currency: Currency | null;
  /** Keys of the rows that are on board and can be opened. */
  readonly onBoard: ReadonlySet<string>;
  /** The element with the column's label. */
  readonly labelledBy: string;
}

const addressOf = (column: Column, value: string): string | null => {
  if (column.format === 'email') return `mailto:${encodeURIComponent(value).replace('%40', '@')}`;
  if (column.format === 'phone') return `tel:${value.replace(/[^\d+*#]/g, '')}`;
  if (column.format !== 'url') return null;
  const address = /^[a-z][a-z0-9+.-]*:/i.test(value) ? value : `https://${value}`;
  return /^https?:/i.test(address) && URL.canParse(address) ? address : null;
};

/** Dataverse's participationtypemask. */
const roles: Readonly<Record<number, string>> = {
  1: 'From',
  2: 'To',
  3: 'Cc',
  4: 'Bcc',
  5: 'Required',
  6: 'Optional',
  7: 'Organizer',
};

function Parties({ parties }: { readonly parties: readonly Party[] }) {
  return (
    <ul>
      {parties.map((party, index) => (
        <li key={index}>
          {roles[party.role] !== undefined && <span class="muted">{roles[party.role]} </span>}
          {formatParty(party)}
        </li>
      ))}
    </ul>
  );
}

/** A value to read: what can be followed is a link. */
export function FieldValue({ column, value, currency, onBoard, labelledBy }: Props) {
  const { nav } = usePane();
  const text = formatValue(column, value, currency);
  if (text === '')
    return (
      <span class="muted">
        <span aria-hidden="true">–</span>
        <span class="sr-only">{strings.empty}</span>
      </span>
    );
  if (isLookup(value)) {
    if (!onBoard.has(rowKey(value))) return <>{text}</>;
    return (
      <button
        type="button"
        class="link"
        aria-describedby={labelledBy}
        onClick={() => {
          nav.open({ kind: 'record', ref: { table: value.table, id: value.id } });
        }}
      >
        {text}
      </button>
    );
  }
  if (column.type === 'parties') return <Parties parties={value as readonly Party[]} />;
  if (typeof value !== 'string') return <>{text}</>;
  if (isMarkup(column, value)) return <MailHtml html={value} />;
  const href = addressOf(column, value);
  if (href !== null)
    return (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    );
  return column.type === 'memo' ? <span class="field-memo">{text}</span> : <>{text}</>;
}
