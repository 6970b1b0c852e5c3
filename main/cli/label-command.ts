import * as v from 'valibot'
import { levels, tasks } from '../../preload/analysis/concepts/labels.ts'
import type { ConceptLabel } from '../../preload/analysis/concepts/labels.ts'
import { annotateLexically, lexicalAnnotatorVersion } from '../analyses/labels/lexical/annotate.ts'
import { loadLexicon } from '../analyses/labels/lexical/lexicon.ts'
import { assertWritable, writeAtomically } from '../exports/atomic-write.ts'
import { jsonText } from '../exports/json-text.ts'
import type { ExitCode } from './exit-codes.ts'
import { exitCodes } from './exit-codes.ts'
import { readLabelLists } from './label-lists.ts'
import { optionValues } from './option-values.ts'
import { padded } from './padded.ts'
import type { Terminal } from './terminal.ts'
import { userPath } from './user-path.ts'

const optionsSchema = v.object({ lists: v.string(), json: v.string() })

/** `label`: what the lexical annotator says of lists of words. Nothing is written when a line is bad. */
export async function runLabel(options: unknown, terminal: Terminal): Promise<ExitCode> {
  const words = optionValues(optionsSchema, options)
  const jsonFile = userPath(words.json)
  await assertWritable(jsonFile)
  const lists = await readLabelLists(userPath(words.lists))
  const lexicon = await loadLexicon()
  const labelled = lists.map((list) => ({
    id: list.id,
    ...annotateLexically(list.words, lexicon)
  }))
  const file = {
    annotator: { name: 'lexical', version: lexicalAnnotatorVersion },
    lists: labelled.map(({ id, tasks, level, description, evidence }) => ({
      id,
      tasks,
      level,
      description,
      evidence
    }))
  }
  await writeAtomically(jsonFile, jsonText(file))
  terminal.out(summaryText(labelled))
  terminal.note(`written: ${jsonFile}`)
  return exitCodes.success
}

/** How many lists have each level and each task; ends with a line break. */
export function summaryText(labels: readonly ConceptLabel[]): string {
  const count = (holds: (label: ConceptLabel) => boolean) => labels.filter(holds).length
  const rows: readonly (readonly [string, number])[] = [
    ['lists', labels.length],
    ...levels.map((level) => [level, count((label) => label.level === level)] as const),
    ...tasks.map((task) => [task, count((label) => label.tasks.includes(task))] as const),
    ['no task', count((label) => label.tasks.length === 0)]
  ]
  return rows.map(([name, n]) => `${padded(name, 14)}${n}\n`).join('')
}
