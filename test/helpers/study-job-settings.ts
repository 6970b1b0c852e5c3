import type { StudyMapping } from '../../preload/analysis/studies/dataset.ts'
import type { StudySettings } from '../../preload/analysis/studies/record.ts'

/** The columns of the sample's cases, and of the small files that tests write. */
export const caseMapping: StudyMapping = {
  id: 'case',
  prompt: 'prompt',
  input: null,
  response: 'response',
  instruction: 'instruction',
  instructionMatch: 'only',
  group: null,
  rating: null
}

/** Settings of a plain study on the CPU; each test changes what it is about. */
export function studySettings(changes: Partial<StudySettings> = {}): StudySettings {
  return {
    mapping: caseMapping,
    modes: ['own', 'same', 'length-matched'],
    sameResponse: 'reference',
    nCasesLimit: null,
    nTokensLimit: 12,
    useChatTemplate: false,
    ablation: null,
    direction: 'auto',
    memory: 'auto',
    device: 'cpu',
    nThreads: 2,
    previous: null,
    ...changes
  }
}
