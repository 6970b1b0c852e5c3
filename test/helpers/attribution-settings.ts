import type { AttributionSettings } from '../../preload/data.ts'

/** Settings of a plain run on the CPU; each test changes what it is about. */
export function attributionSettings(
  changes: Partial<AttributionSettings> & Pick<AttributionSettings, 'prompt'>
): AttributionSettings {
  return {
    response: null,
    respond: 'given',
    nTokensLimit: 64,
    instructionSpans: [],
    target: 'probability',
    foil: null,
    estimator: 'gradient',
    withLeaveOneOut: false,
    useChatTemplate: false,
    direction: 'auto',
    memory: 'auto',
    device: 'cpu',
    nThreads: 2,
    ...changes
  }
}
