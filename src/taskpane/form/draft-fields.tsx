import { isMarkup } from '../../domain/markup';
import type { ListItem } from '../../domain/record-store';
import type { Column } from '../../domain/table';
import type { Values } from '../../domain/value';
import { locale, type Currency } from '../format';
import { type Closed, ClosedField } from './closed-field';
import { describeProblem } from './describe-problem';
import { asText, toInput, type Draft, type Input, type Problem } from './draft';
import { Field } from './field';
import { strings } from '../strings';

interface Props {
  /** The fields are `<id>-<column>`. */
  readonly id: string;
  readonly columns: readonly Column[];
  /** What shows in what the user has not touched. */
  readonly values: Values;
  readonly draft: Draft;
  readonly problems: Readonly<Record<string, Problem>>;
  readonly currency: Currency | null;
  /** What lookups may refer to, where that is no record of this computer. */
  readonly among?: readonly ListItem[] | undefined;
  /** Why the user cannot have it, by column. */
  readonly refused?: Readonly<Record<string, string>> | undefined;
  /** What shows in place of a column that cannot be filled in; absent: all of them can. */
  readonly closed?: (column: Column) => Closed | null;
  readonly onChange: (name: string, input: Input) => void;
}

/** The fields of a draft, with what is wrong with each. */
export function DraftFields({ id, columns, values, draft, problems, onChange, ...more }: Props) {
  const { refused = {}, closed, ...field } = more;
  return (
    <>
      {columns.map((column) => {
        const { name } = column;
        const problem = problems[name];
        const instead = closed?.(column) ?? null;
        if (instead !== null)
          return <ClosedField key={name} id={`${id}-${name}`} column={column} {...instead} />;
        return (
          <Field
            key={name}
            {...field}
            id={`${id}-${name}`}
            column={column}
            input={name in draft ? (draft[name] ?? null) : toInput(column, values[name], locale())}
            hint={isMarkup(column, asText(values[name])) ? strings.form.formatted : undefined}
            why={refused[name]}
            error={problem ? describeProblem(column, problem) : null}
            onChange={(input) => {
              onChange(name, input);
            }}
          />
        );
      })}
    </>
  );
}
