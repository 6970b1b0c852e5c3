/** Parts of the studies that `makeFakeStudy` makes up: what a worker would have kept of them. */
import type { AttributionSide } from '../../preload/analysis/attribution-record.ts'
import type {
  RecordedCase,
  StudyCasePart,
  StudyRecordedPart,
  StudyRole
} from '../../preload/analysis/studies/record.ts'
import type { FakeStudy } from './study-record.ts'

/** A computed case, or what is kept of a failed one. */
export function fakeCasePart(
  fake: FakeStudy,
  index: number,
  role: StudyRole,
  modes: readonly ('own' | 'same')[] = ['own', 'same']
): StudyCasePart {
  const maps = modes.flatMap((mode) => {
    const shown = fake.detail(index, mode).sides.find((side) => side.role === role)
    if (shown === undefined) return []
    const { promptTokens, responseTokens, map, probability } = shown
    const nPrompt = promptTokens.length
    const tokens = ['<s>', ...promptTokens, ...responseTokens]
    const side: AttributionSide = {
      role,
      name: role,
      fingerprint: (role === 'base' ? '3f' : 'a0').repeat(32),
      ids: tokens.map((_, id) => id),
      tokens,
      ranges: tokens.map((_, t) => [t, t + 1] as const),
      promptOffset: 0,
      responseOffset: nPrompt + 1,
      isSpecial: tokens.map((_, t) => t === 0),
      promptPositions: [1, nPrompt + 1],
      responsePositions: [nPrompt + 1, tokens.length],
      importance: Float32Array.from(map.values),
      probability: probability ?? new Float32Array(responseTokens.length),
      seamMerged: false,
      response: responseTokens.join(''),
      direction: 'reverse',
      isStreamed: false,
      operations: 1
    }
    const levels = Uint8Array.from(map.values, (value) => (value > 0 ? Math.ceil(value * 1000) : 0))
    return [{ mode, side, levels }]
  })
  const failure = maps.length === 0 ? 'the prompt has 530 tokens and the model takes 512' : null
  return { role, case: index, failure, leftOut: [], notes: [], maps }
}

/** A block of recorded cases. */
export function fakeRecordedPart(
  fake: FakeStudy,
  role: StudyRole,
  from: number,
  nCases: number
): StudyRecordedPart {
  const cases = Array.from({ length: nCases }, (_, i): RecordedCase => {
    const shown = fake.detail(from + i, 'own').sides.find((side) => side.role === role)!
    const { promptTokens, responseTokens, instructionTokens, map } = shown
    return { promptTokens, responseTokens, instructionTokens, map: map.values }
  })
  return { role, from, cases }
}
