import { strings } from '../strings';

const text = strings.offlineData;

interface Props {
  readonly lines: readonly {
    /** Logical name. */
    readonly table: string;
    readonly label: string;
    readonly rows: string;
  }[];
  /** What all of them are together. */
  readonly total?: string;
}

/** How many rows there are of each table. */
export function TableCounts({ lines, total }: Props) {
  return (
    <table class="counts">
      <thead class="sr-only">
        <tr>
          <th scope="col">{text.table}</th>
          <th scope="col">{text.count}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ table, label, rows }) => (
          <tr key={table}>
            <th scope="row">{label}</th>
            <td>{rows}</td>
          </tr>
        ))}
      </tbody>
      {total !== undefined && (
        <tfoot>
          <tr>
            <th scope="row">{text.total}</th>
            <td>{total}</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
