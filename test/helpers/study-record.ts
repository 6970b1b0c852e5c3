/**
 * A study of any size for tests of its pages: instructions weigh more after tuning, followed cases more than
 * unfollowed ones, the base's own responses are the longer ones. Counts, maps and scores agree with one
 * another. `makeFakeStudy` is serialised into the page, so it may use nothing but its argument.
 */
import type {
  DatasetPreview,
  StudyCase,
  StudyMapping
} from '../../preload/analysis/studies/dataset.ts'
import type {
  AblationSide,
  StudyCaseDetail,
  StudyFailure,
  StudyMode,
  StudyPlan,
  StudyRecord,
  StudyRole,
  StudyRun,
  StudyRunSide
} from '../../preload/analysis/studies/record.ts'

export interface FakeStudyOptions {
  readonly nCases?: number
  readonly groups?: readonly string[]
  readonly modes?: readonly StudyMode[]
  readonly roles?: readonly StudyRole[]
  /** Both models are the same. */
  readonly isSame?: boolean
  /** Whose cases the data set rates. */
  readonly rated?: 'all' | 'some' | 'none'
  readonly hasAblation?: boolean
  readonly source?: 'computed' | 'recorded'
  /** The last so many cases of the tuned model. */
  readonly nFailed?: number
  readonly nBadRows?: number
  /** Rows whose instruction stands in the prompt twice. */
  readonly nAmbiguous?: number
  /** Units done: the base's cases first. */
  readonly nDone?: number
  /** Instead of the made-up prompts, from the first case on. */
  readonly firstPrompts?: readonly string[]
  readonly notes?: readonly string[]
}

export interface FakeStudy {
  record(nDone?: number): StudyRecord
  detail(index: number, mode: StudyMode): StudyCaseDetail
  preview(mapping?: StudyMapping | null): DatasetPreview
  plan(): StudyPlan
}

export function makeStudyRecord(options: FakeStudyOptions = {}): StudyRecord {
  return makeFakeStudy(options).record()
}

export function makeFakeStudy(options: FakeStudyOptions = {}): FakeStudy {
  const { nCases = 12, nFailed = 0, nBadRows = 0, source = 'computed' } = options
  const groups = options.groups ?? ['rewrite', 'translate', 'arithmetic']
  const modes = options.modes ?? ['own', 'same', 'length-matched']
  const roles = options.roles ?? ['base', 'tuned']
  const rated = options.rated ?? 'some'
  const instructions = [
    'Give me the first two sentences.',
    'Translate the sentences to English.',
    'Add the numbers and say the sum only.',
    'Write a short mail that asks for the map back.'
  ]
  const words =
    'One day Omar went to the house with a quiet dog and kept small map under old bridge by river'.split(
      ' '
    )
  /** In [0, 1), the same for the same numbers. */
  const noise = (...seeds: number[]) => {
    let x = 0x9e3779b9
    for (const seed of seeds) {
      x = Math.imul(x ^ (seed + 0x85ebca6b), 0xc2b2ae35)
      x = Math.imul(x ^ (x >>> 15), 0x27d4eb2f)
      x ^= x >>> 13
    }
    return (x >>> 0) / 2 ** 32
  }
  const pieces = (text: string) => text.split(/(?= )/)

  function makeCase(index: number): StudyCase & { readonly nInstruction: number } {
    const instruction = instructions[index % instructions.length]!
    const nContext = 8 + Math.floor(noise(index, 1) * 12)
    const context = Array.from(
      { length: nContext },
      (_, i) => words[Math.floor(noise(index, i, 2) * words.length)]!
    )
    const own = options.firstPrompts?.[index]
    const prompt = own ?? `${instruction} Input: ${context.join(' ')}.`
    const nInstruction = own === undefined ? pieces(instruction).length : 1
    const isRated = rated === 'all' || (rated === 'some' && noise(index, 3) < 0.7)
    return {
      caseId: `case-${String(index + 1).padStart(3, '0')}`,
      group: groups.length === 0 ? '' : groups[index % groups.length]!,
      prompt,
      reference: 'One day Omar went to the house with a quiet dog.',
      instructionSpans: [
        [0, own === undefined ? instruction.length : (pieces(own)[0]?.length ?? 0)]
      ],
      ratings: {
        base: null,
        tuned: isRated ? (strengthOf(index) < 0.4 ? 1 : 2 + Math.floor(noise(index, 4) * 2)) : null
      },
      line: index + 1 + Math.floor(index / 20),
      nInstruction
    }
  }
  /** How well the instruction is heeded in a case; followed cases are those where it is. */
  function strengthOf(index: number) {
    return 0.7 * noise(index, 5) + 0.3 * noise(index, 6)
  }
  const made = Array.from({ length: nCases }, (_, index) => makeCase(index))
  const cases: StudyCase[] = made.map(({ nInstruction: _, ...one }) => one)

  function sizeOf(index: number, role: StudyRole, mode: StudyMode) {
    const nPrompt = pieces(cases[index]!.prompt).length
    const own = (of: StudyRole) =>
      of === 'base' || options.isSame
        ? 24 + Math.floor(noise(index, 7) * 6)
        : 9 + Math.floor(noise(index, 8) * 16)
    const nResponse =
      mode === 'same'
        ? 11
        : mode === 'own'
          ? own(role)
          : Math.min(...(['base', 'tuned'] as const).map((of) => own(of)))
    return { nPrompt, nResponse }
  }
  /** [N, M], 0 to 10; each column has a 10. */
  function levelsOf(index: number, role: StudyRole, mode: StudyMode): Uint8Array {
    const { nPrompt, nResponse } = sizeOf(index, role, mode)
    const { nInstruction } = made[index]!
    const seed = mode === 'same' ? 1 : 2
    const isTuned = role === 'tuned' && !options.isSame
    const weight = isTuned ? 0.56 + 0.4 * strengthOf(index) : 0.55 + 0.2 * strengthOf(index)
    const levels = new Uint8Array(nPrompt * nResponse)
    for (let m = 0; m < nResponse; m++) {
      const largest = Math.floor(noise(index, m, seed, isTuned ? 1 : 0) * nPrompt)
      for (let n = 0; n < nPrompt; n++) {
        const drawn = noise(index, n, m, seed, isTuned ? 1 : 0) ** 1.6
        const share = n < nInstruction ? drawn * weight : drawn * 0.75
        levels[n * nResponse + m] = n === largest ? 10 : Math.min(10, Math.ceil(share * 10))
      }
    }
    return levels
  }

  function unitOf(index: number, role: StudyRole) {
    return roles.indexOf(role) * nCases + index
  }
  function makeSide(role: StudyRole, mode: StudyMode, nDone: number): StudyRunSide {
    const state = Uint8Array.from(cases, (_, index) => {
      // A length-matched case needs the responses of both.
      const last = mode === 'length-matched' ? roles.at(-1)! : role
      const lacks = (last === 'tuned' || role === 'tuned') && index >= nCases - nFailed
      return unitOf(index, last) >= nDone ? 0 : lacks ? 2 : 1
    })
    const nPrompt = new Int32Array(nCases)
    const nResponse = new Int32Array(nCases)
    const counts: number[] = []
    const classes: number[] = []
    for (let index = 0; index < nCases; index++) {
      if (state[index] !== 1) continue
      const size = sizeOf(index, role, mode)
      nPrompt[index] = size.nPrompt
      nResponse[index] = size.nResponse
      const levels = levelsOf(index, role, mode)
      for (let n = 0; n < size.nPrompt; n++) {
        const row = new Array<number>(10).fill(0)
        for (let m = 0; m < size.nResponse; m++) {
          const level = levels[n * size.nResponse + m]!
          if (level > 0) row[level - 1]!++
        }
        for (const count of row) counts.push(count)
        classes.push(n < made[index]!.nInstruction ? 1 : 0)
      }
    }
    return {
      role,
      state,
      nPrompt,
      nResponse,
      levelCounts: Int32Array.from(counts),
      tokenClass: Uint8Array.from(classes)
    }
  }
  function makeAblation(role: StudyRole, nDone: number): AblationSide {
    const nLayers = 8
    const rows = cases.map((_, index) => index).filter((index) => unitOf(index, role) < nDone)
    const isTuned = role === 'tuned' && !options.isSame
    const hidden = (scale: number, seed: number) =>
      Float32Array.from(
        rows.flatMap((index) =>
          Array.from(
            { length: nLayers },
            (_, layer) => scale * ((layer + 1) / nLayers) * (0.7 + 0.6 * noise(index, layer, seed))
          )
        )
      )
    const before = rows.map((index) => -12 - 20 * noise(index, 9))
    return {
      role,
      caseOf: Int32Array.from(rows),
      spanOf: new Int32Array(rows.length),
      nWords: Int32Array.from(rows, (index) => made[index]!.nInstruction),
      nResponse: Int32Array.from(rows, (index) => sizeOf(index, role, 'same').nResponse),
      logProbability: Float64Array.from(before),
      withoutInstruction: Float64Array.from(
        rows,
        (index, i) => before[i]! - (isTuned ? 9 : 4) * (0.4 + noise(index, 10))
      ),
      withoutContext: Float64Array.from(
        rows,
        (index, i) => before[i]! - 3.5 * (0.4 + noise(index, 11))
      ),
      hiddenInstruction: hidden(isTuned ? 0.42 : 0.25, 12),
      hiddenContext: hidden(0.22, 13),
      nLayers
    }
  }

  const mapping: StudyMapping = {
    id: 'case',
    prompt: 'prompt',
    input: null,
    response: 'response',
    instruction: 'instruction',
    instructionMatch: 'only',
    group: 'dataset',
    rating: rated === 'none' ? null : 'rating'
  }
  const sha256 = 'd5'.repeat(32)
  const badRows = Array.from({ length: nBadRows }, (_, i) => ({
    line: 20 * (i + 1) + i,
    problem: `the instruction "Say it all." stands nowhere in the prompt, expected its text in column "prompt"`
  }))

  return {
    record(nDone = options.nDone ?? roles.length * nCases): StudyRecord {
      const runs: StudyRun[] = modes.map((mode) => ({
        mode,
        sides: roles.map((role) => makeSide(role, mode, nDone))
      }))
      const failures: StudyFailure[] = cases
        .map((_, index) => index)
        .filter((index) => index >= nCases - nFailed && unitOf(index, 'tuned') < nDone)
        .map((index) => ({
          case: index,
          role: 'tuned',
          problem: 'the prompt has 530 tokens and the model takes 512'
        }))
      return {
        source,
        dataset: {
          name: 'cases.jsonl',
          sha256,
          format: source === 'recorded' ? 'recorded' : 'jsonl',
          nRows: nCases + nBadRows,
          mapping: source === 'recorded' ? null : mapping,
          badRows,
          nNotTaken: 0
        },
        cases,
        sides: roles.map((role) => ({
          role,
          name: role,
          fingerprint: (role === 'base' ? '3f' : 'a0').repeat(32)
        })),
        runs,
        ablation: options.hasAblation
          ? {
              method: 'remove',
              seed: 1,
              maskTokens: null,
              sides: roles.map((role) => makeAblation(role, nDone)),
              leftOut: []
            }
          : null,
        settings:
          source === 'recorded'
            ? null
            : {
                modes,
                sameResponse: 'reference',
                nCasesLimit: null,
                nTokensLimit: 300,
                useChatTemplate: false,
                ablation: options.hasAblation ? { method: 'remove', seed: 1 } : null,
                direction: 'auto',
                memory: 'auto',
                device: 'cpu',
                nThreads: 0,
                previous: null
              },
        failures,
        parts: roles.flatMap((role) =>
          cases
            .map((_, index) => index)
            .filter((index) => unitOf(index, role) < nDone)
            .map((index) => `case/${role}/${index}`)
        ),
        operations: 4.2e12,
        seconds: 95,
        versions: { shiftlens: '0.1.0', onnxruntime: '1.23.0' },
        device: 'cpu',
        createdAt: '2026-11-26T12:00:00.000Z',
        isPartial: nDone < roles.length * nCases,
        notes: options.notes ?? []
      }
    },

    detail(index: number, mode: StudyMode): StudyCaseDetail {
      const { prompt } = cases[index]!
      const promptTokens = pieces(prompt).map((piece) => piece.replace(/ /g, '▁'))
      return {
        mode,
        case: index,
        sides: roles
          .filter((role) => role === 'base' || index < nCases - nFailed)
          .map((role) => {
            const { nResponse } = sizeOf(index, role, mode)
            const levels = levelsOf(index, role, mode)
            return {
              role,
              promptTokens,
              isSpecial: promptTokens.map(() => false),
              responseTokens: Array.from(
                { length: nResponse },
                (_, m) => `▁${words[(index + m) % words.length]!}`
              ),
              instructionTokens: Array.from({ length: made[index]!.nInstruction }, (_, n) => n),
              map:
                source === 'recorded'
                  ? { kind: 'levels' as const, values: levels }
                  : {
                      // Inside a level, away from its borders: levels follow exactly.
                      kind: 'raw' as const,
                      values: Float32Array.from(levels, (level) =>
                        level === 10 ? 0.01 : level === 0 ? -0.001 : (level - 0.5) / 1000
                      )
                    },
              probability:
                source === 'recorded'
                  ? null
                  : Float32Array.from({ length: nResponse }, (_, m) => 0.2 + 0.02 * m)
            }
          })
      }
    },

    preview(asked: StudyMapping | null = mapping): DatasetPreview {
      const used = asked ?? mapping
      return {
        name: 'cases.jsonl',
        sha256,
        format: 'jsonl',
        sizeBytes: 48_213,
        nRows: nCases + nBadRows,
        columns: [
          { name: 'case', type: 'text', examples: cases.slice(0, 3).map(({ caseId }) => caseId) },
          { name: 'dataset', type: 'text', examples: groups.slice(0, 3) },
          { name: 'prompt', type: 'text', examples: cases.slice(0, 3).map((one) => one.prompt) },
          { name: 'response', type: 'text', examples: [cases[0]?.reference ?? ''] },
          { name: 'instruction', type: 'text', examples: instructions.slice(0, 3) },
          { name: 'rating', type: 'number', examples: ['1', '2', '3'] }
        ],
        mapping: used,
        nCases,
        nWithResponse: used.response === null ? 0 : nCases,
        nWithInstruction: used.instruction === null ? 0 : nCases,
        nRated:
          used.rating === null ? 0 : cases.filter(({ ratings }) => ratings.tuned !== null).length,
        groups:
          used.group === null
            ? []
            : groups.map((group) => ({
                group,
                nCases: cases.filter((one) => one.group === group).length
              })),
        firstCases: cases
          .slice(0, 5)
          .map((one) => (used.instruction === null ? { ...one, instructionSpans: [] } : one)),
        badRows,
        nAmbiguous: options.nAmbiguous ?? 0,
        notes: options.notes ?? []
      }
    },

    plan(): StudyPlan {
      return {
        nCases,
        nBadRows,
        sides: roles.map((role) => ({
          role,
          memory: 'resident',
          device: 'cpu',
          nThreads: 2,
          shortestPrompt: 14,
          longestPrompt: 31
        })),
        operations: 4.2e12,
        estimatedSeconds: 95,
        neededBytes: 212_000_000,
        freeBytes: 9_870_000_000,
        limits: [],
        notes: []
      }
    }
  }
}
