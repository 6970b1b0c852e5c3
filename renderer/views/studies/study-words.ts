import type {
  SameResponse,
  StudyMode,
  StudyRecord,
  StudySettings
} from '../../../preload/analysis/studies/record.ts'
import { groupedWords } from '../../components/words/size-words.ts'
import { visibleLine } from '../../components/words/visible-text.ts'

export const modeNames: Record<StudyMode, string> = {
  own: 'Own responses',
  same: 'Same response',
  'length-matched': 'Length-matched'
}

/** What a mode means, for someone who is about to choose one. */
export const modeMeanings: Record<StudyMode, string> = {
  own: 'Each model is attributed on the response that it writes itself.',
  same: 'Both models are attributed on one and the same response.',
  'length-matched':
    'Own responses, both cut to the shorter one’s number of tokens. Costs nothing beside own responses.'
}

/** Scores of long and short responses are not alike (method.md, length-matched). */
export const ownLengthsWarning =
  'Own responses often differ in length between the models, and scores with them: read them beside length-matched ones.'

export const responseNames: Record<SameResponse, string> = {
  reference: 'the data set’s',
  base: 'the base model’s own',
  tuned: 'the tuned model’s own'
}

/** The mode in one line, for below its name: nothing is shown without it. */
export function modeLine(
  mode: StudyMode,
  settings: Pick<StudySettings, 'sameResponse'> | null
): string {
  switch (mode) {
    case 'own':
      return 'each model on its own response'
    case 'same':
      return `both models on the same response${settings ? `, ${responseNames[settings.sameResponse]}` : ''}`
    case 'length-matched':
      return 'each model on its own response, both cut to the shorter one’s number of tokens'
  }
}

/** The study in a line: `cases.jsonl · 40 cases · 3 groups · own, same and length-matched`. */
export function factWords(record: StudyRecord): string {
  const nGroups = new Set(record.cases.map(({ group }) => group)).size
  return [
    visibleLine(record.dataset.name),
    countWords(record.cases.length, 'case'),
    ...(nGroups > 1 ? [countWords(nGroups, 'group')] : []),
    record.runs.map(({ mode }) => modeNames[mode].toLowerCase()).join(', '),
    ...(record.source === 'recorded' ? ['recorded elsewhere'] : [])
  ].join(' · ')
}

/** `1 case`, `1 104 cases`. */
export function countWords(count: number, noun: string): string {
  return `${groupedWords(count)} ${count === 1 ? noun : `${noun}s`}`
}
