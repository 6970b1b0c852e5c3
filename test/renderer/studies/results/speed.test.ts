import { expect, it } from 'vitest'
import { defaultSalience } from '../../../../preload/analysis/salience-settings.ts'
import { paperColors } from '../../../../renderer/views/concepts/plots-picture.ts'
import {
  scoreGroups,
  scorePairs,
  scoresOfRoles
} from '../../../../renderer/views/studies/results/plots/score-groups.ts'
import { scorePlot } from '../../../../renderer/views/studies/results/plots/score-plot.ts'
import { slopePlot } from '../../../../renderer/views/studies/results/plots/slope-plot.ts'
import {
  followedSteps,
  sweepSteps,
  tableSteps
} from '../../../../renderer/views/studies/results/result-steps.ts'
import { sweptComparisons } from '../../../../renderer/views/studies/results/swept-comparisons.ts'
import { because, isMissing, paperRecord } from '../../../preload/analysis/studies/paper-record.ts'

/** Both limits of the issue, on two cores. */
const mostSeconds = 20

it.skipIf(isMissing)(
  `tabulates and sweeps the paper's 1,104 cases, and says how long each step takes${because}`,
  () => {
    const record = paperRecord()
    const of = { record, mode: 'own' as const, salience: defaultSalience }
    const times: string[] = []
    const time = (name: string, steps: Generator<number, unknown>): void => {
      const start = performance.now()
      let longest = 0
      let before = start
      for (let step = steps.next(); ; step = steps.next()) {
        const now = performance.now()
        longest = Math.max(longest, now - before)
        before = now
        if (step.done) break
      }
      const total = before - start
      times.push(`${name} ${total.toFixed(0)} ms, its longest step ${longest.toFixed(0)} ms`)
      expect(total).toBeLessThan(mostSeconds * 1000)
    }
    time('tables', tableSteps(of, []))
    time('AUC', followedSteps(of, []))
    for (const comparison of sweptComparisons(record, 'own', [])) {
      time(`sweep of ${comparison.id}`, sweepSteps(comparison))
    }
    const start = performance.now()
    const scores = scoresOfRoles(record, 'own', defaultSalience)
    expect(scorePlot(scoreGroups(record, scores, 'each'), 'violin', paperColors)).toBeDefined()
    expect(slopePlot(scorePairs(record, scores, 'all'), paperColors)).toBeDefined()
    times.push(`options of the plots ${(performance.now() - start).toFixed(0)} ms`)
    console.log(times.join('; '))
  }
)
