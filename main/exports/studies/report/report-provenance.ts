import type { InstructionMatch } from '../../../../preload/analysis/studies/dataset.ts'
import type { StudyRecord } from '../../../../preload/analysis/studies/record.ts'
import { operationWords } from '../../../../preload/operation-words.ts'
import type { StudyExport } from '../study-rows.ts'
import { foreign, markup, type Insert, type Markup } from './markup.ts'
import { counted, durationWords, grouped, modeNames, roleNames } from './report-words.ts'

/** Which of an instruction's places in its prompt was marked. */
const matches: Readonly<Record<InstructionMatch, string>> = {
  only: 'an instruction given as text stands once in its prompt',
  first: 'of an instruction that stands more than once, the first is marked',
  last: 'of an instruction that stands more than once, the last is marked',
  all: 'of an instruction that stands more than once, all are marked'
}

type Fact = readonly [name: string, value: Insert]

/** What was compared and how: everything that it takes to do it again. */
export function reportProvenance({ record, salience }: StudyExport): Markup {
  const { levels, threshold, norm } = salience
  const facts: readonly Fact[] = [
    ...record.sides.map(({ role, name, fingerprint }): Fact => [
      roleNames[role],
      markup`<span class="swatch ${role}"></span>${foreign(name)}<br /><code class="quiet">${foreign(fingerprint)}</code>`
    ]),
    ['Data set', datasetFact(record)],
    ...mappingFact(record),
    ['Modes', record.runs.map(({ mode }) => modeNames[mode]).join(', ')],
    [
      'Salience',
      `L = ${levels} levels, threshold b = ${threshold}, norm p = ${norm}; score = Σ density of the instruction’s tokens / log₂(2 + their number)`
    ],
    ...settingsFacts(record),
    ['Computed', computedFact(record)],
    [
      'Versions',
      Object.entries(record.versions)
        .map(([name, version]) => `${foreign(name)} ${foreign(version)}`)
        .join(', ')
    ],
    ...record.notes.map((note): Fact => ['Note', foreign(note)])
  ]
  return markup`<section>
    <h2>What was compared</h2>
    <dl>
      ${facts.map(
        ([name, value]) =>
          markup`<dt>${name}</dt>
            <dd>${value}</dd> `
      )}
    </dl>
  </section>`
}

function datasetFact({ dataset, cases }: StudyRecord): Markup {
  const { name, format, nRows, badRows, nNotTaken, sha256 } = dataset
  const counts = [
    counted(nRows, 'row'),
    counted(cases.length, 'case'),
    ...(badRows.length > 0 ? [counted(badRows.length, 'bad row')] : []),
    ...(nNotTaken > 0 ? [`${grouped(nNotTaken)} not taken`] : [])
  ]
  return markup`${foreign(name)} (${format}), ${counts.join(', ')}<br /><code class="quiet">${foreign(sha256)}</code>`
}

function mappingFact({ dataset: { mapping } }: StudyRecord): Fact[] {
  if (mapping === null) return []
  const { instructionMatch, ...columns } = mapping
  const named = Object.entries(columns).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string'
  )
  const words = named.map(([field, column]) => markup`${field} = <code>${foreign(column)}</code>, `)
  return [['Columns', markup`${words}${matches[instructionMatch]}`]]
}

function settingsFacts({ settings, source }: StudyRecord): Fact[] {
  if (settings === null) {
    const from =
      source === 'recorded' ? 'recorded by another program, maps as they were saved' : '–'
    return [['Responses', from]]
  }
  const { nTokensLimit, useChatTemplate, ablation, direction, memory } = settings
  const template = useChatTemplate ? 'with the chat template' : 'without a chat template'
  return [
    ['Responses', `written greedily, at most ${counted(nTokensLimit, 'token')}, ${template}`],
    ['Engine', `direction ${direction}, memory ${memory}`],
    ...(ablation === null
      ? []
      : [['Ablation', `${ablation.method}, seed ${ablation.seed}`] satisfies Fact])
  ]
}

function computedFact({ device, seconds, operations, createdAt, source }: StudyRecord): string {
  const when = foreign(createdAt)
  if (source === 'recorded') return `imported ${when}`
  const work = `${durationWords(seconds)}, ${operationWords(operations)}`
  return `${when} on ${foreign(device)}, ${work}`
}
