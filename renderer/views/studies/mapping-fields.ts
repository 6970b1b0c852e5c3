import type {
  DatasetColumn,
  InstructionMatch,
  StudyMapping
} from '../../../preload/analysis/studies/dataset.ts'
import { visibleLine } from '../../components/words/visible-text.ts'

/** Columns that a mapping names, and what each is for. */
export interface MappingField {
  readonly key: Exclude<keyof StudyMapping, 'instructionMatch'>
  readonly label: string
  readonly hint: string
}

export const mappingFields: readonly MappingField[] = [
  {
    key: 'prompt',
    label: 'Prompt',
    hint: 'The prompt, or chat messages: the last user turn is the prompt'
  },
  {
    key: 'input',
    label: 'Input',
    hint: 'An input below the prompt; the prompt column is then the instruction'
  },
  { key: 'response', label: 'Response', hint: 'A given response or reference' },
  {
    key: 'instruction',
    label: 'Instruction',
    hint: 'The instruction’s text, or its spans [[start, end]] in characters of the prompt'
  },
  { key: 'group', label: 'Group', hint: 'Tables are made by group: a data set, a task' },
  {
    key: 'rating',
    label: 'Rating',
    hint: 'How well the tuned model’s response follows: 1 unfollowed, 2 and more followed'
  },
  { key: 'id', label: 'Name', hint: 'What a case is called; must differ from row to row' }
]

/** Options of a field's list; columns may have any name, so that "none" needs a value of its own. */
export function columnOptions(
  columns: readonly DatasetColumn[],
  { key }: MappingField
): readonly { readonly value: string; readonly label: string }[] {
  const none = key === 'prompt' ? 'choose a column' : key === 'id' ? 'number the rows' : 'none'
  return [
    { value: noColumn, label: none },
    ...columns.map(({ name, type }) => ({
      value: columnValue(name),
      label: type === 'text' ? visibleLine(name) : `${visibleLine(name)} (${type})`
    }))
  ]
}

const noColumn = '-'

/** A column as the value of an option. */
export function columnValue(name: string | null): string {
  return name === null || name === '' ? noColumn : `=${name}`
}

/** What choosing an option changes. */
export function mappingChange({ key }: MappingField, value: string): Partial<StudyMapping> {
  const name = value === noColumn ? null : value.slice(1)
  return key === 'prompt' ? { prompt: name ?? '' } : { [key]: name }
}

/** The values that say something, each on one line. */
export function examplesOf(
  columns: readonly DatasetColumn[],
  name: string | null
): readonly string[] {
  const column = columns.find((candidate) => candidate.name === name)
  return (column?.examples ?? []).filter((example) => example.trim() !== '').map(visibleLine)
}

export const matchOptions: readonly {
  readonly value: InstructionMatch
  readonly label: string
  readonly title: string
}[] = [
  { value: 'only', label: 'Leave them out', title: 'Such rows are listed as bad rows' },
  { value: 'first', label: 'First', title: 'The first place where the text stands' },
  { value: 'last', label: 'Last', title: 'The last place where the text stands' },
  { value: 'all', label: 'All', title: 'Every place where the text stands' }
]
