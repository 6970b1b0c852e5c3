/** Whole jobs from text and folder to record, as the app and the command line run them. */
import { beforeAll, describe, expect, it } from 'vitest'
import type {
  AttributionRecord,
  AttributionSide
} from '../../preload/analysis/attribution-record.ts'
import { defaultSalience } from '../../preload/analysis/salience-settings.ts'
import { sideSalience } from '../../preload/analysis/side-salience.ts'
import { attributionSettings } from '../helpers/attribution-settings.ts'
import { expectColumnsClose, float32Tolerance } from '../helpers/close.ts'
import { readGoldens, type Golden, type GoldenCase } from '../helpers/goldens.ts'
import { runJob } from '../helpers/run-job.ts'

const runs = [
  { direction: 'forward', memory: 'resident', withLeaveOneOut: true },
  { direction: 'forward', memory: 'streamed', withLeaveOneOut: false },
  { direction: 'reverse', memory: 'resident', withLeaveOneOut: false },
  { direction: 'reverse', memory: 'streamed', withLeaveOneOut: true }
] as const
type Run = (typeof runs)[number]

async function recordOf(
  { checkpoint }: Golden,
  { prompt, response, instruction }: GoldenCase,
  run: Run
): Promise<AttributionRecord> {
  const settings = attributionSettings({
    prompt,
    response,
    instructionSpans: [instruction.span],
    ...run
  })
  const result = await runJob({
    kind: 'attribution',
    request: { base: null, tuned: checkpoint, settings }
  })
  if (result.kind !== 'attribution') throw new Error(`the job was a ${result.kind}`)
  return result.record
}

for (const golden of readGoldens()) {
  describe.each(golden.cases.map((example, j) => [j, example] as const))(
    `${golden.name}, case %i`,
    (j, example) => {
      const recorded = (name: string) => golden.tensors.get(`${j}.${name}`)!.data
      const nResponse = example.response_positions[1] - example.response_positions[0]
      const records = new Map<Run, AttributionRecord>()
      const sideOf = (run: Run): AttributionSide => records.get(run)!.sides[0]!
      beforeAll(async () => {
        for (const run of runs) records.set(run, await recordOf(golden, example, run))
      })

      it('the text gives the tokens and positions', () => {
        for (const run of runs) {
          const side = sideOf(run)
          expect(side.ids).toEqual(example.ids)
          expect(side.tokens).toEqual(example.tokens)
          expect(side.promptPositions).toEqual(example.prompt_positions)
          expect(side.responsePositions).toEqual(example.response_positions)
        }
      })

      it.each(runs)('$direction, $memory: importance, density and score', (run) => {
        const side = sideOf(run)
        expect(side.direction).toBe(run.direction)
        expect(side.isStreamed).toBe(run.memory === 'streamed')
        expectColumnsClose(side.importance, recorded('importance'), nResponse, float32Tolerance)
        expectColumnsClose(side.probability, recorded('probability'), nResponse, float32Tolerance)
        const salience = sideSalience(side, [example.instruction.span], defaultSalience)
        expect(salience.instructionTokens).toEqual(example.instruction.tokens)
        expect(salience.density.length).toBe(example.density.length)
        salience.density.forEach((value, n) =>
          expect(Math.abs(value - example.density[n]!), `density of token ${n}`).toBeLessThan(1e-3)
        )
        expect(Math.abs(salience.score! - example.score)).toBeLessThan(1e-3)
      })

      it.each(runs.filter(({ withLeaveOneOut }) => withLeaveOneOut))(
        '$direction, $memory: leave-one-out',
        (run) => {
          const found = sideOf(run).leaveOneOut
          expectColumnsClose(found!, recorded('leave_one_out'), nResponse, float32Tolerance)
        }
      )

      it('streamed gives the very bytes that resident gives', () => {
        const bytes = (run: Run, name: 'importance' | 'leaveOneOut') =>
          Buffer.from(new Uint8Array(sideOf(run)[name]!.buffer))
        expect(bytes(runs[0], 'importance').equals(bytes(runs[1], 'importance'))).toBe(true)
        expect(bytes(runs[2], 'importance').equals(bytes(runs[3], 'importance'))).toBe(true)
        expect(bytes(runs[0], 'leaveOneOut').equals(bytes(runs[3], 'leaveOneOut'))).toBe(true)
      })
    }
  )
}
