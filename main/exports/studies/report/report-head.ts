import type { ScoreChange } from '../../../../preload/analysis/studies/study-verdict.ts'
import type { StudyExport } from '../study-rows.ts'
import type { StudyTables } from '../study-tables.ts'
import { foreign, markup, nothing, type Markup } from './markup.ts'
import { counted, modeNames } from './report-words.ts'

/** A sign beside each word, so that none is told by its place alone. */
const changes: Readonly<Record<ScoreChange, string>> = {
  rise: '▲ rise',
  fall: '▼ fall',
  unclear: '◇ unclear',
  untested: '○ untested'
}

/** Title, what came out under each mode, and what a reader must know before believing it. */
export function reportHead({ title, record }: StudyExport, tables: StudyTables): Markup {
  const { dataset, cases, sides, createdAt } = record
  const models = sides.map(({ role, name }, i) => [
    i > 0 ? ' → ' : '',
    markup`<span class="${role}-text">${foreign(name)}</span>`
  ])
  return markup`<header>
    <div class="kicker">
      <span>Study report</span><time datetime="${foreign(createdAt)}">${foreign(createdAt.slice(0, 10))}</time>
    </div>
    <h1>${foreign(title)}</h1>
    <p class="lead">${models} on ${counted(cases.length, 'case')} of ${foreign(dataset.name)}</p>
    ${verdicts(tables)} ${warnings(record, tables)}
  </header>`
}

function verdicts({ modes }: StudyTables): Markup {
  const told = modes.flatMap(({ verdict }) => (verdict === null ? [] : [verdict]))
  if (told.length === 0) return nothing
  return markup`<ul class="verdicts" aria-label="Do instruction scores rise after tuning?">
    ${told.map(
      ({ mode, change, text }) =>
        markup`<li>
          <span class="mode">${modeNames[mode]}</span><span class="change">${changes[change]}</span><span class="said">${text}</span>
        </li> `
    )}
  </ul>`
}

function warnings(record: StudyExport['record'], { lengthWarning }: StudyTables): Markup[] {
  const nFailed = new Set(record.failures.map((failure) => failure.case)).size
  const nBad = record.dataset.badRows.length
  const said: readonly (readonly [string, string] | false)[] = [
    record.isPartial && [
      'Partial result.',
      'The run had not ended: cases that were not done are in no table, and numbers will change.'
    ],
    lengthWarning !== null && ['Lengths differ.', lengthWarning.text],
    nFailed > 0 && [
      `${counted(nFailed, 'case')} failed.`,
      'A case that failed in a model is left out of that model’s numbers; they are listed below.'
    ],
    nBad > 0 && [
      `${counted(nBad, 'bad row')}.`,
      'Rows of the data set that could not be used are listed below with their lines.'
    ]
  ]
  return said.flatMap((each) =>
    each === false ? [] : [markup`<p class="warning" role="note"><b>${each[0]}</b> ${each[1]}</p> `]
  )
}
