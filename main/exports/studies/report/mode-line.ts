import type { SameResponse, StudyMode } from '../../../../preload/analysis/studies/record.ts'
import type { StudyRecord } from '../../../../preload/analysis/studies/record.ts'

const sources: Readonly<Record<SameResponse, string>> = {
  reference: 'the one that the data set gives',
  base: 'the one that the base model writes',
  tuned: 'the one that the tuned model writes'
}

/** What was compared under a mode, in one sentence: no number of a study is read without it. */
export function modeLine(mode: StudyMode, { settings, sides }: StudyRecord): string {
  const isPair = sides.length === 2
  switch (mode) {
    case 'own':
      return isPair
        ? 'Each model is attributed on the response that it wrote itself.'
        : 'The model is attributed on the response that it wrote itself.'
    case 'same': {
      const source = settings === null ? '' : `, ${sources[settings.sameResponse]}`
      return isPair
        ? `Both models are attributed on one and the same response${source}.`
        : `The model is attributed on a given response${source}.`
    }
    case 'length-matched':
      return 'Each model is attributed on its own response, both cut to the shorter one’s number of tokens.'
  }
}
