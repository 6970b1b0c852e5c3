import type { HeadsLayer, HeadsRecord } from '../../preload/analysis/heads/record.ts'

/** The record with the pairs that its heads really have; a made-up one has nicer numbers. */
export function exactPairs(record: HeadsRecord, layers: readonly HeadsLayer[]): HeadsRecord {
  return {
    ...record,
    sides: record.sides.map((side) => {
      const heads = layers.flatMap(
        ({ sides }) => sides.find(({ role }) => role === side.role)?.heads ?? []
      )
      return {
        ...side,
        nPairs: Int32Array.from(heads, ({ nPairs }) => nPairs.reduce((sum, n) => sum + n, 0)),
        chancePairs: Int32Array.from(heads.flatMap(({ chancePairs }) => [...chancePairs]))
      }
    })
  }
}
