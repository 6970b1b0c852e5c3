import { expect, it } from 'vitest'
import { nearUniformEntropy } from '../../../preload/analysis/importance-verdict.ts'
import type { PageColors } from '../../../renderer/color/page-colors.ts'
import { entropyChart } from '../../../renderer/views/attribution/entropy-chart.ts'

const colors: PageColors = {
  scheme: 'light',
  page: '#fff',
  line: '#ddd',
  text: '#111',
  quiet: '#777',
  base: '#00f',
  tuned: '#f80',
  mono: 'monospace'
}

it('draws a line a model in its colour, and the line of a uniform column', () => {
  const lines = [
    { role: 'base', entropy: Float64Array.of(0.2, 0.95, 0.5) },
    { role: 'tuned', entropy: Float64Array.of(0.1, 0.3) }
  ] as const
  expect(entropyChart(lines, colors)).toMatchObject({
    xAxis: { data: ['1', '2', '3'] },
    yAxis: { min: 0, max: 1 },
    series: [
      { name: 'base', color: '#00f', data: [0.2, 0.95, 0.5] },
      { name: 'tuned', color: '#f80', data: [0.1, 0.3] },
      { data: [nearUniformEntropy, nearUniformEntropy, nearUniformEntropy] }
    ]
  })
})

it('shows a point where there is one response token', () => {
  const [series] = entropyChart([{ role: 'base', entropy: [0.4] }], colors)['series'] as object[]
  expect(series).toMatchObject({ showSymbol: true })
})
