/** The state of the Studies tab without a page: a pair, the data set, stored results. */
import type { OpenedResult, ResultRow } from '../../preload/data.ts'
import { Shell } from '../../renderer/state/shell.svelte.ts'
import { Studies } from '../../renderer/state/studies.svelte.ts'
import { openedCheckpoint } from './opened-checkpoint.ts'
import { stubBridge } from './stub-bridge.ts'
import { makeFakeStudy, type FakeStudyOptions } from './study-record.ts'

export const fakeStudy = makeFakeStudy({ nCases: 6 })
export const preview = fakeStudy.preview()
const row: ResultRow = {
  resultId: 'r1',
  kind: 'study',
  title: 'Study of cases.jsonl',
  prompt: '',
  baseName: 'base',
  tunedName: 'tuned',
  baseScore: null,
  tunedScore: null,
  tags: [],
  note: '',
  createdAt: '2026-11-26T12:00:00.000Z',
  sizeBytes: 1
}
/** A stored study; of six cases where nothing else is said. */
export const openedStudy = (
  options?: FakeStudyOptions
): Extract<OpenedResult, { kind: 'study' }> => ({
  kind: 'study',
  row,
  record: (options ? makeFakeStudy(options) : fakeStudy).record(),
  problems: []
})

export function withPair(): { shell: Shell; studies: Studies } {
  const shell = new Shell()
  shell.pair.base = openedCheckpoint('b')
  shell.pair.tuned = openedCheckpoint('t')
  return { shell, studies: new Studies(shell) }
}

/** A pair and the data set, ready to run. */
export async function readyStudies(answers: Parameters<typeof stubBridge>[0] = {}) {
  const bridge = stubBridge({
    'study/sample': () => ({ handle: 'data', preview }),
    'study/ratings': () => [],
    ...answers
  })
  const { shell, studies } = withPair()
  await studies.openSample()
  return { ...bridge, shell, studies }
}
