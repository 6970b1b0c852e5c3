import type { StudyRecord } from '../../../preload/analysis/studies/record.ts'
import { operationWords } from '../../../preload/operation-words.ts'
import { clockWords, fullDateWords } from '../../components/words/time-words.ts'
import { groupedWords } from '../../components/words/size-words.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import { mappingFields } from './mapping-fields.ts'
import { countWords, modeLine, modeNames } from './study-words.ts'

export interface AboutLine {
  readonly label: string
  readonly text: string
}

export interface AboutSection {
  readonly title: string
  readonly lines: readonly AboutLine[]
}

/** Where a study comes from and how it was made, section by section. */
export function aboutSections(record: StudyRecord): readonly AboutSection[] {
  return [
    { title: 'Data set', lines: datasetLines(record) },
    { title: 'Columns', lines: mappingLines(record) },
    { title: 'Models', lines: modelLines(record) },
    { title: 'Modes and settings', lines: settingLines(record) },
    { title: 'How it was made', lines: originLines(record) }
  ].filter(({ lines }) => lines.length > 0)
}

function datasetLines({ dataset, cases }: StudyRecord): readonly AboutLine[] {
  return [
    { label: 'Name', text: visibleLine(dataset.name) },
    { label: 'SHA-256', text: dataset.sha256 },
    { label: 'Format', text: dataset.format },
    { label: 'Rows', text: groupedWords(dataset.nRows) },
    { label: 'Cases', text: groupedWords(cases.length) },
    ...(dataset.nNotTaken > 0
      ? [
          {
            label: 'Not taken',
            text: `${groupedWords(dataset.nNotTaken)} sound rows beyond the limit`
          }
        ]
      : [])
  ]
}

function mappingLines({ dataset: { mapping } }: StudyRecord): readonly AboutLine[] {
  if (mapping === null) return []
  return [
    ...mappingFields.flatMap(({ key, label }) => {
      const name = mapping[key]
      return name === null ? [] : [{ label, text: visibleLine(name) }]
    }),
    ...(mapping.instruction === null
      ? []
      : [{ label: 'Ambiguous text', text: matchWords[mapping.instructionMatch] }])
  ]
}

const matchWords = {
  only: 'left out',
  first: 'its first place',
  last: 'its last place',
  all: 'every place'
}

function modelLines({ sides }: StudyRecord): readonly AboutLine[] {
  return sides.map(({ role, name, fingerprint }) => ({
    label: role,
    text: `${visibleLine(name)} (${fingerprint})`
  }))
}

function settingLines({ runs, settings, ablation }: StudyRecord): readonly AboutLine[] {
  return [
    ...runs.map(({ mode }) => ({ label: modeNames[mode], text: modeLine(mode, settings) })),
    ...(settings
      ? [
          {
            label: 'Cases asked for',
            text:
              settings.nCasesLimit === null
                ? 'all'
                : `the first ${groupedWords(settings.nCasesLimit)}`
          },
          { label: 'Token limit', text: countWords(settings.nTokensLimit, 'token') },
          { label: 'Chat template', text: settings.useChatTemplate ? 'used' : 'not used' },
          { label: 'Direction', text: settings.direction },
          { label: 'Weights', text: settings.memory },
          { label: 'Device', text: settings.device },
          {
            label: 'Threads',
            text: settings.nThreads === 0 ? 'as many as cores' : String(settings.nThreads)
          }
        ]
      : []),
    ...(ablation
      ? [
          {
            label: 'Word ablation',
            text: `${ablation.method}, seed ${ablation.seed}${
              ablation.maskTokens
                ? `, masked by ${ablation.maskTokens.map(visibleLine).join(' and ')}`
                : ''
            }`
          }
        ]
      : [])
  ]
}

function originLines(record: StudyRecord): readonly AboutLine[] {
  return [
    {
      label: 'Source',
      text: record.source === 'computed' ? 'computed here' : 'recorded elsewhere'
    },
    { label: 'Made', text: `${fullDateWords(record.createdAt)} (${record.createdAt})` },
    { label: 'Took', text: clockWords(record.seconds * 1000) },
    ...(record.operations > 0
      ? [{ label: 'Operations', text: operationWords(record.operations) }]
      : []),
    { label: 'Ran on', text: visibleLine(record.device) },
    {
      label: 'Versions',
      text: Object.entries(record.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')
    }
  ]
}
