import type { AttributionRecord } from '../../preload/analysis/attribution-record.ts'
import type { AttributionSettings } from '../../preload/data.ts'
import { attributionSettings } from './attribution-settings.ts'
import { readGolden } from './goldens.ts'
import { runJob } from './run-job.ts'

export const prompt = 'Name 3 foods, then tell me how you feel.'
export const response = 'bread, soup, rice. I am happy!'

/** Folders, or names of goldens; the one that is left out is not open. */
export interface Pair {
  readonly base?: string
  readonly tuned?: string
}

export function specOf({ base, tuned }: Pair, changes: Partial<AttributionSettings> = {}) {
  const settings = attributionSettings({ prompt, response, ...changes })
  const folder = (name: string | undefined) =>
    name === undefined ? null : name.includes('/') ? name : readGolden(name).checkpoint
  return {
    kind: 'attribution',
    request: { base: folder(base), tuned: folder(tuned), settings }
  } as const
}

/** A whole attribution job's record. */
export async function attribute(
  pair: Pair,
  changes: Partial<AttributionSettings> = {}
): Promise<AttributionRecord> {
  const result = await runJob(specOf(pair, changes))
  if (result.kind !== 'attribution') throw new Error(`the job was a ${result.kind}`)
  return result.record
}
