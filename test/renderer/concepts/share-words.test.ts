import { describe, expect, it } from 'vitest'
import { currentLabels } from '../../../preload/analysis/concepts/current-labels.ts'
import { lastQuarter } from '../../../preload/analysis/concepts/share-curves.ts'
import { compareShares } from '../../../preload/analysis/concepts/shares.ts'
import { shareBarsChart } from '../../../renderer/views/concepts/share-charts.ts'
import { paperColors } from '../../../renderer/views/concepts/plots-picture.ts'
import {
  categoryWords,
  findingWords,
  pWords,
  shareWords
} from '../../../renderer/views/concepts/share-words.ts'
import { makeFakeConcepts } from '../../helpers/fake-concepts.ts'

const fake = makeFakeConcepts({ nLayers: 16, nDirections: 60 })
const record = fake.record()
const lexical = currentLabels(record, [], { annotator: 'lexical' })
const morphology = { kind: 'level', name: 'morphology' } as const

describe('the finding in words', () => {
  it('tells the move in the last quarter first, with its test and effect size', () => {
    const [first, ...rest] = findingWords(lastQuarter(record, lexical, morphology))
    expect(first).toMatch(
      /^Morphology\. Last quarter of the layers \(from 12\): base [\d.]+ %, tuned [\d.]+ % \(\+[\d.]+ points; Holm p (< 0\.001|= 0\.\d{3}), h 0\.\d\d\)\.$/
    )
    expect(rest).toHaveLength(3)
  })

  it('a single model is compared with itself over depth only', () => {
    const single = makeFakeConcepts({ nLayers: 16, nDirections: 60, roles: ['tuned'] }).record()
    const labels = currentLabels(single, [], { annotator: 'lexical' })
    const findings = findingWords(lastQuarter(single, labels, morphology))
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatch(/^Morphology\. Tuned: earlier layers/)
  })

  it('says why there is no test', () => {
    const small = makeFakeConcepts({ nLayers: 4, nDirections: 1 }).record()
    const labels = currentLabels(small, [], { annotator: 'lexical' })
    expect(findingWords(lastQuarter(small, labels, morphology))[0]).toContain(
      'not tested: n too small'
    )
  })

  it('a p-value is never written as 0', () => {
    expect([pWords(1e-9), pWords(0.0114), pWords(1)]).toEqual(['< 0.001', '0.011', '1.000'])
  })

  it('a share has its spread only over runs', () => {
    const share = { runs: [], n: 3, share: 0.251, sd: null }
    expect(shareWords(share)).toBe('25.1 %')
    expect(shareWords({ ...share, sd: 0.02 })).toBe('25.1 ± 2.0 %')
    expect(shareWords(null)).toBe('–')
    expect(categoryWords({ kind: 'task', name: 'none' })).toBe('no task')
  })
})

describe('bars by group of layers', () => {
  interface Bars {
    readonly xAxis: { readonly data: string[] }
    readonly series: { readonly type: string; readonly data: unknown[] }[]
  }

  it('one bar a model and group, no whiskers for one run', () => {
    const bars = shareBarsChart(
      compareShares(record, lexical),
      morphology,
      ['base', 'tuned'],
      paperColors
    ) as unknown as Bars
    expect(bars.xAxis.data).toEqual(['0–1', '2–3', '4–5', '6–7', '8–9', '10–11', '12–13', '14–15'])
    expect(bars.series.map(({ type }) => type)).toEqual(['bar', 'custom', 'bar', 'custom'])
    expect(bars.series[0]!.data).toHaveLength(8)
    expect(bars.series[1]!.data).toEqual([])
  })

  it('whiskers are one standard deviation over the runs, never below 0', () => {
    const author = fake.labels[0]!.author
    const labels = currentLabels(record, fake.labels, { annotator: 'llm', author })
    const comparison = compareShares(record, labels)
    const bars = shareBarsChart(comparison, morphology, ['base', 'tuned'], paperColors)
    const whiskers = (bars as unknown as Bars).series[3]!.data as [number, number, number][]
    expect(whiskers.length).toBeGreaterThan(0)
    for (const [group, low, high] of whiskers) {
      const row = comparison.groups[group]!.rows.find(
        ({ category }) => category.name === 'morphology'
      )
      const { share, sd } = row!.tuned!
      expect(high).toBeCloseTo(share! + sd!, 12)
      expect(low).toBeCloseTo(Math.max(0, share! - sd!), 12)
    }
  })
})
