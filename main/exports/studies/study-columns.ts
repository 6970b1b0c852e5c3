import type { StudyRow } from './study-rows.ts'

/** What a column holds; null stands for no value in each. */
export type ColumnType = 'text' | 'whole' | 'real'

export interface StudyColumn {
  readonly name: string
  readonly type: ColumnType
  readonly value: (row: StudyRow) => string | number | null
}

const column = <Type extends ColumnType>(
  name: string,
  type: Type,
  value: (row: StudyRow) => (Type extends 'text' ? string : number) | null
): StudyColumn => ({ name, type, value })

/** The columns of every table of responses that leaves the program. */
export const studyColumns: readonly StudyColumn[] = [
  column('case', 'text', (row) => row.case),
  column('group', 'text', (row) => row.group),
  column('line', 'whole', (row) => row.line),
  column('mode', 'text', (row) => row.mode),
  column('role', 'text', (row) => row.role),
  column('model', 'text', (row) => row.model),
  column('prompt_tokens', 'whole', (row) => row.nPrompt),
  column('response_tokens', 'whole', (row) => row.nResponse),
  column('instruction_score', 'real', (row) => row.score),
  column('rating', 'real', (row) => row.rating),
  column('density_context', 'real', (row) => row.density.context),
  column('density_instruction', 'real', (row) => row.density.instruction),
  column('density_special', 'real', (row) => row.density.special),
  column('state', 'text', (row) => row.state),
  column('problem', 'text', (row) => row.problem)
]
