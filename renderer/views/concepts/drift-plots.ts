import type { ConceptsRecord, ConceptsRole } from '../../../preload/analysis/concepts/record.ts'
import {
  fixedWords,
  percentTick,
  percentWords,
  valueWords
} from '../../components/words/number-words.ts'
import type { LayerLine, LayerPlot } from './layer-chart.ts'
import {
  comparedDimensions,
  degreesPerRadian,
  driftSeries,
  sideOf,
  sideSeries
} from './layer-series.ts'

const degrees = (value: number): string => `${Number(value.toFixed(1))}°`
const twoDigits = (value: number): string => fixedWords(value, 2)

/** What moved, by layer; empty where there is nothing to compare. */
export function driftPlots(record: ConceptsRecord): readonly LayerPlot[] {
  if (!record.layers.some(({ drift }) => drift)) return []
  return [
    rotation(record),
    ...subspaces(record),
    bornAndLost(record),
    overlap(record),
    ranks(record)
  ]
}

/** What one must know before reading any of it: by model, whether the concepts are concepts at all. */
export function readingPlots(record: ConceptsRecord): readonly LayerPlot[] {
  return [
    ...record.sides.map(({ role }) => coherence(record, role)),
    {
      id: 'above-chance',
      title: 'Above chance',
      unit: 'share of concepts more coherent than 95 % of random directions',
      isShare: true,
      words: percentWords,
      tick: percentTick,
      lines: record.sides.map(({ role }) => ({
        name: role,
        ink: role,
        values: sideSeries(record, role, ({ shareAboveChance }) => shareAboveChance)
      }))
    },
    {
      id: 'explained',
      title: 'Explained share',
      unit: 'of the variance, by all directions that are kept and by the 1st alone',
      isShare: true,
      words: percentWords,
      tick: percentTick,
      lines: record.sides.flatMap(({ role }): LayerLine[] => [
        {
          name: role,
          ink: role,
          values: sideSeries(record, role, ({ explainedKept }) => explainedKept)
        },
        {
          name: `${role} 1st`,
          ink: role,
          dash: 'dashed',
          values: sideSeries(record, role, ({ explainedFirst }) => explainedFirst)
        }
      ])
    }
  ]
}

function rotation(record: ConceptsRecord): LayerPlot {
  return {
    id: 'rotation',
    title: 'Rotation',
    unit: 'mean angle between matched concepts',
    words: degrees,
    lines: [
      {
        name: 'leading 10',
        ink: 'text',
        values: driftSeries(record, (drift) => drift.meanRotationLeading * degreesPerRadian)
      },
      {
        name: 'all',
        ink: 'text',
        dash: 'dashed',
        values: driftSeries(record, (drift) => drift.meanRotation * degreesPerRadian)
      }
    ]
  }
}

/** From thin and dotted to thick and solid as k grows. */
const strokes = [
  { dash: 'dotted', width: 1.25, ink: 'quiet' },
  { dash: 'dashed', width: 1.25, ink: 'quiet' },
  { dash: 'dashed', width: 1.5, ink: 'text' },
  { dash: 'solid', width: 1.75, ink: 'text' }
] as const

/** The i-th of n curves: the last is always solid, the first of three or more dotted. */
function strokeOf(i: number, n: number): (typeof strokes)[number] {
  return strokes[i === 0 && n > 2 ? 0 : Math.max(0, strokes.length - n + i)]!
}

function subspaces(record: ConceptsRecord): readonly LayerPlot[] {
  // Two subspaces that fill the whole space are the same one: an angle of 0 that says nothing.
  const whole = Math.min(...record.sides.map(({ dModel }) => dModel))
  const dimensions = comparedDimensions(record).filter((k) => k < whole)
  const plot = (measure: 'meanAngle' | 'maxAngle', title: string, unit: string): LayerPlot => ({
    id: measure === 'meanAngle' ? 'subspace-mean' : 'subspace-largest',
    title,
    unit,
    words: degrees,
    lines: dimensions.map((k, i) => ({
      name: `k ${k}`,
      ...strokeOf(i, dimensions.length),
      values: driftSeries(record, ({ subspaces: all }) => {
        const angle = all.find((subspace) => subspace.k === k)?.[measure]
        return angle === undefined ? null : angle * degreesPerRadian
      })
    }))
  })
  return [
    plot('meanAngle', 'Subspaces, mean', 'mean principal angle of the leading k directions'),
    plot('maxAngle', 'Subspaces, largest', 'largest principal angle of the leading k directions')
  ]
}

function bornAndLost(record: ConceptsRecord): LayerPlot {
  return {
    id: 'born-lost',
    title: 'Lost and born',
    isShare: true,
    unit: `share of concepts without a partner of |cos| ≥ ${record.settings.partnerThreshold}`,
    words: percentWords,
    tick: percentTick,
    lines: [
      {
        name: 'lost',
        ink: 'base',
        values: driftSeries(record, ({ nLost }, summary) => share(nLost, summary, 'base'))
      },
      {
        name: 'born',
        ink: 'tuned',
        dash: 'dashed',
        values: driftSeries(record, ({ nBorn }, summary) => share(nBorn, summary, 'tuned'))
      }
    ]
  }
}

function share(
  count: number,
  summary: Parameters<typeof sideOf>[0],
  role: ConceptsRole
): number | null {
  const total = sideOf(summary, role)?.nDirections ?? 0
  return total === 0 ? null : count / total
}

function overlap(record: ConceptsRecord): LayerPlot {
  return {
    id: 'overlap',
    title: 'Word overlap',
    unit: 'mean over matched concepts',
    isShare: true,
    words: twoDigits,
    lines: [
      {
        name: 'rank-biased overlap',
        ink: 'text',
        values: driftSeries(record, ({ meanRankBiasedOverlap }) => meanRankBiasedOverlap)
      },
      {
        name: 'Jaccard',
        ink: 'text',
        dash: 'dashed',
        values: driftSeries(record, ({ meanJaccard }) => meanJaccard)
      }
    ]
  }
}

function ranks(record: ConceptsRecord): LayerPlot {
  return {
    id: 'rank-change',
    title: 'Rank change',
    unit: 'mean |rank difference| of matched concepts',
    words: valueWords,
    lines: [
      {
        name: 'rank change',
        ink: 'text',
        values: driftSeries(record, ({ meanRankChange }) => meanRankChange)
      }
    ]
  }
}

function coherence(record: ConceptsRecord, role: ConceptsRole): LayerPlot {
  return {
    id: `coherence-${role}`,
    title: `Coherence, ${role}`,
    unit: 'mean cosine of its words, beside random directions',
    words: twoDigits,
    lines: [
      {
        name: 'concepts',
        ink: role,
        values: sideSeries(record, role, (side) => side.coherence)
      },
      {
        name: 'chance',
        ink: 'quiet',
        dash: 'dotted',
        values: sideSeries(record, role, ({ chanceCoherence }) => chanceCoherence)
      },
      {
        name: '95 % of chance',
        ink: 'quiet',
        dash: 'dashed',
        values: sideSeries(record, role, ({ chanceLine }) => chanceLine)
      }
    ]
  }
}
